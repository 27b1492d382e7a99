// Two violators in one matter: a file each, one violation record, an explanation each, one decision; then each goes his own way. Runs
// once with scripts and once without; names are fresh in each run.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startChromium } from "./support/browser.mjs";
import {
  fill,
  fresh,
  openCase,
  proceed,
  recordInspection,
  registerHousehold,
  signIn,
  signInspection,
  today,
  typed,
  violationRecord,
} from "./support/officer.mjs";

const text = (locator) => locator.innerText().then((words) => words.replaceAll(/\s+/g, " "));
const main = (visitor) => text(visitor.page.locator("main"));
const idOf = (file) => file.split("/").pop();
const SIGNED = { signed: "ky" };

/** Ticks the box by which a paper is made over another file too. */
async function join(visitor, file) {
  await visitor.page.locator(`[name="joint.${idOf(file)}"] + label`).click();
}

const joined = (visitor, file) => visitor.page.locator(`[name="joint.${idOf(file)}"]`).isChecked();

for (const scripts of [true, false]) {
  describe(`two violators, scripts ${scripts ? "on" : "off"}`, () => {
    let chromium, officer, leader, head;

    before(async () => {
      chromium = await startChromium();
      officer = await chromium.visitor({ scripts });
      leader = await chromium.visitor({ scripts });
      head = await chromium.visitor({ scripts });
      await signIn(officer, "ksv1");
      await signIn(leader, "doitruong1");
      await signIn(head, "chicuctruong");
    });
    after(() => chromium?.close());

    /** Number of the paper a page names, e.g. `33010042/BB-VPHC`. */
    const number = (words, symbol) => new RegExp(`\\d{8}/${symbol}`).exec(words)?.[0];

    it("one record, one decision, and what follows for each", async () => {
      const names = [`Hộ kinh doanh Chủ hàng ${fresh()}`, `Hộ kinh doanh Người bán ${fresh()}`];
      const owner = await registerHousehold(officer, names[0]);
      const seller = await registerHousehold(officer, names[1]);
      const first = await openCase(officer, owner);
      await signInspection(leader, first);
      await recordInspection(officer, first);

      // The second violator gets a file of his own in the same matter, before any violation record.
      await officer.open(first);
      const way = await officer.page.getByRole("link", { name: "Lập hồ sơ cho người vi phạm khác trong cùng vụ" }).getAttribute("href");
      await officer.open(`${way}&doi-tuong=${idOf(seller)}`);
      await fill(officer, { contents: "Bán hàng nhập lậu tại cùng cửa hàng" });
      await officer.press("Lập hồ sơ");
      const second = new URL(officer.page.url()).pathname;
      await officer.open(`${first}/bien-ban-vi-pham`);
      assert.match(await main(officer), /chưa chuẩn bị/);

      // His part: his act, his goods, his words, and that he does not sign.
      await officer.open(`${second}/bien-ban-vi-pham`);
      await fill(officer, {
        ...violationRecord(),
        "acts.0.description": "Bán 40 đôi giày thể thao nhập lậu cho khách",
        party_opinion: "Hàng do chủ cửa hàng giao bán",
        signature: "refused",
        refusal_reason: "Cho rằng mình chỉ là người bán hộ",
        refusal_witness: "Ông Lê Văn Đông, Phó Chủ tịch Ủy ban nhân dân phường",
      });
      await officer.press("Chuẩn bị để lập chung");
      assert.match(await main(officer), /Đã chuẩn bị phần của người này/);
      await officer.open(`${second}/bien-ban-vi-pham`);
      assert.match(await main(officer), /Phần của người này đã chuẩn bị để lập chung/);
      assert.equal((await typed(officer, ["party_opinion"])).party_opinion, "Hàng do chủ cửa hàng giao bán");
      await officer.look("prepared part");

      // The common record: a mistake first, and nothing typed or ticked is lost.
      await officer.open(`${first}/bien-ban-vi-pham`);
      await fill(officer, { ...violationRecord(), witness: "Bà Phạm Thị Én, tổ trưởng tổ dân phố", "acts.0.description": "" });
      await join(officer, second);
      await officer.press("Lập biên bản vi phạm hành chính");
      assert.match(await main(officer), /Có lỗi cần sửa/);
      assert.ok(await joined(officer, second), "still ticked");
      await officer.look("common record with a mistake");
      await fill(officer, { "acts.0.description": "Kinh doanh 120 áo khoác và 40 đôi giày thể thao nhập lậu" });
      await officer.press("Lập biên bản vi phạm hành chính");
      const made = await main(officer);
      assert.match(made, /Đã lập chung một biên bản/);
      const record = number(made, "BB-VPHC");
      await officer.open(second);
      assert.equal(number(await main(officer), "BB-VPHC"), record, "one number in both files");

      // The same paper from either file, with one code.
      const codes = [];
      for (const file of [first, second]) {
        await officer.open(`${file}/giay/bien-ban-vi-pham-hanh-chinh`);
        const paper = await text(officer.page.locator("main article"));
        for (const words of [...names, "người bán hộ", "Hàng do chủ cửa hàng giao bán", "Bà Phạm Thị Én"]) assert.ok(paper.includes(words), `${file}: ${words}`);
        codes.push(/\/kiem-tra-van-ban\/([A-Z0-9]{20})/.exec(paper)[1]);
      }
      assert.equal(codes[0], codes[1]);
      await officer.look("common record");
      await proceed(head, first, "tam-giu", { why: "xac-minh", reason: "Xác minh nguồn gốc", sealing: "co", keeper: "Kho Đội số 1", stored_at: "Kho" });
      assert.match(await main(head), /Đã thực hiện xong/);

      // Each explains in his own file; what is proposed is each one's own.
      for (const file of [first, second]) {
        await officer.open(`${file}/giai-trinh`);
        await fill(officer, { kind: "khong-giai-trinh", received_on: today(), content: "Cam kết không giải trình." });
        await officer.press("Ghi nhận giải trình");
        await officer.open(`${file}/trinh-ky-xu-phat`);
        await officer.press("Trình ký quyết định xử phạt");
      }

      // A team leader may not fine so much: neither file is decided, and the article is named.
      await leader.open(`${first}/ky-quyet-dinh-xu-phat`);
      await join(leader, second);
      await leader.press("Ký quyết định xử phạt");
      assert.match(await main(leader), /Chi cục trưởng/);
      assert.ok(await joined(leader, second), "still ticked");
      await leader.open(second);
      assert.match(await main(leader), /Chờ ký quyết định xử phạt/);

      await head.open(`${first}/ky-quyet-dinh-xu-phat`);
      assert.ok((await main(head)).includes(names[1]), "the other's draft stands beside");
      await head.look("common decision before its signature");
      await join(head, second);
      await head.press("Ký quyết định xử phạt");
      const signed = await main(head);
      assert.match(signed, /Đã ký chung một quyết định/);
      const decision = number(signed, "QĐ-XPHC");
      await head.open(`${second}/giay/quyet-dinh-xu-phat`);
      const paper = await text(head.page.locator("main article"));
      for (const words of [...names, decision.split("/")[0], "70.000.000"]) assert.ok(paper.includes(words), words);
      await head.look("common decision");

      // From here each his own way: one in parts, one at once; one is done while the other still owes.
      for (const file of [first, second]) {
        await officer.open(`${file}/giao-quyet-dinh`);
        await fill(officer, { method: "truc-tiep", received_on: today() });
        await officer.press("Ghi nhận đã giao quyết định");
      }
      await proceed(head, second, "nop-nhieu-lan", {
        request: `Đơn ngày ${today()}, có xác nhận của Ủy ban nhân dân phường`,
        amount_1: "20.000.000", on_1: today(20), amount_2: "15.000.000", on_2: today(60),
      });
      assert.match(await main(head), /Đã thực hiện xong/);
      await officer.open(`${second}/nop-phat`);
      await fill(officer, { paid_on: today(), amount: "20.000.000", receipt: `KB-${fresh()}` });
      await officer.press("Ghi nhận nộp phạt");
      assert.match(await main(officer), /15\.000\.000/);
      await officer.open(`${first}/nop-phat`);
      await fill(officer, { paid_on: today(), receipt: `KB-${fresh()}` });
      await officer.press("Ghi nhận nộp phạt");
      await proceed(officer, first, "bien-ban-tich-thu", { compared: "Đủ, nguyên niêm phong", stored_at: "Kho Đội số 1", ...SIGNED });
      await officer.open(`${first}/thi-hanh`);
      await fill(officer, { part: "tich-thu", note: "Đã tịch thu, bàn giao kho tang vật theo biên bản." });
      await officer.press("Ghi nhận đã thi hành");
      await leader.open(`${first}/ket-thuc`);
      await leader.press("Kết thúc hồ sơ");
      assert.match(await main(leader), /Đã kết thúc hồ sơ/);
      await leader.open(second);
      assert.match(await main(leader), /Đang thi hành/);

      // The decision is cancelled for the one who still owes: it goes on in force for the other, and the register says which is which.
      const code = /\/kiem-tra-van-ban\/([A-Z0-9]{20})/.exec(paper)[1];
      await proceed(head, second, "huy-bo-quyet-dinh", { paper: decision, why: "doi-tuong" });
      assert.match(await main(head), /Đang xử lý vi phạm/);
      await head.open(`/kiem-tra-van-ban/${code}`);
      assert.match(await main(head), /Có hiệu lực/);
      await head.open(`/so-van-ban?ky-hieu=${encodeURIComponent("QĐ-XPHC")}`);
      const line = await text(head.page.locator("main tr").filter({ hasText: decision }));
      assert.match(line, /Đã hủy/);
      assert.match(line, /Có hiệu lực/);
      await head.look("register with a common paper");
    });
  });
}
