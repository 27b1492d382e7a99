// Takes the pictures of docs/screens/hien-truong/ from the running demo: `node field-screens.mjs`. One day in a market without a network, as
// the officer's phone shows it, and the desk afterwards. PNG of at most 300 KB each.

import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PHONE, startChromium } from "./support/browser.mjs";
import { fill, inspectionRecord, openCase, registerHousehold, signIn, signInspection, violationRecord } from "./support/officer.mjs";

const LIMIT = 300 * 1024;
const PIN = "739164";
const ACCOUNT = process.env.INS_ACCOUNT ?? "ksv10";
const folder = process.env.INS_SCREENS ?? fileURLToPath(new URL("../../docs/screens/hien-truong", import.meta.url));

let number = 0;
async function take(page, name, height = PHONE.height * 1.6) {
  number += 1;
  const path = join(folder, `${String(number).padStart(2, "0")}-${name}.png`);
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const { width } = page.viewportSize();
  await page.screenshot({ path, clip: { x: 0, y: 0, width, height: Math.min(whole, height) }, fullPage: true, animations: "disabled", caret: "hide" });
  const { size } = await stat(path);
  console.log(`${path.split("/").pop()} ${Math.ceil(size / 1024)} KB`);
  if (size > LIMIT) throw new Error(`${path} is over 300 KB`);
}

await mkdir(folder, { recursive: true });
const chromium = await startChromium();
try {
  const [officer, leader] = [await chromium.visitor({ worker: true, viewport: PHONE }), await chromium.visitor()];
  const { page } = officer;
  const button = (words) => page.getByRole("button", { name: words, exact: true });
  const status = (words) => page.locator(".fieldwork__line", { hasText: words }).waitFor({ timeout: 60_000 });
  await signIn(officer, ACCOUNT);
  await signIn(leader, "doitruong4");
  const name = "Hộ kinh doanh Chợ Đầu Mối";
  const file = await openCase(officer, await registerHousehold(officer, name));
  await signInspection(leader, file);

  await officer.open("/hien-truong");
  await take(page, "dat-ma-pin");
  await page.getByLabel("Mã PIN mới").fill(PIN);
  await page.getByLabel("Nhập lại mã PIN").fill(PIN);
  await button("Tạo gói trên máy này").click();
  await status("Đã gửi hết");
  await take(page, "goi-ho-so");
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForTimeout(3000);

  await officer.cutNetwork();
  await status("Không có mạng");
  await page.locator('a[href^="#/ho-so/"]', { hasText: name }).first().click();
  await take(page, "ho-so-khong-mang");
  await page.getByRole("link", { name: "Biên bản kiểm tra" }).click();
  await fill(officer, inspectionRecord());
  await page.getByText("Đã lưu trên máy.").waitFor();
  await take(page, "bien-ban-kiem-tra");
  await button("Lập biên bản kiểm tra").click();
  await page.getByText("đã cấp từ dãy dự trữ").waitFor();
  await take(page, "kiem-tra-lai");
  await button("Lập biên bản").click();
  await status("1 biên bản chưa gửi");
  await page.getByRole("link", { name: "Xem và in" }).click();
  await page.getByRole("article").waitFor();
  await take(page, "ban-in");
  await page.goto("/hien-truong#/");
  await page.locator('a[href^="#/ho-so/"]', { hasText: name }).first().click();
  await page.getByRole("link", { name: "Biên bản vi phạm hành chính" }).click();
  await fill(officer, violationRecord());
  await page.getByRole("complementary", { name: "Căn cứ pháp luật" }).getByText("15.000.000").first().waitFor();
  await page.getByRole("complementary", { name: "Căn cứ pháp luật" }).scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(folder, "07-can-cu-phap-luat.png"), animations: "disabled", caret: "hide" });
  number += 1;
  await button("Lập biên bản vi phạm hành chính").click();
  await button("Lập biên bản").click();
  await status("2 biên bản chưa gửi");
  await page.goto("/hien-truong#/");
  await take(page, "cho-gui");
  await officer.cutNetwork(false);
  await status("Đã gửi hết");
  await take(page, "da-gui-het");
  await leader.open(file);
  await take(leader.page, "ho-so-tai-co-quan", 900);

  // The other way: the desk was quicker.
  const other = "Hộ kinh doanh Hai Người Lập";
  const desk = await chromium.visitor();
  await signIn(desk, ACCOUNT);
  const second = await openCase(desk, await registerHousehold(desk, other));
  await signInspection(leader, second);
  await button("Cập nhật gói").click();
  await page.locator('a[href^="#/ho-so/"]', { hasText: other }).first().waitFor();
  await officer.cutNetwork();
  await page.locator('a[href^="#/ho-so/"]', { hasText: other }).first().click();
  await page.getByRole("link", { name: "Biên bản kiểm tra" }).click();
  await fill(officer, { ...inspectionRecord(), findings: "Phát hiện 40 đôi giày không hóa đơn." });
  await button("Lập biên bản kiểm tra").click();
  await button("Lập biên bản").click();
  await desk.open(`${second}/bien-ban-kiem-tra`);
  await fill(desk, { ...inspectionRecord(), findings: "Phát hiện 38 đôi giày không hóa đơn." });
  await desk.press("Lập biên bản kiểm tra");
  await officer.cutNetwork(false);
  await page.getByRole("link", { name: "So sánh và xử lý" }).click();
  await page.getByText("Phát hiện 38 đôi giày").waitFor();
  await take(page, "hai-ben");
  await leader.open("/thiet-bi-hien-truong");
  await take(leader.page, "cho-quyet-dinh", 900);
} finally {
  await chromium.close();
}
