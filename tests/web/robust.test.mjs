// Bad input, bad networks, too much of everything: the page says what is wrong, goes on, and loses nothing.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { closeBrowser, pageUrl, screenshot, withPage } from "./browser.mjs";
import { open, run } from "./element.mjs";

after(closeBrowser);

const status = (page) => page.locator("coro-play [part~=status]").first().textContent();
const written = (page) => page.locator("coro-play .written").textContent();
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

/**
 * Runs a program, and sees whether the page was able to answer meanwhile: no pause is long, by the clock or, on a machine
 * that is busy with other things, beside the whole run.
 */
async function alive(page, code) {
  await page.evaluate(() => {
    window.longest = 0;
    window.began = performance.now();
    let last = window.began;
    const tick = () => {
      const now = performance.now();
      window.longest = Math.max(window.longest, now - last);
      last = now;
      setTimeout(tick, 0);
    };
    tick();
  });
  const done = await run(page, code);
  const { pause, whole } = await page.evaluate(() => ({
    pause: window.longest,
    whole: performance.now() - window.began,
  }));
  const short = pause < 800 || pause < whole / 3;
  return { done, pauses: short ? "short" : `${pause} ms of ${whole} ms` };
}

test("ten megabytes of output leave the page alive; the first and the last lines are shown", () =>
  withPage({}, async (page) => {
    await open(page, pageUrl);
    const { done, pauses } = await alive(
      page,
      'for n in range(100000):\n    print(f"{n:06} " + "x" * 93)\nprint("the end")\n',
    );
    assert.equal(done.error, undefined, JSON.stringify(done.error));
    assert.equal(pauses, "short");
    const text = await written(page);
    assert.match(text, /^000000 x{93}\n/);
    assert.match(text, /… \d+ lines are not shown …\n/);
    const numbers = [...text.matchAll(/^(\d{6}) x/gm)].map(([, number]) => Number(number));
    assert.equal(numbers.at(-1), 99_999);
    assert.ok(text.endsWith("the end\n"));
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
      "however they came, the lines are in order",
    );
    const lines = await page.locator("coro-play .written > span").count();
    assert.ok(lines <= 4001, `${lines} lines are in the page`);
    // What is cut is the picture, not the output.
    assert.ok(done.stdout.length > 1_000_000);
  }));

test("a line of a megabyte is drawn in part, and counted", () =>
  withPage({}, async (page) => {
    await open(page, pageUrl);
    const code = 'print("y" * 1000000)\nprint("after")\n';
    const { done, pauses } = await alive(page, code);
    assert.equal(pauses, "short");
    assert.equal(done.stdout.length, 1_000_001 + 6);
    assert.match(await written(page), /^y{5000} … 995000 more characters\nafter\n$/);
    assert.equal(await sideways(page), false);
  }));

test("what terminals would take for commands is not shown, other control characters are", () =>
  withPage({}, async (page) => {
    await open(page, pageUrl);
    const done = await run(
      page,
      [
        String.raw`print("\x1b[1;31mred\x1b[0m and \x1b]0;title\x07plain")`,
        String.raw`print("nul \0 bell \a esc \x1b")`,
        String.raw`for n in range(0, 101, 25): print(f"\r{n:3} %", end="")`,
        "print()",
        'print("<b>&amp;</b>")',
      ].join("\n"),
    );
    assert.equal(await written(page), "red and plain\nnul ␀ bell ␇ esc ␛\n100 %\n<b>&amp;</b>\n");
    assert.ok(done.stdout.startsWith("\u001b[1;31mred"), "the program's own output has them");
  }));

test("a program without end waits for the stage, says so, goes on with it, and can be stopped", () =>
  withPage({}, async (page) => {
    await open(page, pageUrl);
    await page.evaluate(() => {
      const element = document.querySelector("coro-play");
      element.code = `import asyncio

async def tick(n):
    while True:
        print(n)
        await asyncio.sleep(n)

async def main():
    await asyncio.gather(tick(1), tick(2))

asyncio.run(main())
`;
      element.run();
    });
    await page.waitForFunction(() =>
      /^Far ahead of the stage/.test(
        document.querySelector("coro-play").shadowRoot.querySelector("[part=status]").textContent,
      ),
    );
    const recorded = () => page.evaluate(() => document.querySelector("coro-play").trace.length);
    const before = await recorded();
    assert.ok(before < 40_000, `${before} events are recorded`);
    await page.evaluate(() => document.querySelector("coro-play").seek("h2500"));
    await page.waitForFunction(
      (before) => document.querySelector("coro-play").trace.length > before + 1000,
      before,
    );
    await page.click('[data-action="run"]');
    await page.waitForFunction(() => document.querySelector("coro-play").state === "stopped");
    assert.match(await status(page), /^Stopped after/);
  }));

test("letters of every kind go through the program, the output and the stage", () =>
  withPage({}, async (page) => {
    await open(page, pageUrl);
    const code = `import asyncio

async def grüße(名前):
    print(f"שלום {名前} 👩‍🚀 مرحبا")
    await asyncio.sleep(0)

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(grüße("世界"), name="任務👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀")

asyncio.run(main())
`;
    const done = await run(page, code);
    assert.equal(done.stdout, "שלום 世界 👩‍🚀 مرحبا\n");
    assert.equal(await written(page), done.stdout);
    await page.evaluate(() => document.querySelector("coro-play").seek("h5"));
    const shown = await page.locator("coro-play .rail").first().textContent();
    assert.match(shown, /任務/);
    assert.doesNotMatch(shown, /[\ud800-\udbff](?![\udc00-\udfff])/, "no half of a character");
    assert.equal(await sideways(page), false);
    await screenshot(page, "letters");
  }));

