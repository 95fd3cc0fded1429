// The parts of the engine: what comes before a program runs, beside it, and when a program first needs it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pageUrl, withPage } from "./browser.mjs";
import { open, run, strictPage } from "./element.mjs";

const COMMON = `import asyncio

async def main():
    print("one")
    await asyncio.sleep(0.01)
    print(f"{2:>5}", sorted({"b": 1, "a": 2}.items()))

asyncio.run(main())`;
/** Nothing that the text of the program imports tells that it needs the rest. */
const RARE = `import time
print("before", flush=True)
time.sleep(0.001)
exec("""
view = memoryview(bytearray(b"abcdef"))
view[1:3] = b"XY"
print(view[::2].tolist(), view.tobytes(), (1000).to_bytes(3, "little"))
print(complex("1+2j") ** 2, "Straße".casefold(), (2**70).bit_length(), pow(3, -1, 7))
print("%-8s|%+.3e" % ("x", 12345.678), "a,b,,c".rpartition(","), (0.1).hex())
""")`;
const RARE_OUT = `before
[97, 89, 101] b'aXYdef' b'\\xe8\\x03\\x00'
(-3+4j) strasse 71 5
x       |+1.235e+04 ('a,b,', ',', 'c') 0x1.999999999999ap-4
`;
const LIBRARY = `import decimal, json
print(json.dumps({"a": [1, None]}), decimal.Decimal("0.1") + 1)`;

const strictUrl = strictPage();

/** Opens a page and counts how often it asks for the rest. */
async function openCounting(page, url) {
  const asked = { rest: 0 };
  await open(page, url, (file) => {
    if (file.endsWith("_bg.rest.wasm")) asked.rest += 1;
  });
  return asked;
}

for (const [where, url] of [
  ["the page, in its worker", () => pageUrl],
  ["an element on another origin with a strict policy, in its page", strictUrl],
]) {
  test(`${where}: the rest is not loaded for a common program, and once for those that need it`, () =>
    withPage({}, async (page) => {
      const asked = await openCounting(page, url());
      const common = await run(page, COMMON);
      assert.equal(common.stdout, "one\n    2 [('a', 2), ('b', 1)]\n");
      assert.equal(asked.rest, 0, "the core is enough");
      for (let i = 0; i < 3; i += 1) {
        const rare = await run(page, RARE);
        assert.equal(rare.error, undefined, JSON.stringify(rare.error));
        assert.equal(rare.stdout, RARE_OUT);
        // once by the program that could not wait, once beside it
        assert.ok(asked.rest >= 1 && asked.rest <= 2, `${asked.rest} requests`);
      }
    }));

  test(`${where}: what a program imports tells that it needs the rest`, () =>
    withPage({}, async (page) => {
      const asked = await openCounting(page, url());
      const result = await run(page, LIBRARY);
      assert.equal(result.stdout, '{"a": [1, null]} 1.1\n');
      assert.ok(asked.rest >= 1);
    }));
}

for (const where of ["worker", "page"]) {
  test(`plain statements run before more than the first part is there (${where})`, () =>
    withPage({}, async (page) => {
      let answer;
      const held = new Promise((resolve) => {
        answer = resolve;
      });
      await page.route("**/*_bg.common.wasm", async (route) => {
        await held;
        await route.continue();
      });
      await open(page, pageUrl);
      await page.evaluate((where) => {
        document.querySelector("coro-play").where = where;
      }, where);
      assert.equal((await run(page, 'print("first", 1 + 1)')).stdout, "first 2\n");
      const later = run(page, COMMON);
      answer();
      assert.equal((await later).stdout, "one\n    2 [('a', 2), ('b', 1)]\n");
    }));

  test(`a common part that cannot be had is told, and asked for again (${where})`, () =>
    withPage({ quiet: /Failed to load resource/ }, async (page) => {
      let broken = true;
      await page.route("**/*_bg.common.wasm", (route) =>
        broken ? route.fulfill({ status: 404, body: "" }) : route.continue(),
      );
      await open(page, pageUrl);
      await page.evaluate((where) => {
        document.querySelector("coro-play").where = where;
      }, where);
      const lost = await run(page, COMMON);
      assert.match(lost.error?.message, /_bg\.common\.wasm: 404/);
      broken = false;
      assert.equal((await run(page, COMMON)).stdout, "one\n    2 [('a', 2), ('b', 1)]\n");
    }));
}

test("a rest that cannot be had ends the run with a clear message, keeps what was printed, and is asked for again", () =>
  withPage({}, async (page) => {
    let broken = true;
    await page.route("**/*_bg.rest.wasm", (route) =>
      broken ? route.fulfill({ status: 404, body: "" }) : route.continue(),
    );
    await open(page, pageUrl);
    const lost = await run(page, RARE);
    assert.match(lost.error.message, /_bg\.rest\.wasm: 404/);
    assert.equal(lost.error.kind, "load");
    assert.match(lost.stdout, /^before\n/);
    broken = false;
    const found = await run(page, RARE);
    assert.equal(found.stdout, RARE_OUT);
  }));
