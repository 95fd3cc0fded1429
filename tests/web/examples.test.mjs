// Every example prints what CPython 3.14 prints, and hands over in CPython's order.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { after, test } from "node:test";
import { closeBrowser, pageUrl, withPage } from "./browser.mjs";

const folder = new URL("../../www/examples/", import.meta.url);
const ids = readdirSync(folder)
  .filter((file) => file.endsWith(".py"))
  .map((file) => file.slice(0, -3))
  .sort();
const read = (file) => readFileSync(new URL(file, folder), "utf8");

after(closeBrowser);

/** The handoffs of a trace in words that hold for any engine: tasks by order of creation. */
function handoffs(events) {
  const order = new Map();
  const words = { "task.resume": "resumes", "task.suspend": "awaits" };
  const found = [];
  for (const event of events) {
    if (event.e === "task.new") order.set(event.k, order.size + 1);
    const task = order.get(event.k);
    if (words[event.e]) found.push(`${task} ${words[event.e]}`);
    else if (event.e === "task.done") found.push(`${task} ${event.how}`);
  }
  return found;
}

test("there are sixteen examples", () => assert.equal(ids.length, 16));

for (const id of ids) {
  test(`${id} is what it is in CPython`, { timeout: 20_000 }, () =>
    withPage({}, async (page) => {
      await page.goto(pageUrl);
      await page.waitForFunction(() => document.querySelector("coro-play")?.code);
      await page.click("button.examples");
      await page.click(`[data-example="${id}"]`);
      await page.waitForFunction(
        (code) => document.querySelector("coro-play").code === code,
        read(`${id}.py`),
      );
      const run = await page.evaluate(async () => {
        const element = document.querySelector("coro-play");
        const ended = new Promise((resolve) => {
          element.addEventListener("coro-done", ({ detail }) => resolve(detail), { once: true });
        });
        element.run({ instant: true });
        const { exit, stdout } = await ended;
        await element.pause();
        return { exit, stdout, stderr: element.stderr, events: element.trace.events };
      });
      assert.equal(run.stdout, read(`${id}.out`), run.stderr);
      assert.equal(run.exit, 0);
      const recorded = new URL(`traces/${id}.trace.jsonl`, folder);
      // A real thread does not follow the virtual clock under which CPython was recorded.
      if (!existsSync(recorded) || id.startsWith("07-")) return;
      const events = readFileSync(recorded, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.deepEqual(handoffs(run.events), handoffs(events));
    }),
  );
}
