// A recorded run on a page where no wasm may run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { closeBrowser, pageUrl, withPage } from "./browser.mjs";
import { serve } from "./origin.mjs";

const trace = readFileSync(
  new URL("../../www/examples/traces/03-four-awaits-one-handoff.trace.jsonl", import.meta.url),
  "utf8",
);
const origin = new URL(pageUrl).origin;

let other;
before(async () => {
  other = await serve({
    "/": {
      html: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Slides</title>
<link rel="icon" href="data:,">
<script type="module" src="${pageUrl}coroscope.js"></script>
<coro-player at="h3"><script type="application/x-ndjson">${trace}</script></coro-player>
</html>`,
      headers: {
        "content-security-policy": `default-src 'none'; script-src ${origin}; img-src data:`,
      },
    },
  });
});
after(async () => {
  other.close();
  await closeBrowser();
});

test("a recorded run is played without an engine, under a policy without wasm", () =>
  withPage({}, async (page) => {
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(other.url);
    const caption = page.locator("coro-player .caption");
    await caption.waitFor();
    assert.match(await caption.textContent(), /The loop resumes Task-1/);
    await page.locator("coro-player .stage").focus();
    await page.keyboard.press("ArrowRight");
    assert.match(await caption.textContent(), /Task-1 awaits sleep 0\.5 at line 6/);
    const rows = await page.locator("coro-player [part=chain] [role=listitem]").allTextContents();
    assert.equal(rows.filter((row) => /trunk|branch|leaf/.test(row)).length, 3);
    await page.keyboard.press("ArrowLeft");
    assert.match(await caption.textContent(), /The loop resumes Task-1/);
    assert.deepEqual(
      asked.filter((url) => /wasm|\/engine\//.test(url)),
      [],
    );
  }));
