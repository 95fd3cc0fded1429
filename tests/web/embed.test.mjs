// A bare HTML file on another origin that loads one script and writes two tags.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, pageUrl, withPage } from "./browser.mjs";
import { serve } from "./origin.mjs";

const FIRST = `import asyncio

async def main():
    print("one")
    await asyncio.sleep(0)
    print("two")

asyncio.run(main())`;
const SECOND = `x = 20
print("second", x + 1)`;

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A blog post</title>
<link rel="icon" href="data:,">
<script type="module" src="${pageUrl}coroscope.js"></script>
<p>Some prose.</p>
<coro-play id="first"><pre><code class="language-python">${FIRST}</code></pre><pre slot="expected">one
two</pre></coro-play>
<coro-play id="second"><pre><code class="language-python">${SECOND}</code></pre></coro-play>
</html>`;

const origin = new URL(pageUrl).origin;
const policy = [
  "default-src 'none'",
  `script-src ${origin} 'wasm-unsafe-eval'`,
  `connect-src ${origin}`,
  "worker-src blob:",
  "img-src data:",
].join("; ");

let other;
before(async () => {
  other = await serve({
    "/post.html": { html },
    "/strict.html": { html, headers: { "content-security-policy": policy } },
  });
});
after(async () => {
  other.close();
  await closeBrowser();
});

const run = (page, id) =>
  page.evaluate(async (id) => {
    const element = document.getElementById(id);
    const done = new Promise((resolve) => {
      element.addEventListener("coro-done", (event) => resolve(event.detail), { once: true });
      element.addEventListener("coro-error", (event) => resolve({ error: event.detail }), {
        once: true,
      });
    });
    element.run({ instant: true });
    return done;
  }, id);

async function bothRun(page, path) {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(other.url + path);
  await page.waitForFunction(() => customElements.get("coro-play") !== undefined);
  await page.waitForLoadState("networkidle");
  const engine = () => asked.filter((url) => url.includes(".wasm") || url.includes("/engine/"));
  assert.deepEqual(engine(), [], "nothing of the engine is loaded before the first Run");

  const [first, second] = await Promise.all([run(page, "first"), run(page, "second")]);
  assert.equal(first.error, undefined, JSON.stringify(first.error));
  assert.equal(first.exit, 0);
  assert.equal(first.stdout, "one\ntwo\n");
  assert.equal(second.error, undefined, JSON.stringify(second.error));
  assert.equal(second.exit, 0);
  assert.equal(second.stdout, "second 21\n");
  assert.ok(
    engine().some((url) => url.includes(".wasm")),
    "the engine is loaded by the Run",
  );
  const checked = await page.evaluate(() => document.getElementById("first").check());
  assert.equal(checked.pass, true);
}

test("two tags on another origin run both programs", () =>
  withPage({}, (page) => bothRun(page, "/post.html")));

test("a strict content security policy is enough", () =>
  withPage({}, (page) => bothRun(page, "/strict.html")));

test("without the script the page still shows the program", () =>
  withPage({ javaScriptEnabled: false }, async (page) => {
    await page.goto(`${other.url}/post.html`);
    assert.match(await page.textContent("body"), /await asyncio\.sleep\(0\)/);
  }));
