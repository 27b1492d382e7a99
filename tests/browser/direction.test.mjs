// Direction: a head gives a task to two teams, a leader takes it, passes it on, reports; the head accepts. Then the legal section
// asks about a case and its officer answers. Once with scripts and once without; names are fresh in each run.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startChromium } from "./support/browser.mjs";
import { fill, fresh, signIn, today } from "./support/officer.mjs";

const main = async (visitor) => (await visitor.page.locator("main").innerText()).replaceAll(/\s+/g, " ");
const here = (visitor) => new URL(visitor.page.url()).pathname;

/** Ticks an addressee by its words. */
const tick = (visitor, name) => visitor.page.locator(`[name="to.${name}"] + label`).click();

/** Opens what is folded away. */
const unfold = (visitor, words) => visitor.page.locator("summary", { hasText: words }).first().click();

for (const scripts of [true, false]) {
  describe(`direction, scripts ${scripts ? "on" : "off"}`, () => {
    let chromium, head, leader, officer, section;

    before(async () => {
      chromium = await startChromium();
      const arrive = async (account) => {
        const visitor = await chromium.visitor({ scripts });
        await signIn(visitor, account);
        return visitor;
      };
      head = await arrive("chicuctruong");
      leader = await arrive("doitruong1");
      officer = await arrive("ksv3");
      section = await arrive("phapche");
    });
    after(() => chromium?.close());

    it("goes down, is passed on, and its result comes up", async () => {
      const title = `Rà soát kho hàng ${fresh()}`;
      await head.open("/chi-dao?phia=da-giao");
      await head.look("tasks given");
      await head.open("/chi-dao/giao");
      await head.press("Giao việc");
      assert.match(await main(head), /Có lỗi cần sửa.*Nhập tên việc/, "what is missing is named");
      await head.look("a task without words");
      await fill(head, { kind: "viec-cu-the", title, content: "Rà soát các kho\nBáo cáo số kho", due: today(9) });
      await tick(head, "unit:33-01");
      await tick(head, "unit:33-02");
      await head.press("Giao việc");
      const task = here(head);
      await head.look("task with two addressees");

      await leader.open("/");
      assert.equal((await leader.page.locator(`main a[href="${task}"]`).count()) > 0, true, "it waits on the leader's start page");
      await leader.look("start page with a task");
      await leader.open(task);
      await leader.press("Tiếp nhận");
      assert.match(await main(leader), /Đã tiếp nhận.*Đang thực hiện/);
      await leader.look("task of a leader");
      await leader.follow(leader.page.getByRole("link", { name: "Giao tiếp cho cấp dưới, công chức" }), "**/chi-dao/giao?*");
      await fill(leader, { due: today(5) });
      await tick(leader, "officer:ksv3");
      await leader.press("Giao việc");
      const child = here(leader);

      await officer.open(child);
      await officer.press("Tiếp nhận");
      await unfold(officer, "Báo cáo tiến độ");
      await fill(officer, { "percent.1": "60", "words.1": "Đã xong chợ Phố Hiến" });
      await officer.press("Báo cáo tiến độ");
      await officer.look("task of an officer");
      await fill(officer, { "result.1": "Đã rà soát 5 kho" });
      await officer.press("Báo cáo kết quả");
      await leader.open(child);
      await leader.press("Chấp nhận kết quả");
      assert.match(await main(leader), /Đã hoàn thành/);

      await leader.open(task);
      await fill(leader, { "result.1": "Đã rà soát 14 kho" });
      await leader.press("Báo cáo kết quả");
      await head.open(task);
      await head.look("result to judge");
      await head.press("Chấp nhận kết quả");
      assert.match(await main(head), /1\/2 đã hoàn thành/);
      await head.open("/chi-dao?phia=da-giao&loai=dot-cao-diem");
      await head.follow(head.page.locator("main table a").first(), "**/chi-dao/*-*");
      assert.match(await main(head), /Kết quả từ .*So với chỉ tiêu/);
      await head.look("campaign with its figures");
    });

    it("asks about a case and is answered; a calendar has its address once", async () => {
      await leader.open("/ho-so");
      const file = new URL(await leader.page.locator('main table a[href^="/ho-so/"]').first().getAttribute("href"), "http://x").pathname;
      const words = `Đã có hóa đơn chưa ${fresh()}?`;
      await section.open(file);
      await unfold(section, "Nêu ý kiến, yêu cầu trả lời");
      await fill(section, { comment_text: words, comment_due: today(3) });
      await section.press("Nêu ý kiến");
      assert.match(await main(section), /Đã nêu ý kiến/);
      await leader.open(file);
      await leader.look("case with a comment");
      const card = leader.page.locator("#y-kien .card", { hasText: words });
      await card.getByLabel("Câu trả lời").fill("Đã yêu cầu xuất trình");
      await card.getByRole("button", { name: "Trả lời ý kiến" }).click();
      await leader.page.waitForURL("**xong=tra-loi-y-kien*");
      await section.open(file);
      await section.page.locator("#y-kien .card", { hasText: words }).getByRole("button", { name: "Đóng ý kiến" }).click();
      await section.page.waitForURL("**xong=dong-y-kien*");
      assert.match(await main(section), /Ý kiến đã xong/);

      await officer.open("/tai-khoan/lich");
      await officer.look("calendar page");
      await officer.page.getByRole("button", { name: /Tạo lịch|Đổi địa chỉ mới/ }).click();
      await officer.page.locator("main code").waitFor();
      const address = await officer.page.locator("main code").innerText();
      const feed = await fetch(address);
      assert.equal(feed.status, 200);
      assert.match(await feed.text(), /^BEGIN:VCALENDAR\r\n/);
      await officer.look("calendar page with its address");
      await officer.press("Thu hồi lịch");
      assert.equal((await fetch(address)).status, 404);
    });
  });
}
