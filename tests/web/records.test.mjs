// Records of a trace on their way from the engine: their memory goes back and is used again, and nothing is lost or mixed up by it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pageUrl, withPage } from "./browser.mjs";
import { open, run, strictPage } from "./element.mjs";

const program = (tasks) => `import asyncio

async def leaf(n):
    return n

async def worker(k):
    total = 0
    for n in range(40):
        total += await leaf(n)
        await asyncio.sleep(0)
    return total

async def main():
    print(sum(await asyncio.gather(*map(worker, range(${tasks})))))

asyncio.run(main())`;

const strictUrl = strictPage();

/** All events as text, without the fuel: waiting for files of the library takes some. */
const told = (page) =>
  page.evaluate(() => {
    const { events } = document.querySelector("coro-play").trace;
    return events.map(({ ops, ...event }) => JSON.stringify(event));
  });

for (const [where, url] of [
  ["in a worker", () => pageUrl],
  ["in the page", strictUrl],
]) {
  test(`${where}: the events of a long trace are the same, run after run`, () =>
    withPage({}, async (page) => {
      await open(page, url());
      const first = await run(page, program(100));
      assert.equal(first.exit, 0);
      assert.equal(first.stdout, "78000\n");
      const events = await told(page);
      assert.ok(events.length > 50_000, `${events.length} events`);
      assert.match(events.at(-1), /"e":"trace.end"/);
      // another one between them, so that what comes back is full of something else
      assert.equal((await run(page, program(30))).stdout, "23400\n");
      const other = await told(page);
      assert.ok(other.length < events.length);
      const again = await run(page, program(100));
      assert.equal(again.hash, first.hash);
      assert.deepEqual(await told(page), events);
    }));
}
