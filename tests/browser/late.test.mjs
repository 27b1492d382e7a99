// A weak network: the officer types before the module has arrived. When the form wakes up, everything typed is still there and
// the law answers it, without another key being pressed.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startChromium } from "./support/browser.mjs";
import {
  clock,
  fill,
  fresh,
  openCase,
  recordInspection,
  recordViolation,
  registerHousehold,
  signIn,
  signInspection,
  today,
  typed,
  violationRecord,
} from "./support/officer.mjs";

const text = (locator) => locator.innerText().then((words) => words.replaceAll(/\s+/g, " "));

const law = (visitor) => visitor.page.getByRole("complementary", { name: "Căn cứ pháp luật" });

/** Every control of the page's form as it stands. */
const controls = (visitor) =>
  visitor.page
    .locator("main form [name]")
    .evaluateAll((list) => list.map((one) => [one.name, one.type === "checkbox" || one.type === "radio" ? one.checked : one.value]));

/** Opens a page whose module does not arrive; the answer lets it. */
async function openAsleep({ page }, path) {
  let release;
  const arrival = new Promise((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await arrival;
    await route.continue();
  });
  await page.goto(path, { waitUntil: "commit" });
  await page.locator("main form button").last().waitFor();
  return async () => {
    assert.equal(await page.locator("html[data-awake]").count(), 0, "the page was asleep until now");
    release();
    await page.locator("html[data-awake]").waitFor({ state: "attached" });
    await page.unroute("**/*.wasm");
  };
}

describe("a form that wakes up late", () => {
  let chromium, officer, plain, file;

  before(async () => {
    chromium = await startChromium();
    officer = await chromium.visitor();
    plain = await chromium.visitor({ scripts: false });
    const leader = await chromium.visitor({ scripts: false });
    await signIn(officer, "ksv4");
    await signIn(plain, "ksv4");
    await signIn(leader, "doitruong2");
    file = await openCase(plain, await registerHousehold(plain, `Hộ kinh doanh Mạng Yếu ${fresh()}`));
    await signInspection(leader, file);
    await recordInspection(plain, file);
    await leader.leave();
  });
  after(() => chromium?.close());

  /** The law's answer to the same form from the server, asked with the button. */
  async function answerOfServer(path, type) {
    await plain.open(path);
    await type(plain);
    await plain.press("Xem đề xuất của hệ thống");
    return text(law(plain));
  }

  /** Types before the module is there, lets it come, and compares. */
  async function compare(path, type) {
    const expected = await answerOfServer(path, type);
    const wake = await openAsleep(officer, path);
    const unasked = await text(law(officer));
    await type(officer);
    assert.equal(await text(law(officer)), unasked, "nothing answers while the page is asleep");
    assert.notEqual(unasked, expected, "the answer depends on what is typed");
    const before = await controls(officer);
    await wake();
    await officer.page.waitForFunction(
      (words) => document.querySelector("aside[aria-label]").innerText.replaceAll(/\s+/g, " ") === words,
      expected,
    );
    assert.deepEqual(await controls(officer), before, "every control is as it was typed");
    await officer.look(`${path}, woken up late`);
  }

  it("the violation record: texts, a choice, a tick, days, hours and money", async () => {
    const answers = {
      ...violationRecord(),
      made_date: today(),
      made_time: clock(),
      birth_date: "12/04/1985",
      place: "Kiốt số 7, chợ Phố Hiến",
      "acts.0.doubled": "1",
      party_opinion: "Xin xem xét,\nhoàn cảnh khó khăn.",
    };
    await compare(`${file}/bien-ban-vi-pham`, (visitor) => fill(visitor, answers));
    assert.match(await text(law(officer)), /70\.000\.000 đ/, "35.000.000 đ, doubled");
    assert.deepEqual(await typed(officer, Object.keys(answers)), answers);

    // It is awake in every part: a row more, and the rows before it as they were.
    await officer.page.getByRole("button", { name: "Thêm dòng tang vật" }).click();
    await officer.page.locator('[name="exhibits.2.name"]').waitFor();
    await fill(officer, { "exhibits.0.quantity": "1", "exhibits.1.quantity": "1" });
    await law(officer).getByText("70.000.000 đ").first().waitFor({ state: "detached" });
    assert.equal((await typed(officer, ["exhibits.1.name"]))["exhibits.1.name"], answers["exhibits.1.name"]);
  });

  it("the sanction proposal: ticks and money", async () => {
    await recordViolation(plain, file);
    await plain.open(`${file}/giai-trinh`);
    await fill(plain, { kind: "khong-giai-trinh", content: "Hộ kinh doanh có văn bản không giải trình." });
    await plain.press("Ghi nhận giải trình");
    await compare(`${file}/trinh-ky-xu-phat`, async (visitor) => {
      await visitor.page.getByText("Tình tiết giảm nhẹ, tăng nặng").click();
      await visitor.page.locator('input[name^="fines.0.aggravating."] + label').first().click();
      await visitor.page.locator('input[name="confiscate"] + label').click();
      await fill(visitor, { "fines.0.amount": "38.500.000", "fines.0.reason": "Tái phạm", grounds: "Biên bản, ảnh chụp." });
    });
  });
});
