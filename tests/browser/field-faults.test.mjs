// Field work where everything goes wrong: answers lost and requests cut, the cache cleared, the clock a day ahead, the storage full, a new
// version in the middle of a form, two devices, a device taken out of use, a backup that is cut short. Nothing is lost, nothing twice.
//
// The browsers reach the system through a network that the test can break. What officers see when all is well is in field.test.mjs.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { BASE, PHONE, startChromium, startFirefox } from "./support/browser.mjs";
import { freePort } from "./support/host.mjs";
import { startNetwork } from "./support/network.mjs";
import { fill, fresh, inspectionRecord, openCase, registerHousehold, signIn, signInspection, today, violationRecord } from "./support/officer.mjs";

const PIN = "739164";
const FIREFOX = process.env.INS_FIREFOX ?? "/usr/bin/firefox-esr";
const text = (locator) => locator.innerText().then((words) => words.replaceAll(/\s+/g, " "));

/** A picture no other test has, as a camera would hand it over. */
async function picture(page, name) {
  const data = await page.evaluate((seed) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 800, height: 600 });
    const pen = canvas.getContext("2d");
    for (let line = 0; line < 300; line += 1) {
      pen.fillStyle = `hsl(${(line * 47 + seed) % 360} 60% 50%)`;
      pen.fillRect((line * 131 + seed) % 800, (line * 71) % 600, 60, 40);
    }
    return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
  }, Number(fresh().slice(-6)));
  return { name, mimeType: "image/jpeg", buffer: Buffer.from(data, "base64") };
}

