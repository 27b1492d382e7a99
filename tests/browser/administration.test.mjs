// The pages of administrators and the law as data, with scripts and without, on a desk and on a phone: each opens without a
// complaint, a wrong form keeps what was typed, and a signer sees the list of what must hold.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { DESKTOP, PHONE, startChromium } from "./support/browser.mjs";
import { fresh, signIn } from "./support/officer.mjs";

const PAGES = [
  "/quan-tri",
  "/quan-tri/tai-khoan/them",
  "/quan-tri/don-vi/them",
  "/quan-tri/danh-muc",
  "/quan-tri/danh-muc/1",
  "/quan-tri/lich?nam=2026",
  "/tu-kiem-tra",
  "/danh-muc",
  "/danh-muc?muc=U&linh-vuc=hang-nhap-lau",
  "/danh-muc/nd98-d15-k1",
];

for (const [scripts, viewport] of [[true, DESKTOP], [false, PHONE]]) {
  describe(`administration, scripts ${scripts ? "on" : "off"}, ${viewport.width} wide`, () => {
    let chromium, admin;
    before(async () => {
      chromium = await startChromium();
      admin = await chromium.visitor({ scripts, viewport });
      await signIn(admin, "quantri");
    });
    after(() => chromium?.close());

    it("every page opens without a complaint", async () => {
      for (const page of PAGES) await admin.open(page);
    });

    it("the catalogue is found by words without marks, and shows its bands", async () => {
      await admin.open("/danh-muc?tu-khoa=nhap+lau");
      const rows = await admin.page.locator("main table").first().locator("tbody tr").allInnerTexts();
      assert.ok(rows.length > 0 && rows.every((row) => /nhập lậu/i.test(row)), rows.join("\n"));
      await admin.open("/danh-muc/nd98-d15-k1");
      const bands = await admin.page.locator("main table").first().innerText();
      assert.match(bands.replaceAll(/\s+/g, " "), /từ 100\.000\.000 đ trở lên/);
    });

    it("an account: a wrong form keeps what was typed, a right one gives a link once", async () => {
      const { page } = admin;
      await admin.open("/quan-tri/tai-khoan/them");
      await page.getByLabel("Họ và tên").fill("Lê Thị Thử");
      await page.getByLabel("Tên đăng nhập").fill("Lê Thử");
      await admin.press("Thêm tài khoản");
      assert.equal(await page.getByLabel("Họ và tên").inputValue(), "Lê Thị Thử");
      assert.match(await page.locator("main").innerText(), /chỉ gồm chữ thường không dấu/);
      await page.getByLabel("Tên đăng nhập").fill(`thu.${fresh()}`);
      await page.getByLabel("Số hiệu công chức").fill("QT33-998");
      await page.getByLabel("Chức vụ").selectOption("controller");
      await page.getByLabel("Đơn vị công tác").selectOption("33-02");
      await admin.press("Thêm tài khoản");
      const link = page.locator('main a[href^="/khoi-tao?ma="]');
      assert.equal(await link.count(), 1);
      await admin.go(() => page.reload());
      assert.equal(await link.count(), 0, "shown once");
    });

    it("a calendar with a wrong line keeps it", async () => {
      const { page } = admin;
      await admin.open("/quan-tri/lich?nam=2030");
      await page.getByLabel("Văn bản thông báo").fill("Thông báo thử");
      await page.getByLabel("Ngày nghỉ và ngày làm bù").fill("nghỉ; 32/01/2030; Tết; V");
      await admin.press("Ghi lịch");
      assert.equal(await page.getByLabel("Ngày nghỉ và ngày làm bù").inputValue(), "nghỉ; 32/01/2030; Tết; V");
      assert.match(await page.locator("main").innerText(), /Dòng 1/);
    });
  });
}

describe("powers given to deputies", () => {
  let chromium;
  after(() => chromium?.close());

  it("a head opens the page with scripts and without, on a desk and on a phone", async () => {
    chromium = await startChromium();
    for (const [scripts, viewport] of [[true, DESKTOP], [false, PHONE]]) {
      const head = await chromium.visitor({ scripts, viewport });
      await signIn(head, "doitruong2");
      await head.open("/giao-quyen");
      await head.press("Giao quyền");
      assert.match(await head.page.locator("main").innerText(), /Chọn người được giao quyền/);
      await head.leave();
    }
  });
});

describe("before a signature", () => {
  let chromium;
  after(() => chromium?.close());

  it("the signer sees every condition with its article, and the law's reasons as a sheet", async () => {
    chromium = await startChromium();
    const leader = await chromium.visitor();
    await signIn(leader, "doitruong1");
    await leader.open("/ho-so?buoc=cho-ky-xu-phat");
    const file = await leader.page.locator('main table a[href^="/ho-so/"]').first().getAttribute("href");
    await leader.open(`${file}/ky-quyet-dinh-xu-phat`);
    const list = await leader.page.locator("main").innerText();
    for (const words of ["Kiểm tra hồ sơ trước khi ký", "Thứ tự ngày, giờ", "Thời hiệu xử phạt", "Thẩm quyền ký"]) {
      assert.ok(list.includes(words), words);
    }
    await leader.open(`${file}/giay/can-cu-phap-ly`);
    assert.match(await leader.page.locator("article").innerText(), /PHIẾU CĂN CỨ PHÁP LÝ/);
  });
});
