// The law's answers are the same in the browser as on the server: a thousand questions, compared byte by byte.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { BASE, startChromium } from "./support/browser.mjs";

const { INS_LAW_TEXT: text, INS_LAW_WASM: wasm } = process.env;

test("a thousand questions have the same answers in Chromium", { skip: !text || !wasm }, async () => {
  const expected = await readFile(text, "utf8");
  const module = (await readFile(wasm)).toString("base64");
  const chromium = await startChromium();
  try {
    const page = await chromium.browser.newPage();
    // A page of the application: the content policy of real pages must let the engine run.
    await page.goto(`${BASE}/dang-nhap`);
    const answers = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const { instance } = await WebAssembly.instantiate(bytes, {});
      const { text, length, memory } = instance.exports;
      const start = text();
      return new TextDecoder().decode(new Uint8Array(memory.buffer, start, length()));
    }, module);
    assert.equal(answers.split("\n").length, 1001);
    const lines = expected.split("\n");
    answers.split("\n").forEach((line, index) => assert.equal(line, lines[index], `question ${index}`));
  } finally {
    await chromium.close();
  }
});
