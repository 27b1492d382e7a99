// The checks that every other test leans on: each must fail on a page with exactly that fault.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startChromium } from "./browser.mjs";

const SOUND = `<!doctype html><html lang="vi"><head><meta name="viewport" content="width=device-width"><title>Thử</title></head>
  <body><main><h1>Thử</h1>CONTENT</main></body></html>`;

describe("a look over a page", () => {
  let chromium;
  before(async () => (chromium = await startChromium()));
  after(() => chromium?.close());

  /** What `look` says of a page with this content. */
  async function looked(content, scripts) {
    const visitor = await chromium.visitor({ scripts });
    await visitor.page.route("**/thu", (route) =>
      route.fulfill({ contentType: "text/html; charset=utf-8", body: SOUND.replace("CONTENT", content) }),
    );
    await visitor.page.goto("/thu");
    const answer = await visitor.look("thử").then(
      () => "sound",
      (error) => error.message,
    );
    await visitor.leave();
    return answer;
  }

  for (const scripts of [true, false]) {
    it(`finds each fault, scripts ${scripts ? "on" : "off"}`, async () => {
      assert.equal(await looked("<p>Nội dung</p>", scripts), "sound");
      assert.match(await looked('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', scripts), /image-alt/);
      assert.match(await looked('<p style="color:#999;background:#fff">Nội dung</p>', scripts), /color-contrast/);
      assert.match(await looked('<p style="width:500px">Nội dung</p>', scripts), /scrolls sideways at 390/);
      assert.match(
        await looked('<div style="width:90px;overflow:hidden"><b style="white-space:nowrap">35.000.000 đồng chẵn</b></div>', scripts),
        /cuts words off/,
      );
      assert.match(await looked('<p style="width:90px;border:1px solid"><b>479.330.000.000.000.000</b></p>', scripts), /cuts words off/);
      assert.match(await looked('<img alt="" src="/khong-co.png">', scripts), /khong-co\.png/);
    });
  }

  it("finds what scripts did wrong", async () => {
    assert.match(await looked('<script>console.error("hỏng")</script>', true), /console: hỏng/);
    assert.match(await looked('<script>throw new Error("gãy")</script>', true), /uncaught: gãy/);
  });
});
