// Every asyncio case of tests/cases by the page's own road: the web host in a worker, under the browser's clock and timers.
// A few elements of one page work through them side by side.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { closeBrowser, pageUrl, withPage } from "./browser.mjs";
import { serve } from "./origin.mjs";

const folder = new URL("../cases/asyncio/", import.meta.url);
const SIDE_BY_SIDE = 4;
const PARTS = 4;
/** Milliseconds after which a case does not end. */
const LIMIT = 30_000;

/** Cases that a page cannot run as they are, and why. */
const NOT_HERE = {
  random_programs_in_virtual_time: "imports a file beside it; tests/wasm.rs runs it",
  random_programs_without_time: "the same",
};

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>asyncio</title>
<link rel="icon" href="data:,">
<script type="module" src="${pageUrl}coroscope.js"></script>
</html>`;

let other;
before(async () => {
  other = await serve({ "/": { html } });
});
after(async () => {
  other.close();
  await closeBrowser();
});

const read = (name, ending) => {
  const file = new URL(`${name}.${ending}`, folder);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
};

/** The rules of tests/support/normalise.rs. */
const normalise = (text) =>
  text
    .replace(
      /[^\s"'(<]*\/lib\/python3\.14\/([^\s"':]*)(", line |:)?(\d+)?/g,
      (_, file, lead, digits) => {
        return `<lib>/${file}${lead ?? ""}${digits === undefined ? "" : "N"}`;
      },
    )
    .replaceAll("/cases/asyncio/", "<case>/")
    .replace(/at 0x[0-9a-f]+/g, "at 0xADDR");

const names = readdirSync(folder)
  .filter((file) => file.endsWith(".py") && !file.startsWith("_"))
  .map((file) => file.slice(0, -3))
  .filter((name) => !(name in NOT_HERE))
  .sort();

/** Runs cases in a page, some side by side; what each did, by name. */
const run = (page, names, sideBySide) =>
  page.evaluate(
    async ([cases, sideBySide, limit]) => {
      const waiting = [...cases];
      const ran = {};
      const work = async () => {
        const element = document.createElement("coro-play");
        element.view = "output";
        element.clock = "real";
        document.body.append(element);
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          element.file = `/cases/asyncio/${next.name}.py`;
          element.code = next.code;
          await element.updateComplete;
          const ended = new Promise((resolve) => {
            element.addEventListener("coro-done", ({ detail }) => resolve(detail), { once: true });
            element.addEventListener(
              "coro-error",
              ({ detail }) => resolve({ how: detail.message }),
              { once: true },
            );
          });
          element.run({ instant: true });
          const late = setTimeout(() => {
            element.stop();
            element.stop();
          }, limit);
          const { exit, how, stdout } = await ended;
          clearTimeout(late);
          ran[next.name] = { exit, how, stdout, stderr: element.stderr };
        }
        element.remove();
      };
      await Promise.all(Array.from({ length: sideBySide }, work));
      return ran;
    },
    [names.map((name) => ({ name, code: read(name, "py") })), sideBySide, LIMIT],
  );

/** What a case did that it must not do. */
function difference(name, { exit, how, stdout = "", stderr = "" }) {
  const expected = {
    exit: Number(read(name, "exit") || 0),
    stdout: read(name, "out"),
    stderr: read(name, "err"),
  };
  try {
    assert.deepEqual({ exit, stdout: normalise(stdout), stderr: normalise(stderr) }, expected);
  } catch (error) {
    return `${name} (${how}): ${error.message}`;
  }
}

/** A part of the cases: what they print, to the letter. */
const cases = (part) =>
  withPage({}, async (page) => {
    const mine = names.filter((_, at) => at % PARTS === part);
    await page.goto(`${other.url}/`);
    await page.waitForFunction(() => customElements.get("coro-play") !== undefined);
    let wrong = new Map();
    let left = mine;
    // Programs whose sleeps are milliseconds apart need a machine that keeps up: what differs runs again, alone.
    for (const sideBySide of [SIDE_BY_SIDE, 1, 1, 1]) {
      if (left.length === 0) break;
      const ran = await run(page, left, sideBySide);
      wrong = new Map(
        left.map((name) => [name, difference(name, ran[name])]).filter(([, what]) => what),
      );
      left = [...wrong.keys()];
    }
    assert.equal(
      wrong.size,
      0,
      `${wrong.size} of ${mine.length}\n${[...wrong.values()].join("\n")}`,
    );
  });

test("there are a hundred and twenty cases", () => assert.ok(names.length >= 120));

for (const part of Array(PARTS).keys()) {
  test(`asyncio cases by the web host under the real clock, ${part + 1} of ${PARTS}`, () =>
    cases(part));
}