test("a program of five thousand lines is edited, run and marked", () =>
  withPage({}, async (page) => {
    await open(page, pageUrl);
    const code = `${Array.from({ length: 5000 }, (_, n) => `x${n} = ${n}`).join("\n")}\nprint(x4999)\nprint(]\n`;
    const began = Date.now();
    const done = await run(page, code);
    assert.equal(done.error.kind, "compile");
    assert.ok(Date.now() - began < 10_000);
    const wrong = page.locator("coro-play .cm-line.wrong");
    await wrong.waitFor();
    assert.equal((await wrong.textContent()).trim(), "print(]");
    const repaired = await run(page, code.replace("print(]\n", ""));
    assert.equal(repaired.stdout, "4999\n");
  }));

for (const [what, pattern] of [
  ["the engine's module", "**/engine/coroscope_bg.wasm"],
  ["the engine's script", "**/engine/coroscope.js"],
]) {
  for (const where of ["worker", "page"]) {
    test(`${what} that cannot be had is told, and Run tries again (${where})`, () =>
      withPage({ quiet: /Failed to load resource/ }, async (page) => {
        let broken = true;
        await page.route(pattern, (route) => (broken ? route.abort() : route.continue()));
        await open(page, pageUrl);
        await page.evaluate((where) => {
          document.querySelector("coro-play").where = where;
        }, where);
        const lost = await run(page, 'print("here")');
        assert.equal(lost.error?.kind, "load", JSON.stringify(lost));
        assert.match(await status(page), /^Python could not be loaded \(.+\)\. Run tries again\.$/);
        assert.equal(await page.evaluate(() => document.querySelector("coro-play").running), false);
        broken = false;
        const found = await run(page, 'print("here")');
        assert.equal(found.stdout, "here\n");
      }));
  }
}

test("an engine that answers with an error page is told, and Run tries again", () =>
  withPage({ quiet: /Failed to load resource/ }, async (page) => {
    let broken = true;
    await page.route("**/engine/coroscope_bg.wasm", (route) =>
      broken ? route.fulfill({ status: 503, body: "busy" }) : route.continue(),
    );
    await open(page, pageUrl);
    const lost = await run(page, 'print("here")');
    assert.match(lost.error.message, /503/);
    broken = false;
    assert.equal((await run(page, 'print("here")')).stdout, "here\n");
  }));

test("without the stage's script a program runs all the same", () =>
  withPage({ quiet: /Failed to load resource/ }, async (page) => {
    await page.route("**/assets/player-*.js", (route) => route.abort());
    await open(page, pageUrl);
    const done = await page.evaluate(async () => {
      const element = document.querySelector("coro-play");
      element.code = 'print("here")';
      await element.run();
      return element.stdout;
    });
    assert.equal(done, "here\n");
    assert.match(await status(page), /^A part of this page could not be loaded/);
    assert.equal(await written(page), "here\n");
  }));

test("without the editor's script the program is still shown, and still runs", () =>
  withPage({ quiet: /Failed to load resource/ }, async (page) => {
    await page.route("**/assets/editor-*.js", (route) => route.abort());
    await open(page, pageUrl);
    await page.locator("coro-play .static").waitFor();
    assert.equal((await run(page, 'print("here")')).stdout, "here\n");
  }));

test("an example that cannot be had is told, and can be asked for again", () =>
  withPage({ quiet: /Failed to load resource/ }, async (page) => {
    let broken = true;
    await page.route("**/05-gather-*.py", (route) => (broken ? route.abort() : route.continue()));
    await open(page, pageUrl);
    const before = await page.evaluate(() => document.querySelector("coro-play").code);
    await page.click("button.examples");
    await page.click('[data-example="05-gather-three-in-flight"]');
    const trouble = page.locator("[role=alert]");
    await trouble.waitFor();
    assert.match(await trouble.textContent(), /could not be loaded/);
    assert.equal(await page.evaluate(() => document.querySelector("coro-play").code), before);
    broken = false;
    await trouble.locator("button").click();
    await page.waitForFunction(() => document.querySelector("coro-play").code.includes("gather"));
    assert.equal(await trouble.count(), 0);
  }));

test("at 200 % and on small screens nothing is cut off or needs to be scrolled sideways", async () => {
  for (const [width, height] of [
    [680, 430],
    [320, 568],
    [844, 390],
    [1100, 500],
  ]) {
    await withPage({ viewport: { width, height } }, async (page) => {
      await open(page, pageUrl);
      await run(
        page,
        "import asyncio\nasync def f(n):\n    await asyncio.sleep(n)\nasync def main():\n    await asyncio.gather(*map(f, range(30)))\nasyncio.run(main())\n",
      );
      await page.evaluate(() => document.querySelector("coro-play").seek("h40"));
      assert.equal(await sideways(page), false, `${width} × ${height}`);
      const clipped = await page.evaluate(() => {
        const outside = [];
        for (const button of document.querySelectorAll(".bar button")) {
          const box = button.getBoundingClientRect();
          if (box.width > 0 && (box.right > innerWidth + 1 || box.left < -1)) {
            outside.push(button.textContent.trim());
          }
        }
        return outside;
      });
      assert.deepEqual(clipped, [], `${width} × ${height}`);
      await screenshot(page, `small-${width}`);
    });
  }
});
