// A tip with an informant: refused once without keeping who he is, sealed, verified, and told that there is no sign. Once with
// scripts and once without; names are fresh in each run.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startChromium } from "./support/browser.mjs";
import { fill, fresh, signIn, today } from "./support/officer.mjs";

const main = async (visitor) => (await visitor.page.locator("main").innerText()).replaceAll(/\s+/g, " ");
const here = (visitor) => new URL(visitor.page.url()).pathname;

for (const scripts of [true, false]) {
  describe(`a lead and its measure, scripts ${scripts ? "on" : "off"}`, () => {
    let chromium, officer, leader;

    before(async () => {
      chromium = await startChromium();
      const arrive = async (account) => {
        const visitor = await chromium.visitor({ scripts });
        await signIn(visitor, account);
        return visitor;
      };
      officer = await arrive("ksv7");
      leader = await arrive("doitruong3");
    });
    after(() => chromium?.close());

    it("is taken in, verified and ends without a sign", async () => {
      const name = `Người Thử ${fresh()}`;
      await officer.open("/thong-tin/tiep-nhan");
      await officer.look("intake form");
      const told = { source: "e", channel: "dien-thoai", content: "Bán hàng không nhãn", subject: "Sạp hàng thử", urgency: "thuong" };
      await fill(officer, { ...told, area: "", informant_name: name });
      await officer.press("Tiếp nhận thông tin");
      assert.match(await main(officer), /Có lỗi cần sửa.*không được lưu tạm/, "what is missing, and what has to be typed again");
      await officer.look("intake form with an error");
      assert.equal(await officer.page.locator("[name=informant_name]").inputValue(), "");
      assert.equal(await officer.page.locator("[name=content]").inputValue(), "Bán hàng không nhãn");
      await fill(officer, { area: "Chợ Văn Giang", informant_name: name });
      await officer.press("Tiếp nhận thông tin");
      const lead = here(officer);
      assert.match(await main(officer), /Mã nguồn: NG-/);
      assert.ok(!(await main(officer)).includes(name));
      await officer.look("lead");
      await officer.open(`${lead}/nguoi-cung-cap`);
      assert.ok((await main(officer)).includes(name), "the officer in charge reads it");
      await officer.look("informant");

      await officer.open(`/bien-phap/lap?loai=tham-tra-xac-minh&tin=${lead.split("/").pop()}`);
      await officer.look("form of a measure");
      await fill(officer, { work: "Xác minh tại chợ", area: "Chợ Văn Giang", begins: today(), until: today(10) });
      await officer.press("Lập phương án thu thập, thẩm tra, xác minh thông tin");
      const measure = here(officer);
      assert.match(await main(officer), /mới có 1 công chức/, "two are better, one is not refused");
      await leader.open("/");
      assert.equal(await leader.page.locator(`main a[href="${measure}"]`).count(), 1, "it waits on the head's start page");
      await leader.open(`${measure}/giao-thuc-hien`);
      await fill(leader, { until: today(10) });
      await leader.press("Ký ban hành");
      assert.match(await main(leader), /QĐ-NV/);
      await leader.look("measure under way");
      await officer.open(`${measure}/bao-cao-ket-qua`);
      await fill(officer, { result: "Hàng có nhãn đầy đủ", outcome: "khong" });
      await officer.press("Báo cáo kết quả");
      await leader.open(`${measure}/ket-luan-khong-dau-hieu`);
      await fill(leader, { finding: "Không có dấu hiệu vi phạm" });
      await leader.press("Ký ban hành");
      await leader.open(`${lead}/thong-bao-khong-dau-hieu`);
      await fill(leader, { finding: "Hàng hóa có nhãn đầy đủ" });
      await leader.press("Ký ban hành");
      assert.match(await main(leader), /Không có dấu hiệu vi phạm/);
      await leader.open("/bien-phap");
      await leader.look("list of measures");
    });
  });
}
