// Field work: an officer takes his case out, works without a network, loses the page twice, and what he did is in the case once he is back.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { PHONE, startChromium } from "./support/browser.mjs";
import { fill, inspectionRecord, openCase, registerHousehold, signIn, signInspection, violationRecord } from "./support/officer.mjs";

const PIN = "739164";

/** A small picture, as a camera would hand it over. */
async function picture(page) {
  const data = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#7a5c2e";
    pen.fillRect(0, 0, 640, 480);
    pen.fillStyle = "#fff";
    pen.fillRect(120, 90, 200, 160);
    return canvas.toDataURL("image/jpeg").split(",")[1];
  });
  return { name: "quay-hang.jpg", mimeType: "image/jpeg", buffer: Buffer.from(data, "base64") };
}

describe("field work", () => {
  let chromium;
  let officer;
  let leader;
  let file;
  const name = `Hộ kinh doanh Đi Chợ ${Date.now() % 100_000}`;

  const button = (words) => officer.page.getByRole("button", { name: words, exact: true });
  const heading = (words) => officer.page.getByRole("heading", { level: 1, name: words });
  const status = (words) => officer.page.locator(".fieldwork__line", { hasText: words });

  before(async () => {
    chromium = await startChromium();
    [officer, leader] = [await chromium.visitor({ worker: true, viewport: PHONE }), await chromium.visitor()];
    await signIn(officer, "ksv1");
    await signIn(leader, "doitruong1");
    file = await openCase(officer, await registerHousehold(officer, name));
    await signInspection(leader, file);
  });

  after(async () => {
    await leader?.leave();
    await officer?.leave();
    await chromium?.close();
  });

  /** Opens the application's document again, as after the page was killed, and gives the PIN. */
  async function reopen() {
    await officer.page.goto("/hien-truong");
    await officer.page.getByLabel("Mã PIN", { exact: true }).fill(PIN);
    await button("Mở gói").click();
    await heading("Công tác hiện trường").waitFor();
  }

  it("takes the kit out under a PIN that is not easy to guess", async () => {
    await officer.open("/hien-truong");
    await heading("Chuẩn bị đi hiện trường").waitFor();
    await officer.look("choosing a PIN");
    await officer.page.getByLabel("Mã PIN mới").fill("123456");
    await officer.page.getByLabel("Nhập lại mã PIN").fill("123456");
    await button("Tạo gói trên máy này").click();
    await officer.page.getByRole("alert").filter({ hasText: "rất dễ đoán" }).waitFor();
    await officer.page.getByLabel("Mã PIN mới").fill(PIN);
    await officer.page.getByLabel("Nhập lại mã PIN").fill(PIN);
    await button("Tạo gói trên máy này").click();
    await heading("Công tác hiện trường").waitFor();
    await officer.page.getByRole("link", { name }).waitFor();
    await status("Đã gửi hết").waitFor();
    await officer.page.getByText("Gói đã lấy đủ").waitFor();
    await officer.look("the kit");
    await officer.page.waitForFunction(async () => Boolean(await caches.match("/hien-truong")));
  });

  it("fills in both records without a network, and a killed page takes nothing away", async () => {
    await officer.cutNetwork();
    await status("Không có mạng").waitFor();
    await officer.page.getByRole("link", { name }).click();
    await officer.page.getByRole("link", { name: "Biên bản kiểm tra" }).click();
    await heading("Biên bản kiểm tra").waitFor();
    await officer.look("the inspection record");
    await button("Lập biên bản kiểm tra").click();
    await officer.page.getByRole("alert").filter({ hasText: "Có lỗi cần sửa" }).waitFor();
    assert.ok(await officer.page.getByRole("link", { name: "Ghi kết quả kiểm tra theo từng nội dung." }).count());
    await officer.look("the inspection record with errors");
    await fill(officer, inspectionRecord());
    await officer.page.getByText("Đã lưu trên máy.").waitFor();

    // The page is killed: a new one finds what was typed.
    await officer.page.goto("about:blank");
    await reopen();
    await officer.page.getByRole("link", { name: "Biên bản kiểm tra" }).click();
    await heading("Biên bản kiểm tra").waitFor();
    assert.equal(await officer.page.getByLabel("Kết quả kiểm tra").inputValue(), inspectionRecord().findings);
    await button("Lập biên bản kiểm tra").click();
    await heading("Kiểm tra lại trước khi lập").waitFor();
    await officer.page.getByText("đã cấp từ dãy dự trữ").waitFor();
    await officer.look("the inspection record once more");
    await button("Lập biên bản").click();
    await status("1 biên bản chưa gửi").waitFor();

    await officer.page.getByRole("link", { name: "Xem và in" }).click();
    const paper = officer.page.getByRole("article");
    await paper.getByText("chờ ghi vào hệ thống").waitFor();
    await officer.look("the paper of the inspection record");
    await officer.page.getByRole("link", { name: "Về biên bản" }).click();
    await officer.page.getByRole("link", { name: "Về hồ sơ" }).click();
    await officer.page.getByRole("link", { name: "Biên bản vi phạm hành chính" }).click();
    await heading("Biên bản vi phạm hành chính").waitFor();
    await fill(officer, violationRecord());
    await officer.page.getByRole("complementary", { name: "Căn cứ pháp luật" }).getByText("15.000.000").first().waitFor();
    await officer.look("the violation record");
    await button("Lập biên bản vi phạm hành chính").click();
    await heading("Kiểm tra lại trước khi lập").waitFor();
    await officer.look("the violation record once more");
    await button("Lập biên bản").click();
    await status("2 biên bản chưa gửi").waitFor();
  });

  it("takes a photo and a signature along", async () => {
    await officer.page.getByRole("link", { name: "Ký trên màn hình" }).click();
    await heading("Ký trên màn hình").waitFor();
    const canvas = officer.page.getByRole("img", { name: "Ô ký" });
    await canvas.evaluate((element) => element.scrollIntoView({ block: "center" }));
    const pad = await canvas.boundingBox();
    await officer.page.mouse.move(pad.x + 30, pad.y + 60);
    await officer.page.mouse.down();
    for (let step = 1; step < 12; step += 1) await officer.page.mouse.move(pad.x + 30 + step * 15, pad.y + 60 + (step % 2) * 40);
    await officer.page.mouse.up();
    await button("Lưu chữ ký").click();
    await officer.page.getByText("Đã lưu chữ ký").waitFor();
    await officer.look("signing on the screen");
    await officer.page.getByRole("link", { name: "Về biên bản" }).click();
    await officer.page.getByRole("link", { name: "Về hồ sơ" }).click();
    await officer.page.getByRole("link", { name: "Chụp ảnh" }).click();
    await heading("Chụp ảnh").waitFor();
    await officer.page.getByLabel("Chú thích").fill("Quầy hàng bên trái");
    await officer.page.getByLabel("Chọn ảnh có sẵn").setInputFiles([await picture(officer.page)]);
    await officer.page.getByText("Quầy hàng bên trái").waitFor();
    await status("2 biên bản, 2 ảnh chưa gửi").waitFor();
    await officer.look("the photos");
  });

  it("brings everything home once, under the numbers that were printed", async () => {
    await officer.page.reload();
    await officer.page.getByLabel("Mã PIN", { exact: true }).fill(PIN);
    await button("Mở gói").click();
    await status("2 biên bản, 2 ảnh chưa gửi").waitFor();
    await officer.page.goto("/hien-truong#/");
    await heading("Công tác hiện trường").waitFor();
    await officer.look("what waits");
    await officer.cutNetwork(false);
    await status("Đã gửi hết").waitFor({ timeout: 60_000 });
    await officer.look("all is sent");

    await leader.open(file);
    const page = leader.page.locator("main");
    for (const words of ["/BB-KT", "/BB-VPHC", "Quầy hàng bên trái", "Chữ ký trên màn hình"]) {
      assert.ok(await page.getByText(words).count(), `${words} on the case's page`);
    }
  });

  it("shows both sides where the case went on without it", async () => {
    // Another case: the inspection is recorded at the desk while the device writes its own.
    const other = `Hộ kinh doanh Hai Bên ${Date.now() % 100_000}`;
    const desk = await chromium.visitor();
    await signIn(desk, "ksv1");
    const second = await openCase(desk, await registerHousehold(desk, other));
    await signInspection(leader, second);
    await officer.page.goto("/hien-truong#/");
    await button("Cập nhật gói").click();
    await officer.page.getByRole("link", { name: other }).waitFor();
    await officer.cutNetwork();
    await officer.page.getByRole("link", { name: other }).click();
    await officer.page.getByRole("link", { name: "Biên bản kiểm tra" }).click();
    await fill(officer, { ...inspectionRecord(), findings: "Ghi trên máy hiện trường." });
    await button("Lập biên bản kiểm tra").click();
    await button("Lập biên bản").click();
    await status("1 biên bản chưa gửi").waitFor();

    await desk.open(`${second}/bien-ban-kiem-tra`);
    await fill(desk, { ...inspectionRecord(), findings: "Ghi tại trụ sở." });
    await desk.press("Lập biên bản kiểm tra");
    await desk.leave();

    await officer.cutNetwork(false);
    await officer.page.getByRole("link", { name: "So sánh và xử lý" }).click();
    await heading("So sánh và xử lý").waitFor();
    await officer.page.getByText("Ghi tại trụ sở.").waitFor();
    assert.ok(await officer.page.getByText("(khác nhau)").count());
    await officer.look("both sides");
    await button("Rút nội dung của tôi").click();
    await officer.page.getByRole("alert").filter({ hasText: "Ghi lý do rút lại" }).waitFor();
    await officer.page.getByLabel("Lý do rút lại").fill("Đã lập đủ tại trụ sở");
    await button("Rút nội dung của tôi").click();
    await officer.page.getByText("Đã rút nội dung của đồng chí").waitFor();
    await status("Đã gửi hết").waitFor();
  });

  it("files a form once that stands open in two tabs", async () => {
    const other = `Hộ kinh doanh Hai Thẻ ${Date.now() % 100_000}`;
    const desk = await chromium.visitor();
    await signIn(desk, "ksv1");
    const third = await openCase(desk, await registerHousehold(desk, other));
    await desk.leave();
    await signInspection(leader, third);
    await officer.page.goto("/hien-truong#/");
    await button("Cập nhật gói").click();
    await officer.page.getByRole("link", { name: other }).click();
    await officer.page.getByRole("link", { name: "Biên bản kiểm tra" }).click();
    await fill(officer, inspectionRecord());
    await officer.page.getByText("Đã lưu trên máy.").waitFor();

    // A tab that has not heard yet what the other one does: it asks the device.
    const tab = await officer.context.newPage();
    await tab.addInitScript(() => {
      BroadcastChannel.prototype.addEventListener = () => {};
      Object.defineProperty(BroadcastChannel.prototype, "onmessage", { set() {}, get: () => null });
    });
    await tab.goto("/hien-truong");
    await tab.getByLabel("Mã PIN", { exact: true }).fill(PIN);
    await tab.getByRole("button", { name: "Mở gói" }).click();
    await tab.locator(`a[href^="#/ho-so/"]:not([href$="-tra"])`, { hasText: other }).click();
    await tab.getByRole("link", { name: "Biên bản kiểm tra" }).click();
    assert.equal(await tab.getByLabel("Kết quả kiểm tra").inputValue(), inspectionRecord().findings);

    await button("Lập biên bản kiểm tra").click();
    await button("Lập biên bản").click();
    await heading("Biên bản kiểm tra").waitFor();
    await tab.getByRole("button", { name: "Lập biên bản kiểm tra" }).click();
    await tab.getByText("Biên bản này đã được lập ở thẻ khác").waitFor();
    await tab.close();
    await status("Đã gửi hết").waitFor();
  });

  it("keeps the work in a sealed file, and gives the device up", async () => {
    await officer.page.goto("/hien-truong#/cai-dat");
    await heading("Cài đặt và sao lưu").waitFor();
    await officer.look("the device");
    await officer.page.getByLabel("Mã PIN của gói").fill(PIN);
    const [saved] = await Promise.all([officer.page.waitForEvent("download"), button("Lưu tệp sao lưu").click()]);
    assert.match(saved.suggestedFilename(), /^hien-truong-.*\.insdp$/);
    await officer.page.getByText("Đã lưu tệp sao lưu").waitFor();
    await button("Tương phản cao khi trời nắng").click();
    await officer.look("the device in bright sun");
    await button("Về như thường").click();
    await button("Xóa gói khỏi máy").click();
    await heading("Chuẩn bị đi hiện trường").waitFor();
  });
});