for (const [browser, officerName, fullName, leaderName, missing, start] of [
  ["Chromium", "ksv5", "Hoàng Thị Lan", "doitruong2", false, startChromium],
  ["Firefox ESR", "ksv8", "Đặng Thị Ngọc Anh", "doitruong3", existsSync(FIREFOX) ? false : `${FIREFOX} is not installed`, () => startFirefox(FIREFOX)],
]) {
  describe(`field work and its faults in ${browser}`, { skip: missing }, () => {
    let desk, deskOfficer, leader, driven, network, base, file;
    /** The device, and another one of the same officer. */
    let one, two;
    const name = `Hộ kinh doanh Sóng Gió ${fresh()}`;
    const label = `${browser} ${fresh()}`;
    /** The last two go on from a saved file. */
    const noDownloads = browser === "Chromium" ? false : "its driver tells of no downloads";

    const button = (device, words) => device.page.getByRole("button", { name: words, exact: true });
    const link = (device, words) => device.page.getByRole("link", { name: words }).first();
    const heading = (device, words) => device.page.getByRole("heading", { level: 1, name: words });
    const status = (device, words, timeout = 20_000) => device.page.locator(".fieldwork__line", { hasText: words }).waitFor({ timeout });
    const home = async (device) => {
      await device.page.goto("/hien-truong#/");
      await heading(device, "Công tác hiện trường").waitFor();
    };
    const unlock = async (device) => {
      await device.page.getByLabel("Mã PIN", { exact: true }).fill(PIN);
      await button(device, "Mở gói").click();
      await device.page.locator(".fieldwork__line").waitFor();
    };
    const begin = async (device) => {
      await device.page.goto("/hien-truong");
      await device.page.getByLabel("Mã PIN mới").fill(PIN);
      await device.page.getByLabel("Nhập lại mã PIN").fill(PIN);
      await button(device, "Tạo gói trên máy này").click();
      await heading(device, "Công tác hiện trường")
        .waitFor({ timeout: 60_000 })
        .catch(async (error) => assert.fail(`${error.message}: ${await text(device.page.locator("main"))}`));
      await status(device, "Đã gửi hết");
      await device.page.getByText("Gói đã lấy đủ").waitFor({ timeout: 60_000 });
    };
    const openFile = async (device, party) => {
      await home(device);
      await device.page.locator('a[href^="#/ho-so/"]:not([href*="/bien-ban"])', { hasText: party }).first().click();
    };
    /** A file of the officer whose inspection decision is signed. */
    const signed = async (party) => {
      const path = await openCase(deskOfficer, await registerHousehold(deskOfficer, party));
      await signInspection(leader, path);
      return path;
    };
    const photograph = async (device, party, caption) => {
      await openFile(device, party);
      await link(device, "Chụp ảnh").click();
      await device.page.getByLabel("Chú thích").fill(caption);
      await device.page.getByLabel("Chọn ảnh có sẵn").setInputFiles([await picture(device.page, `${caption}.jpg`)]);
      await device.page.locator(".fieldwork__photo", { hasText: caption }).waitFor();
    };
    /** How often words stand on the page of a file. */
    const count = async (path, words) => {
      await leader.open(path);
      return (await text(leader.page.locator("main"))).split(words).length - 1;
    };

    before(async () => {
      desk = await startChromium();
      [deskOfficer, leader] = [await desk.visitor(), await desk.visitor()];
      await signIn(deskOfficer, officerName);
      await signIn(leader, leaderName);
      file = await signed(name);
      const port = await freePort();
      network = await startNetwork(port, Number(new URL(BASE).port));
      base = `http://127.0.0.1:${port}`;
      driven = await start();
      one = await driven.visitor({ worker: true, viewport: PHONE, base });
      await one.page.goto("/dang-nhap");
      await signInHere(one);
      await begin(one);
    });
    after(async () => {
      network?.close();
      await driven?.close();
      await desk?.close();
    });

    async function signInHere(device) {
      await device.page.getByLabel("Tên đăng nhập").fill(officerName);
      await device.page.getByLabel("Mật khẩu").fill(process.env.INS_DEMO_PASSWORD ?? "chợ phố hiến 1872");
      await device.page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
      await device.page.waitForURL((url) => url.pathname === "/");
    }

    it("sends two records and a photo over a network that spoils every second request", async () => {
      network.state = "cut";
      await openFile(one, name);
      await link(one, "Biên bản kiểm tra").click();
      await fill(one, inspectionRecord());
      await button(one, "Lập biên bản kiểm tra").click();
      await button(one, "Lập biên bản").click();
      await status(one, "1 biên bản chưa gửi");
      await openFile(one, name);
      await link(one, "Biên bản vi phạm hành chính").click();
      await fill(one, violationRecord());
      await button(one, "Lập biên bản vi phạm hành chính").click();
      await button(one, "Lập biên bản").click();
      await status(one, "2 biên bản chưa gửi");
      await photograph(one, name, "Quầy số một");
      await status(one, "2 biên bản, 1 ảnh chưa gửi");
      // From now on each request is spoilt once: its answer is lost, or it does not arrive.
      const spoilt = [];
      let turn = 0;
      network.judge = ({ method, url }) => {
        if (method !== "POST") return "pass";
        turn += 1;
        if (turn % 2 === 0) return "pass";
        spoilt.push(url.split("?")[0]);
        return turn % 4 === 1 ? "lose" : "cut";
      };
      network.state = "on";
      await one.page.reload();
      await unlock(one);
      await status(one, "Đã gửi hết", 120_000);
      network.judge = () => "pass";
      for (const kind of ["/dong-bo/gui", "/dinh-kem/gui-dan/", "/dong-bo/goi"]) {
        assert.ok(spoilt.some((url) => url.startsWith(kind)), `${kind} was not spoilt: ${spoilt}`);
      }
      assert.equal(await count(file, "Lập biên bản kiểm tra số"), 1);
      assert.equal(await count(file, "Lập biên bản vi phạm hành chính số"), 1);
      assert.equal(await count(file, "Đính kèm: Ảnh hiện trường"), 1);
    });

    it("keeps what was not sent when the browser's cache is cleared", async () => {
      network.state = "cut";
      await photograph(one, name, "Quầy số hai");
      await status(one, "1 ảnh chưa gửi");
      await one.page.evaluate(async () => {
        for (const key of await caches.keys()) await caches.delete(key);
      });
      network.state = "on";
      await one.page.reload();
      await unlock(one);
      await status(one, "Đã gửi hết", 60_000);
      assert.equal(await count(file, "Quầy số hai") > 0, true);
    });

    it("takes the system's time where the device is a day ahead, and says so", async () => {
      const party = `Hộ kinh doanh Đồng Hồ ${fresh()}`;
      const path = await signed(party);
      const page = await one.context.newPage();
      await page.addInitScript(() => {
        const Real = Date;
        const ahead = 86_400_000;
        globalThis.Date = class extends Real {
          constructor(...given) {
            if (given.length > 0) super(...given);
            else super(Real.now() + ahead);
          }
          static now() {
            return Real.now() + ahead;
          }
        };
      });
      const device = { page, context: one.context };
      await page.goto("/hien-truong");
      await unlock(device);
      await button(device, "Cập nhật gói").click();
      await page.getByText("Giờ của máy sai").waitFor();
      await openFile(device, party);
      await link(device, "Biên bản kiểm tra").click();
      assert.equal(await page.locator('[name="finished_date"]').inputValue(), today());
      await fill(device, inspectionRecord());
      await button(device, "Lập biên bản kiểm tra").click();
      await button(device, "Lập biên bản").click();
      await page.getByText("Đã lập trên máy: Biên bản kiểm tra").waitFor();
      await status(device, "Đã gửi hết", 60_000);
      await page.close();
      assert.equal(await count(path, "Lập biên bản kiểm tra số"), 1);
      // The right clock again.
      await one.page.reload();
      await unlock(one);
      await home(one);
      await button(one, "Cập nhật gói").click();
      await one.page.getByText("Giờ của máy sai").waitFor({ state: "hidden" });
    });

    it("says that the storage is full, and keeps the form on the screen", async () => {
      const party = `Hộ kinh doanh Đầy Kho ${fresh()}`;
      await signed(party);
      await home(one);
      await button(one, "Cập nhật gói").click();
      await openFile(one, party);
      await link(one, "Biên bản kiểm tra").click();
      await one.page.evaluate(() => {
        const { put, add } = IDBObjectStore.prototype;
        const full = () => {
          throw new DOMException("full", "QuotaExceededError");
        };
        Object.assign(IDBObjectStore.prototype, { put: full, add: full });
        globalThis.__room = () => Object.assign(IDBObjectStore.prototype, { put, add });
      });
      await fill(one, inspectionRecord());
      await one.page.getByText("Thiết bị hết chỗ").first().waitFor();
      assert.equal(await one.page.getByLabel("Kết quả kiểm tra").inputValue(), inspectionRecord().findings);
      await one.page.evaluate(() => globalThis.__room());
      await one.page.getByLabel("Kết quả kiểm tra").fill("Ghi lại khi có chỗ.");
      await one.page.getByText("Đã lưu trên máy.").waitFor();
      await one.page.reload();
      await unlock(one);
      await openFile(one, party);
      await link(one, "Biên bản kiểm tra").click();
      assert.equal(await one.page.getByLabel("Kết quả kiểm tra").inputValue(), "Ghi lại khi có chỗ.");
    });

    it("goes on with a form while a new version is put into use", async () => {
      await one.page.getByLabel("Kết quả kiểm tra").fill("Viết giữa hai phiên bản.");
      network.instead["/sw.js"] = (script) => script.replace(/const VERSION = (["'`])/, "const VERSION = $1moi");
      const changed = await one.page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        // Firefox learns of the workers of a registration after it has the registration, and renews none that it knows nothing of.
        for (let turn = 0; !registration.active && turn < 500; turn += 1) await new Promise((resolve) => setTimeout(resolve, 20));
        const next = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true), { once: true }));
        await registration.update();
        return Promise.race([next, new Promise((resolve) => setTimeout(() => resolve(navigator.serviceWorker.controller?.state), 30_000))]);
      });
      delete network.instead["/sw.js"];
      assert.equal(changed, true, `the new worker took over: ${network.asked.slice(-8)}`);
      assert.equal(await one.page.getByLabel("Kết quả kiểm tra").inputValue(), "Viết giữa hai phiên bản.");
      await one.page
        .getByText("Đã lưu trên máy.")
        .waitFor()
        .catch(async (error) => assert.fail(`${error.message}: ${one.page.url()} ${(await text(one.page.locator("main"))).slice(0, 900)}`));
    });

    it("keeps what is typed while the form is on its way, and has no conflict with itself", async () => {
      const sent = (path) => network.asked.filter((asked) => asked === `POST ${path}`).length;
      const sends = async (path, count) => {
        const end = Date.now() + 20_000;
        while (sent(path) < count) {
          assert.ok(Date.now() < end, `${path} was asked ${sent(path)} times: ${network.asked.slice(-8)}`);
          await one.page.waitForTimeout(50);
        }
      };
      const renew = async () => {
        await home(one);
        await button(one, "Cập nhật gói").click();
      };
      await openFile(one, "Đầy Kho");
      await link(one, "Biên bản kiểm tra").click();
      await one.page.getByLabel("Kết quả kiểm tra").fill("Viết trước khi gửi.");
      await one.page.getByText("Đã lưu trên máy.").waitFor();
      const [drafts, kits] = [sent("/dong-bo/nhap"), sent("/dong-bo/goi")];
      let arrive;
      const underway = new Promise((resolve) => (arrive = () => resolve("pass")));
      network.judge = ({ url }) => (url === "/dong-bo/nhap" ? underway : "pass");
      await renew();
      await sends("/dong-bo/nhap", drafts + 1);
      await openFile(one, "Đầy Kho");
      await link(one, "Biên bản kiểm tra").click();
      await one.page.getByLabel("Kết quả kiểm tra").fill("Viết khi bản trước đang trên đường.");
      await one.page.getByText("Đã lưu trên máy.").waitFor();
      arrive();
      network.judge = () => "pass";
      await sends("/dong-bo/goi", kits + 1);
      assert.equal(await one.page.getByLabel("Kết quả kiểm tra").inputValue(), "Viết khi bản trước đang trên đường.");
      await one.page.reload();
      await unlock(one);
      await renew();
      await sends("/dong-bo/nhap", drafts + 2);
      await sends("/dong-bo/goi", kits + 2);
      await openFile(one, "Đầy Kho");
      await link(one, "Biên bản kiểm tra").click();
      assert.equal(await one.page.getByLabel("Kết quả kiểm tra").inputValue(), "Viết khi bản trước đang trên đường.");
      await home(one);
      assert.equal(await one.page.locator('a[href^="#/nhap/"]').count(), 0, "no conflict with itself");
    });

    it("goes on on another device with what was begun on this one", async () => {
      await home(one);
      await one.page.reload();
      await unlock(one);
      await status(one, "Đã gửi hết");
      two = await driven.visitor({ worker: true, viewport: PHONE, base });
      await two.page.goto("/dang-nhap");
      await signInHere(two);
      await begin(two);
      await two.page.locator('a[href^="#/ho-so/"]:not([href*="/bien-ban"])', { hasText: "Đầy Kho" }).first().click();
      await link(two, "Biên bản kiểm tra").click();
      await button(two, "Mở tiếp bản đó")
        .click()
        .catch(async (error) => assert.fail(`${error.message}: ${two.page.url()} ${(await text(two.page.locator("main"))).slice(0, 600)} ${network.asked.slice(-5)}`));
      await two.page.waitForFunction(() => document.querySelector('[name="findings"]')?.value === "Viết khi bản trước đang trên đường.");
    });

    it("keeps what was typed just before the screen is left, or put away", async () => {
      const findings = one.page.getByLabel("Kết quả kiểm tra");
      const again = async (words) => {
        await openFile(one, "Đầy Kho");
        await link(one, "Biên bản kiểm tra").click();
        await findings.waitFor();
        assert.equal(await findings.inputValue(), words);
      };
      await openFile(one, "Đầy Kho");
      await link(one, "Biên bản kiểm tra").click();
      // Both within one turn of the page: no pause in which it would be kept by itself.
      await findings.evaluate((field) => {
        field.value = "Viết rồi quay về ngay.";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        location.hash = "#/";
      });
      await heading(one, "Công tác hiện trường").waitFor();
      await again("Viết rồi quay về ngay.");
      await findings.evaluate((field) => {
        // No pause ends from here on: what would have been kept after one is not.
        const { setTimeout } = globalThis;
        globalThis.__pauses = () => Object.assign(globalThis, { setTimeout });
        globalThis.setTimeout = () => 0;
        field.value = "Viết rồi cất máy ngay.";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        Object.defineProperty(document, "hidden", { value: true, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
        delete document.hidden;
      });
      await one.page.getByText("Đã lưu trên máy.").waitFor();
      await one.page.evaluate(() => globalThis.__pauses());
      await one.page.reload();
      await unlock(one);
      await again("Viết rồi cất máy ngay.");
    });

    it("restores a sealed file on the other device, and refuses one that is cut or opened with another PIN", { skip: noDownloads }, async () => {
      network.state = "cut";
      await photograph(one, name, "Quầy số ba");
      await one.page.goto("/hien-truong#/cai-dat");
      await one.page.getByLabel("Mã PIN của gói").fill(PIN);
      const [saved] = await Promise.all([one.page.waitForEvent("download"), button(one, "Lưu tệp sao lưu").click()]);
      const bytes = await readFile(await saved.path());
      network.state = "on";
      await two.page.goto("/hien-truong#/cai-dat");
      await heading(two, "Cài đặt và sao lưu").waitFor();
      const give = async (pin, buffer, words) => {
        await two.page.getByLabel("Mã PIN của tệp").fill(pin);
        await two.page.getByLabel("Tệp sao lưu").setInputFiles([{ name: "a.insdp", mimeType: "application/octet-stream", buffer }]);
        await two.page.getByText(words).first().waitFor();
      };
      await give("481537", bytes, "Mã PIN không đúng");
      await give(PIN, bytes.subarray(0, bytes.length - 1000), "không còn nguyên vẹn");
      await give(PIN, Buffer.from("không phải tệp sao lưu"), "không phải tệp sao lưu");
      await give(PIN, bytes, "Đã khôi phục từ tệp sao lưu");
      await home(two);
      await two.page.reload();
      await unlock(two);
      await status(two, "Đã gửi hết", 60_000);
      assert.ok((await count(file, "Quầy số ba")) > 0);
    });

    it("loses its kit and keeps its unsent work when a leader takes it out of use", { skip: noDownloads }, async () => {
      // The first device sends what the other one sent already: it is in the file once.
      await home(one);
      await one.page.reload();
      await unlock(one);
      await status(one, "Đã gửi hết", 60_000);
      assert.equal(await count(file, "Đính kèm: Ảnh hiện trường"), 3);
      network.state = "cut";
      await photograph(one, name, "Quầy số bốn");
      await leader.open("/thiet-bi-hien-truong");
      for (;;) {
        const rows = leader.page.locator("main tr", { hasText: fullName }).filter({ has: leader.page.getByRole("button", { name: "Ngừng dùng" }) });
        if ((await rows.count()) === 0) break;
        await rows.first().locator('[name="reason"]').fill(`Mất máy ${label}`);
        await leader.go(() => rows.first().getByRole("button", { name: "Ngừng dùng" }).click());
      }
      network.state = "on";
      await one.page.reload();
      await unlock(one);
      await one.page.getByText("đã bị thu hồi").first().waitFor({ timeout: 60_000 });
      await home(one);
      await status(one, "1 ảnh chưa gửi");
      assert.equal(await one.page.locator('a[href^="#/ho-so/"]:not([href*="/bien-ban"])').count(), 0, "no file can be opened any more");
      assert.equal(await count(file, "Quầy số bốn"), 0);
    });
  });
}
