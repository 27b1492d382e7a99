// The application on a device: its files come from the device at the second visit, a page without a network says so and comes back with it,
// what was typed elsewhere stays, the field application opens where it was opened before, and the files of an older version go.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { REHEARSAL, freePort, startHost } from "./support/host.mjs";
import { startNetwork } from "./support/network.mjs";

const port = await freePort();
const behind = await freePort();
process.env.INS_BASE_URL = `http://127.0.0.1:${port}`;
const { startChromium } = await import("./support/browser.mjs");
const { signIn } = await import("./support/officer.mjs");

const kept = (page) => page.evaluate(() => caches.keys());

/** Waits until something holds in a page; what is answered later is waited for, which the driver's own waiting does not do. */
async function until(page, holds) {
  for (let round = 0; round < 300; round += 1) {
    if (await page.evaluate(holds)) return;
    await page.waitForTimeout(50);
  }
  assert.fail(`never held: ${holds}`);
}

/** The paths of all that is kept. */
const files = (page) =>
  page.evaluate(async () => {
    const lists = (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname));
    return (await Promise.all(lists)).flat();
  });

describe("the application on a device", () => {
  let chromium, host, network, officer;

  before(async () => {
    assert.ok(REHEARSAL.host && REHEARSAL.state, "run by `cargo xtask test`, which prepares a database for it");
    host = await startHost(behind, 0);
    network = await startNetwork(port, behind);
    chromium = await startChromium();
    officer = await chromium.visitor({ worker: true });
    await officer.open("/dang-nhap");
    await officer.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await signIn(officer, "ksv1");
  });
  after(async () => {
    await chromium?.close();
    await network?.close();
    await host?.stop();
  });

  /** The files of a version that come over the network while something is done. */
  const loaded = async (act) => (await network.during(act)).filter((asked) => asked.includes("/tai-nguyen/"));

  it("takes its files from the device, and nothing else stays there", async () => {
    const asked = await loaded(async () => {
      await officer.open("/ho-so");
      await officer.open("/doi-tuong");
    });
    assert.deepEqual(asked, [], "no file of the version comes over the network");
    const all = await files(officer.page);
    assert.ok(all.length === 5 && all.every((file) => file === "/ngoai-tuyen" || file.startsWith("/tai-nguyen/")), all.join(" "));
  });

  it("says that there is no network, keeps what is typed, and goes on with it", async () => {
    await officer.open("/doi-tuong/dang-ky");
    await officer.page.locator('main [name="name"]').first().fill("Cửa hàng đang gõ dở");
    const other = await officer.context.newPage();
    network.state = "cut";
    await other.goto("/ho-so");
    assert.match(await other.locator("main").innerText(), /Mất kết nối/);
    const styled = await other.evaluate(() => getComputedStyle(document.querySelector(".header")).backgroundColor);
    assert.equal(styled, "rgb(12, 60, 70)", "the page has its style without a network");
    assert.equal(await officer.page.locator('main [name="name"]').first().inputValue(), "Cửa hàng đang gõ dở");
    network.state = "on";
    await other.getByRole("link", { name: "Thử lại" }).click();
    await other.waitForFunction(() => !document.title.startsWith("Mất kết nối"));
    assert.match(await other.locator("main").innerText(), /Hồ sơ/);
    await other.close();
  });

  it("keeps the field application once it was opened, and opens it without a network", async () => {
    const first = await loaded(() => officer.open("/hien-truong"));
    // The fonts of the papers come along: records are printed without a network.
    const own = first.every((file) => /\/(hien-truong|ins-serif)/.test(file));
    assert.ok(first.length >= 3 && own, `its own files alone: ${first.join(" ")}`);
    await officer.look("the field application");
    await until(officer.page, async () => Boolean(await caches.match("/hien-truong")));
    assert.deepEqual(await loaded(() => officer.open("/hien-truong")), [], "at the second visit no file comes over the network");
    network.state = "cut";
    await officer.open("/hien-truong");
    assert.equal(await officer.page.locator("h1").count(), 1);
    assert.doesNotMatch(await officer.page.locator("main").innerText(), /JavaScript/, "the words for a browser without scripts are gone");
    const other = await officer.context.newPage();
    await other.goto("/ho-so");
    assert.match(await other.locator("main").innerText(), /Mất kết nối/, "no other page opens");
    await other.getByRole("link", { name: "Công tác hiện trường" }).click();
    await other.locator("html[data-awake]").waitFor({ state: "attached" });
    await other.close();
    network.state = "on";
  });

  it("opens the field application on a network that does not answer", async () => {
    network.state = "silent";
    const before = Date.now();
    await officer.open("/hien-truong");
    network.state = "on";
    assert.equal(await officer.page.locator("h1").count(), 1);
    const waited = Date.now() - before;
    assert.ok(waited > 3_000 && waited < 8_000, `${waited} ms`);
  });

  it("empties what was taken along when its officer signs out, and leaves what he did not send", async () => {
    await officer.page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const opening = indexedDB.open("ins-hien-truong", 1);
          opening.onupgradeneeded = () => ["kit", "outbox"].forEach((name) => opening.result.createObjectStore(name));
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const filling = opening.result.transaction(["kit", "outbox"], "readwrite");
            for (const name of ["kit", "outbox"]) filling.objectStore(name).put(new Uint8Array(40), crypto.randomUUID());
            filling.oncomplete = () => (opening.result.close(), resolve());
          };
        }),
    );
    await officer.open("/ho-so");
    await officer.press("Đăng xuất");
    const left = () =>
      officer.page.evaluate(
        () =>
          new Promise((resolve) => {
            const opening = indexedDB.open("ins-hien-truong");
            opening.onsuccess = () => {
              const counting = opening.result.transaction(["kit", "outbox"]);
              const asked = ["kit", "outbox"].map((name) => counting.objectStore(name).count());
              counting.oncomplete = () => (opening.result.close(), resolve(asked.map((one) => one.result)));
            };
          }),
      );
    let counts = await left();
    for (let round = 0; round < 100 && counts[0] > 0; round += 1) {
      await officer.page.waitForTimeout(50);
      counts = await left();
    }
    assert.deepEqual(counts, [0, 1], "the kit is empty, the outbox is not");
    await officer.page.evaluate(() => new Promise((resolve) => (indexedDB.deleteDatabase("ins-hien-truong").onsuccess = resolve)));
    await signIn(officer, "ksv1");
  });

  it("makes no storage for an officer who never went out", async () => {
    await officer.open("/ho-so");
    await officer.press("Đăng xuất");
    await officer.page.waitForTimeout(300);
    const names = await officer.page.evaluate(async () => (await indexedDB.databases()).map((one) => one.name));
    assert.deepEqual(names, []);
    await signIn(officer, "ksv1");
  });

  it("lets the files of an older version go", async () => {
    await officer.page.evaluate(async () => {
      await caches.open("ins of an older version");
      await (await navigator.serviceWorker.ready).unregister();
    });
    await officer.open("/ho-so");
    await officer.page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await until(officer.page, async () => (await caches.keys()).length === 1);
    const [name] = await kept(officer.page);
    assert.ok(name.startsWith("ins /ngoai-tuyen /tai-nguyen/"), name);
    assert.ok((await files(officer.page)).includes("/hien-truong"), "a device that goes out has the field application in the new version too");
  });

  it("keeps the files of an older version while a field application is open that may come from them", async () => {
    await officer.open("/hien-truong");
    const other = await officer.context.newPage();
    await other.goto("/ho-so");
    await other.evaluate(() => caches.open("ins of an older version"));
    await other.goto("/doi-tuong");
    await other.waitForTimeout(300);
    assert.equal((await kept(other)).length, 2);
    await officer.open("/ho-so");
    await other.goto("/ho-so");
    await until(other, async () => (await caches.keys()).length === 1);
    await other.close();
  });

  /** What the worker of another version says, with the cache it makes. */
  const deploy = (version, change = (text) => text) => {
    network.instead["/sw.js"] = (text) => change(text.replace(/const VERSION = "[^"]*"/, `const VERSION = "${version}"`));
  };
  const versions = async () => (await kept(officer.page)).map((name) => name.split(" ").pop());
  const update = () => officer.page.evaluate(async () => (await navigator.serviceWorker.ready).update().then(() => "asked", () => "refused"));

  it("changes to a new version as a whole, and then works without a network as before", async () => {
    await officer.open("/ho-so");
    deploy("v2");
    await update();
    await until(officer.page, async () => (await caches.keys()).every((name) => name.endsWith(" v2")));
    network.state = "cut";
    await officer.open("/hien-truong");
    network.state = "on";
    assert.deepEqual(await versions(), ["v2"]);
  });

  it("stays with the version it has while the files of a new one do not come", async () => {
    await officer.open("/ho-so");
    deploy("v3", (text) => text.replace(/\/tai-nguyen\/hien-truong\.[0-9a-f]{16}\.wasm/, "/tai-nguyen/hien-truong.0000000000000000.wasm"));
    await update();
    await until(officer.page, async () => !(await navigator.serviceWorker.ready).installing);
    network.state = "cut";
    await officer.open("/hien-truong");
    network.state = "on";
    const all = await officer.page.evaluate(async () => (await (await caches.open((await caches.keys()).find((name) => name.endsWith(" v2")))).keys()).length);
    assert.equal(all, 14, "the documents, the files of the pages, and its own with the fonts of the papers");
    network.instead = {};
  });

  it("keeps everything again where somebody emptied what was kept", async () => {
    await officer.page.evaluate(async () => Promise.all((await caches.keys()).map((name) => caches.delete(name))));
    await officer.open("/hien-truong");
    await officer.open("/ho-so");
    await until(officer.page, async () => Boolean((await caches.match("/hien-truong")) && (await caches.match("/ngoai-tuyen"))));
    network.state = "cut";
    await officer.open("/hien-truong");
    await officer.page.goto("/ho-so");
    assert.match(await officer.page.locator("main").innerText(), /Mất kết nối/);
    network.state = "on";
  });
});
