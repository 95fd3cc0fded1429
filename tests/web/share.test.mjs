// A program as a link.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { closeBrowser, pageUrl, screenshot, withPage } from "./browser.mjs";
import { open, run } from "./element.mjs";

after(closeBrowser);

const code = (page) => page.evaluate(() => document.querySelector("coro-play").code);
const LOCK = `import asyncio

lock = asyncio.Lock()

async def worker(name):
    async with lock:
        await asyncio.sleep(1)

async def main():
    async with asyncio.TaskGroup() as group:
        for name in ("red", "green", "blue"):
            group.create_task(worker(name), name=name)

asyncio.run(main())
`;

/** Opens the panel, and gives the link in it. */
async function linkOf(page) {
  await page.click("button.share");
  const field = page.locator("#share input[readonly]");
  await page.waitForFunction(() => document.querySelector("#share input").value.includes("#1="));
  return field.inputValue();
}

test("a link opens the same program on another machine, with its settings, and runs nothing", async () => {
  let link;
  await withPage({}, async (page) => {
    await open(page, pageUrl);
    await run(page, LOCK);
    await page.click("button.settings");
    await page.fill('[name="seed"]', "7");
    await page.keyboard.press("Escape");
    link = await linkOf(page);
    await screenshot(page, "share");
  });
  await withPage({}, async (page) => {
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await open(page, link);
    assert.equal(await code(page), LOCK);
    await page.waitForLoadState("networkidle");
    assert.equal(await page.evaluate(() => document.querySelector("coro-play").state), "idle");
    assert.equal(await page.evaluate(() => document.querySelector("coro-play").seed), 7);
    assert.deepEqual(
      asked.filter((url) => url.includes("/engine/")),
      [],
    );
    // What is edited from here on is kept, not what the link said.
    assert.equal(new URL(page.url()).hash, "");
    await page.reload();
    await page.waitForFunction(() => document.querySelector("coro-play")?.code);
    assert.equal(await code(page), LOCK);
  });
});

test("a link to a moment: the first run goes there, and pauses", async () => {
  let link;
  let there;
  await withPage({}, async (page) => {
    await open(page, pageUrl);
    await run(page, LOCK);
    await page.evaluate(() => document.querySelector("coro-play").seek("h8"));
    there = await page.locator("coro-play .caption").textContent();
    await page.click("button.share");
    await page.check('[name="moment"]');
    await page.waitForTimeout(200);
    await page.keyboard.press("Escape");
    link = await linkOf(page);
  });
  await withPage({}, async (page) => {
    await open(page, link);
    await page.evaluate(() => document.querySelector("coro-play").run());
    await page.waitForFunction(() => document.querySelector("coro-play").playhead === "h8");
    assert.equal(await page.locator("coro-play .caption").textContent(), there);
  });
});

test("a link that is damaged is told, and the last program is there", () =>
  withPage({}, async (page) => {
    await open(page, `${pageUrl}#1=bm90IGRlZmxhdGVk`);
    assert.match(await page.locator("[role=alert]").textContent(), /damaged/);
    assert.match(await code(page), /asyncio/);
  }));

test("a link that is followed inside the page opens its program, and keeps the one before", () =>
  withPage({}, async (page) => {
    await open(page, pageUrl);
    await run(page, 'print("from the link")\n');
    const link = await linkOf(page);
    await page.keyboard.press("Escape");
    const editor = page.locator("coro-play .cm-content");
    await editor.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText('print("typed later")\n');
    await page.waitForTimeout(700);
    await page.evaluate((hash) => {
      location.hash = hash;
    }, new URL(link).hash);
    await page.waitForFunction(() =>
      document.querySelector("coro-play").code.includes("from the link"),
    );
    await page.click("button.examples");
    const kept = await page.locator("#examples .choice").allTextContents();
    assert.ok(
      kept.some((text) => /edited/.test(text)),
      kept.join("\n"),
    );
  }));
