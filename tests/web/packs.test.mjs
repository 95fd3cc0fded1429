// The packs of the standard library: fetched when a program imports, in the worker, in the page, and from another origin.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pageUrl, withPage } from "./browser.mjs";
import { open, run, strictPage } from "./element.mjs";

const CODE = `import dataclasses, typing, re, json, asyncio

@dataclasses.dataclass
class Point:
    x: int
    y: typing.Optional[int] = None

async def main():
    await asyncio.sleep(0)
    print(Point(1), json.dumps({"a": [1, 2]}), re.sub("a+", "-", "baab"))

asyncio.run(main())`;
const OUT = `Point(x=1, y=None) {"a": [1, 2]} b-b\n`;
const LOST = `try:
    import stringprep
except ImportError as e:
    print(type(e).__name__, e.name)
import json
print(json.dumps(1), "goes on")`;

const strictUrl = strictPage();

/** Opens a page and remembers which packs it asks for, with the bytes that came. */
async function openWatching(page, url) {
  const packs = new Map();
  await open(page, url, async (file, request) => {
    if (!file.endsWith(".pack")) return;
    packs.set(file, 0);
    // A file that comes when the page is gone is no matter.
    const answer = await request.response().catch(() => null);
    const body = await answer?.body().catch(() => null);
    if (body) packs.set(file, body.length);
  });
  return packs;
}

for (const [where, url] of [
  ["the page, in its worker", () => pageUrl],
  ["an element on another origin with a strict policy", strictUrl],
]) {
  test(`${where}: programs import what they need, few files of little weight`, () =>
    withPage({}, async (page) => {
      const packs = await openWatching(page, url());
      const first = await run(page, CODE);
      assert.equal(first.error, undefined, JSON.stringify(first.error));
      assert.equal(first.stdout, OUT);
      assert.equal(first.exit, 0);
      const fetched = [...packs];
      const total = fetched.reduce((sum, [, bytes]) => sum + bytes, 0);
      assert.ok(fetched.length > 0 && fetched.length <= 12, JSON.stringify(fetched));
      assert.ok(total <= 350_000, `${total} bytes: ${JSON.stringify(fetched)}`);
      assert.ok(!fetched.some(([name]) => /-(text|more)-/.test(name)), JSON.stringify(fetched));

      const again = await run(page, CODE);
      assert.equal(again.stdout, OUT);
      assert.equal(packs.size, fetched.length, "a second run finds the packs");
    }));
}

/** Functions that the sample of common programs does not call: called, and read without being called. */
const UNCOMMON = `import string, queue
print(string.Template("$a!").safe_substitute(a=1), string.capwords("two words"))
print(queue.LifoQueue.__doc__ is not None, queue.Queue.qsize.__code__.co_varnames)
print(queue.PriorityQueue._qsize.__code__.co_names)`;

for (const [where, url] of [
  ["the page, in its worker", () => pageUrl],
  ["an element on another origin with a strict policy", strictUrl],
]) {
  test(`${where}: functions that few programs need are fetched when one does`, () =>
    withPage({}, async (page) => {
      const packs = await openWatching(page, url());
      const first = await run(page, UNCOMMON);
      assert.equal(first.error, undefined, JSON.stringify(first.error));
      assert.equal(first.stdout, "1! Two Words\nTrue ('self',)\n('len', 'queue')\n");
      assert.ok(
        [...packs.keys()].some((name) => name.includes("-more-")),
        JSON.stringify([...packs.keys()]),
      );
    }));
}

test("a pack that cannot be had is an ImportError, and the program goes on", () =>
  withPage({}, async (page) => {
    await page.route("**/stringprep-*.pack", (route) => route.fulfill({ status: 404, body: "" }));
    await open(page, pageUrl);
    const result = await run(page, LOST);
    assert.equal(result.stdout, "ImportError stringprep\n1 goes on\n");
    assert.equal(result.exit, 0);
  }));

test("names of characters are fetched for a program that uses one", () =>
  withPage({}, async (page) => {
    const packs = await openWatching(page, pageUrl);
    const result = await run(
      page,
      String.raw`print("\N{SNOWMAN} \N{LATIN SMALL LETTER E WITH ACUTE}")`,
    );
    assert.equal(result.stdout, "☃ é\n");
    assert.equal(packs.size, 1, JSON.stringify([...packs]));
  }));
