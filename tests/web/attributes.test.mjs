// The attributes, methods and events of <coro-play>, on a page of another origin under a strict policy.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { closeBrowser, pageUrl, screenshot, withPage } from "./browser.mjs";
import { serve } from "./origin.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const origin = new URL(pageUrl).origin;
const policy = [
  "default-src 'none'",
  `script-src ${origin} 'wasm-unsafe-eval'`,
  `connect-src 'self' ${origin}`,
  "img-src data:",
].join("; ");

const PROGRAM = `import asyncio

async def fetch(name, delay):
    await asyncio.sleep(delay)
    print(name)

async def main():
    await asyncio.gather(fetch("b", 2), fetch("a", 1))

asyncio.run(main())`;

const pages = {};
/** A page with that body; gives its path. */
function post(body) {
  const path = `/${Object.keys(pages).length}.html`;
  pages[path] = {
    html: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A lesson</title>
<link rel="icon" href="data:,">
<script type="module" src="${pageUrl}coroscope.js"></script>
<main><h1>A lesson</h1>
${body}
</main></html>`,
    headers: { "content-security-policy": policy },
  };
  return path;
}
const tag = (attributes, code = PROGRAM, rest = "") =>
  `<coro-play ${attributes}><pre><code class="language-python">${code}</code></pre>${rest}</coro-play>`;

let other;
before(async () => {
  other = await serve(pages);
});
after(async () => {
  other.close();
  await closeBrowser();
});

/** Opens a page with that body. */
async function show(page, body) {
  await page.goto(other.url + post(body));
  await page.waitForFunction(() => customElements.get("coro-play") !== undefined);
}

/** Runs the first element, and gives how it ended and what else it said meanwhile. */
const run = (page, settings = {}) =>
  page.evaluate(async (settings) => {
    const element = document.querySelector("coro-play");
    const heard = [];
    const names = ["run", "engine", "output", "handoff", "done", "error", "check", "play", "pause"];
    for (const name of names) {
      element.addEventListener(`coro-${name}`, ({ detail }) => heard.push([name, detail]));
    }
    await element.run(settings);
    return heard;
  }, settings);
const detailOf = (heard, name) => heard.find(([one]) => one === name)?.[1];
const get = (page, property) =>
  page.evaluate((property) => document.querySelector("coro-play")[property], property);
const part = (page, name) => page.locator(`coro-play [part~="${name}"]`).first();

test("src: the program comes from a file of the page's own origin", () =>
  withPage({}, async (page) => {
    pages["/hello.py"] = {
      html: 'print("from a file")\n',
      headers: { "content-type": "text/x-python" },
    };
    await show(page, '<coro-play src="hello.py"></coro-play>');
    await page.waitForFunction(() => document.querySelector("coro-play").code);
    assert.match(await part(page, "code").innerText(), /from a file/);
    assert.equal(detailOf(await run(page), "done").stdout, "from a file\n");
  }));

test("src: a file that is not there is told, and Run asks for it again", () =>
  withPage({ quiet: /Failed to load resource/ }, async (page) => {
    await show(page, '<coro-play src="late.py"></coro-play>');
    await page.waitForFunction(() =>
      /could not be loaded/.test(
        document.querySelector("coro-play").shadowRoot.querySelector("[part=status]").textContent,
      ),
    );
    assert.match(await part(page, "status").textContent(), /late\.py.*404/);
    pages["/late.py"] = { html: 'print("late")\n', headers: { "content-type": "text/x-python" } };
    assert.equal(detailOf(await run(page), "done").stdout, "late\n");
    delete pages["/late.py"];
  }));

test("for: a block of the page is the program", () =>
  withPage({}, async (page) => {
    await show(
      page,
      '<pre id="one"><code>print("block")</code></pre><p>Prose.</p><coro-play for="#one"></coro-play>',
    );
    assert.equal(detailOf(await run(page), "done").stdout, "block\n");
    await show(page, '<pre>\n    print("before")\n</pre><coro-play for="@prev"></coro-play>');
    assert.equal(detailOf(await run(page), "done").stdout, "before\n");
  }));

test("view: each shows its panes and no others", () =>
  withPage({}, async (page) => {
    const panes = ["code-pane", "stage-pane", "output-pane"];
    const views = {
      split: panes,
      code: ["code-pane"],
      stage: ["stage-pane"],
      output: ["output-pane"],
      transcript: ["stage-pane", "output-pane"],
      present: panes,
    };
    for (const [view, wanted] of Object.entries(views)) {
      await show(page, tag(`view="${view}"`));
      await run(page, { instant: true });
      const seen = [];
      for (const name of panes) if (await part(page, name).isVisible()) seen.push(name);
      assert.deepEqual(seen, wanted, view);
      const stage = await page.locator("coro-play svg.scene").count();
      assert.equal(stage, view === "transcript" ? 0 : 1, view);
    }
  }));

test("speed: instant is at the end at once; a number is handoffs a second; it is reflected in the control", () =>
  withPage({}, async (page) => {
    await show(page, tag('speed="instant"'));
    await run(page);
    await page.waitForFunction(() => {
      const element = document.querySelector("coro-play");
      return element.playhead === `h${element.trace.handoffs}`;
    });
    assert.equal(await page.locator("coro-play .speed output").textContent(), "instant");
    await show(page, tag('speed="8"'));
    const began = Date.now();
    await run(page);
    await page.waitForFunction(() => {
      const element = document.querySelector("coro-play");
      return element.playhead === `h${element.trace.handoffs}`;
    });
    const handoffs = await page.evaluate(() => document.querySelector("coro-play").trace.handoffs);
    assert.ok(Date.now() - began >= (handoffs - 2) * 125 * 0.8);
    assert.equal(await page.locator("coro-play .speed output").textContent(), "8 / s");
  }));

test("clock: sleeps take no time, or the browser's", () =>
  withPage({}, async (page) => {
    const long = PROGRAM.replace('"b", 2', '"b", 3600');
    await show(page, tag('speed="instant"', long));
    assert.equal(detailOf(await run(page), "done").stdout, "a\nb\n");
    assert.ok((await get(page, "duration")) >= 3600);
    const short = PROGRAM.replace('"b", 2', '"b", .3').replace('"a", 1', '"a", .2');
    await show(page, tag('clock="real" speed="instant"', short));
    const done = detailOf(await run(page), "done");
    assert.equal(done.stdout, "a\nb\n");
    assert.ok(done.seconds >= 0.3);
  }));

test("expected: what the author expects is shown before the run, and compared after it", () =>
  withPage({}, async (page) => {
    const expected = '<pre slot="expected">a\nb</pre>';
    await show(page, tag('speed="instant"', PROGRAM, expected));
    assert.match(await part(page, "output-pane").textContent(), /Expected output/);
    assert.equal(await page.locator("coro-play [slot=expected]").isVisible(), true);
    const good = await run(page);
    assert.deepEqual(detailOf(good, "check"), { pass: true, diff: null });
    assert.match(await part(page, "badge").textContent(), /Output as expected/);
    await show(page, tag('speed="instant"', PROGRAM.replace('"a", 1', '"a", 5'), expected));
    const bad = await run(page);
    assert.deepEqual(detailOf(bad, "check"), {
      pass: false,
      diff: { expected: "a\nb", actual: "b\na" },
    });
    assert.match(await part(page, "badge").textContent(), /differs/);
  }));

test("run: by itself when the page has loaded, or when it is seen", () =>
  withPage({}, async (page) => {
    const ended = () =>
      page.waitForFunction(() => document.querySelector("coro-play").state === "done");
    await show(page, tag('run="load" speed="instant"'));
    await ended();
    await show(page, `${"<br>".repeat(300)}${tag('run="visible" speed="instant"')}`);
    await page.waitForTimeout(500);
    const state = await page.evaluate(() => document.querySelector("coro-play").state);
    assert.equal(state, "idle", "it is not seen yet");
    await page.locator("coro-play").scrollIntoViewIfNeeded();
    await ended();
    assert.equal(await get(page, "stdout"), "a\nb\n");
  }));

test("play: paused leaves the playhead at the start; methods move it, and step says whether it could", () =>
  withPage({}, async (page) => {
    await show(page, tag('play="paused"'));
    await run(page);
    assert.equal(await get(page, "playhead"), "h0");
    const seen = await page.evaluate(async () => {
      const element = document.querySelector("coro-play");
      const seen = [];
      const at = () => seen.push(element.playhead);
      seen.push(await element.step("half", -1));
      await element.step();
      at();
      await element.step("turn");
      at();
      await element.step("half", -1);
      at();
      await element.seek("t1.0");
      seen.push((await element.getState()).t);
      await element.seek("end");
      seen.push(await element.step());
      seen.push(await element.seek("m:nowhere"));
      const first = await element.getState("h1");
      seen.push(first.handoffs, element.playhead === `h${element.trace.handoffs}`);
      return seen;
    });
    assert.deepEqual(seen, [false, "h1", "h2", "h1", 1_000_000, false, false, 1, true]);
  }));

test("at: the first run goes there and pauses; the next plays", () =>
  withPage({}, async (page) => {
    await show(page, tag('at="h5"'));
    await run(page);
    await page.waitForFunction(() => document.querySelector("coro-play").playhead === "h5");
    await page.waitForTimeout(1300);
    assert.equal(await get(page, "playhead"), "h5");
  }));

test("seed and detail: one seed is one run; more detail is more events", () =>
  withPage({}, async (page) => {
    const code = `import random, asyncio
async def main():
    await asyncio.sleep(random.random())
    print(random.random())
asyncio.run(main())`;
    const outcomes = [];
    for (const attributes of ['seed="3"', 'seed="3"', 'seed="4"', 'seed="3" detail="0"']) {
      await show(page, tag(`speed="instant" ${attributes}`, code));
      const done = detailOf(await run(page), "done");
      const told = await page.evaluate(() =>
        document
          .querySelector("coro-play")
          .trace.events.filter(({ e }) => /^(task|loop|main)/.test(e))
          .map(({ e, t, k }) => `${e} ${t} ${k}`),
      );
      outcomes.push({ ...done, told });
    }
    const [one, same, another, less] = outcomes;
    assert.equal(one.stdout, same.stdout);
    assert.deepEqual(one.told, same.told);
    assert.notEqual(one.stdout, another.stdout);
    assert.equal(less.stdout, one.stdout);
    assert.ok(less.events < one.events);
    // Without the details the handoffs are the same.
    const handoffs = await page.evaluate(() => document.querySelector("coro-play").trace.handoffs);
    assert.ok(handoffs >= 6);
  }));

test("coro-run may be vetoed; without a veto the events of a run come in order", () =>
  withPage({}, async (page) => {
    await show(page, tag('speed="instant"'));
    const vetoed = await page.evaluate(async () => {
      const element = document.querySelector("coro-play");
      let code = "";
      const veto = (event) => {
        code = event.detail.code;
        event.preventDefault();
      };
      // On the document: they bubble, and leave shadow roots.
      document.addEventListener("coro-run", veto);
      await element.run();
      document.removeEventListener("coro-run", veto);
      return { state: element.state, code };
    });
    assert.equal(vetoed.state, "idle");
    assert.match(vetoed.code, /^import asyncio/);
    const heard = await run(page);
    const order = heard.map(([name]) => name).filter((name) => name !== "handoff");
    assert.deepEqual(
      order.filter((name) => ["run", "engine", "output", "done"].includes(name)),
      ["run", "engine", ...order.filter((name) => name === "output"), "done"],
    );
    const text = heard.filter(([name]) => name === "output").map(([, detail]) => detail.text);
    assert.equal(text.join(""), "a\nb\n");
    const done = detailOf(heard, "done");
    assert.equal(done.exit, 0);
    assert.equal(done.how, "done");
    assert.ok(done.events > 20 && done.ops > 0 && done.seconds > 0 && done.hash !== "");
  }));

test("an exception and a syntax error are told by events, and by the state", () =>
  withPage({}, async (page) => {
    await show(page, tag('speed="instant"', "1 / 0"));
    const failed = detailOf(await run(page), "done");
    assert.equal(failed.exit, 1);
    assert.equal(await page.locator('coro-play[state="failed"]').count(), 1);
    assert.match(await get(page, "stderr"), /ZeroDivisionError: division by zero\n$/);
    await show(page, tag('speed="instant"', "x = = 1"));
    const heard = await run(page);
    assert.deepEqual(detailOf(heard, "error"), { kind: "compile", message: "invalid syntax" });
    assert.equal(await page.locator("coro-play .line.wrong").count(), 1);
  }));

test("stop ends a run, reset makes all as it was, and what is taken out of the page ends too", () =>
  withPage({}, async (page) => {
    await show(page, tag("", "print('on', flush=True)\nwhile True: pass"));
    const stopped = await page.evaluate(async () => {
      const element = document.querySelector("coro-play");
      const run = element.run({ instant: true });
      await new Promise((resolve) => {
        element.addEventListener("coro-output", resolve, { once: true });
      });
      await element.stop();
      await run;
      return [element.state, element.stdout, element.running];
    });
    assert.deepEqual(stopped, ["stopped", "on\n", false]);
    const reset = await page.evaluate(() => {
      const element = document.querySelector("coro-play");
      element.reset();
      return [element.state, element.stdout, element.playhead];
    });
    assert.deepEqual(reset, ["idle", "", "h0"]);
    const removed = await page.evaluate(async () => {
      const element = document.querySelector("coro-play");
      const run = element.run({ instant: true });
      await new Promise((resolve) => {
        element.addEventListener("coro-output", resolve, { once: true });
      });
      element.remove();
      await run;
      return element.state;
    });
    assert.equal(removed, "stopped");
  }));

test("max-output and max-ops end a run with a limit", () =>
  withPage({}, async (page) => {
    await show(page, tag('speed="instant" max-ops="200000"', "while True: pass"));
    const heard = await run(page);
    assert.equal(detailOf(heard, "done").how, "limit");
    assert.equal(detailOf(heard, "error").kind, "limit");
    await show(page, tag('speed="instant" max-output="1000"', "print('x' * 5000)\nprint('end')"));
    const cut = detailOf(await run(page), "done");
    assert.ok(cut.stdout.length <= 1200, `${cut.stdout.length} characters`);
  }));

test("what is typed into the code is what runs; edit=off keeps it as it is", () =>
  withPage({}, async (page) => {
    await show(page, tag('speed="instant"', 'print("one")'));
    await part(page, "code").click();
    await page.locator("coro-play .cm-content").waitFor();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText('print("two")');
    assert.equal(detailOf(await run(page), "done").stdout, "two\n");
    // The keyboard opens the editor, too; a click puts the cursor where it was.
    await show(page, tag('speed="instant"', 'print("one")\nprint("two")'));
    await part(page, "code").focus();
    await page.keyboard.press("Enter");
    await page.locator("coro-play .cm-content").waitFor();
    await show(page, tag('speed="instant"', 'print("one")\nprint("two")'));
    await page.locator("coro-play .static .line").nth(0).click();
    await page.locator("coro-play .cm-focused").waitFor();
    await page.keyboard.insertText('\nprint("between")');
    assert.equal(detailOf(await run(page), "done").stdout, "one\nbetween\ntwo\n");
    await show(page, tag('speed="instant" edit="off"', 'print("one")'));
    await part(page, "code").click();
    await page.waitForTimeout(300);
    assert.equal(await page.locator("coro-play .cm-content").count(), 0);
  }));

test("theme: the element's colours follow its attribute, the system, or the page around it", () =>
  withPage({ colorScheme: "light" }, async (page) => {
    const paper = () =>
      part(page, "code-pane").evaluate((pane) => getComputedStyle(pane).backgroundColor);
    await show(page, tag('theme="dark"'));
    const dark = await paper();
    await show(page, tag('theme="light"'));
    const light = await paper();
    assert.notEqual(dark, light);
    await show(page, tag(""));
    assert.equal(await paper(), light);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.equal(await paper(), dark);
    await show(page, tag('theme="inherit"'));
    await page.evaluate(() => {
      document.documentElement.style.colorScheme = "light";
    });
    assert.equal(await paper(), light);
  }));

for (const [name, options] of [
  ["light", { colorScheme: "light", viewport: { width: 820, height: 1100 } }],
  ["dark", { colorScheme: "dark", viewport: { width: 820, height: 1100 } }],
  ["phone", { viewport: { width: 360, height: 800 } }],
]) {
  test(`axe finds nothing to object to in an embedding page (${name})`, () =>
    withPage({ ...options, bypassCSP: true }, async (page) => {
      const expected = '<pre slot="expected">a\nb</pre>';
      await show(
        page,
        `<p>Prose.</p>${tag('play="paused"', PROGRAM, expected)}<p>More.</p>${tag("", 'print("never run")')}`,
      );
      const violations = async () => {
        await page.evaluate(axe);
        return page.evaluate(async () => {
          const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
          return violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join("\n  ")}`,
          );
        });
      };
      assert.deepEqual(await violations(), []);
      await run(page);
      await page.evaluate(() => document.querySelector("coro-play").seek("h7"));
      await page.evaluate(() => document.querySelector("coro-play").select(2));
      assert.deepEqual(await violations(), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(wide, false, "nothing scrolls sideways");
      await screenshot(page, `embedded-${name}`);
    }));
}
