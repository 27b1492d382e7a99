// Takes the pictures of docs/screens/forms from the sheets the application's tests write:
// `INS_FORMS=… cargo test -p app --features ssr papers::forms`, then `INS_FORMS=… node forms.mjs`. Each form is printed to PDF
// by Chromium and its first page drawn by `pdftoppm` (poppler-utils) in grey, 620 pixels wide, at most 60 KB. The README
// lists what the annex asks of a form, ticked where the sheet says it.

import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChromium } from "./support/browser.mjs";
import { ANNEX } from "./support/annex.mjs";
import { png } from "./support/png.mjs";
import { forms, open, overflow, pagesOf, print, words } from "./support/forms.mjs";

const LIMIT = 60 * 1024;
const target = process.env.INS_SCREENS ?? fileURLToPath(new URL("../../docs/screens/forms", import.meta.url));

/** Draws the first page; coarser when it is too heavy. */
async function draw(pdf, name) {
  const scratch = await mkdtemp(join(tmpdir(), "forms-"));
  try {
    const path = join(scratch, "form.pdf");
    await writeFile(path, pdf);
    for (const width of [620, 560, 500]) {
      const scale = ["-scale-to-x", String(width), "-scale-to-y", "-1"];
      execFileSync("pdftoppm", ["-gray", "-singlefile", "-f", "1", ...scale, path, join(scratch, "page")]);
      const picture = png(await readFile(join(scratch, "page.pgm")));
      if (picture.length <= LIMIT) {
        await writeFile(join(target, name), picture);
        return picture.length;
      }
    }
    throw new Error(`${name} is over 60 KB`);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

await mkdir(target, { recursive: true });
const chromium = await startChromium();
const pages = {};
const rows = [];
const absent = [];
let total = 0;
try {
  const page = await chromium.browser.newPage({ viewport: { width: 1280, height: 900 } });
  for (const form of await forms()) {
    await open(page, form);
    const text = await words(page);
    const title = await page.evaluate(() => document.querySelector(".paper-title").innerText.replaceAll(/\s+/g, " ").trim());
    const pdf = await print(page);
    pages[form.key] = pagesOf(pdf);
    for (const what of await overflow(page)) console.error(`${form.key}: ${what}`);
    const name = `${form.code ? `${form.code.replace("Đ", "D")}-` : ""}${form.key}.png`;
    total += await draw(pdf, name);
    const asked = ANNEX[form.key];
    const found = (asked?.fields ?? []).map(([field, pattern]) => [field, pattern !== null && pattern.test(text)]);
    const list = found.map(([field, printed]) => `${printed ? "☑" : "☐"} ${field}`).join("; ");
    rows.push(`| ${form.code || "–"} | [${title}](${name}) | ${pages[form.key]} | ${asked ? `list ${asked.list}: ${list}` : "–"} |`);
    const missing = found.filter(([, printed]) => !printed).map(([field]) => field);
    if (missing.length > 0) absent.push(`- **${title}** (\`${form.key}\`): ${missing.join("; ")}.`);
  }
} finally {
  await chromium.close();
}
const file = join(target, "README.md");
await writeFile(`${file}.new`, `# Every form as it prints

${rows.length} forms, the first page of each, made by \`node tests/browser/forms.mjs\` from sheets filled in with invented people and firms.
The fields are the annex's in our own words (which list: the numbering of our notes on the forms); ☑ stands where the filled sheet
says it, ☐ where it does not. Forms without a list were looked at for their layout only. \`pages.json\` is what \`forms.test.mjs\`
compares with.

| Code | Form | Pages | Fields |
|---|---|---|---|
${rows.join("\n")}

## What is absent

${absent.join("\n")}

An optional field that the sample leaves empty is absent from its picture, too: what is not answered leaves no line.
`);
await rename(`${file}.new`, file);
await writeFile(join(target, "pages.json"), `${JSON.stringify(pages, null, 2)}\n`);
console.log(`${rows.length} forms, ${Math.ceil(total / 1024)} KB`);
