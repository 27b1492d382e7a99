// The forms as the application's own tests write them (`INS_FORMS`), each as a page with the style sheet of the product.
//
// Must not know what a form says.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const STYLE = fileURLToPath(new URL("../../../style/", import.meta.url));

/** Room for text between the margins of the page box, in CSS pixels: 210 − 22 − 14 mm. */
const ROOM = Math.round(((210 - 22 - 14) / 25.4) * 96);

/** Where the sheets lie. */
export function folder() {
  const path = process.env.INS_FORMS;
  if (!path) {
    throw new Error("INS_FORMS names no directory: `INS_FORMS=… cargo test -p app --features ssr papers::forms` fills one");
  }
  return path;
}

/** Key and code of every form, in the order of the workflow. */
export async function forms() {
  return JSON.parse(await readFile(join(folder(), "forms.json"), "utf8"));
}

/** The style sheet in the order of its list. */
async function style() {
  const list = await readFile(join(STYLE, "main.css"), "utf8");
  const names = [...list.matchAll(/@import "([^"]+)"/g)].map(([, name]) => name);
  return (await Promise.all(names.map((name) => readFile(join(STYLE, name), "utf8")))).join("\n");
}

/** Opens a form as it lies on the desk. */
export async function open(page, { key }) {
  const sheet = await readFile(join(folder(), `${key}.html`), "utf8");
  const html = `<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>${key}</title><base href="${pathToFileURL(STYLE)}"><style>${await style()}</style></head><body><main class="main"><div class="desk">${sheet}</div></main></body></html>`;
  const path = join(folder(), `${key}.page.html`);
  await writeFile(path, html);
  await page.goto(pathToFileURL(path).href);
  await page.evaluate(() => document.fonts.ready);
}

/** The words of the sheet, without the code to check it by. */
export async function words(page) {
  const text = await page.evaluate(() => document.querySelector(".sheet").textContent);
  return text.replaceAll(/\s+/g, " ");
}

/** The form on paper. */
export function print(page) {
  return page.pdf({ preferCSSPageSize: true, printBackground: true });
}

/** How many pages a printed form has. */
export function pagesOf(pdf) {
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
}

/** What runs over its edge in print: boxes whose content is wider than they are, and letters no font of the paper has. */
export async function overflow(page) {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: ROOM, height: 1000 });
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll(".sheet, .sheet p, .sheet td, .sheet th, .sheet table, .sheet div")]
      .filter((box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).display !== "inline")
      .map((box) => `${box.tagName}.${box.className} ${box.scrollWidth} > ${box.clientWidth}: ${box.textContent.slice(0, 60)}`),
  );
  await page.emulateMedia({ media: null });
  return wide;
}

/** Whether the paper's own font was read, not one that happens to be installed. */
export function fontsRead(page) {
  return page.evaluate(() => [...document.fonts].filter((font) => font.family.includes("INS Serif")).some((font) => font.status === "loaded"));
}
