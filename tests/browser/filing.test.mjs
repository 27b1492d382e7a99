// A report of a team: made from the figures, checked, signed, sent, received by the province, and its figures open cases. Without scripts.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startChromium } from "./support/browser.mjs";
import { fill, fresh, signIn } from "./support/officer.mjs";

const main = async (visitor) => (await visitor.page.locator("main").innerText()).replaceAll(/\s+/g, " ");
const here = (visitor) => new URL(visitor.page.url()).pathname;

describe("a report of an office, scripts off", () => {
  let chromium, officer, deputy, leader, above;

  before(async () => {
    chromium = await startChromium();
    const arrive = async (account) => {
      const visitor = await chromium.visitor({ scripts: false });
      await signIn(visitor, account);
      return visitor;
    };
    [officer, deputy, leader, above] = await Promise.all(["ksv10", "phodoi4", "doitruong4", "tonghop"].map(arrive));
  });
  after(() => chromium?.close());

  it("is made, checked, signed, sent and received", async () => {
    const title = `Báo cáo đột xuất ${fresh()}`;
    await officer.open("/bao-cao/dinh-ky");
    await officer.look("what a team owes");
    await officer.open("/bao-cao/dinh-ky/lap");
    await officer.look("form of a new report");
    await fill(officer, { mau: "ket-qua", occasion: "dot-xuat", title, from: "01/09/2026", to: "01/11/2026" });
    await officer.press("Lập dự thảo từ số liệu");
    const report = here(officer);
    assert.match(await main(officer), /Đã lập dự thảo.*Số liệu đến thời điểm xem/);
    await officer.look("a drafted report");
    await fill(officer, { narrative: "I. TÌNH HÌNH\nỔn định.\n\nII. KẾT QUẢ\nTheo biểu." });
    await officer.press("Lưu thuyết minh");
    const figure = officer.page.locator('main a[href^="/bao-cao/vu-viec"]').first();
    const shown = (await figure.innerText()).trim();
    await officer.follow(figure, "**/bao-cao/vu-viec?*");
    assert.ok((await officer.page.locator("h1").innerText()).endsWith(`: ${shown}`), "the cases add up to the figure");

    await deputy.open(report);
    await deputy.press("Đã kiểm tra, đồng ý trình ký");
    await leader.open(report);
    await leader.look("a report to be signed");
    await leader.press("Ký báo cáo, chốt số liệu");
    assert.match(await main(leader), /Số liệu chốt khi ký/);
    await leader.press("Gửi cấp trên");
    await above.open("/bao-cao/dinh-ky");
    await above.look("what a province owes, and who has sent");
    await above.follow(above.page.locator(`main a[href="${report}"]`).first(), `**${report}`);
    await above.press("Nhận báo cáo");
    assert.match(await main(above), /Đã nhận báo cáo/);
    await above.open(`${report}/in`);
    const sheet = await main(above);
    for (const words of ["BÁO CÁO", title, "Ổn định.", "Biểu 1", "Lương Văn Sơn"]) assert.ok(sheet.includes(words), words);
    await above.look("a report in print");
  });
});
