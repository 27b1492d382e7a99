// A spreadsheet of an area book, as officers take it in: with scripts and without, at a desk and on a phone.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { PHONE, startChromium } from "./support/browser.mjs";
import { citizenId, fill, fresh, signIn } from "./support/officer.mjs";

const HEADINGS = "STT;Họ và tên;Số CCCD;Địa chỉ;SĐT;Tên cửa hàng;Mặt hàng;Loại";

/** A list of persons with their shops; the last one has a telephone that is none. */
function list(mark, count) {
  const first = BigInt(citizenId());
  const rows = Array.from({ length: count }, (_, place) => {
    const phone = place === count - 1 ? "12" : "912345678";
    const id = String(first + BigInt(place)).padStart(12, "0");
    return `${place + 1};${mark} ${place + 1};${id};Số ${place + 1}, Phường Phố Hiến, Tỉnh Hưng Yên;${phone};Tạp hóa ${mark};Tạp hóa;Cá nhân`;
  });
  return { name: "so-dia-ban.csv", mimeType: "text/csv", buffer: Buffer.from(`${HEADINGS}\n${rows.join("\n")}\n`) };
}

for (const { scripts, viewport, count } of [{ scripts: true, count: 1100 }, { scripts: false, viewport: PHONE, count: 40 }]) {
  describe(`an import, scripts ${scripts ? "on" : "off, on a phone"}`, () => {
    let chromium, officer;

    before(async () => {
      chromium = await startChromium();
      officer = await chromium.visitor({ scripts, ...(viewport && { viewport }) });
      await signIn(officer, "ksv1");
    });
    after(() => chromium?.close());

    const main = () => officer.page.locator("main").innerText();

    it("refuses what is no list, checks, writes and takes back", async () => {
      await officer.open("/nhap-du-lieu");
      await officer.look("imports");
      await officer.page.locator("#file").setInputFiles([{ name: "a.xlsx", mimeType: "text/plain", buffer: Buffer.from("a;b\nc;d") }]);
      await officer.press("Tải lên và kiểm tra");
      assert.match(await main(), /a\.xlsx: Tên tệp là \.xlsx nhưng nội dung không phải sổ tính/);
      await officer.look("a refused file");

      const mark = `Nhập ${fresh()}`;
      await officer.page.locator("#file").setInputFiles([list(mark, count)]);
      await officer.press("Tải lên và kiểm tra");
      assert.match(await main(), /Đã nhận ra 7 trong 8 cột/);
      await officer.look("how a file is read");
      await fill(officer, { "column.1": "" });
      await officer.press("Kiểm tra các dòng");
      assert.match(await main(), /Chọn cột chứa tên/);
      await fill(officer, { "column.1": "name" });
      await officer.press("Kiểm tra các dòng");
      assert.match(await main(), /Kết quả kiểm tra/);
      await officer.look("a checked list");
      await officer.follow(officer.page.getByRole("link", { name: "Có lỗi, không nhập" }), /dong=faulty/);
      assert.match(await main(), /Cột E, Điện thoại, “12”: Số điện thoại gồm 10 chữ số/);

      await officer.press("Nhập vào cơ sở dữ liệu");
      // Where scripts run the page goes on by itself until every chunk is written.
      if (scripts) await officer.page.getByText("Đã nhập xong các dòng nhập được").waitFor({ timeout: 60_000 });
      assert.match(await main(), /Đã nhập xong/);
      await officer.look("a written list");
      await officer.open(`/doi-tuong?q=${encodeURIComponent(`${mark} 7`)}`);
      assert.match(await main(), new RegExp(`${mark} 7`));

      await officer.open("/nhap-du-lieu");
      await officer.follow(officer.page.getByRole("link", { name: "so-dia-ban.csv" }).first(), /nhap-du-lieu\//);
      await officer.page.getByText("Hoàn tác cả lần nhập").click();
      await officer.press("Hoàn tác lần nhập");
      assert.match(await main(), /Nhập lý do hoàn tác/);
      await fill(officer, { reason: "Nhầm tệp của phường khác" });
      await officer.press("Hoàn tác lần nhập");
      if (scripts) await officer.page.getByText("Đã hoàn tác lần nhập").waitFor({ timeout: 60_000 });
      assert.match(await main(), /Đã hoàn tác lần nhập/);
      await officer.look("a list that was taken back");
    });
  });
}
