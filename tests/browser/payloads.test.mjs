// The corpus of texts that want to be more than texts (tests/reliability/payloads.txt), through the main forms and read back in
// Chromium with scripts: no dialog opens, nothing is asked of another site, no element or attribute arises, no policy is broken.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { readFile } from "node:fs/promises";
import { BASE, startChromium } from "./support/browser.mjs";
import { clock, signIn, today } from "./support/officer.mjs";

const corpus = (await readFile(new URL("../reliability/payloads.txt", import.meta.url), "utf8"))
  .trimEnd()
  .split("\n")
  .map((line) =>
    line.replaceAll(/\\(?:u\{([0-9a-f]+)\}|(.))/gi, (_, code, letter) =>
      code ? String.fromCodePoint(Number.parseInt(code, 16)) : { n: "\n", r: "\r", t: "\t", 0: "\0" }[letter] ?? letter,
    ),
  );

/** Cases that are filled: over all of them each payload stands in some field. */
const ROUNDS = Number(process.env.INS_PAYLOAD_CASES ?? 6);
const FIELDS = 18;

describe("texts that want to be more", () => {
  let chromium, officer, leader;
  const dialogs = [];
  const elsewhere = [];

  before(async () => {
    chromium = await startChromium();
    officer = await chromium.visitor({ scripts: true });
    leader = await chromium.visitor({ scripts: true });
    await signIn(officer, "ksv6");
    await signIn(leader, "doitruong2");
    for (const { page } of [officer, leader]) {
      page.on("dialog", (dialog) => {
        dialogs.push(`${page.url()}: ${dialog.message()}`);
        dialog.dismiss();
      });
      page.on("request", (request) => {
        if (!request.url().startsWith(BASE) && !request.url().startsWith("data:") && !request.url().startsWith("blob:")) {
          elsewhere.push(`${page.url()} asks ${request.url()}`);
        }
      });
    }
  });
  after(() => chromium?.close());

  /** Posts as a page of the site does, and answers where it leads. */
  const post = (visitor, path, fields) =>
    visitor.page.evaluate(
      async ([path, fields]) => {
        const answer = await fetch(path, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "text/html" } });
        return answer.url;
      },
      [path, fields],
    );

  const hidden = (visitor, path, name) =>
    visitor.page.evaluate(
      async ([path, name]) => {
        const html = await (await fetch(path, { headers: { Accept: "text/html" } })).text();
        return new DOMParser().parseFromString(html, "text/html").querySelector(`[name="${name}"]`)?.value;
      },
      [path, name],
    );

  /** Whatever a payload may have become in the page that is shown. */
  const arisen = (visitor) =>
    visitor.page.evaluate(() =>
      [...document.querySelectorAll("*")].flatMap((element) => {
        const wrong = [];
        if (/xmark/.test(element.localName) || /^(iframe|object|embed|base|math)$/.test(element.localName)) wrong.push(element.outerHTML);
        for (const { name, value } of element.attributes) {
          if (name.startsWith("on") || name.includes("xmark") || /^\s*(javascript|vbscript|data:text)/i.test(value) && /^(href|src|action|formaction)$/.test(name)) {
            wrong.push(`<${element.localName} ${name}=${value}>`);
          }
        }
        return wrong.map((text) => text.slice(0, 200));
      }),
    );

  it("stay texts", async () => {
    let looked = 0;
    const look = async (visitor, path) => {
      await visitor.page.goto(path);
      await visitor.page.waitForTimeout(50);
      assert.deepEqual(await arisen(visitor), [], path);
      looked += 1;
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      const of = (place) => corpus[(round * FIELDS + place) % corpus.length];
      const registered = await post(officer, "/api/dang-ky-doi-tuong", {
        kind: "household-business", confirmed: "1", name: of(0), address: of(1), occupation: of(2), representative: of(3), registration: of(4), establishment_name: of(5), business: of(6),
      });
      await look(officer, registered);
      const party = registered.match(/doi-tuong\/([0-9a-f-]{36})/)?.[1] ?? "chua-xac-dinh";
      const id = crypto.randomUUID();
      const file = `/ho-so/${id}`;
      const opened = await post(officer, "/api/trinh-quyet-dinh-kiem-tra", {
        case_id: id, party, kind: "dot-xuat", basis: of(7), place: of(8), contents: of(9), scope_from: "01/01/2026", scope_to: today(), working_days: "1", leader: "ksv6",
      });
      await look(officer, opened);
      if (opened.includes("nhap=")) continue;
      const version = async (visitor, step) => hidden(visitor, `${file}/${step}`, "version");
      await post(leader, "/api/buoc", { case: id, step: "ky-quyet-dinh-kiem-tra", version: await version(leader, "ky-quyet-dinh-kiem-tra") });
      const now = clock();
      const inspected = await post(officer, "/api/buoc", {
        case: id, step: "bien-ban-kiem-tra", version: await version(officer, "bien-ban-kiem-tra"), announced_date: today(), announced_time: now, finished_date: today(), finished_time: now,
        place: of(10), representative: of(11), findings: of(12), party_opinion: of(13), violation_found: "yes", signature: "signed",
      });
      await look(officer, inspected);
      const recorded = await post(officer, "/api/buoc", {
        case: id, step: "bien-ban-vi-pham", version: (await version(officer, "bien-ban-vi-pham")) ?? "3", made_date: today(), made_time: now, place: of(14), representative: of(15), signature: "signed",
        "acts.0.behaviour": "nd98-d15-k1", "acts.0.description": of(16), "acts.0.committed_on": today(), "exhibits.0.name": of(17), "exhibits.0.unit": "cái", "exhibits.0.quantity": "1", "exhibits.0.unit_price": "1000",
      });
      await look(officer, recorded);
      for (const what of ["", "/muc-luc", "/giay/quyet-dinh-kiem-tra", "/giay/bien-ban-kiem-tra", "/giay/bien-ban-vi-pham-hanh-chinh"]) await look(officer, `${file}${what}`);
      await look(leader, file);
      await look(officer, `/tim-kiem?q=${encodeURIComponent(of(0))}`);
    }
    for (const path of ["/", "/ho-so", "/doi-tuong"]) await look(officer, path);
    assert.deepEqual(dialogs, []);
    assert.deepEqual(elsewhere, []);
    const policy = [officer, leader].flatMap(({ complaints }) => complaints).filter((text) => /Content Security Policy|uncaught/.test(text));
    assert.deepEqual(policy, []);
    assert.ok(looked > ROUNDS * 5, `${looked} pages`);
  });
});
