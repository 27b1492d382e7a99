// Wrong answers, stale forms, expired sessions and foreign ids: what to do is said, nothing typed is lost, nothing leaks.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { BASE, startChromium } from "./support/browser.mjs";
import {
  citizenId,
  fill,
  fresh,
  inspectionRecord,
  openCase,
  recordInspection,
  registerHousehold,
  signIn,
  signInspection,
  today,
  typed,
  violationRecord,
} from "./support/officer.mjs";

const text = (locator) => locator.innerText().then((words) => words.replaceAll(/\s+/g, " "));

/** The form came back: title, summary with focus on top, a link and the same words at each field, everything typed there. */
async function assertErrors(visitor, errors, answers) {
  const { page } = visitor;
  assert.match(await page.title(), /^Lỗi: /);
  const summary = page.locator("#co-loi");
  assert.match(await text(summary), /^Có lỗi cần sửa/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "co-loi", "the summary has the focus");
  const above = await summary.evaluate((box) =>
    [...document.querySelectorAll("main :is(h1, h2, p, form, input)")].filter(
      (other) => !box.contains(other) && other.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING,
    ).map((other) => other.outerHTML),
  );
  assert.deepEqual(above, [], "nothing stands above the summary");
  const links = await summary.locator("a").evaluateAll((list) =>
    list.map((link) => {
      const control = document.querySelector(link.getAttribute("href"));
      const told = (control?.getAttribute("aria-describedby") ?? control?.closest("fieldset")?.getAttribute("aria-describedby") ?? "")
        .split(" ")
        .map((id) => document.getElementById(id)?.textContent ?? "");
      return { name: control?.name, message: link.textContent, told: told.some((words) => words.includes(link.textContent)) };
    }),
  );
  assert.deepEqual(links.map((link) => link.name).sort(), Object.keys(errors).sort());
  for (const link of links) {
    assert.match(link.message, errors[link.name], link.name);
    assert.ok(link.told, `“${link.message}” is not told at ${link.name}`);
  }
  assert.deepEqual(await typed(visitor, Object.keys(answers)), answers, "everything typed is still there");
  await visitor.look(`form with errors in ${Object.keys(errors)}`);
}

