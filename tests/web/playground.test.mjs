// The page as a person uses it: pick a program, press Run, read the output, walk through the run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { closeBrowser, pageUrl, screenshot, withPage } from "./browser.mjs";

after(closeBrowser);

const EXAMPLE = "00-async-await";
const expected = readFileSync(
  new URL(`../../www/examples/${EXAMPLE}.out`, import.meta.url),
  "utf8",
);
const desktop = { viewport: { width: 1280, height: 800 } };

/** Opens the page, and collects the events of its element in `window.told`. */
async function open(page) {
  await page.addInitScript(() => {
    window.told = [];
    for (const name of ["coro-done", "coro-error", "coro-handoff"]) {
      addEventListener(name, (event) => window.told.push({ name, detail: event.detail }));
    }
  });
  await page.goto(pageUrl);
  await page.waitForFunction(() => document.querySelector("coro-play")?.code);
}

/** Picks an example in the list, as a person does. */
async function pick(page, id) {
  await page.click("button.examples");
  await page.click(`[data-example="${id}"]`);
  await page.waitForFunction(
    () => document.querySelector("coro-play").code.includes("async-await"),
    null,
    { timeout: 5000 },
  );
}

/** Presses Run and waits for the end of the program, which must be an end and no failure of the engine. */
async function run(page) {
  await page.getByRole("button", { name: "Run", exact: true }).first().click();
  return ended(page);
}

async function ended(page) {
  const final = () =>
    window.told.find(
      (one) =>
        one.detail.exit !== undefined ||
        one.detail.kind === "load" ||
        one.detail.kind === "runtime",
    );
  const handle = await page.waitForFunction(final, null, { timeout: 20_000 });
  const one = await handle.jsonValue();
  assert.equal(one.name, "coro-done", JSON.stringify(one.detail));
  return one;
}

/** Replaces the program through the editor. */
async function type(page, code) {
  await page.click("coro-play .cm-content");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
}

const outputText = (page, kind) =>
  page.locator(`coro-play .written .${kind}`).evaluateAll((lines) => {
    return lines.map((line) => line.textContent).join("");
  });

/** What one step with the arrow key shows: the stage's live arrow and the handoff the element tells. */
async function stepped(page) {
  await page.evaluate(() => {
    window.told = window.told.filter((one) => one.name !== "coro-handoff");
  });
  const before = await page.evaluate(() => document.querySelector("coro-play").playhead);
  await page.keyboard.press("ArrowRight");
  const moved = await page.evaluate((before) => {
    const element = document.querySelector("coro-play");
    return element.playhead !== before;
  }, before);
  if (!moved) return null;
  return page.evaluate(() => {
    const root = document.querySelector("coro-play").shadowRoot;
    const told = window.told.filter((one) => one.name === "coro-handoff").at(-1)?.detail;
    const live = [...root.querySelectorAll(".arrow.live")];
    return {
      dir: told?.dir,
      task: told?.task,
      lines: live.map((arrow) => arrow.dataset.line),
      words: live.map((arrow) => arrow.querySelector(".word")?.textContent ?? ""),
    };
  });
}

