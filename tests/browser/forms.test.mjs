// Every form on paper: its pages are as many as were looked at (`docs/screens/forms`), and nothing runs over its edge.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { startChromium } from "./support/browser.mjs";
import { fontsRead, forms, open, overflow, pagesOf, print } from "./support/forms.mjs";

const known = JSON.parse(await readFile(new URL("../../docs/screens/forms/pages.json", import.meta.url), "utf8"));

let chromium;
before(async () => {
  chromium = await startChromium();
});
after(() => chromium.close());

test("every form prints on the pages it was looked at, and nothing runs over its edge", async () => {
  const list = await forms();
  assert.deepEqual(list.map(({ key }) => key).sort(), Object.keys(known).sort(), "a form came or went: take the pictures anew");
  const page = await chromium.browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints = [];
  for (const form of list) {
    await open(page, form);
    assert.ok(await fontsRead(page), `${form.key}: the paper's font is not read`);
    const pages = pagesOf(await print(page));
    if (pages !== known[form.key]) complaints.push(`${form.key}: ${pages} pages, looked at were ${known[form.key]}`);
    complaints.push(...(await overflow(page)).map((what) => `${form.key}: ${what}`));
  }
  assert.deepEqual(complaints, []);
});
