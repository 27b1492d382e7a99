// What the field application stands on, called in a real browser through a module of its own: the vault with its PIN, records that were
// changed from outside, a full device, the backup file; photos, signatures, and a network that fails.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { startChromium, startFirefox } from "./support/browser.mjs";

const PROBE = process.env.INS_FIELD_PROBE;
const PIN = "194837";
const ids = Array.from({ length: 9 }, (_, place) => `01890a5d-ac96-774b-bcce-b3020000000${place}`);

/** A page of the field application with the module of the test in place of the application. */
async function probe(visitor) {
  const page = await visitor.context.newPage();
  const file = async (name) => readFile(join(PROBE, name));
  const boot = 'import start, * as probe from "/tai-nguyen/probe.js"; await start({ module_or_path: "/tai-nguyen/probe.wasm" }); window.probe = probe;';
  await page.route(/hien-truong-mo\.[0-9a-f]+\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body: boot }));
  await page.route("**/tai-nguyen/probe.js", async (route) => route.fulfill({ contentType: "text/javascript", body: await file("probe.js") }));
  await page.route("**/tai-nguyen/probe.wasm", async (route) => route.fulfill({ contentType: "application/wasm", body: await file("probe.wasm") }));
  await page.goto("/hien-truong");
  await page.waitForFunction(() => window.probe);
  return page;
}

/** Calls the module; bytes go and come as a `Buffer`, and an error that it throws is answered as `{ error }`. */
async function call(page, name, ...values) {
  const given = values.map((value) => (Buffer.isBuffer(value) ? { base64: value.toString("base64") } : value));
  const answer = await page.evaluate(
    async ([name, values]) => {
      const unpacked = (value) => (value?.base64 === undefined ? value : Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0)));
      try {
        const answer = await window.probe[name](...values.map(unpacked));
        if (answer instanceof Float64Array) return [...answer];
        if (!(answer instanceof Uint8Array)) return answer ?? null;
        let text = "";
        for (let at = 0; at < answer.length; at += 32_768) text += String.fromCharCode(...answer.subarray(at, at + 32_768));
        return { base64: btoa(text) };
      } catch (error) {
        return { error: String(error) };
      }
    },
    [name, given],
  );
  return answer?.base64 === undefined ? answer : Buffer.from(answer.base64, "base64");
}

/** Reads or changes what lies in the database, as somebody could who has the device. */
const inside = (page, work, value) =>
  page.evaluate(
    async ([work, value]) => {
      const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open("ins-hien-truong");
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      const rooms = [...database.objectStoreNames];
      const transaction = database.transaction(rooms, "readwrite");
      const later = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = reject)));
      const at = { get: (room, key) => later(transaction.objectStore(room).get(key)), put: (room, key, value) => later(transaction.objectStore(room).put(value, key)), rooms };
      at.all = async () => {
        const found = [];
        for (const room of rooms) {
          const keys = await later(transaction.objectStore(room).getAllKeys());
          for (const key of keys) found.push([room, key, await at.get(room, key)]);
        }
        return found;
      };
      try {
        return await WORKS[work](at, value);
      } finally {
        database.close();
      }
    },
    [work, value],
  );

/** The works of `inside`; they run in the page. */
const WORKS = `window.WORKS = {
  async flip(at, [room, key]) {
    const value = await at.get(room, key);
    value[value.length - 1] ^= 1;
    await at.put(room, key, value);
  },
  move: async (at, [room, from, to]) => void (await at.put(room, to, await at.get(room, from))),
  async text(at) {
    const words = (value) => (value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) : value instanceof CryptoKey ? "extractable " + value.extractable : String(value));
    return (await at.all()).map(([room, key, value]) => [room, key, words(value)].join(" ")).join("\\n");
  },
  async failures(at, change) {
    const now = JSON.parse((await at.get("front", "failures")) ?? "null");
    if (change) await at.put("front", "failures", JSON.stringify({ ...now, ...change }));
    return now;
  },
  async rename(at, owner) {
    const record = JSON.parse(await at.get("front", "record"));
    await at.put("front", "record", JSON.stringify({ ...record, owner }));
  },
};`;