test("Async Await: picked, run, and every handoff of its trace is shown in order", () =>
  withPage(desktop, async (page) => {
    await open(page);
    await pick(page, EXAMPLE);
    const done = await run(page);
    assert.equal(done.detail.exit, 0);
    assert.equal(done.detail.stdout, expected);
    assert.equal(await outputText(page, "out"), expected);
    assert.equal(await outputText(page, "err"), "");
    assert.match(
      await page.locator('coro-play [part="status"]').first().textContent(),
      /Executed in \d+(\.\d+)? (ms|s)\./,
    );

    const trace = await page.evaluate(() =>
      document.querySelector("coro-play").trace.events.map((event) => ({
        e: event.e,
        k: event.k,
        how: event.how,
      })),
    );
    const directions = { "task.resume": "resume", "task.suspend": "await", "task.done": "done" };
    const wanted = trace
      .filter((event) => directions[event.e])
      .map((event) => `${directions[event.e]} ${event.k}`);
    assert.ok(wanted.length >= 20, `only ${wanted.length} handoffs in the trace`);
    for (const one of ["resume", "await", "done"]) {
      assert.ok(
        wanted.some((line) => line.startsWith(one)),
        `no ${one} in the trace`,
      );
    }

    await page.evaluate(() => document.querySelector("coro-play").pause());
    await page.locator('coro-play [part="stage"]').focus();
    await page.keyboard.press("Home");
    const seen = [];
    for (let n = 0; n < 400; n += 1) {
      const step = await stepped(page);
      if (step === null) break;
      if (!["resume", "await", "done"].includes(step.dir)) continue;
      seen.push(`${step.dir} ${step.task}`);
      const line = step.dir === "resume" ? "resume" : "await";
      assert.ok(step.lines.includes(line), `${step.dir} of task ${step.task}: ${step.lines}`);
    }
    assert.deepEqual(seen, wanted);

    await page.keyboard.press("ArrowLeft");
    await page.evaluate(() => document.querySelector("coro-play").seek("h6"));
    await page.waitForTimeout(300);
    await screenshot(page, "playground-light");
  }));

test("the page in the dark", () =>
  withPage({ ...desktop, colorScheme: "dark" }, async (page) => {
    await open(page);
    await pick(page, EXAMPLE);
    await run(page);
    await page.evaluate(() => document.querySelector("coro-play").seek("h6"));
    await page.waitForTimeout(300);
    const light = await page.evaluate(() => {
      const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\d+(\.\d+)?/g);
      return (Number(r) + Number(g) + Number(b)) / 3;
    });
    assert.ok(light < 100, `the background is ${light} of 255 bright`);
    await screenshot(page, "playground-dark");
  }));

test("the page on a phone", () =>
  withPage({ viewport: { width: 390, height: 844 }, hasTouch: true }, async (page) => {
    await open(page);
    await pick(page, EXAMPLE);
    const done = await run(page);
    assert.equal(done.detail.stdout, expected);
    await page.evaluate(() => document.querySelector("coro-play").seek("h6"));
    await page.waitForTimeout(300);
    const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `the page scrolls sideways by ${wide} pixels`);
    await screenshot(page, "playground-390");
  }));

test("with reduced motion nothing plays by itself, and every step is there", () =>
  withPage({ ...desktop, reducedMotion: "reduce" }, async (page) => {
    await open(page);
    await pick(page, EXAMPLE);
    await run(page);
    await page.waitForTimeout(1500);
    assert.equal(await page.evaluate(() => document.querySelector("coro-play").playhead), "h0");
    await page.locator('coro-play [part="stage"]').focus();
    const step = await stepped(page);
    assert.ok(step, "the arrow key makes a step");
  }));

test("standard error is told apart, and an exit status is shown", () =>
  withPage(desktop, async (page) => {
    await open(page);
    await type(page, "import sys\nprint('fine')\nprint('bad', file=sys.stderr)\nsys.exit(3)\n");
    await page.keyboard.press("ControlOrMeta+Enter");
    await ended(page);
    assert.equal(await outputText(page, "out"), "fine\n");
    assert.equal(await outputText(page, "err"), "bad\n");
    assert.match(
      await page.locator('coro-play [part="status"]').first().textContent(),
      /exit status 3/,
    );
    const colour = (kind) =>
      page
        .locator(`coro-play .written .${kind}`)
        .first()
        .evaluate((line) => getComputedStyle(line).color);
    assert.notEqual(await colour("out"), await colour("err"));
  }));

test("a syntax error is marked in the editor and printed as CPython prints it", () =>
  withPage(desktop, async (page) => {
    await open(page);
    await type(page, "x = 1\nif x = 2:\n    pass\n");
    await page.keyboard.press("ControlOrMeta+Enter");
    await ended(page);
    const text = await outputText(page, "err");
    assert.match(text, /line 2\n {4}if x = 2:\n {7}\^+\nSyntaxError: invalid syntax\. Maybe/);
    await page.locator("coro-play .cm-lintRange-error").first().waitFor({ timeout: 3000 });
  }));
