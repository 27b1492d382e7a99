// A planned inspection without a violation: the team drafts its plan, the head returns and approves it, the file is opened from the
// plan's item, and the inspection finds nothing. Once with scripts and once without; names are fresh in each run.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startChromium } from "./support/browser.mjs";
import { fill, fresh, recordInspection, registerHousehold, signIn, signInspection, today } from "./support/officer.mjs";

const main = async (visitor) => (await visitor.page.locator("main").innerText()).replaceAll(/\s+/g, " ");
const here = (visitor) => new URL(visitor.page.url()).pathname;

for (const scripts of [true, false]) {
  describe(`an inspection plan, scripts ${scripts ? "on" : "off"}`, () => {
    let chromium, officer, leader, head, deputy;

    before(async () => {
      chromium = await startChromium();
      const arrive = async (account) => {
        const visitor = await chromium.visitor({ scripts });
        await signIn(visitor, account);
        return visitor;
      };
      officer = await arrive("ksv1");
      leader = await arrive("doitruong1");
      head = await arrive("chicuctruong");
      deputy = await arrive("phochicuctruong");
    });
    after(() => chromium?.close());

    /** A plan of the leader's team with one item for a party, submitted; answers its address. */
    async function submitted(party, name) {
      await leader.open("/ke-hoach/lap");
      await leader.look("form of a new plan");
      await fill(leader, { kind: "chuyen-de", year: today().slice(-4), title: "", orientation_number: "3120/QĐ-BCT", orientation_date: "12/11/2025" });
      await leader.press("Lập kế hoạch");
      assert.match(await main(leader), /Có lỗi cần sửa.*Nhập tên kế hoạch/, "what is missing is named");
      await leader.look("a plan without a name");
      await fill(leader, { title: `Chuyên đề ${name}` });
      await leader.press("Lập kế hoạch");
      const plan = here(leader);
      await leader.press("Trình phê duyệt kế hoạch");
      assert.match(await main(leader), /chưa có đối tượng kiểm tra nào/);
      await leader.open(`${plan}?doi-tuong=${party.split("/").pop()}`);
      await fill(leader, { contents: "Niêm yết giá", when: "quy-4", unit: "33-01" });
      await leader.press("Thêm vào danh sách");
      await leader.look("plan with an item");
      await leader.press("Trình phê duyệt kế hoạch");
      assert.match(await main(leader), /Đã trình phê duyệt/);
      return plan;
    }

    it("goes up, comes back, is approved, and its inspection finds nothing", async () => {
      const name = `Hộ kinh doanh Kế hoạch ${fresh()}`;
      const party = await registerHousehold(officer, name);
      const plan = await submitted(party, name);

      await head.open("/");
      assert.equal((await head.page.locator(`main a[href="${plan}"]`).count()) > 0, true, "it waits on the head's start page");
      await head.look("start page with a waiting plan");
      await head.open(plan);
      await fill(head, { return_reason: "Ghi rõ nội dung kiểm tra" });
      await head.press("Trả lại đơn vị lập");
      await leader.open(plan);
      assert.match(await main(leader), /Ghi rõ nội dung kiểm tra/);
      await leader.press("Trình phê duyệt kế hoạch");

      await deputy.open(plan);
      await deputy.press("Phê duyệt, lấy số quyết định");
      assert.match(await main(deputy), /khi được giao quyền/, "a deputy decides only by delegation");
      await head.open(plan);
      await head.press("Phê duyệt, lấy số quyết định");
      assert.match(await main(head), /QĐ-PDKH/);
      await head.look("approved plan");
      await head.open(`${plan}/in`);
      const sheet = await main(head);
      for (const words of ["QUYẾT ĐỊNH", "KẾ HOẠCH", name, "Niêm yết giá", "Quý IV"]) assert.ok(sheet.includes(words), words);
      await head.look("plan in print");

      await officer.open(plan);
      await officer.follow(officer.page.locator('main a[href^="/ho-so/mo?ke-hoach="]').first(), "**/ho-so/mo?*");
      await officer.look("file opened from a plan");
      await fill(officer, { scope_from: today(-30), scope_to: today() });
      await officer.press("Trình ký quyết định kiểm tra");
      const file = here(officer);
      await signInspection(leader, file);
      await recordInspection(officer, file, { findings: "Có niêm yết giá đầy đủ.", violation_found: "no" });
      await officer.open(`${file}/bien-ban-vi-pham`);
      await officer.look("no violation record without a violation");
      await leader.open(`${file}/ket-luan-kiem-tra`);
      await fill(leader, { note: "Chấp hành đúng quy định" });
      await leader.press("Kết luận không vi phạm");
      assert.match(await main(leader), /Đã kết thúc/);
      await leader.look("closed without a violation");
      await officer.open(plan);
      assert.equal((await officer.page.locator(`main a[href="${file}"]`).count()) > 0, true, "the plan knows its file");
      assert.equal(await officer.page.locator('main a[href^="/ho-so/mo?ke-hoach="]').count(), 0, "and opens no second one");
    });
  });
}
