// Goods without an owner, to their destruction: weeks pass between the calls for the owner and the confiscation, so the journey
// has a database of its own, served today and again on a clock that is already there. With scripts and without.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { REHEARSAL, freePort, startHost } from "./support/host.mjs";

const port = await freePort();
process.env.INS_BASE_URL = `http://127.0.0.1:${port}`;
const { startChromium } = await import("./support/browser.mjs");
const { fill, proceed, recordViolation, signIn, today, travel } = await import("./support/officer.mjs");

/** Past the month in which the owner may come, counted from the second call (Luật XLVPHC Điều 126). */
const WEEKS_LATER = 35;

const main = async (visitor) => (await visitor.page.locator("main").innerText()).replaceAll(/\s+/g, " ");
const SIGNED = { present: "Đại diện Ủy ban nhân dân phường Phố Hiến", signed: "ky" };

describe("goods whose owner nobody knows", () => {
  let chromium, host;

  before(async () => {
    assert.ok(REHEARSAL.host && REHEARSAL.state, "run by `cargo xtask test`, which prepares the database of the rehearsal");
    chromium = await startChromium();
  });
  after(async () => {
    await chromium?.close();
    await host?.stop();
  });

  /** Serves the database so many days from now, and signs the two officers in. */
  async function on(days, scripts) {
    await host?.stop();
    host = await startHost(port, days);
    travel(days);
    const [officer, head] = [await chromium.visitor({ scripts }), await chromium.visitor({ scripts })];
    await signIn(officer, "ksv1");
    await signIn(head, "chicuctruong");
    return { officer, head };
  }

  /** Finds the goods, holds them and calls for their owner twice; answers the file's address. */
  async function called(officer, head) {
    await officer.open("/ho-so/mo");
    await officer.follow(officer.page.getByRole("link", { name: "Lập hồ sơ chưa xác định được đối tượng" }), "**/ho-so/mo?*");
    await fill(officer, { place: "Bến xe Phố Hiến", basis: "Phát hiện khi tuần tra", contents: "Bốn thùng hàng không có người nhận" });
    await officer.press("Lập hồ sơ");
    const file = new URL(officer.page.url()).pathname;
    await recordViolation(officer, file);
    const seizure = { why: "ngan-chan", reason: "Không rõ chủ", sealing: "co", keeper: "Kho Đội số 1", stored_at: "Kho tang vật" };
    await proceed(head, file, "tam-giu", seizure);
    await proceed(officer, file, "bien-ban-tam-giu", { keeper: "Kho Đội số 1", stored_at: "Kho tang vật", ...SIGNED });
    const call = { contact: "Đội QLTT số 1", posted_at: "Ủy ban nhân dân phường Phố Hiến" };
    await proceed(head, file, "thong-bao-lan-mot", call);
    await proceed(head, file, "thong-bao-lan-hai", call);
    await proceed(head, file, "tich-thu-khong-xu-phat", { why: "khong-xac-dinh" });
    assert.match(await main(head), /Chủ sở hữu còn được đến nhận đến hết/, "not before the month is over");
    return file;
  }

  /** Confiscates, destroys, closes and archives. */
  async function destroyed(officer, head, file) {
    await officer.open(file);
    assert.match(await main(officer), /quá hạn/i, "the page says in words that the time is over");
    await officer.look("time for the owner is over");
    await proceed(head, file, "tich-thu-khong-xu-phat", { why: "khong-xac-dinh" });
    assert.match(await main(head), /Đang xử lý, không xử phạt/);
    const stored = { compared: "Đủ, nguyên niêm phong", stored_at: "Kho Đội số 1" };
    await proceed(officer, file, "bien-ban-tich-thu", { ...stored, ...SIGNED });
    await officer.open(`${file}/tieu-huy`);
    assert.match(await main(officer), /Chưa thể thực hiện bước này/, "no destruction without its plan");
    const council = "Nguyễn Văn A, Chi cục phó, Chủ tịch Hội đồng\nTrần Thị B, đại diện Sở Tài chính";
    await proceed(head, file, "phuong-an-xu-ly", { how: "tieu-huy", council, reason: "Hàng không bảo đảm chất lượng" });
    await proceed(officer, file, "tieu-huy", {
      council, how: "dot", where: "Lò đốt của Công ty Môi trường đô thị", result: "Đã đốt toàn bộ, có ảnh kèm theo", cost: "1.500.000", ...SIGNED,
    });
    await officer.open(`${file}/tang-vat`);
    assert.match(await main(officer), /tiêu hủy/i);
    await officer.look("exhibits after their destruction");
    await proceed(head, file, "ket-thuc-khong-xu-phat", { note: "Đã tịch thu, tiêu hủy toàn bộ" });
    assert.match(await main(head), /Đã kết thúc/);
    await officer.open(`${file}/muc-luc`);
    const index = await main(officer);
    for (const words of ["TB-TCSH", "QĐ-TTTVPT", "BB-TTTVPT", "PA-XLTS", "BB-THTVPT"]) assert.ok(index.includes(words), words);
  }

  for (const scripts of [true, false]) {
    it(`are confiscated only when the owner's time is over, and destroyed, scripts ${scripts ? "on" : "off"}`, async () => {
      const first = await on(0, scripts);
      const file = await called(first.officer, first.head);
      const day = today();
      const later = await on(WEEKS_LATER, scripts);
      assert.notEqual(today(), day);
      await destroyed(later.officer, later.head, file);
    });
  }
});
