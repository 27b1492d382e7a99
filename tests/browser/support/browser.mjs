// Starts browsers and visitors, and looks over every page they open.
//
// A visitor is one person at one browser. Whatever page he opens must log no error, lose no request, pass axe-core, and fit a
// phone without scrolling sideways. Must not know any page of the product.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium, firefox } from "playwright-core";

/** Address of the running system. */
export const BASE = (process.env.INS_BASE_URL ?? "http://127.0.0.1:3000").replace(/\/$/, "");

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** What an officer's browser says of itself besides: language and time zone of Vietnam. */
const PERSON = { locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh" };

/** A Chromium with a fresh profile; `close` ends it. */
export async function startChromium() {
  return running(
    await chromium.launch({
      executablePath: process.env.INS_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    }),
  );
}

/** A Firefox as its makers build it, spoken to over WebDriver BiDi; `close` ends it. */
export async function startFirefox(executablePath) {
  return running(await firefox.launch({ executablePath, channel: "moz-firefox", headless: true }));
}

/** The driver gives each browser a new profile of its own and removes it at the end. */
function running(browser) {
  return {
    browser,
    /** A person at this browser, with cookies of his own. */
    visitor: (options = {}) => Visitor.arrive(browser, options),
    close: () => browser.close(),
  };
}

/** One person at one browser. */
export class Visitor {
  /** What went wrong on the pages so far: console errors, uncaught errors, failed requests. */
  complaints = [];
  /** Statuses of documents that a test expects besides success. */
  #expected = new Set();
  /** The test has cut the network: a page that had not heard of it yet may still ask for something. */
  #cut = false;
  /** A profile of its own in which documents of a browser without scripts are read again. */
  #reader;

  static async arrive(browser, { scripts = true, viewport = DESKTOP, worker = false, base = BASE } = {}) {
    const visitor = new Visitor();
    visitor.browser = browser;
    visitor.scripts = scripts;
    visitor.viewport = viewport;
    // What a worker asks for, a test can neither see nor stop: only those about the worker have one.
    const serviceWorkers = worker ? "allow" : "block";
    visitor.context = await browser.newContext({ ...PERSON, baseURL: base, javaScriptEnabled: scripts, viewport, serviceWorkers });
    visitor.context.setDefaultTimeout(15_000);
    visitor.page = await visitor.context.newPage();
    visitor.#watch();
    return visitor;
  }

  #watch() {
    const { page } = this;
    page.on("console", (message) => {
      if (message.type() !== "error") return;
      // The browser's own line about a document whose status the test asked for.
      const status = /status of (\d+)/.exec(message.text())?.[1];
      if (status && this.#expected.has(Number(status))) return;
      if (this.#cut && message.text().includes("ERR_INTERNET_DISCONNECTED")) return;
      this.complaints.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.complaints.push(`uncaught: ${error.message}`));
    page.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText;
      // Leaving a page ends what it was still loading.
      if (reason === "net::ERR_ABORTED") return;
      if (this.#cut && reason === "net::ERR_INTERNET_DISCONNECTED") return;
      // A browser without scripts refuses them; that is what it is for.
      if (!this.scripts && request.resourceType() === "script") return;
      this.complaints.push(`failed: ${request.method()} ${request.url()} ${reason}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400 && !this.#expected.has(response.status())) {
        this.complaints.push(`answered ${response.status()}: ${response.request().method()} ${response.url()}`);
      }
    });
  }

  /** Opens a path of the site and answers the response, once the page is awake. */
  async open(path, { status = 200 } = {}) {
    if (status >= 400) this.#expected.add(status);
    const response = await this.page.goto(path);
    assert.equal(response.status(), status, `${path} answered ${response.status()}`);
    await this.#awake();
    return response;
  }

  /** Does something that leads to another document, and waits for that. */
  async go(act, { status = 200 } = {}) {
    if (status >= 400) this.#expected.add(status);
    const [response] = await Promise.all([
      this.page.waitForResponse((answer) => answer.request().isNavigationRequest() && answer.status() !== 303),
      act(),
    ]);
    await this.page.waitForLoadState("load");
    assert.equal(response.status(), status, `${response.url()} answered ${response.status()}`);
    await this.#awake();
  }

  /** Presses a button that posts a form. */
  async press(name, options) {
    await this.go(() => this.page.getByRole("button", { name, exact: true }).click(), options);
  }

  /** Follows a link: a new document without scripts, the router's page with them. */
  async follow(link, address) {
    await Promise.all([this.page.waitForURL(address, { waitUntil: "load" }), link.click()]);
    await this.#awake();
  }

  /** The page says so once its module has run. */
  async #awake() {
    if (!this.scripts || (await this.page.locator('script[type="module"]').count()) === 0) return;
    await this.page.locator("html[data-awake]").waitFor({ state: "attached" });
  }

  /** Cuts the network of this browser, or gives it back. */
  async cutNetwork(cut = true) {
    if (cut) this.#cut = true;
    await this.context.setOffline(cut);
    if (!cut) this.#cut = false;
  }

  /** Whoever is signed in here is not any more. */
  async forget() {
    await this.context.clearCookies();
  }

  /** Fails unless the page is sound: nothing failed, nothing for axe-core to report, no sideways scrolling. */
  async look(what) {
    await this.#noSidewaysScroll(what);
    assert.deepEqual(await this.#axe(), [], `axe-core on ${what}`);
    assert.deepEqual(this.complaints, [], `${what}: console and network`);
  }

  async #noSidewaysScroll(what) {
    for (const viewport of [PHONE, this.viewport]) {
      await this.page.setViewportSize(viewport);
      const wide = await this.page.evaluate(() => {
        const room = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= room) return [];
        return [...document.querySelectorAll("body *")]
          .filter((element) => element.getBoundingClientRect().right > room + 1)
          .map((element) => `${element.tagName}.${element.className} ${Math.round(element.getBoundingClientRect().right)}`)
          .slice(0, 5);
      });
      assert.deepEqual(wide, [], `${what} scrolls sideways at ${viewport.width}`);
      assert.deepEqual(await this.#clipped(), [], `${what} cuts words off at ${viewport.width}`);
    }
  }

  /** Words that run over the edge of a box that has one: a border, or hiding what does not fit. */
  #clipped() {
    return this.page.evaluate(() =>
      [...document.querySelectorAll("main *")]
        .filter((element) => {
          const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
          if (!words || element.closest("svg, .visually-hidden, select, textarea, details:not([open])")) return false;
          // Headings of a table that is shown as cards are clipped away for the eye only.
          for (let box = element; box; box = box.parentElement) {
            if (getComputedStyle(box).clipPath !== "none") return false;
          }
          const range = document.createRange();
          range.selectNodeContents(element);
          const { right } = range.getBoundingClientRect();
          for (let box = element; box && box !== document.body; box = box.parentElement) {
            const { overflowX, borderRightWidth, display } = getComputedStyle(box);
            if (display === "inline") continue;
            // Words for readers of the screen only stand in a box of one pixel.
            if (box.getBoundingClientRect().width <= 1) return false;
            if (overflowX === "auto" || overflowX === "scroll") return false;
            const edge = overflowX === "hidden" || overflowX === "clip" || parseFloat(borderRightWidth) > 0;
            if ((edge || box.matches("td, th, dd")) && right > box.getBoundingClientRect().right + 1) return true;
          }
          return false;
        })
        .map((element) => `${element.tagName}.${element.className}: ${element.textContent.slice(0, 60)}`)
        .slice(0, 5),
    );
  }

  async #axe() {
    if (this.scripts) return axe(this.page);
    // axe-core needs timers, which a browser without scripts does not run: the same document is read again in one that has
    // them, without the page's own scripts.
    const html = (await this.page.content()).replaceAll(/<script\b.*?<\/script>/gs, "");
    const url = this.page.url();
    this.#reader ??= await this.browser.newContext({ ...PERSON, viewport: this.viewport });
    const page = await this.#reader.newPage();
    try {
      await page.route(url, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
      await page.goto(url);
      return await axe(page);
    } finally {
      await page.close();
    }
  }

  async leave() {
    await this.#reader?.close();
    await this.context.close();
  }
}

async function axe(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      // What passes is told by its first element only, and none by a selector: nobody reads more than the violations' own HTML.
      resultTypes: ["violations"],
      selectors: false,
    }),
  );
  return violations.map(({ id, help, nodes }) => `${id}: ${help} — ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}
