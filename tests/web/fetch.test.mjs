// `coroscope.fetch`: a program asks for what its page may ask for, and the loop goes on meanwhile.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { closeBrowser, pageUrl, withPage } from "./browser.mjs";
import { open, run } from "./element.mjs";

after(closeBrowser);

const PROGRAM = `import asyncio, coroscope

async def get(name):
    try:
        response = await coroscope.fetch(name, method="PUT", headers={"X-Asks": "me"}, body="grüße")
    except OSError as error:
        print(name, type(error).__name__, str(error).startswith(name + ": "))
        return
    print(name, response.status, response.ok, response.url.endswith("/" + name), response.headers["x-tells"])
    print(await response.json() if response.ok else await response.text())

async def main():
    asked = asyncio.create_task(get("slow.json"))
    await asyncio.sleep(0.05)
    print("meanwhile")
    await asked
    await get("missing")
    await get("broken")

asyncio.run(main())
`;
const OUTPUT = `meanwhile
slow.json 200 True True things
{'asked': ['PUT', 'me', 'grüße']}
missing 404 False True things
not here
broken OSError True
`;

for (const where of ["worker", "page"]) {
  for (const clock of ["real", "virtual"]) {
    test(`a program fetches what the page may (${where}, ${clock} clock)`, () =>
      withPage({ quiet: /Failed to load resource/ }, async (page) => {
        const answer = async (route) => {
          const request = route.request();
          const name = new URL(request.url()).pathname.slice(1);
          const headers = { "x-tells": "things", "content-type": "application/json" };
          if (name === "broken") await route.abort();
          else if (name === "missing") {
            await route.fulfill({ status: 404, headers, body: "not here" });
          } else {
            await new Promise((resolve) => setTimeout(resolve, 400));
            const asked = [request.method(), request.headers()["x-asks"], request.postData()];
            await route.fulfill({ headers, body: JSON.stringify({ asked }) });
          }
        };
        // relative to the page, wherever the engine runs
        for (const name of ["slow.json", "missing", "broken"]) {
          await page.route(`${pageUrl}${name}`, answer);
        }
        await open(page, pageUrl);
        await page.evaluate(
          ([where, clock]) => Object.assign(document.querySelector("coro-play"), { where, clock }),
          [where, clock],
        );
        const done = await run(page, PROGRAM);
        assert.equal(done.error, undefined, JSON.stringify(done.error));
        assert.equal(done.stdout, OUTPUT, done.stderr);
        assert.equal(done.exit, 0);
      }));
  }
}

test("a program that waits for the network is not a deadlock, and can be stopped", () =>
  withPage({}, async (page) => {
    await page.route(`${pageUrl}never`, () => undefined);
    await open(page, pageUrl);
    const ended = run(
      page,
      'import asyncio, coroscope\nprint("asks", flush=True)\nasyncio.run(coroscope.fetch("never"))',
    );
    await page.waitForFunction(() => document.querySelector("coro-play").stdout === "asks\n");
    await page.waitForTimeout(300);
    const element = () => document.querySelector("coro-play");
    assert.equal(await page.evaluate(`(${element})().state`), "running");
    assert.equal(await page.evaluate(`(${element})().stderr`), "");
    await page.evaluate(`(${element})().stop()`);
    assert.equal((await ended).how, "stopped");
  }));
