// A leader follows his area: from a figure to the cases behind it in two clicks, narrows the question, keeps it under a name, and
// puts the figures on a wall. Once on a desktop with scripts and once on a phone without.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { PHONE, startChromium } from "./support/browser.mjs";
import { fill, fresh, signIn } from "./support/officer.mjs";

const main = async (visitor) => (await visitor.page.locator("main").innerText()).replaceAll(/\s+/g, " ");

for (const [where, options] of [["desktop, scripts on", {}], ["phone, scripts off", { scripts: false, viewport: PHONE }]]) {
  describe(`a leader follows his area (${where})`, () => {
    let chromium, head;

    before(async () => {
      chromium = await startChromium();
      head = await chromium.visitor(options);
      await signIn(head, "chicuctruong");
    });
    after(() => chromium?.close());

    it("goes from a figure to its cases, and keeps the question", async () => {
      await head.open("/dieu-hanh");
      await head.look("leaders' page");
      assert.match(await main(head), /Cần chỉ đạo ngay.*Hôm nay, tuần này, tháng này.*Theo đơn vị/);
      const stat = head.page.locator(".stat", { hasText: "Chưa nộp đủ tiền phạt" });
      const figure = (await stat.locator(".stat__value").innerText()).match(/[\d.]+/)[0];
      await stat.locator("a").click();
      await head.page.waitForURL(/\/tra-cuu\?don-vi=33&con-no=1/);
      assert.match(await main(head), new RegExp(`${figure.replace(".", "\\.")} hồ sơ`), "as many cases as the figure says");
      await head.look("the cases behind a figure");
      await head.page.locator('main table a[href^="/ho-so/"]').first().waitFor();

      const name = `Chưa nộp ${fresh()}`;
      await fill(head, { name });
      await head.press("Lưu bộ lọc");
      assert.match(await main(head), /Đã lưu bộ lọc/);
      await head.look("a kept question");
      await head.open("/tra-cuu");
      await head.page.getByRole("link", { name, exact: true }).click();
      await head.page.waitForURL(/con-no=1/);
      await head.page.getByRole("button", { name: `Xóa bộ lọc ${name}` }).click();
      await head.page.getByText("Đã xóa bộ lọc").waitFor();

      await head.open("/tra-cuu?mo-tu=31/02/2026");
      assert.match(await main(head), /Có lỗi cần sửa/);
      await head.look("a question that cannot be read");
    });

    it("puts the figures on a wall", async () => {
      await head.open("/dieu-hanh/man-hinh");
      assert.match(await main(head), /Số liệu lúc .* tự cập nhật/);
      await head.look("wallboard");
    });
  });
}
