// What a visit loads: requests and bytes as they go over the network, against the budgets of a first visit and of every page after it.
// Prints what it measured.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { PHONE, startChromium } from "./support/browser.mjs";
import { signIn } from "./support/officer.mjs";

/** The whole application, compressed: modules, scripts, styles and fonts. */
const FIRST_VISIT = 350_000;
/** The field application, which only its own page loads. */
const FIELD = 700_000;
/** What must be there before a page can be read. */
const READABLE = 30_000;
/** Requests of a first visit: the document, its style sheet, the script and its module, the icon and the manifest, and the fonts. */
const FIRST_REQUESTS = 12;
/** Requests of a page whose assets the browser has. */
const NEXT_REQUESTS = 2;

/** Opens an address and answers what came over the network for it. */
async function load(visitor, address) {
  const { page } = visitor;
  await page.goto("about:blank");
  const session = await visitor.context.newCDPSession(page);
  await session.send("Network.enable");
  const kinds = new Map();
  const loaded = { document: 0, assets: 0, requests: 0, styles: 0 };
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    const cached = response.fromDiskCache || response.fromPrefetchCache || response.url.startsWith("data:");
    if (!cached) kinds.set(requestId, type);
  });
  session.on("Network.requestServedFromCache", ({ requestId }) => kinds.delete(requestId));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const type = kinds.get(requestId);
    if (!type) return;
    loaded.requests += 1;
    loaded[type === "Document" ? "document" : "assets"] += encodedDataLength;
    if (type === "Stylesheet") loaded.styles += encodedDataLength;
  });
  await page.goto(address, { waitUntil: "load" });
  await page.locator("html[data-awake]").waitFor({ state: "attached" });
  await page.waitForLoadState("networkidle");
  await session.detach();
  return loaded;
}

describe("the weight of a visit", () => {
  let chromium, phone;

  before(async () => {
    chromium = await startChromium();
    // Without the worker: it would load ahead what another page needs.
    phone = await chromium.visitor({ viewport: PHONE });
  });
  after(() => chromium?.close());

  const told = (what, { requests, document, assets }) => console.log(`${what}: ${requests} requests, document ${document} bytes, assets ${assets} bytes`);

  it("keeps a first visit within its budget, and readable before most of it", async () => {
    const first = await load(phone, "/dang-nhap");
    told("sign-in page, first visit", first);
    assert.ok(first.assets > 100_000 && first.document > 1_000, "what is measured is the whole of it");
    assert.ok(first.assets + first.document <= FIRST_VISIT, `${first.assets + first.document} bytes`);
    assert.ok(first.document + first.styles <= READABLE, `${first.document + first.styles} bytes before it can be read`);
    assert.ok(first.requests <= FIRST_REQUESTS, `${first.requests} requests`);
  });

  it("loads nothing but the document once the rest is there", async () => {
    await signIn(phone, "ksv9");
    for (const address of ["/", "/ho-so", "/tim-kiem?q=nguyen", "/bao-cao", "/dia-ban"]) {
      const next = await load(phone, address);
      told(address, next);
      assert.ok(next.document <= READABLE, `${address}: ${next.document} bytes`);
      assert.ok(next.requests >= 1 && next.requests <= NEXT_REQUESTS, `${address}: ${next.requests} requests`);
    }
  });

  it("keeps the field application within its budget", async () => {
    const first = await load(phone, "/hien-truong");
    told("field application, first visit", first);
    assert.ok(first.assets > 300_000, "the module is among it");
    assert.ok(first.assets + first.document <= FIELD, `${first.assets + first.document} bytes`);
    assert.ok(first.requests <= FIRST_REQUESTS, `${first.requests} requests`);
    const again = await load(phone, "/hien-truong");
    told("field application, second visit", again);
    assert.ok(again.requests <= NEXT_REQUESTS, `${again.requests} requests`);
  });
});
