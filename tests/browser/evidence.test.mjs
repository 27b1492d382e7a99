// A case leaves the system with its chain of events, and anybody proves it on a machine without a network; the mark on its papers is part of
// that chain; and that it left stands in the journal.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { PHONE, startChromium } from "./support/browser.mjs";
import { fill, fresh, inspectionRecord, openCase, registerHousehold, signIn, signInspection } from "./support/officer.mjs";

describe("a case that leaves the system", () => {
  let chromium, officer, leader, directory, page, file, made, anchor;
  const name = `Hộ kinh doanh Chuỗi Sự Kiện ${fresh()}`;

  before(async () => {
    chromium = await startChromium();
    [officer, leader] = [await chromium.visitor(), await chromium.visitor({ viewport: PHONE })];
    await signIn(officer, "ksv1");
    await signIn(leader, "doitruong1");
    directory = await mkdtemp(join(tmpdir(), "ins-evidence-"));
  });
  after(async () => {
    await page?.context().close();
    await chromium?.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** Shows a file to the page and answers what it says. */
  async function prove(content, { mark = "", files = [] } = {}) {
    const path = join(directory, `ho-so-${fresh()}.json`);
    await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
    await page.reload();
    await page.getByLabel("Dấu chuỗi sự kiện").fill(mark);
    if (files.length > 0) await page.getByLabel("Tệp đính kèm").setInputFiles(files);
    await page.getByLabel("Tệp hồ sơ").setInputFiles(path);
    await page.locator(".result").waitFor();
    return page.locator(".result").innerText();
  }

  it("bears its place in the chain on its papers, and the public check knows it", async () => {
    file = await openCase(officer, await registerHousehold(officer, name));
    await signInspection(leader, file);
    await officer.open(`${file}/bien-ban-kiem-tra`);
    await fill(officer, inspectionRecord());
    await officer.press("Lập biên bản kiểm tra");
    await officer.open(`${file}/giay/bien-ban-kiem-tra`);
    const paper = await officer.page.locator("main").innerText();
    anchor = /Dấu chuỗi sự kiện: (\d+\.[0-9a-f]{16})/.exec(paper)?.[1];
    assert.ok(anchor, paper);
    const code = /Quét mã, hoặc mở: \S*(\/kiem-tra-van-ban\/[A-Z0-9]{20})/.exec(paper)?.[1];
    const anybody = await chromium.visitor({ viewport: PHONE });
    await anybody.open(`${code}?dau=${anchor}`);
    assert.match(await anybody.page.locator("main").innerText(), /Dấu chuỗi sự kiện khớp/);
    await anybody.look("a paper that is as it was printed");
    await anybody.open(`${code}?dau=${anchor.replace(/.$/, (last) => (last === "0" ? "1" : "0"))}`);
    assert.match(await anybody.page.locator("main").innerText(), /Dấu chuỗi sự kiện không khớp/);
    await anybody.look("a paper that was changed");
    await anybody.leave();
  });

  it("is given out with a page that proves it", async () => {
    await officer.open(file);
    const [download] = await Promise.all([
      officer.page.waitForEvent("download"),
      officer.page.getByRole("link", { name: "Xuất hồ sơ kèm chuỗi sự kiện" }).click(),
    ]);
    assert.match(download.suggestedFilename(), /-chuoi-su-kien\.json$/);
    const saved = join(directory, "ho-so.json");
    await download.saveAs(saved);
    made = JSON.parse(await (await import("node:fs/promises")).readFile(saved, "utf8"));
    assert.ok(made.events.length >= 3, JSON.stringify(made).slice(0, 300));
    const [verifier] = await Promise.all([
      officer.page.waitForEvent("download"),
      officer.page.getByRole("link", { name: "trang kiểm chứng" }).click(),
    ]);
    const html = join(directory, "kiem-chung.html");
    await verifier.saveAs(html);
    const context = await chromium.browser.newContext({ offline: true, viewport: PHONE, locale: "vi-VN" });
    page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => request.url().startsWith("http") && complaints.push(request.url()));
    await page.goto(pathToFileURL(html).href);
    const told = await prove(made, { mark: ` ${anchor} ` });
    assert.match(told, /Hồ sơ nguyên vẹn/);
    assert.match(told, /Dấu chuỗi trên giấy là của sự kiện/);
    assert.deepEqual(complaints, []);
    if (process.env.INS_SCREENS) await page.screenshot({ path: join(process.env.INS_SCREENS, "kiem-chung.png"), fullPage: true });
  });

  it("does not pass where anything was changed", async () => {
    const change = (act) => {
      const copy = structuredClone(made);
      act(copy);
      return copy;
    };
    for (const [content, words] of [
      [change(({ events }) => (events[1].event = events[1].event.replace("signed", "singed").replace("2026", "2027"))), /Sự kiện 2: nội dung không khớp mã băm/],
      [change(({ events }) => (events[0].hash = "0".repeat(64))), /Sự kiện 1: nội dung không khớp/],
      [change(({ events }) => events.splice(1, 1)), /chờ sự kiện số 2/],
      [change(({ events }) => events.reverse()), /thứ tự không tăng/],
      [change((all) => (all.number += 1)), /Sự kiện 1: nội dung không khớp/],
      [change((all) => (all.head.position = 0)), /đứng sau sự kiện cuối/],
      [change(({ events }) => (events[0].before = "xyz")), /thiếu dữ liệu để tính/],
      [change((all) => (all.format = "khac")), /không phải tệp hồ sơ xuất từ INS/],
      [change((all) => (all.events = [])), /không có sự kiện nào/],
      [JSON.stringify(made).slice(0, -40), /Không đọc được tệp/],
      ["null", /không phải tệp hồ sơ xuất từ INS/],
    ]) {
      const told = await prove(content);
      assert.match(told, words);
      assert.doesNotMatch(told, /Hồ sơ nguyên vẹn/);
    }
    assert.match(await prove(made, { mark: "1.0000000000000000" }), /không phải của sự kiện nào/);
    const strange = join(directory, "anh.jpg");
    await writeFile(strange, "không phải tệp của hồ sơ");
    assert.match(await prove(made, { files: [strange] }), /anh\.jpg.* không phải tài liệu/);
  });

  it("stands in the journal of its unit", async () => {
    await leader.open("/nhat-ky?viec=xuat-ho-so");
    const lines = await leader.page.locator("main").innerText();
    assert.ok(lines.includes(made.code), lines);
    await leader.look("the journal on a phone");
    await officer.open("/nhat-ky", { status: 403 });
  });
});
