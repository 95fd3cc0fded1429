// An element on a page, and programs run in it: what the tests of packs and of the engine's rest start from.

import { after, before } from "node:test";
import { closeBrowser, pageUrl } from "./browser.mjs";
import { serve } from "./origin.mjs";

const origin = new URL(pageUrl).origin;
const policy = [
  "default-src 'none'",
  `script-src ${origin} 'wasm-unsafe-eval'`,
  `connect-src ${origin}`,
  "img-src data:",
].join("; ");
const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Element</title>
<link rel="icon" href="data:,">
<script type="module" src="${pageUrl}coroscope.js"></script>
<coro-play id="program"><pre><code class="language-python">pass</code></pre></coro-play>
</html>`;

/**
 * For the tests of a file, which end with the browser: a page of another origin, with an element and a strict policy. The engine runs
 * in the page itself there. Gives what tells its address while they run.
 */
export function strictPage() {
  let other;
  before(async () => {
    other = await serve({
      "/strict.html": { html, headers: { "content-security-policy": policy } },
    });
  });
  after(async () => {
    other.close();
    await closeBrowser();
  });
  return () => `${other.url}/strict.html`;
}

/** Opens a page with an element; `asked` is told of every file of the engine that it asks for. */
export async function open(page, url, asked = () => undefined) {
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.includes("/engine/")) asked(pathname.split("/").at(-1), request);
  });
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector("coro-play")?.code);
}

/** Runs a program in the page's first element. */
export const run = (page, code) =>
  page.evaluate(async (code) => {
    const element = document.querySelector("coro-play");
    const done = new Promise((resolve) => {
      element.addEventListener("coro-done", (event) => resolve(event.detail), { once: true });
      element.addEventListener(
        "coro-error",
        (event) => resolve({ error: event.detail, stdout: element.stdout }),
        { once: true },
      );
    });
    element.code = code;
    element.run({ instant: true });
    return done;
  }, code);
