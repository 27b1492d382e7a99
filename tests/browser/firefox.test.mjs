// A short journey in Firefox ESR over WebDriver BiDi: signing in, wrong answers, registering, opening a case, the paper-like pages.
// Skipped only where Firefox is not installed.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { startFirefox } from "./support/browser.mjs";
import { fill, fresh, openCase, registerHousehold, signIn, signInspection, recordInspection, violationRecord } from "./support/officer.mjs";

const FIREFOX = process.env.INS_FIREFOX ?? "/usr/bin/firefox-esr";
const text = (locator) => locator.innerText().then((words) => words.replaceAll(/\s+/g, " "));

describe("Firefox ESR", { skip: existsSync(FIREFOX) ? false : `${FIREFOX} is not installed` }, () => {
  let firefox, officer, leader;

  before(async () => {
    firefox = await startFirefox(FIREFOX);
    officer = await firefox.visitor();
    leader = await firefox.visitor();
  });
  after(() => firefox?.close());

  it("signs in, and `/` goes to the search", async () => {
    await signIn(officer, "ksv13");
    await signIn(leader, "doitruong5");
    assert.match(await text(officer.page.locator("header")), /Đinh Văn Lực/);
    await officer.page.keyboard.press("/");
    assert.equal(await officer.page.evaluate(() => document.activeElement.id), "tim-kiem");
    await officer.look("work");
  });

  it("brings a wrong form back with its focus on the summary", async () => {
    await officer.open("/doi-tuong/dang-ky");
    await fill(officer, { kind: "organisation", name: "Công ty Thử", tax_code: "123" });
    await officer.press("Đăng ký");
    assert.match(await officer.page.title(), /^Lỗi: /);
    assert.equal(await officer.page.evaluate(() => document.activeElement.id), "co-loi");
    assert.equal(await officer.page.locator('[name="name"]').inputValue(), "Công ty Thử");
    await officer.look("form with errors");
  });

  it("opens a case and gets the law's answer while typing", async () => {
    const name = `Hộ kinh doanh Cáo ${fresh()}`;
    const file = await openCase(officer, await registerHousehold(officer, name));
    await signInspection(leader, file);
    await recordInspection(officer, file);
    await officer.open(`${file}/bien-ban-vi-pham`);
    await fill(officer, violationRecord());
    const law = officer.page.getByRole("complementary", { name: "Căn cứ pháp luật" });
    await law.getByText("35.000.000 đ").first().waitFor();
    assert.match(await text(law), /Ba mươi lăm triệu đồng/);
    await officer.look("violation record");
    await officer.press("Lập biên bản vi phạm hành chính");
    assert.match(await text(officer.page.locator("main")), /Đã lập biên bản vi phạm hành chính/);
    await officer.open(`${file}/giay/bien-ban-vi-pham-hanh-chinh`);
    const sheet = await text(officer.page.locator("main article").first());
    assert.ok(sheet.includes("Bảy mươi chín triệu đồng"), sheet);
    await officer.look("paper");
    assert.ok(await officer.page.evaluate(() => document.fonts.ready.then(() => document.fonts.check('16px "INS Serif"'))));
  });
});