for (const scripts of [false, true]) {
  describe(`wrong answers, scripts ${scripts ? "on" : "off"}`, () => {
    let chromium, officer, leader, file;

    before(async () => {
      chromium = await startChromium();
      officer = await chromium.visitor({ scripts });
      leader = await chromium.visitor({ scripts });
      await signIn(officer, "ksv4");
      await signIn(leader, "doitruong2");
      const party = await registerHousehold(officer, `Hộ kinh doanh Sai ${fresh()}`);
      file = await openCase(officer, party);
      await signInspection(leader, file);
    });
    after(() => chromium?.close());

    it("identifiers of a party", async () => {
      await officer.open("/doi-tuong/dang-ky");
      const answers = {
        kind: "individual",
        name: "Nguyễn Văn Sai",
        tax_code: "0100109107",
        citizen_id: "03309000012A",
        birth_date: "30/02/1990",
        address: "Phường Phố Hiến",
        phone: "12345",
      };
      await fill(officer, answers);
      await officer.press("Đăng ký");
      await assertErrors(
        officer,
        {
          tax_code: /Mã số thuế 0100109107 sai chữ số kiểm tra/,
          citizen_id: /chỉ gồm chữ số, ví dụ/,
          birth_date: /Tháng 2 năm 1990 chỉ có 28 ngày/,
          phone: /Số điện thoại gồm 10 chữ số/,
        },
        answers,
      );
      const right = { tax_code: "", citizen_id: citizenId(), birth_date: "28/02/1990", phone: "" };
      await fill(officer, right);
      await officer.press("Đăng ký");
      assert.match(await text(officer.page.locator("main")), /Đã đăng ký/);
    });

    it("impossible days and hours of an inspection", async () => {
      await officer.open(`${file}/bien-ban-kiem-tra`);
      const answers = {
        ...inspectionRecord(),
        announced_date: "31/11/2026",
        announced_time: "25:10",
        finished_date: "",
        findings: "Dòng thứ nhất, có dấu “ngoặc” & ký hiệu <b>\nDòng thứ hai",
      };
      await fill(officer, answers);
      await officer.press("Lập biên bản kiểm tra");
      await assertErrors(
        officer,
        { announced_date: /Tháng 11 năm 2026 chỉ có 30 ngày/, announced_time: /\S/, finished_date: /Nhập ngày/ },
        answers,
      );
    });

    it("a violation recorded before the inspection, and amounts with letters", async () => {
      await recordInspection(officer, file);
      await officer.open(`${file}/bien-ban-vi-pham`);
      const answers = { ...violationRecord(), made_date: today(-1), "acts.0.committed_on": today(-1) };
      await fill(officer, answers);
      await officer.press("Lập biên bản vi phạm hành chính");
      await assertErrors(officer, { made_date: /không thể lập trước khi kiểm tra bắt đầu/ }, answers);

      const letters = { "exhibits.0.unit_price": "450 nghìn", "exhibits.1.quantity": "bốn mươi" };
      await fill(officer, letters);
      await officer.press("Lập biên bản vi phạm hành chính");
      await assertErrors(
        officer,
        { "exhibits.0.unit_price": /\S/, "exhibits.1.quantity": /Số lượng là số từ 1/ },
        { ...answers, ...letters },
      );
    });

    it("a wrong password is told without saying which of the two is wrong", async () => {
      const stranger = await chromium.visitor({ scripts });
      await stranger.open("/dang-nhap");
      await signIn(stranger, `khong-co-${fresh()}`, "sai mật khẩu");
      assert.match(await text(stranger.page.getByRole("alert")), /Tên đăng nhập hoặc mật khẩu không đúng/);
      assert.match(await stranger.page.title(), /^Lỗi: /);
      assert.match(await stranger.page.getByLabel("Tên đăng nhập").inputValue(), /^khong-co-/);
      assert.equal(await stranger.page.getByLabel("Mật khẩu").inputValue(), "");
      await stranger.look("sign-in refused");
      await stranger.leave();
    });

    it("a form that became stale shows what happened, loses nothing, and can be sent again", async () => {
      await officer.open(`${file}/bien-ban-vi-pham`);
      await fill(officer, violationRecord());
      await officer.press("Lập biên bản vi phạm hành chính");
      await officer.open(`${file}/giai-trinh`);
      await leader.open(`${file}/giai-trinh`);
      const theirs = { kind: "khong-giai-trinh", received_on: today(), content: "Đội trưởng ghi: không giải trình." };
      await fill(leader, theirs);
      await leader.press("Ghi nhận giải trình");

      const mine = { kind: "van-ban", received_on: today(), content: "Văn bản giải trình số 1, 02 trang." };
      await fill(officer, mine);
      await officer.press("Ghi nhận giải trình");
      const conflict = await text(officer.page.getByRole("alert"));
      assert.match(conflict, /Hồ sơ vừa được người khác sửa.*Ngô Xuân Trường/);
      assert.match(conflict, /[Gg]iải trình/, "what was changed");
      assert.match(await officer.page.title(), /^Lỗi: /);
      assert.deepEqual(await typed(officer, Object.keys(mine)), mine);
      await officer.look("stale form");
      await officer.press("Ghi nhận giải trình");
      const page = await text(officer.page.locator("main"));
      assert.match(page, /Đã ghi nhận giải trình/);
      for (const words of [mine.content, theirs.content]) assert.ok(page.includes(words), words);
    });

    it("an expired session asks to sign in again, and the posted form is still there", async () => {
      await officer.open("/doi-tuong/dang-ky");
      const answers = {
        kind: "household-business",
        name: `Hộ kinh doanh Hết Phiên ${fresh()}`,
        citizen_id: citizenId(),
        address: "Xã Văn Giang, tỉnh Hưng Yên",
        representative: "Lê Thị Hòa",
      };
      await fill(officer, answers);
      await officer.forget();
      await officer.press("Đăng ký");
      assert.match(await text(officer.page.locator("main")), /Phiên làm việc đã hết hạn.*vẫn còn nguyên/);
      await officer.look("sign-in after the session expired");
      await signIn(officer, "ksv4");
      assert.equal(new URL(officer.page.url()).pathname, "/doi-tuong/dang-ky");
      assert.deepEqual(await typed(officer, Object.keys(answers)), answers);
      await officer.press("Đăng ký");
      assert.match(await text(officer.page.locator("main")), new RegExp(answers.name));
    });

    it("what is unknown, or of another unit, is not found", async () => {
      const stranger = await chromium.visitor({ scripts });
      await signIn(stranger, "haiphong.ksv1");
      const unknown = "/ho-so/01990000-0000-7000-8000-000000000000";
      for (const [visitor, path] of [
        [officer, unknown],
        [officer, "/ho-so/khong-phai-ma"],
        [officer, "/doi-tuong/01990000-0000-7000-8000-000000000000"],
        [officer, `${file}/khong-co-buoc`],
        [officer, `${file}/giay/khong-co-giay`],
        [stranger, file],
        [stranger, `${file}/giai-trinh`],
        [stranger, `${file}/giay/bien-ban-vi-pham-hanh-chinh`],
      ]) {
        await visitor.open(path, { status: 404 });
        const page = await text(visitor.page.locator("main"));
        assert.match(page, /^Không tìm thấy/, path);
        assert.doesNotMatch(page, /Hộ kinh doanh Sai/, path);
      }
      await stranger.look("404");
      await stranger.leave();
    });
  });
}

describe("the address a form is posted to", () => {
  it("answers an officer of another unit as if the case did not exist", async () => {
    const chromium = await startChromium();
    try {
      const officer = await chromium.visitor({ scripts: false });
      const stranger = await chromium.visitor({ scripts: false });
      await signIn(officer, "ksv5");
      await signIn(stranger, "haiphong.ksv2");
      const file = await openCase(officer, await registerHousehold(officer, `Hộ kinh doanh Riêng ${fresh()}`));
      const post = (visitor, id) =>
        visitor.context.request.post("/api/buoc", {
          headers: { Origin: BASE, Accept: "text/html" },
          form: { case: id, version: "1", step: "ky-quyet-dinh-kiem-tra" },
          maxRedirects: 0,
        });
      const foreign = await post(stranger, file.split("/").pop());
      const unknown = await post(stranger, "01990000-0000-7000-8000-000000000000");
      assert.equal(foreign.status(), 404);
      assert.equal(await foreign.text(), await unknown.text(), "the two answers cannot be told apart");
    } finally {
      await chromium.close();
    }
  });
});
