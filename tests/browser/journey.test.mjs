// The main job, end to end: from signing in to the closed case, its four papers and the report that moved; once with scripts
// and once without. Names are fresh in each run, so that it can be repeated on one database.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startChromium } from "./support/browser.mjs";
import {
  fill,
  fresh,
  openCase,
  recordInspection,
  registerHousehold,
  signIn,
  signInspection,
  typed,
  violationRecord,
} from "./support/officer.mjs";

/** What one case of this journey adds to the team's monthly report. */
const ADDED = {
  kiem_tra: 1,
  vi_pham: 1,
  xu_ly: 1,
  hanh_vi: 1,
  phat_tien: 35_000_000,
  phat_tien_nop: 35_000_000,
  tri_gia_tang_vat: 79_000_000,
};

const TEAM = "33-01";
const FIELD = "hang-nhap-lau";

/** The report's line of smuggled goods and its total, as figures by measure. */
async function readReport(visitor) {
  await visitor.open(`/bao-cao?don-vi=${TEAM}`);
  const tables = visitor.page.locator("main table");
  const headings = ["kiem_tra", "vi_pham", "xu_ly", "hanh_vi", "phat_tien", "phat_tien_nop", "tri_gia_tang_vat"];
  const figures = async (row) => {
    if ((await row.count()) === 0) return Object.fromEntries(headings.map((key) => [key, 0]));
    const cells = await row.locator("td, th").allTextContents();
    return Object.fromEntries(
      headings.map((key, at) => [key, Number(cells[at + 1].replaceAll(/\D/g, ""))]),
    );
  };
  const byField = tables.filter({ hasText: "Theo lĩnh vực" });
  const field = byField.locator("tbody tr").filter({ hasText: "Hàng nhập lậu" });
  return { field: await figures(field), total: await figures(byField.locator("tfoot tr")), row: field };
}

const added = (before, after) => Object.fromEntries(Object.keys(ADDED).map((key) => [key, after[key] - before[key]]));

const text = (locator) => locator.innerText().then((words) => words.replaceAll(/\s+/g, " "));

