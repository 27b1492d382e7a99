// WebKitGTK over WebDriver: the nearest to Safari that runs on Linux. It needs a display, so a virtual one is started with it.
//
// Plain requests of the WebDriver protocol (W3C); must not know any page of the product.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { freePort } from "./host.mjs";

const DRIVER = process.env.INS_WEBKIT_DRIVER ?? "/usr/bin/WebKitWebDriver";
const DISPLAY_SERVER = "/usr/bin/Xvfb";
const BROWSERS = ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"].map((name) => `/usr/lib/${triplet()}/${name}/MiniBrowser`);

function triplet() {
  return { x64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" }[process.arch] ?? "x86_64-linux-gnu";
}

const browser = BROWSERS.find(existsSync);

/** Why there is no WebKit here; false where there is one. */
export const MISSING =
  existsSync(DRIVER) && existsSync(DISPLAY_SERVER) && browser ? false : "WebKitGTK with its driver, or Xvfb, is not installed";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A WebKit with a fresh profile; `close` ends it and its display. */
export async function startWebkit() {
  const [port, display] = [await freePort(), `:${90 + Math.floor(Math.random() * 400)}`];
  const screen = spawn(DISPLAY_SERVER, [display, "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], { stdio: "ignore" });
  await pause(500);
  const driver = spawn(DRIVER, [`--port=${port}`], {
    stdio: "ignore",
    // The sandbox of its processes needs more of the system than a container gives.
    env: { ...process.env, DISPLAY: display, LANG: "vi_VN.UTF-8", WEBKIT_DISABLE_COMPOSITING_MODE: "1", WEBKIT_FORCE_SANDBOX: "0", NO_AT_BRIDGE: "1" },
  });
  const end = () => {
    driver.kill("SIGKILL");
    screen.kill("SIGKILL");
  };
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { "Content-Type": "application/json" },
      body: method === "POST" ? JSON.stringify(body ?? {}) : undefined,
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  };
  try {
    for (let tries = 0; ; tries += 1) {
      const ready = await ask("GET", "/status").catch(() => null);
      if (ready) break;
      if (tries > 100) throw new Error("the driver of WebKit does not answer");
      await pause(100);
    }
    const capabilities = {
      alwaysMatch: { "webkitgtk:browserOptions": { binary: browser, args: ["--automation"] } },
    };
    const { sessionId, capabilities: given } = await ask("POST", "/session", { capabilities });
    return new Webkit((method, path, body) => ask(method, `/session/${sessionId}${path}`, body), given, async () => {
      await ask("DELETE", `/session/${sessionId}`).catch(() => {});
      end();
    });
  } catch (error) {
    end();
    throw error;
  }
}

/** One person at a WebKit. */
class Webkit {
  #ask;

  constructor(ask, given, close) {
    this.#ask = ask;
    this.version = `${given.browserName} ${given.browserVersion}`;
    this.close = close;
  }

  /** Opens an address and waits until it is loaded. */
  open(url) {
    return this.#ask("POST", "/url", { url });
  }

  url() {
    return this.#ask("GET", "/url");
  }

  /** Runs a script in the page and answers what it returns; a promise is waited for. */
  run(script, ...args) {
    return this.#ask("POST", "/execute/sync", { script, args });
  }

  /** The first element of a selector, once it is there. */
  async find(selector) {
    for (let tries = 0; ; tries += 1) {
      const found = await this.#ask("POST", "/element", { using: "css selector", value: selector }).catch((error) => error);
      if (!(found instanceof Error)) return found[ELEMENT];
      if (tries > 75) throw new Error(`${selector} is not on ${await this.url()}`);
      await pause(200);
    }
  }

  async text(selector) {
    return (await this.#ask("GET", `/element/${await this.find(selector)}/text`)).replaceAll(/\s+/g, " ");
  }

  /** The same in the middle of the screen, where it can be touched. */
  async #reach(selector) {
    const element = await this.find(selector);
    await this.run(`arguments[0].scrollIntoView({ block: "center", behavior: "instant" })`, { [ELEMENT]: element });
    return element;
  }

  /** Types over what stands in a field. */
  async type(selector, text) {
    const element = await this.#reach(selector);
    await this.#ask("POST", `/element/${element}/clear`);
    await this.#ask("POST", `/element/${element}/value`, { text });
  }

  async click(selector) {
    await this.#ask("POST", `/element/${await this.#reach(selector)}/click`);
  }

  /** Waits until a script answers something true. */
  async until(script, what) {
    for (let tries = 0; ; tries += 1) {
      const value = await this.run(script);
      if (value) return value;
      if (tries > 75) throw new Error(`${what} did not happen on ${await this.url()}`);
      await pause(200);
    }
  }
}