const FIREFOX = process.env.INS_FIREFOX ?? "/usr/bin/firefox-esr";
const BROWSERS = [
  { name: "Chromium", start: startChromium },
  // Its driver cannot say how full a device is, nor where it is.
  { name: "Firefox", start: () => startFirefox(FIREFOX), driven: false, skip: existsSync(FIREFOX) ? false : `${FIREFOX} is not installed` },
];

for (const { name, start, driven = true, skip = false } of BROWSERS) describe(`the vault in ${name}`, { skip }, () => {
  let browser, visitor, page;
  const only = { skip: driven ? false : "its driver cannot" };

  before(async () => {
    assert.ok(PROBE, "run by `cargo xtask test`, which builds the module for it");
    browser = await start();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    await visitor?.leave();
    visitor = await browser.visitor();
    await visitor.context.addInitScript(WORKS);
    page = await probe(visitor);
  });

  it("is made once, opens by its PIN alone, and shows nothing of itself without", async () => {
    assert.equal(await call(page, "standing"), "none");
    assert.deepEqual(await call(page, "unlock", PIN), { error: "None" });
    assert.deepEqual(await page.evaluate(async () => (await indexedDB.databases()).length), 0, "looking makes nothing");
    for (const [pin, problem] of [["123456", "Runs"], ["000000", "Repeats"], ["150885", "Date"], ["12345", "Digits"]]) {
      assert.deepEqual(await call(page, "create", "ksv1", pin), { error: `Pin(${problem})` });
    }
    assert.equal(await call(page, "create", "ksv1", PIN), null);
    assert.equal(await call(page, "standing"), "open");
    assert.deepEqual(await call(page, "create", "ksv2", PIN), { error: "Exists" });
    await call(page, "put", "outbox", ids[0], "Biên bản của ông Trần Văn Bình");
    await call(page, "put", "meta", "last-sync", "14:05");
    assert.equal(await call(page, "get", "outbox", ids[0]), "Biên bản của ông Trần Văn Bình");
    assert.equal(await call(page, "get", "outbox", ids[1]), null);
    assert.deepEqual(await call(page, "put", "outbox", "Trần Văn Bình", "x"), { error: "Key" });
    const text = await inside(page, "text");
    assert.doesNotMatch(text, /Trần|Tr\u00e1|14:05/, "what is kept says nothing");
    assert.match(text, /front device extractable false/);
    assert.doesNotMatch(text, /extractable true/);
    // Another day: the page is new, and asks.
    const next = await probe(visitor);
    assert.equal(await call(next, "standing"), "locked ksv1 0");
    assert.deepEqual(await call(next, "unlock", "194838"), { error: "WrongPin { wait_seconds: 0 }" });
    assert.deepEqual(await call(next, "unlock", "abc"), { error: "Pin(Digits)" });
    assert.equal(await call(next, "unlock", PIN), null);
    assert.equal(await call(next, "get", "outbox", ids[0]), "Biên bản của ông Trần Văn Bình");
    assert.equal((await inside(next, "failures")).count, 0, "the right PIN forgets the wrong ones");
    const [used, quota] = await call(next, "size");
    assert.ok(used > 0 && quota > used, `${used} of ${quota}`);
  });

  it("makes wrong PINs wait longer each time, also after a reload and with the clock set back", async () => {
    await call(page, "create", "ksv1", PIN);
    await call(page, "put", "outbox", ids[0], "giữ nguyên");
    const waits = [];
    for (let round = 0; round < 4; round += 1) waits.push((await call(page, "unlock", "194838")).error);
    assert.deepEqual(waits, [0, 0, 0, 5].map((seconds) => `WrongPin { wait_seconds: ${seconds} }`));
    const next = await probe(visitor);
    assert.match((await call(next, "unlock", PIN)).error, /^Wait \{ seconds: [345] \}$/, "even the right one waits");
    assert.match(await call(next, "standing"), /^locked ksv1 [345]$/);
    const { count } = await inside(next, "failures");
    assert.equal(count, 4, "waiting is no try");
    // The clock a day back, and on again: what is left stays, and runs from there.
    await inside(next, "failures", { left: 30_000, seen: Date.now() + 86_400_000 });
    assert.equal(await call(next, "standing"), "locked ksv1 30");
    await next.waitForTimeout(1_100);
    assert.match(await call(next, "standing"), /^locked ksv1 (29|28)$/);
    await inside(next, "failures", { count: 40, left: 0 });
    assert.deepEqual(await call(next, "unlock", "194838"), { error: "WrongPin { wait_seconds: 900 }" });
    await inside(next, "failures", { left: 0 });
    assert.equal(await call(next, "unlock", PIN), null);
    assert.equal(await call(next, "get", "outbox", ids[0]), "giữ nguyên", "nothing is destroyed by it");
  });

  it("counts the tries of two tabs together", async () => {
    await call(page, "create", "ksv1", PIN);
    const other = await probe(visitor);
    await Promise.all([1, 2, 3].flatMap(() => [call(page, "unlock", "194838"), call(other, "unlock", "194838")]));
    const { count } = await inside(other, "failures");
    assert.ok(count >= 4, `${count}: no try was lost`);
  });

  it("changes its PIN, and keeps what it holds", async () => {
    await call(page, "create", "ksv1", PIN);
    await call(page, "put", "drafts", ids[0], "bản nháp");
    assert.deepEqual(await call(page, "change_pin", "194838", "70512936"), { error: "WrongPin { wait_seconds: 0 }" });
    assert.deepEqual(await call(page, "change_pin", PIN, "000000"), { error: "Pin(Repeats)" });
    assert.equal(await call(page, "change_pin", PIN, "70512936"), null);
    const next = await probe(visitor);
    assert.deepEqual(await call(next, "unlock", PIN), { error: "WrongPin { wait_seconds: 0 }" });
    assert.equal(await call(next, "unlock", "70512936"), null);
    assert.equal(await call(next, "get", "drafts", ids[0]), "bản nháp");
  });

  it("tells a record that was changed or moved, and opens the others", async () => {
    await call(page, "create", "ksv1", PIN);
    for (const place of [0, 1, 2]) await call(page, "put", "outbox", ids[place], `bản ghi ${place}`);
    await inside(page, "flip", ["outbox", ids[0]]);
    await inside(page, "move", ["outbox", ids[1], ids[3]]);
    assert.deepEqual(await call(page, "get", "outbox", ids[0]), { error: "Tampered(Outbox)" });
    assert.deepEqual(await call(page, "all", "outbox"), [
      `${ids[0]}!Tampered(Outbox)`,
      `${ids[1]}=bản ghi 1`,
      `${ids[2]}=bản ghi 2`,
      `${ids[3]}!Tampered(Outbox)`,
    ]);
    await inside(page, "rename", "ksv2");
    const next = await probe(visitor);
    assert.deepEqual(await call(next, "unlock", PIN), { error: "Broken" }, "a record under another name does not open");
    await inside(next, "rename", "ksv1");
    assert.equal(await call(next, "unlock", PIN), null);
    assert.equal((await inside(next, "failures")).count, 0, "that was no wrong PIN");
  });

  it("keeps several records or none, and says when the device is full", only, async () => {
    // Before the first record: the browser asks once how much room there is, and counts down from there.
    const driver = await visitor.context.newCDPSession(page);
    const { origin } = new URL(page.url());
    await driver.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 3_000_000 });
    await call(page, "create", "ksv1", PIN);
    await call(page, "put", "drafts", ids[2], "đang viết");
    assert.deepEqual(await call(page, "put_two", ids[0], ids[1], 8_000_000, ids[2]), { error: "Full" });
    assert.deepEqual(await call(page, "keys", "outbox"), [], "nothing half written");
    assert.equal(await call(page, "get", "drafts", ids[2]), "đang viết");
    await driver.send("Storage.overrideQuotaForOrigin", { origin });
    assert.equal(await call(page, "put_two", ids[0], ids[1], 8_000_000, ids[2]), null);
    assert.deepEqual(await call(page, "keys", "outbox"), [ids[0]]);
    assert.deepEqual(await call(page, "keys", "drafts"), []);
  });

  it("empties what was taken along without a PIN, and never what was not sent", async () => {
    assert.equal(await call(page, "purge"), null, "nothing to do where there is no vault");
    assert.deepEqual(await page.evaluate(async () => (await indexedDB.databases()).length), 0);
    await call(page, "create", "ksv1", PIN);
    for (const room of ["kit", "outbox", "drafts", "photos", "meta"]) await call(page, "put", room, ids[0], room);
    await call(page, "empty_kit");
    assert.deepEqual(await call(page, "keys", "kit"), []);
    await call(page, "put", "kit", ids[0], "kit");
    assert.equal(await call(page, "purge"), null);
    assert.equal(await call(page, "standing"), "locked ksv1 0");
    await call(page, "unlock", PIN);
    assert.deepEqual(await call(page, "keys", "kit"), []);
    for (const room of ["outbox", "drafts", "photos", "meta"]) assert.equal(await call(page, "get", room, ids[0]), room);
    // Removed in one tab, a vault that is open in another one says so.
    const other = await probe(visitor);
    assert.equal(await call(other, "destroy"), null);
    assert.equal(await call(other, "standing"), "none");
    assert.deepEqual(await call(page, "get", "outbox", ids[0]), { error: "Closed" });
  });

  it("seals a backup that opens on another device, and tells one that does not", async () => {
    await call(page, "create", "ksv1", PIN);
    for (const room of ["kit", "outbox", "drafts"]) await call(page, "put", room, ids[0], `${room} ở máy thứ nhất`);
    await call(page, "put_two", ids[1], ids[2], 20_000, ids[3]);
    assert.deepEqual(await call(page, "backup", "194838"), { error: "WrongPin { wait_seconds: 0 }" }, "a mistyped PIN seals nothing");
    const file = await call(page, "backup", PIN);
    assert.equal(file.subarray(0, 6).toString(), "INSDP1");
    assert.equal(file.subarray(-32).toString("hex"), createHash("sha256").update(file.subarray(0, -32)).digest("hex"));
    assert.ok(!file.toString("latin1").includes("ksv1"), "nobody's name is readable in it");

    const elsewhere = await browser.visitor();
    const second = await probe(elsewhere);
    await call(second, "create", "ksv1", "805271");
    await call(second, "put", "drafts", ids[0], "drafts ở máy thứ hai");
    const changed = (at, value) => Buffer.from(file.map((byte, place) => (place === at ? value : byte)));
    const wrong = [
      [file, "805271", "WrongPin { wait_seconds: 0 }"],
      [file.subarray(0, -1), PIN, "Cut"],
      [file.subarray(0, 30), PIN, "Cut"],
      [changed(200, file[200] ^ 1), PIN, "Cut"],
      [changed(6, 9), PIN, "NewerBackup"],
      [Buffer.from("%PDF-1.7"), PIN, "NoBackup"],
      [Buffer.alloc(0), PIN, "NoBackup"],
    ];
    for (const [bytes, pin, error] of wrong) assert.deepEqual(await call(second, "restore", bytes, pin), { error }, error);
    assert.deepEqual(await call(second, "keys", "outbox"), [], "nothing was added");
    assert.equal(await call(second, "restore", file, PIN), "Restored { records: 2, photos: 1, present: 1 }");
    assert.equal(await call(second, "get", "outbox", ids[0]), "outbox ở máy thứ nhất");
    assert.equal(await call(second, "get", "drafts", ids[0]), "drafts ở máy thứ hai", "what is there stays");
    assert.deepEqual((await call(second, "bytes", "photos", ids[2])).length, 20_000);
    assert.deepEqual(await call(second, "keys", "kit"), [], "what can be fetched again is in no backup");
    assert.equal(await call(second, "restore", file, PIN), "Restored { records: 0, photos: 0, present: 4 }");
    await elsewhere.leave();

    const stranger = await browser.visitor();
    const third = await probe(stranger);
    await call(third, "create", "ksv2", PIN);
    assert.deepEqual(await call(third, "restore", file, PIN), { error: 'OtherOwner("ksv1")' });
    await stranger.leave();
  });

  it("makes a photo of a large picture, upright and with its strip, and says what is none", async () => {
    await call(page, "create", "ksv1", PIN);
    await page.evaluate(() => {
      const field = Object.assign(document.createElement("input"), { type: "file", id: "chosen" });
      field.addEventListener("change", (event) => (window.count = window.probe.choose(event)));
      document.body.append(field);
    });
    const choose = async (name, mimeType, buffer) => {
      await page.locator("#chosen").setInputFiles({ name, mimeType, buffer });
      assert.equal(await page.evaluate(() => window.count), 1);
    };
    // Noise does not press: a JPEG of more than 20 MB, made where it is chosen.
    const original = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(5200, 3900);
      const pen = canvas.getContext("2d");
      const pixels = pen.createImageData(5200, 3900);
      for (let at = 0; at < pixels.data.length; at += 65_536) crypto.getRandomValues(pixels.data.subarray(at, Math.min(at + 65_536, pixels.data.length)));
      for (let at = 3; at < pixels.data.length; at += 4) pixels.data[at] = 255;
      pen.putImageData(pixels, 0, 0);
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 });
      const chosen = new DataTransfer();
      chosen.items.add(new File([blob], "IMG_0001.jpg", { type: "image/jpeg" }));
      const field = document.querySelector("#chosen");
      field.files = chosen.files;
      field.dispatchEvent(new Event("change"));
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
      return { bytes: blob.size, sha256: [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
    });
    assert.ok(original.bytes > 20_000_000, `${original.bytes} bytes`);
    const photo = await call(page, "take_photo", "Chợ Phố Hiến, phường Phố Hiến, tỉnh Hưng Yên");
    assert.ok(photo.length > 10_000 && photo.length <= 1_500_000, `${photo.length} bytes`);
    const [size, hash, first] = (await call(page, "get", "meta", "photo")).split(" ");
    assert.equal(hash, createHash("sha256").update(photo).digest("hex"));
    assert.equal(first, original.sha256);
    const [width, height] = size.split("x").map(Number);
    assert.ok(width === 2000 && height > 1500 && height < 1800, size);
    const strip = await page.evaluate(
      async ([text, width, height]) => {
        const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], { type: "image/jpeg" }));
        const canvas = new OffscreenCanvas(width, height);
        const pen = canvas.getContext("2d");
        pen.drawImage(picture, 0, 0);
        return { size: [picture.width, picture.height], corner: [...pen.getImageData(4, height - 4, 1, 1).data] };
      },
      [photo.toString("base64"), width, height],
    );
    assert.deepEqual(strip.size, [width, height]);
    assert.ok(strip.corner[0] < 40 && strip.corner[2] > 40, `the strip is dark: ${strip.corner}`);
    // Held upright: the camera wrote 80 × 40 and, beside it, that it must be turned (Exif orientation 6).
    const turned = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(80, 40);
      canvas.getContext("2d").fillRect(0, 0, 80, 40);
      return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer())];
    });
    const exif = [...Buffer.from("Exif\0\0MM\0*\0\0\0\b\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\u0006\0\0\0\0\0\0", "latin1")];
    await choose("a.jpg", "image/jpeg", Buffer.from([...turned.slice(0, 2), 0xff, 0xe1, 0, exif.length + 2, ...exif, ...turned.slice(2)]));
    await call(page, "take_photo", "");
    const upright = await call(page, "get", "meta", "photo");
    assert.match(upright, /^40x/, upright);
    for (const [name, mime, content] of [["a.pdf", "application/pdf", "%PDF-1.7"], ["a.jpg", "image/jpeg", "không phải ảnh"], ["a.jpg", "image/jpeg", Buffer.from(turned.slice(0, 100)).toString("latin1")]]) {
      await choose(name, mime, Buffer.from(content, "latin1"));
      assert.deepEqual(await call(page, "take_photo", ""), { error: "NoPicture" }, name);
    }
  });

  it("takes a signature by pointer, and none where nobody signed", async () => {
    await page.evaluate(() => {
      const canvas = Object.assign(document.createElement("canvas"), { id: "sign", width: 300, height: 120 });
      document.querySelector("main").prepend(canvas);
    });
    assert.equal(await call(page, "sign_on", "sign"), true);
    assert.equal(await call(page, "signed"), null);
    const box = await page.locator("#sign").boundingBox();
    const sign = async () => {
      await page.mouse.move(box.x + 20, box.y + 60);
      await page.mouse.down();
      for (let step = 1; step < 20; step += 1) await page.mouse.move(box.x + 20 + step * 8, box.y + 60 + (step % 2 ? 20 : -20));
      await page.mouse.up();
    };
    await sign();
    assert.equal((await call(page, "signed")).subarray(1, 4).toString(), "PNG");
    await call(page, "clear");
    assert.equal(await call(page, "signed"), null);
    await page.mouse.click(box.x + 50, box.y + 50);
    assert.equal(await call(page, "signed"), null, "a dot is no signature");
    assert.equal(await page.locator("#sign").evaluate((canvas) => getComputedStyle(canvas).touchAction), "none");
  });

  it("asks where it is, and says why it does not know", only, async () => {
    assert.deepEqual(await call(page, "here"), { error: "Refused" });
    await visitor.context.grantPermissions(["geolocation"]);
    await visitor.context.setGeolocation({ latitude: 20.64637, longitude: 106.05112, accuracy: 12 });
    assert.equal(await call(page, "here"), "20,64637° B, 106,05112° Đ (sai số 12 m)");
  });

  it("tells what failed on the network", async () => {
    const answers = { "/dong-bo/dung": (route) => route.fulfill({ json: "đã nhận" }) };
    answers["/dong-bo/loi"] = (route) => route.fulfill({ status: 409, body: "xung đột" });
    answers["/dong-bo/html"] = (route) => route.fulfill({ contentType: "text/html", body: "<p>" });
    answers["/dong-bo/cat"] = (route) => route.abort("connectionreset");
    answers["/dong-bo/cham"] = () => {};
    await page.route("**/dong-bo/*", (route) => answers[new URL(route.request().url()).pathname](route));
    assert.equal(await call(page, "post", "/dong-bo/dung", "x", 5_000), "đã nhận");
    assert.deepEqual(await call(page, "post", "/dong-bo/loi", "x", 5_000), { error: 'Status(409, "xung đột")' });
    assert.deepEqual(await call(page, "post", "/dong-bo/html", "x", 5_000), { error: "Unreadable" });
    assert.deepEqual(await call(page, "post", "/dong-bo/cat", "x", 5_000), { error: "Offline" });
    assert.deepEqual(await call(page, "post", "/dong-bo/cham", "x", 300), { error: "TimedOut" });
  });

  it("gives identifiers that are sorted by time", async () => {
    const drawn = [];
    for (let round = 0; round < 3; round += 1) {
      drawn.push(await call(page, "new_id"));
      await page.waitForTimeout(3);
    }
    assert.deepEqual(drawn.toSorted(), drawn);
    for (const id of drawn) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
