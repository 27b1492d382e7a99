// An officer's own account on a telephone, with scripts and without: he enrols a second factor, signs in with a code and with a recovery
// code, sees his sessions and ends one; his administrator sees what happened.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { PHONE, startChromium } from "./support/browser.mjs";
import { fresh, signIn } from "./support/officer.mjs";

const PASSWORD = "sáng nay trời quang";
const shots = process.env.INS_SHOTS;

/** Bytes of Base32 letters (RFC 4648). */
function bytes(letters) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...letters].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}

/** An authenticator: a code that it has not given before (RFC 6238), waiting for the next one where it must. */
class Authenticator {
  #given = 0;

  constructor(letters) {
    this.secret = bytes(letters.replaceAll("-", ""));
  }

  async code() {
    for (;;) {
      const here = Math.floor(Date.now() / 30_000);
      const step = Math.max(this.#given + 1, here);
      if (step <= here + 1) {
        this.#given = step;
        const counter = Buffer.alloc(8);
        counter.writeBigUInt64BE(BigInt(step));
        const digest = createHmac("sha1", this.secret).update(counter).digest();
        const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
        return `${number % 1_000_000}`.padStart(6, "0");
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

for (const scripts of [true, false]) {
  describe(`an officer's account on a telephone, scripts ${scripts ? "on" : "off"}`, () => {
    let chromium, admin, officer, account, file, authenticator, codes;

    const look = async (visitor, name) => {
      await visitor.look(name);
      if (!shots) return;
      await visitor.page.screenshot({ path: `${shots}/${name}-${scripts ? "scripts" : "plain"}.png`, fullPage: true });
    };
    const words = (visitor) => visitor.page.locator("main").innerText();

    before(async () => {
      chromium = await startChromium();
      admin = await chromium.visitor({ scripts, viewport: PHONE });
      officer = await chromium.visitor({ scripts, viewport: PHONE });
      await signIn(admin, "quantri");
      account = `thu.${fresh()}`;
      await admin.open("/quan-tri/tai-khoan/them");
      await admin.page.getByLabel("Họ và tên").fill("Lê Thị Thử");
      await admin.page.getByLabel("Tên đăng nhập").fill(account);
      await admin.page.getByLabel("Số hiệu công chức").fill("QT33-996");
      await admin.page.getByLabel("Chức vụ").selectOption("controller");
      await admin.page.getByLabel("Đơn vị công tác").selectOption("33-01");
      await admin.press("Thêm tài khoản");
      file = new URL(admin.page.url()).pathname;
      const link = await admin.page.locator('main a[href^="/khoi-tao?ma="]').getAttribute("href");
      await officer.open(link);
      await officer.page.getByLabel("Mật khẩu", { exact: true }).fill("Lê Thị Thử 2026");
      await officer.page.getByLabel("Nhập lại mật khẩu").fill("Lê Thị Thử 2026");
      await officer.press("Đặt mật khẩu");
      assert.match(await words(officer), /hay bị đoán|không được là tên/);
      await officer.page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
      await officer.page.getByLabel("Nhập lại mật khẩu").fill(PASSWORD);
      await officer.press("Đặt mật khẩu");
      await signIn(officer, account, PASSWORD);
    });
    after(() => chromium?.close());

    it("enrols with a QR code, and sees the recovery codes once", async () => {
      const { page } = officer;
      await officer.open("/tai-khoan");
      await look(officer, "tai-khoan-chua-cai");
      await officer.go(() => page.getByRole("link", { name: "Cài mã xác thực", exact: true }).click());
      const drawn = page.getByRole("img", { name: "Mã QR để thêm vào ứng dụng xác thực" });
      const box = await drawn.boundingBox();
      assert.ok(box.width >= 160 && Math.abs(box.width - box.height) < 1, JSON.stringify(box));
      await look(officer, "cai-ma-xac-thuc");
      const letters = await page.locator("main code").innerText();
      authenticator = new Authenticator(letters);
      await page.getByLabel("Mã 6 chữ số").fill("12345");
      await page.getByLabel("Mật khẩu hiện tại").fill(PASSWORD);
      await officer.press("Xác nhận và lấy mã khôi phục");
      assert.match(await words(officer), /Mã không đúng/);
      assert.equal(await page.locator("main code").innerText(), letters, "the same secret again");
      await look(officer, "cai-ma-xac-thuc-sai");
      await page.getByLabel("Mã 6 chữ số").fill(await authenticator.code());
      await page.getByLabel("Mật khẩu hiện tại").fill(PASSWORD);
      await officer.press("Xác nhận và lấy mã khôi phục");
      codes = await page.locator("main ol code").allInnerTexts();
      assert.equal(codes.length, 10);
      await look(officer, "ma-khoi-phuc");
      await officer.go(() => page.reload());
      assert.equal(await page.locator("main ol code").count(), 0);
      await look(officer, "ma-khoi-phuc-da-hien");
    });

    it("signs in with a code, and the page that was asked for is next", async () => {
      const { page } = officer;
      await page.locator("details.menu summary").click();
      await officer.press("Đăng xuất");
      await officer.open("/tai-khoan");
      await signIn(officer, account, PASSWORD);
      assert.equal(new URL(page.url()).pathname, "/dang-nhap/ma");
      await look(officer, "nhap-ma");
      await page.getByLabel("Mã xác thực").fill("000 000");
      await officer.press("Xác nhận");
      assert.match(await words(officer), /Mã không đúng/);
      await look(officer, "nhap-ma-sai");
      await page.getByLabel("Mã xác thực").fill(await authenticator.code());
      await officer.press("Xác nhận");
      assert.equal(new URL(page.url()).pathname, "/tai-khoan");
    });

    it("signs in with a recovery code on another device, and ends that session", async () => {
      const other = await chromium.visitor({ scripts, viewport: PHONE });
      await signIn(other, account, PASSWORD);
      await other.page.getByLabel("Mã xác thực").fill(codes[0]);
      await other.press("Xác nhận");
      assert.match(await words(other), /Đã đăng nhập bằng một mã khôi phục/);
      assert.match(await words(other), /còn 9 mã khôi phục/);
      const { page } = officer;
      await officer.open("/tai-khoan");
      await look(officer, "tai-khoan");
      await officer.go(() => page.getByRole("button", { name: "Kết thúc", exact: true }).first().click());
      assert.match(await words(officer), /Phiên làm việc đó đã kết thúc/);
      await other.open("/");
      assert.equal(new URL(other.page.url()).pathname, "/dang-nhap");
      await other.leave();
    });

    it("changes the password, and a weak one says why", async () => {
      const { page } = officer;
      for (const [chosen, answer] of [["Quản lý thị trường", /hay bị đoán/], ["chiều nay trời mưa rào", /Đã đổi mật khẩu/]]) {
        await page.getByLabel("Mật khẩu đang dùng").fill(PASSWORD);
        await page.getByLabel("Mật khẩu mới", { exact: true }).fill(chosen);
        await page.getByLabel("Nhập lại mật khẩu mới").fill(chosen);
        await officer.press("Đổi mật khẩu");
        assert.match(await words(officer), answer);
      }
    });

    it("the administrator sees what happened, ends sessions and removes a lost second factor", async () => {
      await admin.open(file);
      assert.match(await words(admin), /Đăng nhập bằng mã khôi phục/);
      await look(admin, "quan-tri-tai-khoan");
      await admin.press("Gỡ mã xác thực (mất điện thoại)");
      assert.match(await words(admin), /Đã gỡ mã xác thực/);
      await officer.open("/");
      assert.equal(new URL(officer.page.url()).pathname, "/dang-nhap");
    });
  });
}
