// The area book: a place is registered, found in the book, mended and gone through, noted about, given to an officer, weighed, put on
// the map and into a plan. Once with scripts on a desk, once without on a phone.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { DESKTOP, PHONE, startChromium } from "./support/browser.mjs";
import { fill, fresh, registerHousehold, signIn, today } from "./support/officer.mjs";

const main = async (visitor) => (await visitor.page.locator("main").innerText()).replaceAll(/\s+/g, " ");

for (const [scripts, viewport] of [[true, DESKTOP], [false, PHONE]]) {
  describe(`the area book, scripts ${scripts ? "on" : "off"}${viewport === PHONE ? ", on a phone" : ""}`, () => {
    let chromium, officer, leader, head;

    before(async () => {
      chromium = await startChromium();
      const arrive = async (account) => {
        const visitor = await chromium.visitor({ scripts, viewport });
        await signIn(visitor, account);
        return visitor;
      };
      officer = await arrive("ksv1");
      leader = await arrive("doitruong1");
      head = await arrive("chicuctruong");
    });
    after(() => chromium?.close());

    it("carries a place from its registration to the plan", async () => {
      const name = `Hộ kinh doanh Địa bàn ${fresh()}`;
      const party = await registerHousehold(officer, name);
      await officer.open(party);
      await officer.look("party with its places");
      await officer.open(`/co-so/them?doi-tuong=${party.split("/").pop()}`);
      await officer.look("form of a new place");
      await fill(officer, { name: `Kho ${name}`, address: "Số 9, phố lớn", position: "106.0511, 20.6464", kind: "" });
      await officer.press("Lưu vào sổ");
      assert.match(await main(officer), /Chọn loại cơ sở.*nhập 20.6464, 106.0511/, "every error, with what to do");
      await officer.look("a place with errors");
      assert.equal(await officer.page.inputValue("[name=name]"), `Kho ${name}`, "what was typed is kept");
      await fill(officer, {
        kind: "warehouse", address: "Số 9, phường Lam Sơn, thành phố Hưng Yên, tỉnh Hưng Yên", position: "20.6464, 106.0511",
        industries: "4723", business: "Rượu, bia", "licences.0.kind": "alcohol", "licences.0.number": "15/GP-PKT",
        "licences.0.issued_on": "01/03/2021", "licences.0.expires_on": "28/02/2026",
      });
      await officer.press("Lưu vào sổ");
      let text = await main(officer);
      // The ward of before 01/07/2025 was read, or, where it was divided, the officer is asked which part.
      if (/Địa chỉ có thể thuộc/.test(text)) {
        const code = await officer.page.locator("[name=commune] option", { hasText: "Phường Phố Hiến" }).getAttribute("value");
        await fill(officer, { commune: code });
        await officer.press("Lưu vào sổ");
        text = await main(officer);
      }
      assert.match(text, /Đã lưu vào sổ địa bàn.*chưa rà soát lần nào.*Còn thiếu.*Hết hạn/);
      await officer.look("file of a place");
      const place = new URL(officer.page.url()).pathname;

      await officer.open(`${place}/sua`);
      await fill(officer, { reviewed_on: today() });
      await officer.press("Lưu vào sổ");
      assert.match(await main(officer), /mới rà soát trong tháng/);
      await fill(officer, { note: "Kho mở cửa ngoài giờ" });
      await officer.press("Ghi nhận");
      assert.match(await main(officer), /Đã ghi nhận.*Kho mở cửa ngoài giờ/);

      await officer.open("/dia-ban");
      await officer.look("books");
      await officer.open("/dia-ban/33-01?loai=warehouse&chi=giay-phep");
      assert.match(await main(officer), new RegExp(`Kho ${name}`));
      await officer.look("book, filtered");

      await leader.open("/dia-ban/33-01/phan-cong");
      await leader.look("areas");
      await leader.open("/dia-ban/33-01/rui-ro");
      assert.match(await main(leader), new RegExp(`Kho ${name}.*Giấy phép: Rượu đã hết hạn`));
      await leader.look("risks");
      await leader.open("/dia-ban/33-01/ban-do");
      const number = await leader.page.locator("tr", { hasText: `Kho ${name}` }).locator("a").first().innerText();
      assert.equal(await leader.page.locator(`#diem-${number} circle`).count(), 1, "the same number on the map");
      await leader.look("map");

      await leader.open("/ke-hoach/lap");
      await fill(leader, { kind: "chuyen-de", year: today().slice(-4), title: `Chuyên đề ${name}`, orientation_number: "3120/QĐ-BCT", orientation_date: "12/11/2025" });
      await leader.press("Lập kế hoạch");
      const plan = new URL(leader.page.url()).pathname;
      await leader.page.click("text=Gợi ý theo rủi ro từ sổ địa bàn");
      await leader.open(`/dia-ban/33-01/rui-ro?ke-hoach=${plan.split("/").pop()}`);
      await leader.look("risks for a plan");
      await leader.page.locator("tr", { hasText: `Kho ${name}` }).locator("text=Thêm vào kế hoạch").click();
      await leader.page.waitForURL(/doi-tuong=/);
      assert.match(await main(leader), new RegExp(name), "the plan asks when and on what for this party");
      await head.open("/dia-ban/trong-so-rui-ro");
      await head.look("weights");
    });

    it("tells a leader who read the file of a person", async () => {
      await leader.open("/doi-tuong?q=Địa+bàn");
      await leader.page.locator("main table a").first().click();
      await leader.page.waitForURL(/doi-tuong\/[0-9a-f-]{36}/);
      await leader.open(`${new URL(leader.page.url()).pathname}/lich-su`);
      assert.match(await main(leader), /Nhật ký đọc hồ sơ cá nhân|Ai đã đọc/);
      await leader.look("readings of a record");
      await officer.open(`${new URL(leader.page.url()).pathname.replace("/lich-su", "/sua")}`);
      await officer.look("correction of a record");
    });
  });
}
