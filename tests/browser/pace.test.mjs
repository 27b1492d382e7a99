// Durations and adoption as a leader reads them, from the report to a case in two clicks; the first steps of an officer and help. Once
// with scripts and once without.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startChromium } from "./support/browser.mjs";
import { signIn } from "./support/officer.mjs";

const main = async (visitor) => (await visitor.page.locator("main").innerText()).replaceAll(/\s+/g, " ");
const here = (visitor) => new URL(visitor.page.url()).pathname;
for (const scripts of [true, false]) {
  describe(`durations, scripts ${scripts ? "on" : "off"}`, () => {
    let chromium, leader, deputy;

    before(async () => {
      chromium = await startChromium();
      const arrive = async (account) => {
        const visitor = await chromium.visitor({ scripts });
        await signIn(visitor, account);
        return visitor;
      };
      leader = await arrive("doitruong3");
      deputy = await arrive("phochicuctruong");
    });
    after(() => chromium?.close());

    it("leads from the report to the slowest case", async () => {
      await leader.open("/bao-cao");
      await leader.follow(leader.page.getByRole("link", { name: "Thời gian xử lý" }), /\/quy-trinh/);
      assert.equal(here(leader), "/quy-trinh");
      await leader.look("durations of a team");
      await leader.open("/quy-trinh?don-vi=33-03&ky=2026");
      const text = await main(leader);
      for (const words of ["Ra quyết định xử phạt", "điểm a khoản 1 Điều 66", "Từng công chức của đơn vị"]) assert.ok(text.includes(words), words);
      const row = leader.page.locator("main tbody tr", { hasText: "Lập biên bản vi phạm hành chính" }).first();
      await leader.follow(row.locator('a[href^="/quy-trinh/ho-so"]').first(), /\/quy-trinh\/ho-so/);
      assert.match(await main(leader), /chậm nhất trước|lượt chậm nhất/);
      await leader.look("slowest cases");
      await leader.follow(leader.page.locator('main tbody a[href^="/ho-so/"]').first(), /\/ho-so\/[0-9a-f-]{36}$/);
      assert.match(here(leader), /^\/ho-so\/[0-9a-f-]{36}$/);
    });

    it("tells who takes part, without names", async () => {
      await leader.open("/su-dung?don-vi=33-03");
      assert.match(await main(leader), /Công chức làm việc trên hệ thống, tuần này/);
      await leader.look("adoption of a team");
      await deputy.open("/su-dung");
      await deputy.look("adoption of a province");
    });

    it("helps on the page it is asked from, and puts the first steps away", async () => {
      await leader.open("/ho-so");
      await leader.follow(leader.page.getByRole("link", { name: "Trợ giúp trang này" }), /\/tro-giup\/ho-so/);
      assert.equal(here(leader), "/tro-giup/ho-so");
      await leader.look("help of a page");
      await deputy.open("/tro-giup");
      await deputy.look("all help");
      await deputy.press("Hiện lại các bước đầu tiên trên trang chính");
      assert.equal(here(deputy), "/");
      if (/Các bước đầu tiên/.test(await main(deputy))) {
        await deputy.look("first steps");
        await deputy.press("Ẩn các bước này");
        assert.doesNotMatch(await main(deputy), /Các bước đầu tiên/);
      }
    });
  });
}
