// Photos and signed scans of a case, and photos of a place of business, as officers attach them: with scripts and without, at a desk
// and on a phone.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { PHONE, startChromium } from "./support/browser.mjs";
import { fill, fresh, openCase, registerHousehold, signIn, signInspection, today } from "./support/officer.mjs";

/** A picture of eight by six points; what follows its end makes it another file. */
function picture(name) {
  const png =
    "89504e470d0a1a0a0000000d4948445200000008000000060802000000716748ac000000114944415478da633821278715310ca40400698830c1196a3dfc0000000049454e44ae426082";
  return { name, mimeType: "image/png", buffer: Buffer.concat([Buffer.from(png, "hex"), Buffer.from(`${name} ${fresh()}`)]) };
}

/** Waits until a picture is there: without scripts a page has no timers of its own to wait with. */
async function loaded(image) {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await image.evaluate((element) => element.naturalWidth)) === 8) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail("the picture is not shown");
}

for (const { scripts, viewport } of [{ scripts: true }, { scripts: false, viewport: PHONE }]) {
  describe(`files of a case, scripts ${scripts ? "on" : "off, on a phone"}`, () => {
    let chromium, officer, leader;

    before(async () => {
      chromium = await startChromium();
      officer = await chromium.visitor({ scripts, ...(viewport && { viewport }) });
      leader = await chromium.visitor({ scripts });
      await signIn(officer, "ksv1");
      await signIn(leader, "doitruong1");
    });
    after(() => chromium?.close());

    const main = () => officer.page.locator("main").innerText();

    it("adds photos to the file of a place, and withdraws one with a reason", async () => {
      await officer.open(await registerHousehold(officer, `Hộ kinh doanh Ảnh cơ sở ${fresh()}`));
      await officer.follow(officer.page.locator('main a[href^="/co-so/"]:not([href*="them"])').first(), /\/co-so\/[0-9a-f-]{36}$/);
      const place = new URL(officer.page.url()).pathname;
      await officer.look("place without photos");
      const photos = officer.page.locator("#anh");
      assert.match(await photos.innerText(), /Chưa có ảnh/);
      assert.equal(await photos.locator("#camera").getAttribute("capture"), "environment");

      await fill(officer, { caption: "Biển hiệu mặt tiền", taken_on: "31/02/2026" }, photos);
      await photos.locator("#files").setInputFiles([picture("mat-tien.png")]);
      await officer.press("Thêm vào hồ sơ cơ sở");
      assert.match(await main(), /không cần chọn lại: mat-tien\.png/);
      await officer.look("place with a wrong day");
      await officer.page.getByRole("alert").getByRole("link").first().click();
      assert.equal(await officer.page.evaluate(() => document.activeElement?.id), "taken_on");
      await fill(officer, { taken_on: today() }, photos);
      await officer.press("Thêm vào hồ sơ cơ sở");
      assert.match(await main(), /Đã thêm ảnh vào hồ sơ cơ sở/);
      await photos.locator("#files").setInputFiles([picture("kho.png"), { name: "gia.jpg", mimeType: "image/jpeg", buffer: Buffer.from("MZ") }]);
      await officer.press("Thêm vào hồ sơ cơ sở");
      assert.match(await main(), /gia\.jpg: không phải ảnh.*Đã đính kèm 1 tệp/s);
      await officer.open(place);
      for (const alt of ["Biển hiệu mặt tiền", "Ảnh cơ sở số 2"]) {
        const shown = photos.getByRole("img", { name: alt });
        await shown.scrollIntoViewIfNeeded();
        await loaded(shown);
      }
      await officer.look("place with photos");

      await officer.follow(photos.getByRole("link", { name: "Rút ảnh: Ảnh cơ sở số 2" }), /rut-anh\/2/);
      await officer.look("withdrawing a photo of a place");
      await officer.press("Rút ảnh");
      assert.match(await main(), /Nêu lý do rút/);
      await fill(officer, { reason: "Nhầm cơ sở" });
      await officer.press("Rút ảnh");
      assert.match(await main(), /Đã rút ảnh[^]*Ảnh đã rút \(1\)/);
      assert.equal(await photos.getByRole("img").count(), 1);
    });

    it("attaches photos and a signed scan, names what is wrong, and withdraws with a reason", async () => {
      const party = await registerHousehold(officer, `Hộ kinh doanh Ảnh ${fresh()}`);
      const file = await openCase(officer, party);
      await signInspection(leader, file);
      await officer.open(file);
      await officer.look("case without files");
      assert.equal(await officer.page.locator("#camera").getAttribute("capture"), "environment");

      // A good photo and one that only says it is: the good one is attached, the other named.
      const bad = { name: "gia.jpg", mimeType: "image/jpeg", buffer: Buffer.from("MZ") };
      await fill(officer, { kind: "hien-truong", caption: "Quầy hàng số 3" });
      await officer.page.locator("#files").setInputFiles([picture("mot.png"), bad]);
      await officer.press("Đính kèm vào hồ sơ");
      assert.match(await main(), /gia\.jpg: không phải ảnh/);
      assert.match(await main(), /Đã đính kèm 1 tệp/);
      await officer.look("case with a file that was refused");
      await officer.page.getByRole("alert").getByRole("link").first().click();
      assert.equal(await officer.page.evaluate(() => document.activeElement?.id), "files");

      // A wrong day does not cost the photo.
      await fill(officer, { kind: "hien-truong", caption: "Kho phía sau", taken_on: "31/02/2026" });
      await officer.page.locator("#files").setInputFiles([picture("hai.png")]);
      await officer.press("Đính kèm vào hồ sơ");
      assert.match(await main(), /không cần chọn lại: hai\.png/);
      assert.equal(await officer.page.locator('[name="caption"]').inputValue(), "Kho phía sau");
      await fill(officer, { taken_on: today() });
      await officer.press("Đính kèm vào hồ sơ");
      assert.match(await main(), /Đã đính kèm tệp vào hồ sơ/);
      for (const alt of ["Quầy hàng số 3", "Kho phía sau"]) {
        const shown = officer.page.getByRole("img", { name: alt });
        await shown.scrollIntoViewIfNeeded();
        await loaded(shown);
      }

      // The scan of the signed decision stands beside it.
      const option = officer.page.locator('[name="kind"] option', { hasText: "Quyết định kiểm tra số" });
      await fill(officer, { kind: await option.getAttribute("value") });
      const scan = { name: "quyet-dinh.pdf", mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.4\n${fresh()}\n%%EOF\n`) };
      await officer.page.locator("#files").setInputFiles([scan]);
      await officer.press("Đính kèm vào hồ sơ");
      assert.match(await main(), /Đã đính bản ký/);
      await officer.look("case with files");

      const [download] = await Promise.all([
        officer.page.waitForEvent("download"),
        officer.page.getByRole("link", { name: /^Tải tệp gốc: mot\.png/ }).click(),
      ]);
      assert.match(download.suggestedFilename(), /\.png$/);

      await officer.follow(officer.page.getByRole("link", { name: "Rút tài liệu: Kho phía sau" }), /rut-dinh-kem/);
      await officer.look("withdrawing a file");
      await fill(officer, { reason: "Ảnh mờ" });
      await officer.press("Rút tài liệu");
      assert.match(await main(), /Đã rút \(1\)/);
      assert.equal(await officer.page.getByRole("img", { name: "Kho phía sau" }).count(), 0);
    });
  });
}
