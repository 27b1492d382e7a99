// How long a phone on a bad network waits: first and second visit, until the page can be read and until it is awake, and what it loads.
// Slow 3G as Chromium's developer tools had it (400 kbit/s each way, 400 ms more for each request) and a processor four times as slow.
// `node slow.mjs` against a running system; a measurement, not a test.

import { PHONE, startChromium } from "./support/browser.mjs";
import { signIn } from "./support/officer.mjs";

const SLOW_3G = { offline: false, latency: 400, downloadThroughput: (400 * 1024) / 8, uploadThroughput: (400 * 1024) / 8 };
const SLOWDOWN = 4;

const chromium = await startChromium();

async function slowly(visitor) {
  const session = await visitor.context.newCDPSession(visitor.page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", SLOW_3G);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
}

/** Opens an address and answers the times in milliseconds and the bytes that came over the network. */
async function visit(visitor, address, readable) {
  const { page } = visitor;
  await page.goto("about:blank");
  const start = Date.now();
  page.goto(address).catch(() => {});
  await page.locator(readable).first().waitFor({ timeout: 180_000 });
  const read = Date.now() - start;
  await page.locator("html[data-awake]").waitFor({ state: "attached", timeout: 180_000 });
  const awake = Date.now() - start;
  const loaded = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .concat(performance.getEntriesByType("navigation"))
      .map(({ name, transferSize }) => ({ asset: name.includes("/tai-nguyen/"), transferSize })),
  );
  const sum = (list) => list.reduce((total, one) => total + one.transferSize, 0);
  return { read, awake, assets: sum(loaded.filter((one) => one.asset)), document: sum(loaded.filter((one) => !one.asset)) };
}

const line = (what, { read, awake, assets, document }) =>
  console.log(`| ${what} | ${(read / 1000).toFixed(1)} s | ${(awake / 1000).toFixed(1)} s | ${document.toLocaleString("en")} | ${assets.toLocaleString("en")} |`);

try {
  console.log("| page | can be read | awake | document, bytes | assets, bytes |\n|---|---|---|---|---|");
  const account = process.env.INS_ACCOUNT ?? "ksv9";
  // Without the worker, whose own requests the browser would not slow down: what was loaded once comes from the browser's cache.
  const phone = await chromium.visitor({ viewport: PHONE });
  await slowly(phone);
  line("sign-in page, first visit", await visit(phone, "/dang-nhap", "main h1, main form"));
  await signIn(phone, account);
  line("my work, second visit", await visit(phone, "/", "main h1"));
  line("field application, first visit", await visit(phone, "/hien-truong", "#hien-truong h1"));
  line("field application, second visit", await visit(phone, "/hien-truong", "#hien-truong h1"));
} finally {
  await chromium.close();
}
