// A short journey in WebKitGTK, the nearest to Safari that runs on Linux: signing in, a list, the law's answer while typing, the record
// on paper, and what field work stands on. Skipped only where it cannot be installed.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { BASE, startChromium } from "./support/browser.mjs";
import { clock, fresh, inspectionRecord, openCase, registerHousehold, signIn, signInspection, today, violationRecord } from "./support/officer.mjs";
import { MISSING, startWebkit } from "./support/webkit.mjs";

const PASSWORD = process.env.INS_DEMO_PASSWORD ?? "chợ phố hiến 1872";

describe("WebKitGTK", { skip: MISSING }, () => {
  let webkit, file;

  /** Fills in fields by name as a person would, and posts the form with a button of that name. */
  const send = async (answers, button) => {
    for (const [name, value] of Object.entries(answers)) {
      const field = `main [name="${name}"]`;
      const kind = await webkit.run(`return document.querySelector(arguments[0])?.type ?? ""`, field);
      if (kind === "radio" || kind === "checkbox") await webkit.click(`${field}[value="${value}"] + label`);
      else if (kind === "select-one") await webkit.run(`const list = document.querySelector(arguments[0]); list.value = arguments[1]; list.dispatchEvent(new Event("change", { bubbles: true }))`, field, value);
      else await webkit.type(field, value).catch((error) => assert.fail(`${name}: ${error.message}`));
    }
    if (button) await press(button);
  };
  const press = async (button) => {
    const before = await webkit.url();
    await webkit.run(`document.documentElement.dataset.before = ""; [...document.querySelectorAll("main button")].find((one) => one.textContent.trim() === arguments[0]).click()`, button);
    await webkit.until(`return document.readyState === "complete" && !("before" in document.documentElement.dataset)`, `${button} on ${before}`);
  };

  before(async () => {
    // The ground of it is laid elsewhere: what is tried here is the browser.
    const chromium = await startChromium();
    try {
      const [officer, leader] = [await chromium.visitor(), await chromium.visitor()];
      await signIn(officer, "ksv14");
      await signIn(leader, "doitruong5");
      file = await openCase(officer, await registerHousehold(officer, `Hộ kinh doanh Én ${fresh()}`));
      await signInspection(leader, file);
    } finally {
      await chromium.close();
    }
    webkit = await startWebkit();
  });
  after(() => webkit?.close());

  it("signs in and lists", async () => {
    await webkit.open(`${BASE}/dang-nhap`);
    await send({ account: "ksv14", password: PASSWORD }, "Đăng nhập");
    await webkit.open(`${BASE}/ho-so`);
    assert.match(await webkit.text("main"), /Hộ kinh doanh Én/);
  });

  it("writes the inspection record", async () => {
    await webkit.open(`${BASE}${file}/bien-ban-kiem-tra`);
    await send(inspectionRecord(), "Lập biên bản kiểm tra");
    assert.match(await webkit.text("main"), /Đã lập biên bản kiểm tra/);
  });

  it("gets the law's answer while typing, and writes the violation record", async () => {
    await webkit.open(`${BASE}${file}/bien-ban-vi-pham`);
    await webkit.until(`return "awake" in document.documentElement.dataset`, "waking up");
    await send({ made_date: today(), made_time: clock(), ...violationRecord() });
    await webkit.until(`return document.querySelector('aside[aria-label="Căn cứ pháp luật"]').textContent.includes("35.000.000")`, "the answer");
    await press("Lập biên bản vi phạm hành chính");
    assert.match((await webkit.text("main")).slice(0, 400), /Đã lập biên bản vi phạm hành chính/);
    await webkit.open(`${BASE}${file}/giay/bien-ban-vi-pham-hanh-chinh`);
    assert.match(await webkit.text("main article"), /BIÊN BẢN/i);
  });

  it("has what field work stands on", async () => {
    const has = await webkit.run(
      `return ["serviceWorker" in navigator, typeof indexedDB, typeof crypto.subtle?.deriveKey, typeof createImageBitmap, typeof BroadcastChannel]`,
    );
    assert.deepEqual(has, [true, "object", "function", "function", "function"]);
  });
});