for (const scripts of [true, false]) {
  describe(`the main job, scripts ${scripts ? "on" : "off"}`, () => {
    const name = `Hộ kinh doanh Thử ${fresh()}`;
    let chromium, officer, leader, head, party, file, reportBefore, code;

    // Each step stands on the ones before it.
    let broken;
    const step = (what, run) =>
      it(what, async () => {
        assert.equal(broken, undefined, `not tried: “${broken}” failed`);
        broken = what;
        await run();
        broken = undefined;
      });

    before(async () => {
      chromium = await startChromium();
      officer = await chromium.visitor({ scripts });
      leader = await chromium.visitor({ scripts });
      head = await chromium.visitor({ scripts });
    });
    after(() => chromium?.close());

    step("signs in each person to his own work", async () => {
      await officer.open("/dang-nhap");
      await officer.look("sign-in");
      for (const [visitor, account, who] of [
        [officer, "ksv1", "Nguyễn Thị Hải Yến"],
        [leader, "doitruong1", "Đỗ Văn Khánh"],
        [head, "chicuctruong", "Nguyễn Đức Thắng"],
      ]) {
        await signIn(visitor, account);
        assert.match(await text(visitor.page.locator("header")), new RegExp(who));
        assert.equal(await text(visitor.page.locator("h1")), "Việc của tôi");
        await visitor.look(`work of ${account}`);
      }
      reportBefore = await readReport(leader);
      await leader.look("report");
    });

    step("looks for the party first, then registers it with its establishment", async () => {
      await officer.open("/doi-tuong");
      await officer.look("parties");
      await fill(officer, { q: name });
      await officer.press("Tìm");
      assert.match(await text(officer.page.locator("main")), /Không tìm thấy/);
      await officer.open("/doi-tuong/dang-ky");
      await officer.look("new party");
      party = await registerHousehold(officer, name);
      assert.match(party, /^\/doi-tuong\/[0-9a-f-]{36}$/);
      const page = await text(officer.page.locator("main"));
      for (const words of [name, "Đã đăng ký", `Cửa hàng ${name}`, "0900000123"]) assert.ok(page.includes(words), words);
      await officer.look("party");

      await officer.open(`/doi-tuong?q=${encodeURIComponent(name.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, ""))}`);
      assert.match(await text(officer.page.locator("main table")), new RegExp(name), "found without marks");
    });

    step("opens a case from an inspection decision with two members", async () => {
      await officer.open(`/ho-so/mo?doi-tuong=${party.split("/").pop()}`);
      await officer.look("inspection decision");
      file = await openCase(officer, party, { members: ["Trần Quang Huy", "Phạm Minh Châu"] });
      assert.match(file, /^\/ho-so\/[0-9a-f-]{36}$/);
      const page = await text(officer.page.locator("main"));
      for (const words of ["Đã mở hồ sơ", name, "Trần Quang Huy, Phạm Minh Châu", "Chờ ký"]) assert.ok(page.includes(words), words);
      code = /Hồ sơ (\S+) ·/.exec(page)[1];
      await officer.look("case file");
    });

    step("the team leader finds it in his work and signs", async () => {
      await leader.open("/");
      await leader.follow(leader.page.getByRole("link", { name: new RegExp(name) }), `**${file}`);
      await leader.follow(leader.page.getByRole("link", { name: "Xem và ký: Quyết định kiểm tra" }), "**/ky-quyet-dinh-kiem-tra");
      await leader.look("check before signing the inspection");
      await signInspection(leader, file);
      assert.match(await text(leader.page.locator("main")), /Đã ký quyết định kiểm tra/);
    });

    step("records the inspection", async () => {
      await officer.open(`${file}/bien-ban-kiem-tra`);
      await officer.look("inspection record");
      await recordInspection(officer, file);
      assert.match(await text(officer.page.locator("main")), /Đã lập biên bản kiểm tra/);
    });

    step("records the violation with the law's answer beside it", async () => {
      await officer.open(`${file}/bien-ban-vi-pham`);
      await officer.look("violation record, empty");
      await fill(officer, violationRecord());
      if (!scripts) await officer.press("Xem đề xuất của hệ thống");
      const law = officer.page.getByRole("complementary", { name: "Căn cứ pháp luật" });
      await law.getByText("35.000.000 đ").first().waitFor();
      const answer = await text(law);
      for (const words of [
        "điểm h khoản 1 Điều 15 Nghị định 98/2020/NĐ-CP", // the article,
        "30.000.000 đ", // the frame,
        "40.000.000 đ",
        "Ba mươi lăm triệu đồng", // the proposed fine,
        "Vượt thẩm quyền", // who may sign,
        "Đúng thẩm quyền",
        "khoản 2 Điều 12 Nghị định 189/2025/NĐ-CP",
        "5 ngày làm việc", // and the deadlines with their articles.
        "khoản 1 Điều 61 Luật Xử lý vi phạm hành chính",
        "Ra quyết định xử phạt",
        "điểm a khoản 1 Điều 66 Luật Xử lý vi phạm hành chính",
      ]) {
        assert.ok(answer.includes(words), `“${words}” is missing in: ${answer}`);
      }
      const answers = violationRecord();
      for (const key of ["made_time", "made_date"]) delete answers[key];
      assert.deepEqual(await typed(officer, Object.keys(answers)), answers, "what was typed is still there");
      await officer.look("violation record with the law's answer");
      await officer.press("Lập biên bản vi phạm hành chính");
      const page = await text(officer.page.locator("main"));
      for (const words of ["Đã lập biên bản vi phạm hành chính", "79.000.000", "Điều 66"]) assert.ok(page.includes(words), words);
      await officer.look("case file after the violation record");
    });

    step("the party waives its explanation, and the sanction is proposed", async () => {
      await officer.open(`${file}/giai-trinh`);
      await officer.look("explanation");
      await fill(officer, { kind: "khong-giai-trinh", content: "Hộ kinh doanh có văn bản không giải trình." });
      await officer.press("Ghi nhận giải trình");
      await officer.open(`${file}/trinh-ky-xu-phat`);
      assert.equal(await officer.page.locator('[name="fines.0.amount"]').inputValue(), "35.000.000");
      await officer.look("sanction proposal");
      await officer.press("Trình ký quyết định xử phạt");
      assert.match(await text(officer.page.locator("main")), /Đã trình ký quyết định xử phạt/);
    });

    step("the team leader is not competent, and is told by which article", async () => {
      await leader.open(`${file}/ky-quyet-dinh-xu-phat`);
      await leader.look("check before signing the sanction");
      await leader.press("Ký quyết định xử phạt");
      const refusal = await text(leader.page.getByRole("alert"));
      assert.match(refusal, /được phạt đến 30\.000\.000 đ, mà mức tối đa của khung .* là 40\.000\.000 đ/);
      assert.match(refusal, /Căn cứ ?khoản 2 Điều 12 Nghị định 189\/2025\/NĐ-CP/);
      assert.match(await leader.page.title(), /^Lỗi: /);
      await leader.look("refusal");
      await leader.open(file);
      assert.doesNotMatch(await text(leader.page.locator("main")), /Đã ký quyết định xử phạt/);
    });

    step("the provincial head is competent and signs", async () => {
      await head.open("/");
      await head.follow(head.page.getByRole("link", { name: new RegExp(name) }), `**${file}`);
      await head.open(`${file}/ky-quyet-dinh-xu-phat`);
      const page = await text(head.page.locator("main"));
      assert.ok(page.includes("35.000.000 đ (Ba mươi lăm triệu đồng)"), page);
      await head.press("Ký quyết định xử phạt");
      assert.match(await text(head.page.locator("main")), /Đã ký quyết định xử phạt/);
    });

    step("the decision is served, paid and carried out, and the case closed", async () => {
      await officer.open(`${file}/giao-quyet-dinh`);
      await officer.look("service");
      await fill(officer, { method: "truc-tiep" });
      await officer.press("Ghi nhận đã giao quyết định");

      await officer.open(`${file}/nop-phat`);
      await officer.look("payment");
      assert.equal(await officer.page.locator('[name="amount"]').inputValue(), "35.000.000");
      await fill(officer, { receipt: `CT-${fresh()}` });
      await officer.press("Ghi nhận nộp phạt");

      await officer.open(`${file}/thi-hanh`);
      await officer.look("execution");
      await fill(officer, { part: "tich-thu", note: "Đã tịch thu, bàn giao kho tang vật theo biên bản." });
      await officer.press("Ghi nhận đã thi hành");

      await leader.open(`${file}/ket-thuc`);
      await leader.look("closing");
      await leader.press("Kết thúc hồ sơ");
      const page = await text(leader.page.locator("main"));
      for (const words of ["Đã kết thúc hồ sơ", "Tiền phạt"]) assert.ok(page.includes(words), words);
      await leader.look("closed case");
    });

    step("prints the four papers with numbers and amounts in words", async () => {
      for (const [paper, title, words] of [
        ["quyet-dinh-kiem-tra", "Quyết định kiểm tra", ["/QĐ-", "Nguyễn Thị Hải Yến"]],
        ["bien-ban-kiem-tra", "Biên bản kiểm tra", ["/BB-", "không có hóa đơn"]],
        ["bien-ban-vi-pham-hanh-chinh", "Biên bản vi phạm hành chính", ["/BB-VPHC", "54.000.000", "25.000.000", "Bảy mươi chín triệu đồng"]],
        ["quyet-dinh-xu-phat", "Quyết định", ["/QĐ-XPHC", "Ba mươi lăm triệu đồng", "Bảy mươi chín triệu đồng", "NGUYỄN ĐỨC THẮNG"]],
      ]) {
        await officer.open(`${file}/giay/${paper}`);
        const sheet = await text(officer.page.locator("main article, main .sheet").first());
        assert.ok(sheet.toUpperCase().includes(title.toUpperCase()), `${paper}: ${sheet}`);
        for (const line of [...words, name, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]) {
          assert.ok(sheet.toUpperCase().includes(line.toUpperCase()), `“${line}” is missing on ${paper}: ${sheet}`);
        }
        await officer.look(paper);
        const pdf = await officer.page.pdf({ format: "A4", preferCSSPageSize: true });
        assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
        assert.match(pdf.toString("latin1"), /\/MediaBox\s*\[0 0 59[45][.\d]* 84[12]/, `${paper} is A4`);
        await officer.page.emulateMedia({ media: "print" });
        for (const hidden of ["header.header", "footer.footer", ".no-print"]) {
          const count = await officer.page.locator(hidden).filter({ visible: true }).count();
          assert.equal(count, 0, `${hidden} prints on ${paper}`);
        }
        await officer.page.emulateMedia({ media: "screen" });
      }
    });

    step("the monthly report moved by exactly these figures, and its cells open this case", async () => {
      const now = await readReport(leader);
      assert.deepEqual(added(reportBefore.field, now.field), ADDED, "line of the field");
      assert.deepEqual(added(reportBefore.total, now.total), ADDED, "total");
      for (const measure of Object.keys(ADDED)) {
        const href = await now.row.locator(`a[href*="chi-tieu=${measure}"]`).first().getAttribute("href");
        await leader.open(href);
        const list = await text(leader.page.locator("main"));
        assert.ok(list.includes(code) && list.includes(name), `${measure} does not open ${code}: ${list}`);
        assert.ok(href.includes(`linh-vuc=${FIELD}`), href);
        await leader.open(`/bao-cao?don-vi=${TEAM}`);
      }
      await leader.follow(now.row.locator('a[href*="chi-tieu=phat_tien"]').first(), "**/bao-cao/vu-viec?**");
      await leader.look("cases behind a figure");
      await leader.follow(leader.page.getByRole("link", { name: code }), `**${file}`);
      assert.match(await text(leader.page.locator("main")), new RegExp(name));
    });

    step("the case is in the list and the search, and the party knows its history", async () => {
      await officer.open(`/ho-so?tu-khoa=${encodeURIComponent(name)}`);
      assert.match(await text(officer.page.locator("main table")), new RegExp(code));
      await officer.look("case list");
      await officer.open(`/tim-kiem?q=${encodeURIComponent(name)}`);
      assert.match(await text(officer.page.locator("main")), new RegExp(code));
      await officer.look("search");
      await officer.open(party);
      assert.match(await text(officer.page.locator("main")), /1 lần.*1 quyết định/);
      await officer.look("party with history");
    });

    step("signs out", async () => {
      await officer.open("/");
      await officer.press("Đăng xuất");
      await officer.open("/ho-so");
      assert.match(officer.page.url(), /\/dang-nhap\?tiep=/);
    });
  });
}
