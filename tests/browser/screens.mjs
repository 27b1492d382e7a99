// Takes the pictures of docs/screens/ from the running demo: `node screens.mjs`. Desktop 1280 and phone 390, whole pages, PNG of
// at most 300 KB each. It opens a case of its own; everything else is the demo's.

import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DESKTOP, PHONE, startChromium } from "./support/browser.mjs";
import {
  fill,
  openCase,
  recordInspection,
  registerHousehold,
  signIn,
  signInspection,
  violationRecord,
} from "./support/officer.mjs";

const LIMIT = 300 * 1024;
const folder = process.env.INS_SCREENS ?? fileURLToPath(new URL("../../docs/screens", import.meta.url));

async function take(visitor, name) {
  for (const [kind, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
    await visitor.page.setViewportSize(viewport);
    const path = join(folder, `${name}-${kind}.png`);
    const height = await visitor.page.evaluate(() => document.documentElement.scrollHeight);
    // The first screens of a long page say enough: as many as fit the limit.
    for (const screens of [2.5, 2, 1.5, 1]) {
      const clip = { x: 0, y: 0, width: viewport.width, height: Math.min(height, viewport.height * screens) };
      await visitor.page.screenshot({ path, clip, fullPage: true, animations: "disabled", caret: "hide" });
      const { size } = await stat(path);
      if (size <= LIMIT) {
        console.log(`${name}-${kind}.png ${Math.ceil(size / 1024)} KB`);
        break;
      }
      if (screens === 1) throw new Error(`${path} is over 300 KB`);
    }
  }
  await visitor.page.setViewportSize(visitor.viewport);
}

await mkdir(folder, { recursive: true });
const chromium = await startChromium();
try {
  const officer = await chromium.visitor();
  const leader = await chromium.visitor();
  await officer.open("/dang-nhap");
  await take(officer, "dang-nhap");
  await signIn(officer, "ksv7");
  await signIn(leader, "doitruong3");
  await take(leader, "viec-cua-toi");

  const party = await registerHousehold(officer, "Hộ kinh doanh Minh Phương");
  const file = await openCase(officer, party);
  await signInspection(leader, file);
  await recordInspection(officer, file);
  await officer.open(`${file}/bien-ban-vi-pham`);
  await fill(officer, violationRecord());
  await officer.page.getByRole("complementary", { name: "Căn cứ pháp luật" }).getByText("35.000.000 đ").first().waitFor();
  await take(officer, "bien-ban-vi-pham");
  await officer.press("Lập biên bản vi phạm hành chính");
  await take(officer, "ho-so");

  const head = await chromium.visitor();
  await signIn(head, "chicuctruong");
  await head.open("/bao-cao");
  await take(head, "bao-cao");
  await head.open("/dieu-hanh");
  await take(head, "dieu-hanh");
  await head.open("/dieu-hanh/man-hinh");
  await take(head, "man-hinh-theo-doi");
  await head.open("/ho-so?buoc=da-ket-thuc");
  await head.page.locator('main table a[href^="/ho-so/"]').first().click();
  await head.page.locator('main a[href$="/giay/quyet-dinh-xu-phat"]').first().click();
  await head.page.locator("main article").first().waitFor();
  await take(head, "quyet-dinh-xu-phat");

  const signer = await chromium.visitor();
  await signIn(signer, "doitruong1");
  await signer.open("/ho-so?buoc=cho-ky-xu-phat");
  const waiting = await signer.page.locator('main table a[href^="/ho-so/"]').first().getAttribute("href");
  await signer.open(`${waiting}/ky-quyet-dinh-xu-phat`);
  await take(signer, "kiem-tra-truoc-khi-ky");
  await signer.open(`${waiting}/giay/can-cu-phap-ly`);
  await take(signer, "can-cu-phap-ly");
  await signer.open("/danh-muc");
  await take(signer, "danh-muc");

  // Where the demo runs with `--practice`.
  const learner = await chromium.visitor();
  await signIn(learner, "ksv9");
  await learner.open("/tap-huan");
  const way = learner.page.getByRole("link", { name: "Vào tập huấn" });
  if ((await way.count()) > 0) {
    await learner.follow(way, /giay=/);
    await learner.page.locator('[name="role"][value="provincial-head"] + label').click();
    await learner.press("Bắt đầu");
    await take(learner, "tap-huan");
    const there = new URL(learner.page.url()).origin;
    await learner.open(`${there}/ho-so`);
    await learner.follow(learner.page.locator('main a[href^="/ho-so/0"]').first(), /\/ho-so\/0[0-9a-f-]+$/);
    await learner.open(`${learner.page.url()}/giay/quyet-dinh-kiem-tra`);
    await take(learner, "tap-huan-van-ban");
  }
} finally {
  await chromium.close();
}
