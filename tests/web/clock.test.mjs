// Clocks as a browser has them when nobody looks: a tab in the background, whose timers come once a second; a laptop that sleeps.
// Timers and tasks go on in the order of their deadlines, none is lost, and the trace says how long nothing ran.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { closeBrowser, pageUrl, withPage } from "./browser.mjs";
import { open } from "./element.mjs";

after(closeBrowser);

const PROGRAM = `import asyncio, time

async def sleeper(n):
    began = time.monotonic()
    await asyncio.sleep(n / 10 + 0.03)
    assert time.monotonic() - began >= n / 10 + 0.03
    print("sleeper", n)
    await asyncio.sleep(0)
    print("after", n)

async def consumer(queue):
    while (item := await queue.get()) is not None:
        print("got", item)

async def main():
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue()
    print("begins", flush=True)
    for n in range(1, 9):
        loop.call_later(n / 10, print, "timer", n)
        loop.call_later(n / 10 + 0.05, queue.put_nowait, n)
    loop.call_later(0.9, queue.put_nowait, None)
    never = loop.call_later(0.5, print, "cancelled")
    loop.call_later(0.45, never.cancel)
    async with asyncio.TaskGroup() as group:
        group.create_task(consumer(queue))
        for n in range(1, 9):
            group.create_task(sleeper(n))
    print("done")

asyncio.run(main())
`;
const HOURS = 8 * 3600;
const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8];

/** Timers come at whole seconds only. */
const BACKGROUND = `{
  const set = self.setTimeout.bind(self);
  self.setTimeout = (call, ms = 0, ...more) => {
    const due = performance.now() + ms;
    return set(call, Math.ceil(due / 1000) * 1000 - performance.now(), ...more);
  };
}`;
/** With the third wait of the program all clocks go on by hours: what was asked to come soon comes late. */
const LAPTOP = `{
  const hours = ${HOURS * 1000};
  let shift = 0, waits = 0;
  for (const [clock, name] of [[performance, "now"], [Date, "now"]]) {
    const now = clock[name].bind(clock);
    clock[name] = () => now() + shift;
  }
  const set = self.setTimeout.bind(self);
  self.setTimeout = (call, ms, ...more) => {
    // what the page itself asks for is of other lengths
    if (ms > 20 && ms <= 100 && ++waits === 3) set(() => { shift = hours; }, ms - 10);
    return set(call, ms, ...more);
  };
}`;

/** Puts a script in front of all others of the realm where the program runs. */
async function before(page, where, script) {
  if (where === "page") {
    await page.addInitScript(script);
    return;
  }
  await page.route("**/assets/worker-*.js", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `${script}\n${await answer.text()}` });
  });
}

/** Runs the program. Gives the lines, and how long nothing ran each time, in seconds. */
async function lines(page, where) {
  await open(page, pageUrl);
  await page.evaluate(
    ([code, where]) => {
      const element = document.querySelector("coro-play");
      element.where = where;
      element.clock = "real";
      element.code = code;
      window.ended = new Promise((resolve) => {
        element.addEventListener("coro-done", ({ detail }) => resolve(detail));
        element.addEventListener("coro-error", ({ detail }) => resolve({ error: detail }));
      });
      element.run({ instant: true });
    },
    [PROGRAM, where],
  );
  const ended = await page.evaluate(() => window.ended);
  assert.equal(ended.error, undefined, JSON.stringify(ended.error));
  assert.equal(ended.exit, 0, ended.stderr);
  const waits = await page.evaluate(() => {
    const waits = [];
    let idle;
    for (const { e, t } of document.querySelector("coro-play").trace.events) {
      if (e === "loop.idle") idle = t;
      if (e === "loop.wake") waits.push((t - idle) / 1e6);
    }
    return waits;
  });
  return { lines: ended.stdout.trimEnd().split("\n"), waits };
}

/** Each kind of line is there once for each number, in order; nothing else is. */
function complete(lines) {
  for (const kind of ["timer", "sleeper", "after", "got"]) {
    const numbers = lines.filter((line) => line.startsWith(`${kind} `));
    assert.deepEqual(
      numbers,
      NUMBERS.map((n) => `${kind} ${n}`),
    );
  }
  assert.equal(lines.length, 4 * NUMBERS.length + 2, lines.join("\n"));
  assert.equal(lines.at(-1), "done");
}

for (const where of ["worker", "page"]) {
  test(`a tab in the background, whose timers come once a second (${where})`, () =>
    withPage({}, async (page) => {
      await before(page, where, BACKGROUND);
      const seen = await lines(page, where);
      complete(seen.lines);
      assert.ok(seen.waits.length <= 4, `woken ${seen.waits.length} times`);
      assert.ok(Math.max(...seen.waits) > 0.4, `nothing ran for ${seen.waits} s`);
    }));

  test(`a laptop sleeps for hours (${where})`, () =>
    withPage({}, async (page) => {
      await before(page, where, LAPTOP);
      const seen = await lines(page, where);
      complete(seen.lines);
      const longest = Math.max(...seen.waits);
      assert.ok(longest >= HOURS && longest < HOURS + 60, `nothing ran for ${seen.waits} s`);
    }));
}
