// Records of one party: told before saving, told apart, merged and split again. Once with scripts on a desk, once
// without on a phone.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { DESKTOP, PHONE, startChromium } from "./support/browser.mjs";
import { fill, fresh, signIn } from "./support/officer.mjs";

const main = async (visitor) => (await visitor.page.locator("main").innerText()).replaceAll(/\s+/g, " ");

/** Two citizen numbers that differ in their last two digits, changed about. */
function numbers() {
  const serial = String(Math.floor(Math.random() * 1_000_000)).padStart(6, "0");
  return [`0330${serial}17`, `0330${serial}71`];
}

for (const [scripts, viewport] of [[true, DESKTOP], [false, PHONE]]) {
  describe(`duplicates, scripts ${scripts ? "on" : "off"}${viewport === PHONE ? ", on a phone" : ""}`, () => {
    let chromium, officer;

    before(async () => {
      chromium = await startChromium();
      officer = await chromium.visitor({ scripts, viewport });
      await signIn(officer, "ksv10");
    });
    after(() => chromium?.close());

    const write = (name, citizen_id, more = {}) =>
      fill(officer, { kind: "individual", name, citizen_id, address: "Xã Văn Giang, tỉnh Hưng Yên", ...more });

    it("tells who it may be before saving, and loses nothing", async () => {
      const name = `Phạm Thử Gõ ${fresh()}`;
      const [number, swapped] = numbers();
      await officer.open("/doi-tuong/dang-ky");
      await write(name, number);
      await officer.press("Đăng ký");
      const first = new URL(officer.page.url()).pathname;
      assert.match(await main(officer), /Đã đăng ký/);

      await officer.open("/doi-tuong/dang-ky");
      await write(name, swapped, { occupation: "Lái xe" });
      await officer.press("Đăng ký");
      assert.match(await main(officer), /Có thể đã có hồ sơ.*hai chữ số liền nhau bị đảo/);
      assert.equal(await officer.page.inputValue("[name=occupation]"), "Lái xe", "what was typed is kept");
      assert.equal(await officer.page.locator(`main fieldset a[href="${first}"]`).first().isVisible(), true);
      await officer.look("who it may be, before saving");
      await officer.page.locator('main [name="confirmed"] + label').click();
      await fill(officer, { different_reason: "Hai anh em sinh đôi" });
      await officer.press("Đăng ký");
      assert.match(await main(officer), /Đã đăng ký/);
      await officer.open("/doi-tuong/trung?tinh-trang=different");
      const list = await main(officer);
      assert.ok(list.includes(name) && list.includes("Hai anh em sinh đôi"), list);
      await officer.look("pairs told apart");
    });

    // Without scripts the same is told when the form is sent, as above.
    const typing = scripts ? it : () => {};
    typing("tells while typing, before anything is sent", async () => {
      const name = `Đặng Thử Khương ${fresh()}`;
      const [number] = numbers();
      await officer.open("/doi-tuong/dang-ky");
      await write(name, number);
      await officer.press("Đăng ký");
      const first = new URL(officer.page.url()).pathname;

      await officer.open("/doi-tuong/dang-ky");
      const answer = officer.page.getByRole("complementary", { name: "Hồ sơ gần giống" });
      const told = answer.locator(`a[href="${first}"]`);
      await fill(officer, { kind: "individual", name: name.replace("Khương", "Khươmg") });
      await told.waitFor();
      assert.match((await answer.innerText()).replaceAll(/\s+/g, " "), /Có thể đã có trong sổ:.*Có thể trùng, vì: Tên gần giống/);
      assert.equal(await answer.locator("[aria-live=polite]").count(), 1, "it is read out");
      assert.equal(await told.getAttribute("target"), "_blank", "the form stays");
      assert.equal(new URL(officer.page.url()).pathname, "/doi-tuong/dang-ky", "nothing was sent");
      await officer.look("who it may be, while typing");
      // On a narrow screen the answer stays in sight and leaves the field above it free.
      await officer.page.setViewportSize(PHONE);
      await officer.page.locator("[name=address]").focus();
      const { answered, field } = await officer.page.evaluate(() => ({
        answered: document.querySelector(".live").getBoundingClientRect().top,
        field: document.activeElement.getBoundingClientRect().bottom,
      }));
      assert.ok(field <= answered && answered < PHONE.height, `the field ends at ${field}, the answer begins at ${answered}`);
      await officer.page.setViewportSize(viewport);
      // Another name, another answer.
      await fill(officer, { name: `Không Ai Giống ${fresh()}` });
      await told.waitFor({ state: "detached" });
      assert.equal(await answer.innerText(), "");
    });

    it("merges two records side by side and splits them again", async () => {
      const name = `Vũ Thử Gộp ${fresh()}`;
      const [number, swapped] = numbers();
      await officer.open("/doi-tuong/dang-ky");
      await write(name, number);
      await officer.press("Đăng ký");
      const first = new URL(officer.page.url()).pathname;
      await officer.open("/doi-tuong/dang-ky");
      await write(name, "033099" + number.slice(6, 10) + "99", { phone: "0900 000 " + number.slice(7, 10) });
      await officer.press("Đăng ký");
      // Mended later: the number was written wrong, and now the two are likely the same.
      const second = new URL(officer.page.url()).pathname;
      await officer.open(`${second}/sua`);
      await fill(officer, { citizen_id: swapped, reason: "Đối chiếu lại căn cước" });
      await officer.press("Lưu");
      await officer.open("/doi-tuong/trung");
      await officer.look("pairs that may be the same");
      const pair = officer.page.locator("main tr", { hasText: name }).getByRole("link").first();
      await officer.open(await pair.getAttribute("href"));
      await officer.look("two records side by side");
      assert.match(await main(officer), /Vì sao có thể trùng.*Cùng tên/);
      await officer.press("Gộp");
      assert.match(await main(officer), /Nêu lý do gộp/);
      await officer.look("merging without a reason");
      await fill(officer, { reason: "Đã đối chiếu căn cước gốc" });
      await officer.press("Gộp");
      assert.match(await main(officer), /Đã gộp hai hồ sơ.*Đã đối chiếu căn cước gốc/);
      await officer.look("a party with a merged record");
      const survivor = new URL(officer.page.url()).pathname;
      const absorbed = survivor === first ? second : first;
      await officer.open(absorbed);
      assert.match(await main(officer), /đã được gộp vào hồ sơ này/);
      await officer.look("an absorbed record shows its survivor");
      await officer.page.locator("main summary", { hasText: "Tách lại" }).click();
      await fill(officer, { split_reason: "Nhầm người" });
      await officer.press("Tách lại");
      assert.match(await main(officer), /Đã tách lại/);
      await officer.open(absorbed);
      assert.doesNotMatch(await main(officer), /đã được gộp/);
    });
  });
}
