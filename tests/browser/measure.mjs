// How long the law's answer takes in the browser while an officer types: from the keystroke until the answer beside the form
// has changed, and with the network gone. `cargo xtask bench` runs it; a measurement, not a test.

import { startChromium } from "./support/browser.mjs";
import {
  fill,
  openCase,
  recordInspection,
  registerHousehold,
  signIn,
  signInspection,
  violationRecord,
} from "./support/officer.mjs";

const chromium = await startChromium();
try {
  const officer = await chromium.visitor();
  const leader = await chromium.visitor();
  await signIn(officer, "ksv7");
  await signIn(leader, "doitruong3");
  const file = await openCase(officer, await registerHousehold(officer, "Hộ kinh doanh Đo Thời Gian"));
  await signInspection(leader, file);
  await recordInspection(officer, file);
  await officer.open(`${file}/bien-ban-vi-pham`);
  await fill(officer, violationRecord());
  await officer.page.getByRole("complementary", { name: "Căn cứ pháp luật" }).getByText("35.000.000 đ").first().waitFor();
  await officer.page.context().setOffline(true);
  const times = await officer.page.evaluate(async () => {
    const price = document.querySelector('input[name="exhibits.0.unit_price"]');
    const answer = document.querySelector('aside[aria-label="Căn cứ pháp luật"]');
    const times = [];
    for (let step = 0; step < 200; step += 1) {
      const changed = new Promise((resolve) => {
        const watch = new MutationObserver(() => {
          watch.disconnect();
          resolve(performance.now());
        });
        watch.observe(answer, { childList: true, subtree: true, characterData: true });
      });
      const start = performance.now();
      price.value = String(100000 + step * 7000);
      price.dispatchEvent(new Event("input", { bubbles: true }));
      times.push((await changed) - start);
    }
    return times.slice(20).sort((a, b) => a - b);
  });
  const at = (share) => times[Math.min(times.length - 1, Math.floor((times.length * share) / 100))].toFixed(1);
  console.log(`| the law's answer beside the form, offline, from the keystroke | p50 ${at(50)} ms, p95 ${at(95)} ms, p99 ${at(99)} ms |`);
} finally {
  await chromium.close();
}
