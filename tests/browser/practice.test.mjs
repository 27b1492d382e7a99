// An officer goes to practise, opens a case in one seat and signs it in another, prints its paper, and comes back; once with scripts and
// once without.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startChromium } from "./support/browser.mjs";
import { signIn } from "./support/officer.mjs";

const MARK = "TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ";
const words = async (visitor) => (await visitor.page.locator("body").innerText()).replaceAll(/\s+/g, " ");

for (const scripts of [true, false]) {
  describe(`practice, scripts ${scripts ? "on" : "off"}`, () => {
    let chromium, officer, work;

    before(async () => {
      chromium = await startChromium();
      officer = await chromium.visitor({ scripts });
      await signIn(officer, "ksv9");
      work = new URL(officer.page.url()).origin;
    });
    after(() => chromium?.close());

    it("is reached from every page, and begins with a seat", async () => {
      await officer.follow(officer.page.getByRole("link", { name: "Tập huấn" }), /\/tap-huan$/);
      await officer.look("the way to practice");
      await officer.follow(officer.page.getByRole("link", { name: "Vào tập huấn" }), /\/tap-huan\?giay=/);
      assert.notEqual(new URL(officer.page.url()).origin, work);
      assert.ok((await words(officer)).includes(MARK));
      await officer.look("choosing a seat");
      await officer.page.locator('[name="role"][value="controller"] + label').click();
      await officer.page.locator('[name="team"][value="3"] + label').click();
      await officer.press("Bắt đầu");
      const home = await words(officer);
      for (const said of [MARK, "Kiểm soát viên thị trường", "Đội QLTT tập huấn số 3", "Đổi vai"]) assert.ok(home.includes(said), said);
      await officer.look("start page of practice");
    });

    it("shows the papers of practice marked", async () => {
      const origin = new URL(officer.page.url()).origin;
      await officer.open(`${origin}/ho-so`);
      await officer.follow(officer.page.locator('main a[href^="/ho-so/0"]').first(), /\/ho-so\/0[0-9a-f-]+$/);
      await officer.open(`${officer.page.url()}/giay/quyet-dinh-kiem-tra`);
      assert.ok((await officer.page.locator(".sheet").innerText()).includes(MARK));
      assert.equal(await officer.page.locator(".sheet").getAttribute("data-mark"), "TẬP HUẤN");
      await officer.look("a paper of practice");
    });

    it("changes the seat, and leads back to where he works, still signed in", async () => {
      await officer.follow(officer.page.getByRole("link", { name: "Đổi vai" }), /\/tap-huan$/);
      await officer.page.locator('[name="role"][value="team-leader"] + label').click();
      await officer.page.locator('[name="team"][value="3"] + label').click();
      await officer.press("Bắt đầu");
      assert.ok((await words(officer)).includes("Đội trưởng"));
      await officer.follow(officer.page.getByRole("link", { name: "Về hệ thống chính" }), new RegExp(`^${work}/$`));
      const home = await words(officer);
      assert.ok(home.includes("Nguyễn Hữu Phước") && !home.includes(MARK));
    });
  });
}
