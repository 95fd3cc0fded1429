// A program that never ends: the page stays alive, Stop ends it as Ctrl+C would, and a second Stop always does.
// The same in a worker and in the page itself.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, pageUrl, withPage } from "./browser.mjs";
import { serve } from "./origin.mjs";

const FOREVER = `try:
    while True:
        pass
finally:
    print("cleaned up")`;
const STUBBORN = `while True:
    try:
        while True:
            pass
    except BaseException:
        pass`;
/** Says when it falls asleep and, by its own clock, how long it slept. */
const SLEEPER = `import asyncio, time

async def main():
    print("asleep", flush=True)
    began = time.monotonic()
    await asyncio.sleep(1)
    print("woke up", time.monotonic() - began, flush=True)

asyncio.run(main())`;

/** Two tasks, each of which has what the other wants. */
const DEADLOCK = `import asyncio

async def take(first, second):
    async with first:
        await asyncio.sleep(0)
        async with second:
            print("never")

async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    print("begins")
    await asyncio.gather(
        asyncio.create_task(take(a, b), name="left"),
        asyncio.create_task(take(b, a), name="right"),
    )

asyncio.run(main())`;

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Programs that do not end</title>
<link rel="icon" href="data:,">
<script type="module" src="${pageUrl}coroscope.js"></script>
<button id="alive">Alive</button>
<coro-play></coro-play>
</html>`;

let other;
before(async () => {
  other = await serve({ "/": { html } });
});
after(async () => {
  other.close();
  await closeBrowser();
});

/** Starts a program, and resolves once it runs. */
async function start(page, code, where, clock = "virtual") {
  await page.goto(`${other.url}/`);
  await page.waitForFunction(() => customElements.get("coro-play") !== undefined);
  await page.evaluate(
    ([code, where, clock]) => {
      const element = document.querySelector("coro-play");
      element.where = where;
      element.clock = clock;
      element.code = code;
      window.ended = new Promise((resolve) => {
        element.addEventListener("coro-done", (event) =>
          resolve({ ...event.detail, stderr: element.stderr }),
        );
        element.addEventListener("coro-error", (event) => resolve({ error: event.detail }));
      });
      element.run({ instant: true });
    },
    [code, where, clock],
  );
  await page.waitForFunction(() => document.querySelector("coro-play").state !== "loading");
}

/** Runs the same program once more; gives how it ended. */
const again = (page) =>
  page.evaluate(() => {
    const element = document.querySelector("coro-play");
    const ended = new Promise((resolve) => {
      element.addEventListener("coro-done", ({ detail }) => resolve(detail), { once: true });
      element.addEventListener("coro-error", ({ detail }) => resolve({ error: detail }), {
        once: true,
      });
    });
    element.run({ instant: true });
    return ended;
  });

/**
 * The longest time between asking the page for a turn of its own loop and getting it, in 200 ms. Of a few measurements
 * the best counts: a busy machine spoils one, a page that is blocked all of them.
 */
const longestBlock = (page) =>
  page.evaluate(async () => {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 6 && best > 50; round += 1) {
      let longest = 0;
      const end = performance.now() + 200;
      while (performance.now() < end) {
        const asked = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 0));
        longest = Math.max(longest, performance.now() - asked);
      }
      best = Math.min(best, longest);
    }
    return best;
  });

for (const where of ["worker", "page"]) {
  test(`an endless loop leaves the page alive and can be stopped (${where})`, () =>
    withPage({}, async (page) => {
      await start(page, FOREVER, where);
      const block = await longestBlock(page);
      assert.ok(block < 100, `the page was blocked for ${block} ms`);
      await page.evaluate(() => document.querySelector("coro-play").stop());
      const ended = await page.evaluate(() => window.ended);
      assert.equal(ended.error, undefined, JSON.stringify(ended.error));
      assert.equal(ended.stdout, "cleaned up\n");
      assert.match(
        ended.stderr,
        /^Traceback \(most recent call last\):\n[\s\S]*KeyboardInterrupt\n$/,
      );
      assert.equal(ended.how, "stopped");
      assert.equal(ended.exit, 130);
    }));

  test(`nothing survives a second Stop (${where})`, () =>
    withPage({}, async (page) => {
      await start(page, STUBBORN, where);
      await page.evaluate(() => document.querySelector("coro-play").stop());
      await page.waitForTimeout(200);
      assert.equal(await page.evaluate(() => document.querySelector("coro-play").running), true);
      await page.evaluate(() => document.querySelector("coro-play").stop());
      const ended = await page.evaluate(() => window.ended);
      assert.equal(ended.how, "stopped");
    }));

  test(`a real second is a second, and the page stays alive (${where})`, () =>
    withPage({}, async (page) => {
      await start(page, SLEEPER, where, "real");
      await page.evaluate(() => {
        window.heard = [];
        document.querySelector("coro-play").addEventListener("coro-output", ({ detail }) => {
          window.heard.push([detail.text.split(" ")[0].trim(), performance.now()]);
        });
      });
      const block = await longestBlock(page);
      assert.ok(block < 100, `the page was blocked for ${block} ms`);
      await page.evaluate(() => window.ended);
      // By its own clock, no sleep may be shorter. By the page's, a busy machine makes any of them longer: the best counts.
      const slept = [];
      do {
        assert.ok(slept.length < 8, `the page saw it sleep for ${slept.join(", ")} s`);
        const ended = await again(page);
        assert.equal(ended.error, undefined, JSON.stringify(ended.error));
        const own = Number(/^asleep\nwoke up ([\d.]+)\n$/.exec(ended.stdout)?.[1]);
        assert.ok(own >= 1, `by its own clock it slept for ${own} s`);
        assert.ok(ended.seconds >= 1, `the run took ${ended.seconds} s`);
        const heard = await page.evaluate(() => Object.fromEntries(window.heard.splice(0)));
        slept.push((heard.woke - heard.asleep) / 1000);
      } while (slept.at(-1) > 1.15);
      assert.ok(slept.at(-1) > 0.9, `the page saw it sleep for ${slept.at(-1)} s`);
    }));

  test(`a deadlock says who waits for whom, and can be stopped (${where})`, () =>
    withPage({}, async (page) => {
      await start(page, DEADLOCK, where);
      await page.waitForFunction(() =>
        document.querySelector("coro-play").stderr.includes("deadlock: "),
      );
      const told = await page.evaluate(() => document.querySelector("coro-play").stderr);
      for (const name of ["left", "right"]) assert.match(told, new RegExp(`\\b${name}\\b`));
      assert.equal(
        await page.evaluate(() => document.querySelector("coro-play").stdout),
        "begins\n",
      );
      await page.evaluate(() => document.querySelector("coro-play").stop());
      const ended = await page.evaluate(() => window.ended);
      assert.equal(ended.how, "stopped");
    }));

  test(`at half the rate a second of the program is two of the page (${where})`, () =>
    withPage({}, async (page) => {
      await start(page, "pass", where, "real");
      await page.evaluate(() => window.ended);
      await page.evaluate((code) => {
        window.heard = [];
        const element = document.querySelector("coro-play");
        element.addEventListener("coro-output", ({ detail }) => {
          if (detail.text) window.heard.push(performance.now());
        });
        element.rate = 0.5;
        element.code = code;
      }, SLEEPER);
      // As above: by its own clock no sleep may be shorter; by the page's, of which a busy machine tells late, the best counts.
      const seen = [];
      do {
        assert.ok(seen.length < 5, `the page saw it sleep for ${seen.join(", ")} s`);
        const ended = await again(page);
        assert.equal(ended.error, undefined, JSON.stringify(ended.error));
        const own = Number(/^asleep\nwoke up ([\d.]+)\n$/.exec(ended.stdout)?.[1]);
        assert.ok(own >= 1, `by its own clock it slept for ${own} s`);
        const heard = await page.evaluate(() => window.heard.splice(0));
        seen.push((heard.at(-1) - heard[0]) / 1000);
      } while (seen.at(-1) < 1.8);
    }));
}
