// Keys of other systems and the hand-over to the national database, with scripts and without, on a desk and on a phone: a wrong form
// keeps what was typed, a key is shown once and reads what it is for, and a record that came back is seen by those who must know.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { BASE, DESKTOP, PHONE, startChromium } from "./support/browser.mjs";
import { fresh, signIn, today } from "./support/officer.mjs";

for (const [scripts, viewport] of [[true, DESKTOP], [false, PHONE]]) {
  describe(`data for other systems, scripts ${scripts ? "on" : "off"}, ${viewport.width} wide`, () => {
    let chromium, admin, key;
    const name = `Hệ thống thử ${fresh()}`;
    before(async () => {
      chromium = await startChromium();
      admin = await chromium.visitor({ scripts, viewport });
      await signIn(admin, "quantri");
    });
    after(() => chromium?.close());

    const call = (path, options = {}) =>
      fetch(`${BASE}/api/v1${path}`, { ...options, headers: { authorization: `Bearer ${key}`, ...options.headers } });

    it("a wrong form keeps what was typed, a right one gives a key once", async () => {
      const { page } = admin;
      await admin.open("/quan-tri/khoa-api");
      await page.getByLabel("Tên hệ thống sẽ dùng khóa").fill(name);
      await admin.press("Cấp khóa");
      assert.equal(await page.getByLabel("Tên hệ thống sẽ dùng khóa").inputValue(), name);
      assert.match(await page.locator("main").innerText(), /Chọn khóa dùng để làm gì/);
      await page.getByLabel("Người, bộ phận chịu trách nhiệm").fill("Phòng CNTT, 024 0000 0000");
      // A person presses the words; the button itself lies under them.
      await page.locator('[name="scope"][value="quoc-gia"] + label').click();
      await page.getByLabel("Đơn vị", { exact: true }).selectOption("TW");
      await page.getByLabel("Dùng đến hết ngày").fill(today(30));
      await admin.press("Cấp khóa");
      key = (await page.locator("main").innerText()).match(/ins_[0-9a-f]{64}/)?.[0];
      assert.ok(key, await page.locator("main").innerText());
      await admin.go(() => page.reload());
      assert.doesNotMatch(await page.locator("main").innerText(), /ins_[0-9a-f]{64}/, "shown once");
    });

    it("what came back is shown with its reason", async () => {
      const changes = await (await call("/quoc-gia/thay-doi?toi-da=1")).json();
      const [record] = changes.ban_ghi;
      const reason = `Thiếu mã xã ${fresh()}`;
      const receipt = { ma_ban_ghi: record.ma_ban_ghi, phien_ban: record.phien_ban, ket_qua: "tu-choi", ly_do: reason };
      const body = JSON.stringify({ bien_nhan: [receipt] });
      const answer = await call("/quoc-gia/bien-nhan", { method: "POST", body, headers: { "content-type": "application/json" } });
      assert.equal(answer.status, 200, await answer.text());
      await admin.open("/cung-cap-du-lieu");
      assert.ok((await admin.page.locator("main").innerText()).includes(reason));
    });

    it("a revoked key calls nothing more", async () => {
      const { page } = admin;
      await admin.open("/quan-tri/khoa-api");
      const row = page.locator("tr", { hasText: name });
      await admin.go(() => row.getByRole("button", { name: "Thu hồi" }).click());
      assert.match(await page.locator("main").innerText(), /Đã thu hồi khóa/);
      assert.equal((await call("/chi-tieu")).status, 401);
    });

    it("the description opens without a complaint", async () => {
      await admin.open("/api/v1/tai-lieu");
      assert.match(await admin.page.locator("main").innerText(), /quoc-gia\/thay-doi/);
    });
  });
}
