// What happens beside the main line, as officers do it: seizure and instalments, an owner nobody knows, the police, a
// complaint. Each journey runs once with scripts and once without; names are fresh in each run.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startChromium } from "./support/browser.mjs";
import {
  fill,
  fresh,
  openCase,
  proceed,
  recordInspection,
  recordViolation,
  registerHousehold,
  signIn,
  signInspection,
  today,
} from "./support/officer.mjs";

const text = (locator) => locator.innerText().then((words) => words.replaceAll(/\s+/g, " "));
const main = (visitor) => text(visitor.page.locator("main"));

/** What every record asks last. */
const SIGNED = { signed: "ky" };

for (const scripts of [true, false]) {
  describe(`beside the main line, scripts ${scripts ? "on" : "off"}`, () => {
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

    /** A case with a violation record on goods of 79 million. */
    async function violated() {
      const party = await registerHousehold(officer, `Hộ kinh doanh Thủ tục ${fresh()}`);
      const file = await openCase(officer, party);
      await signInspection(leader, file);
      await recordInspection(officer, file);
      await recordViolation(officer, file);
      return file;
    }

    /** The decision, signed by the head of the province and served today. */
    async function sanctioned(file) {
      await officer.open(`${file}/giai-trinh`);
      await fill(officer, { kind: "khong-giai-trinh", received_on: today(), content: "Cam kết không giải trình." });
      await officer.press("Ghi nhận giải trình");
      await officer.open(`${file}/trinh-ky-xu-phat`);
      await officer.press("Trình ký quyết định xử phạt");
      await head.open(`${file}/ky-quyet-dinh-xu-phat`);
      await head.press("Ký quyết định xử phạt");
      await officer.open(`${file}/giao-quyet-dinh`);
      await fill(officer, { method: "truc-tiep", received_on: today() });
      await officer.press("Ghi nhận đã giao quyết định");
    }

    it("seizes, seals, values, lets pay in parts, and shows where each exhibit was", async () => {
      const file = await violated();
      await officer.open(`${file}/thu-tuc`);
      await officer.look("procedures");
      // A team leader may hold goods up to 60 million: the law says so, with its article, and nothing typed is lost.
      const seizure = { why: "xac-minh", reason: "Xác minh nguồn gốc", sealing: "co", keeper: "Kho Đội số 1", stored_at: "Kho tang vật Đội QLTT số 1" };
      await proceed(leader, file, "tam-giu", seizure);
      const refused = await main(leader);
      assert.match(refused, /Trình người có thẩm quyền/);
      assert.match(refused, /Điều 125/);
      assert.equal(await leader.page.locator('[name="keeper"]').inputValue(), "Kho Đội số 1");
      await leader.look("refused seizure");
      await proceed(head, file, "tam-giu", seizure);
      assert.match(await main(head), /Đã thực hiện xong/);
      await head.look("case with seizure");
      await proceed(officer, file, "bien-ban-tam-giu", { keeper: "Kho Đội số 1", stored_at: "Kho tang vật", ...SIGNED });
      await proceed(officer, file, "niem-phong", { seals: "000101–000104", position: "Bốn mép thùng", keeper: "Kho Đội số 1", ...SIGNED });
      await proceed(officer, file, "dinh-gia", { basis: "thi-truong", "exhibits.0.price": "500.000", ...SIGNED });
      await officer.open(`${file}/tang-vat`);
      const goods = await main(officer);
      for (const words of ["60.000.000", "25.000.000", "Niêm phong tang vật", "Kho Đội số 1"]) assert.ok(goods.includes(words), words);
      await officer.look("exhibits");

      await sanctioned(file);
      // Forty percent first, the rest within six months.
      await proceed(head, file, "nop-nhieu-lan", {
        request: `Đơn ngày ${today()}, có xác nhận của Ủy ban nhân dân phường`,
        amount_1: "1.000.000", on_1: today(20), amount_2: "34.000.000", on_2: today(60),
      });
      assert.match(await main(head), /Lần đầu phải nộp ít nhất/);
      await fill(head, { amount_1: "20.000.000", amount_2: "15.000.000" });
      await head.press("Ký ban hành");
      assert.match(await main(head), /Đã thực hiện xong/);
      await officer.open(`${file}/nop-phat`);
      await fill(officer, { paid_on: today(), amount: "20.000.000", receipt: `KB-${fresh()}` });
      await officer.press("Ghi nhận nộp phạt");
      assert.match(await main(officer), /15\.000\.000/);
      await proceed(officer, file, "bien-ban-tich-thu", { compared: "Đủ, nguyên niêm phong", stored_at: "Kho Đội số 1", ...SIGNED });
      await officer.follow(officer.page.locator('main a[href*="/giay/bien-ban-tich-thu-"]').first(), "**/giay/bien-ban-tich-thu-*");
      const paper = await text(officer.page.locator("main article"));
      for (const words of ["MBB20", "BB-TTTVPT", "BIÊN BẢN", "Áo khoác nam", "Mã kiểm tra văn bản"]) assert.ok(paper.includes(words), words);
      await officer.look("confiscation record");

      // Anybody may check the paper by its code, and learns nothing else.
      const address = /\/kiem-tra-van-ban\/([A-Z0-9]{20})/.exec(paper)[1];
      const stranger = await chromium.visitor({ scripts });
      await stranger.open(`/kiem-tra-van-ban/${address}`);
      const told = await main(stranger);
      for (const words of ["BB-TTTVPT", "Có hiệu lực", "Đội Quản lý thị trường"]) assert.ok(told.includes(words), words);
      assert.ok(!told.includes("Thủ tục "), "no name of a party");
      await stranger.look("public check");

      await officer.open(`${file}/muc-luc`);
      const index = await text(officer.page.locator("main article"));
      for (const words of ["QĐ-KT", "BB-VPHC", "QĐ-TGTVPTGPCC", "BB-NPTVPT", "QĐ-XPHC", "QĐ-NTPNL"]) assert.ok(index.includes(words), words);
      await officer.look("file index");
      await leader.open(`/so-van-ban?ky-hieu=${encodeURIComponent("BB-TTTVPT")}`);
      assert.match(await main(leader), /Biên bản tịch thu/);
      await leader.look("register");
    });

    it("without an owner nobody is fined: called twice, and confiscated only when the time is over", async () => {
      await officer.open("/ho-so/mo");
      await officer.follow(officer.page.getByRole("link", { name: "Lập hồ sơ chưa xác định được đối tượng" }), "**/ho-so/mo?*");
      await officer.look("case of an unknown owner");
      await fill(officer, { place: "Bến xe Phố Hiến", basis: "Phát hiện khi tuần tra", contents: "Bốn thùng hàng không có người nhận" });
      await officer.press("Lập hồ sơ");
      const file = new URL(officer.page.url()).pathname;
      await recordViolation(officer, file);
      await proceed(head, file, "tam-giu", { why: "ngan-chan", reason: "Không rõ chủ", sealing: "co", keeper: "Kho Đội số 1", stored_at: "Kho" });
      await officer.open(`${file}/trinh-ky-xu-phat`);
      await officer.press("Trình ký quyết định xử phạt");
      assert.match(await main(officer), /Chưa xác định được người vi phạm/);
      const call = { contact: "Đội QLTT số 1", posted_at: "Ủy ban nhân dân phường Phố Hiến" };
      await proceed(head, file, "tich-thu-khong-xu-phat", { why: "khong-xac-dinh" });
      assert.match(await main(head), /Chưa thông báo đủ hai lần/);
      await proceed(head, file, "thong-bao-lan-mot", call);
      await proceed(head, file, "thong-bao-lan-hai", call);
      await proceed(head, file, "tich-thu-khong-xu-phat", { why: "khong-xac-dinh" });
      assert.match(await main(head), /Chủ sở hữu còn được đến nhận đến hết/);
    });

    it("goes to the police and comes back with a period of its own", async () => {
      const file = await violated();
      await proceed(leader, file, "chuyen-dau-hieu-toi-pham", {
        to_body: "Cơ quan Cảnh sát điều tra", reason: "Dấu hiệu tội buôn bán hàng cấm", documents: "Toàn bộ hồ sơ",
      });
      assert.match(await main(leader), /Đang ở cơ quan tố tụng hình sự/);
      await leader.look("case with the police");
      await officer.open(`${file}/trinh-ky-xu-phat`);
      await officer.press("Trình ký quyết định xử phạt");
      assert.match(await main(officer), /Không thể .* khi hồ sơ ở bước/);
      await proceed(officer, file, "ban-giao-ho-so", { receiver: "Điều tra viên Lê Văn C", documents: "12 tờ", ...SIGNED });
      await proceed(officer, file, "nhan-lai-ho-so", { decision: "Số 15/QĐ ngày hôm nay", reason: "Không khởi tố vụ án" });
      assert.match(await main(officer), /Ra quyết định sau khi cơ quan tố tụng trả hồ sơ/);
    });

    it("a complaint is upheld: the decision is cancelled and the case goes back before it", async () => {
      const file = await violated();
      await sanctioned(file);
      await head.open(`${file}/tiep-nhan-khieu-nai`);
      const decision = await head.page.locator('[name="paper"] option').filter({ hasText: "QĐ-XPHC" }).first().getAttribute("value");
      await proceed(head, file, "tiep-nhan-khieu-nai", { nth: "1", paper: decision, contents: "Không đồng ý mức phạt" });
      await leader.open(`${file}/ket-thuc`);
      await fill(leader, { note: "Thử kết thúc" });
      await leader.press("Kết thúc hồ sơ");
      assert.match(await main(leader), /Giải quyết khiếu nại/);
      await proceed(head, file, "giai-quyet-khieu-nai", { outcome: "huy-bo", findings: "Thiếu căn cứ", orders: "Hủy quyết định" });
      await proceed(head, file, "huy-bo-quyet-dinh", { paper: decision, why: "khieu-nai" });
      assert.match(await main(head), /Đang xử lý vi phạm/);
      await head.open(`${file}/muc-luc`);
      const index = await text(head.page.locator("main article"));
      assert.match(index, new RegExp(`${decision.replace("/", "\\/")}.*Đã hủy`));
      // The cancelled decision can still be read, and says that it does not count.
      await head.open(file);
      await head.follow(head.page.getByRole("link", { name: new RegExp(`Ký quyết định xử phạt số ${decision.replace("/", "\\/")}`) }), "**/giay/quyet-dinh-xu-phat-cu-0");
      assert.match(await text(head.page.locator("main article")), /Đã hủy – không có giá trị thi hành/);
      await head.look("cancelled decision");
    });
  });
}
