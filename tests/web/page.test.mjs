// The playground, as people use it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { closeBrowser, pageUrl, screenshot, withPage } from "./browser.mjs";

after(closeBrowser);

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const FIVE = "Async Await\n['Json', 'Datetime']\nopen\njson\ndatetime\nclose\n";
const HANDOFFS = [
  "task.resume",
  "task.suspend",
  "task.done",
  "loop.wake",
  "main.enter",
  "main.exit",
  // Module code calls the loop, and goes on after it.
  "loop.begin",
  "loop.end",
  "hand.send",
  "hand.yield",
];

/** Opens the playground and waits until it shows a program. */
async function open(page) {
  await page.goto(pageUrl);
  await page.waitForFunction(() => document.querySelector("coro-play")?.code);
}

async function pick(page, id) {
  await page.click("button.examples");
  await page.click(`[data-example="${id}"]`);
  await page.waitForFunction(
    (id) => document.querySelector(`[data-example="${id}"]`).ariaCurrent === "true",
    id,
  );
  // The recorded trace of the example, when it has one.
  await page.waitForLoadState("networkidle");
}

/** Replaces the program by typing it. */
async function type(page, code) {
  const editor = page.locator("coro-play .cm-content");
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(code);
}

const ended = (page) =>
  page.waitForFunction(
    () => ["done", "failed", "stopped"].includes(document.querySelector("coro-play").state),
    null,
    { timeout: 20_000 },
  );

const text = (page, selector) => page.locator(selector).first().textContent();

/** The same element, its program and its output, for a reader of the page. */
const output = (page) => page.locator("coro-play .written").textContent();

for (const [name, options] of [
  ["light", { colorScheme: "light", viewport: { width: 1360, height: 860 } }],
  ["dark", { colorScheme: "dark", viewport: { width: 1360, height: 860 } }],
  ["390", { colorScheme: "light", viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }],
]) {
  test(`the seed's program is picked and run, and its handoffs are shown (${name})`, () =>
    withPage(options, async (page) => {
      await open(page);
      await pick(page, "00-async-await");
      assert.match(
        await text(page, "coro-play [part~=status]"),
        /^Execution time appears here after you run the example\.$/,
      );
      await page.evaluate(() => {
        window.seen = [];
        const element = document.querySelector("coro-play");
        element.addEventListener("coro-handoff", ({ detail }) => {
          // What the stage says at that very moment.
          const live = element.shadowRoot.querySelector(".arrow.live");
          const caption = element.shadowRoot.querySelector(".caption").textContent;
          window.seen.push({ ...detail, line: live?.dataset.line ?? null, caption });
        });
        element.speed = "8";
      });
      await page.click(name === "390" ? "coro-play .run" : '[data-action="run"]');
      await ended(page);
      assert.equal(await page.evaluate(() => document.querySelector("coro-play").stdout), FIVE);
      assert.equal((await output(page)).trimEnd(), FIVE.trimEnd());
      assert.match(await text(page, "coro-play [part~=status]"), /^Executed in [\d.]+ m?s\.$/);

      // The playhead goes through every handoff of the trace, one after the other.
      await page.waitForFunction(
        () => {
          const { trace } = document.querySelector("coro-play");
          return window.seen.length >= trace.handoffs;
        },
        null,
        { timeout: 30_000 },
      );
      const { seen, handoffs } = await page.evaluate((kinds) => {
        const { events } = document.querySelector("coro-play").trace;
        return {
          seen: window.seen,
          handoffs: events.filter((event) => kinds.includes(event.e)).map(({ i, e }) => ({ i, e })),
        };
      }, HANDOFFS);
      assert.ok(handoffs.length >= 24, `only ${handoffs.length} handoffs were recorded`);
      assert.deepEqual(
        seen.map(({ i }) => i),
        handoffs.map(({ i }) => i),
      );
      assert.ok(seen.every(({ count }) => count === 1));
      for (const [n, { e }] of handoffs.entries()) {
        if (e === "task.resume") {
          assert.equal(seen[n].line, "resume");
          assert.match(seen[n].caption, /The loop resumes Task-\d+/);
        } else if (e === "task.suspend") {
          assert.equal(seen[n].line, "await");
          assert.match(seen[n].caption, /Task-\d+ (awaits|yields)/);
        } else if (e === "task.done") {
          assert.equal(seen[n].line, "await");
          assert.match(seen[n].caption, /Task-\d+ returns/);
        }
      }
      // In the middle, for the picture: gather waits, its children run.
      await page.evaluate(() => document.querySelector("coro-play").seek("h14"));
      await page.waitForTimeout(100);
      await screenshot(page, `async-await-${name}`);
      assert.equal(
        await page.evaluate(() => document.documentElement.scrollWidth > innerWidth),
        false,
        "nothing scrolls sideways",
      );
    }));
}

test("the first visit shows a recorded run, and asks for no engine", () =>
  withPage({}, async (page) => {
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await open(page);
    await page.waitForLoadState("networkidle");
    assert.ok((await page.evaluate(() => document.querySelector("coro-play").trace.length)) > 20);
    await page.keyboard.press("ArrowRight");
    assert.match(await text(page, "coro-play .caption"), /The loop resumes Task-1/);
    await page.keyboard.press("ArrowLeft");
    assert.match(await text(page, "coro-play .caption"), /Module code hands over to the loop/);
    assert.deepEqual(
      asked.filter((url) => url.includes("/engine/")),
      [],
    );
  }));

test("the keyboard alone runs a program and steps through it, forwards and back", () =>
  withPage({}, async (page) => {
    await open(page);
    await page.evaluate(() => {
      document.querySelector("coro-play").autoplay = "paused";
    });
    await type(page, 'import asyncio\n\nasync def main():\nprint("a")\nawait asyncio.sleep(0)\n');
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(
      'import asyncio\n\n\nasync def main():\n    print("a")\n    await asyncio.sleep(0)\n\n\nasyncio.run(main())\n',
    );
    await page.keyboard.press("ControlOrMeta+Enter");
    await ended(page);
    assert.equal(await page.evaluate(() => document.querySelector("coro-play").stdout), "a\n");

    await page.keyboard.press("ControlOrMeta+4");
    const caption = () => text(page, "coro-play .caption");
    const captions = [];
    for (let n = 0; n < 12; n += 1) {
      captions.push(await caption());
      await page.keyboard.press("ArrowRight");
    }
    assert.ok(
      captions.some((words) => /Task-1 awaits sleep 0|Task-1 yields/.test(words)),
      captions.join("\n"),
    );
    const end = await page.evaluate(() => document.querySelector("coro-play").playhead);
    assert.notEqual(end, "h0");
    await page.keyboard.press("Home");
    assert.equal(await page.evaluate(() => document.querySelector("coro-play").playhead), "h0");
    await page.keyboard.press("End");
    assert.equal(await page.evaluate(() => document.querySelector("coro-play").playhead), end);
    const live = page.locator("coro-play [role=status]");
    assert.match(await live.textContent(), /^handoff \d+ of \d+, /);
    const range = page.locator("coro-play .ribbon input");
    assert.match(await range.getAttribute("aria-valuetext"), /^handoff \d+ of \d+, \d\.\d{3} s/);
  }));

test("a step forwards and a step back show the same state", () =>
  withPage({}, async (page) => {
    await open(page);
    await pick(page, "05-gather-three-in-flight");
    const same = await page.evaluate(async () => {
      const element = document.querySelector("coro-play");
      const states = [];
      await element.seek(0);
      do states.push(JSON.stringify(await element.getState()));
      while (await element.step("half", 1));
      const back = [];
      do back.unshift(JSON.stringify(await element.getState()));
      while (await element.step("half", -1));
      return { length: states.length, equal: JSON.stringify(states) === JSON.stringify(back) };
    });
    assert.ok(same.length > 20);
    assert.equal(same.equal, true);
  }));

test("an example says what to try, until another program is there", () =>
  withPage({}, async (page) => {
    await open(page);
    await pick(page, "03-four-awaits-one-handoff");
    const suggestion = page.locator("coro-play [slot=after]");
    assert.equal(await suggestion.isVisible(), true);
    assert.equal(await suggestion.textContent(), "Try this: Remove the sleep: no arrow at all.");
    await pick(page, "05-gather-three-in-flight");
    assert.equal(await suggestion.count(), 1);
    assert.match(await suggestion.textContent(), /return_exceptions/);
  }));

test("the stage shows who holds a lock and who waits, and a step back undoes it", () =>
  withPage({ viewport: { width: 1360, height: 860 } }, async (page) => {
    await open(page);
    await type(page, "pass");
    await page.evaluate(async () => {
      const element = document.querySelector("coro-play");
      element.code = `import asyncio

lock = asyncio.Lock()

async def worker():
    async with lock:
        await asyncio.sleep(1)

async def main():
    async with asyncio.TaskGroup() as group:
        for name in ("red", "green", "blue"):
            group.create_task(worker(), name=name)

asyncio.run(main())
`;
      await element.run({ instant: true });
      await element.pause();
      await element.seek("h0");
    });
    const things = () => page.locator("coro-play [part=resource]").allInnerTexts();
    const flat = async () => (await things()).map((text) => text.replace(/\s+/g, " ").trim());
    const seen = [];
    const stage = page.locator("coro-play .stage");
    await stage.focus();
    for (let n = 0; n < 12; n += 1) {
      seen.push(await flat());
      await page.keyboard.press("ArrowRight");
    }
    assert.deepEqual(seen.at(-1), [
      "TaskGroup Task-1 0 of 3 done",
      "Lock held by red green, blue wait",
    ]);
    const cards = await page.locator("coro-play [part=card]").allInnerTexts();
    assert.match(cards.join("|"), /green\s*, waiting\s*Lock\|/);
    for (let n = 11; n >= 0; n -= 1) {
      await page.keyboard.press("ArrowLeft");
      assert.deepEqual(await flat(), seen[n]);
    }
    const sentences = await page.locator("coro-play ol.transcript li").allInnerTexts();
    const said = sentences.map((words) => words.split("\n").at(-1));
    for (const wanted of [
      "Task-1 opens a TaskGroup",
      "Task-1 creates red for worker",
      "red takes the Lock",
      "green waits for the Lock, held by red",
      "green awaits Lock at line 6",
      "red releases the Lock; 2 still wait",
      "The TaskGroup of Task-1 is over",
    ]) {
      assert.ok(said.includes(wanted), `${wanted}\n\n${said.join("\n")}`);
    }
  }));

test("fifty tasks are shown one by one; one that is chosen is told in full", () =>
  withPage({ viewport: { width: 1360, height: 860 } }, async (page) => {
    await open(page);
    await page.evaluate(async () => {
      const element = document.querySelector("coro-play");
      element.code = `import asyncio

async def worker(n):
    await asyncio.sleep(n % 7)

async def main():
    await asyncio.gather(*map(worker, range(50)))

asyncio.run(main())
`;
      await element.run({ instant: true });
      await element.pause();
      await element.seek("h120");
    });
    const tiles = page.locator("coro-play [part=tile]");
    assert.equal(await tiles.count(), 51);
    const group = await page.locator("coro-play [part=group]").last().innerText();
    assert.match(group, /^worker ×50/);
    const counted = group.matchAll(/(\d+) (?:running|ready|waiting|done)/g);
    assert.equal(
      [...counted].reduce((sum, [, n]) => sum + Number(n), 0),
      50,
    );
    await tiles.nth(3).click();
    assert.equal(await tiles.nth(3).getAttribute("aria-pressed"), "true");
    const about = await page.locator("coro-play [part=about]").innerText();
    assert.match(about, /^Task-4 .* worker\(\).* made by Task-1/);
    await page.keyboard.press("ArrowRight");
    assert.equal(
      await page.evaluate(() => document.querySelector("coro-play").shadowRoot.activeElement.title),
      await tiles.nth(4).getAttribute("title"),
    );
  }));

test("on a phone the output and the code share a place, and the code is read before it is edited", () =>
  withPage({ viewport: { width: 390, height: 844 }, hasTouch: true }, async (page) => {
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await open(page);
    const pane = (name) => page.locator(`coro-play [part=${name}]`);
    await page.locator("coro-play .tabs button").first().waitFor();
    assert.equal(await pane("output-pane").isVisible(), true);
    assert.equal(await pane("code-pane").isVisible(), false);
    await page.locator("coro-play .tabs button", { hasText: "Code" }).tap();
    assert.equal(await pane("output-pane").isVisible(), false);
    assert.equal(await pane("code-pane").isVisible(), true);
    assert.match(await pane("code-pane").innerText(), /await asyncio\.sleep/);
    assert.deepEqual(
      asked.filter((url) => url.includes("/editor-")),
      [],
      "the editor is not loaded to read",
    );
    await page.locator("coro-play .static .line").nth(7).tap();
    await page.locator("coro-play .cm-content").waitFor();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText('print("typed")\n');
    assert.equal(
      await page.evaluate(() => document.querySelector("coro-play").code),
      'print("typed")\n',
    );
  }));

test("with reduced motion nothing moves by itself, and every step is still shown", () =>
  withPage({ reducedMotion: "reduce" }, async (page) => {
    await open(page);
    await pick(page, "00-async-await");
    await page.click('[data-action="run"]');
    await ended(page);
    assert.equal(await page.evaluate(() => document.querySelector("coro-play").stdout), FIVE);
    assert.equal(await page.evaluate(() => document.querySelector("coro-play").playhead), "h0");
    assert.equal(await page.locator("coro-play .written .later").count(), 0);
    await page.click('coro-play .transport [aria-label="next handoff"]');
    const moving = await page.evaluate(
      () =>
        document
          .querySelector("coro-play")
          .shadowRoot.getAnimations()
          .filter((animation) => animation.playState === "running").length,
    );
    assert.equal(moving, 0);
    assert.equal(await page.evaluate(() => document.querySelector("coro-play").playhead), "h1");
    await screenshot(page, "reduced-motion");
  }));

test("a syntax error is marked where it is", () =>
  withPage({}, async (page) => {
    await open(page);
    await type(page, "x = 1\ny = = 2\n");
    await page.click('[data-action="run"]');
    await ended(page);
    const wrong = page.locator("coro-play .cm-line.wrong");
    assert.equal(await wrong.count(), 1);
    assert.equal((await wrong.textContent()).trim(), "y = = 2");
    assert.equal(await wrong.getAttribute("title"), "invalid syntax");
    const errors = await page.locator("coro-play .written .err").allInnerTexts();
    assert.equal(
      errors.join("").trim(),
      'File "main.py", line 2\n    y = = 2\n        ^\nSyntaxError: invalid syntax',
    );
    await type(page, "x = 1\n");
    assert.equal(await page.locator("coro-play .cm-line.wrong").count(), 0);
  }));

test("a click on a line of output goes to the moment that wrote it", () =>
  withPage({}, async (page) => {
    await open(page);
    await pick(page, "05-gather-three-in-flight");
    await page.evaluate(() => document.querySelector("coro-play").run({ instant: true }));
    await page.locator("coro-play .written span", { hasText: "sugar arrived" }).click();
    const event = await page.evaluate(async () => {
      const element = document.querySelector("coro-play");
      const { applied } = await element.getState();
      return element.trace.events[applied - 1];
    });
    assert.equal(event.e, "out");
    assert.equal(event.text, "sugar arrived\n");
    const later = await page.locator("coro-play .written .later").allTextContents();
    assert.equal(later.length, 2);
  }));

test("input() is asked for in the output, and Ctrl+D ends it", () =>
  withPage({}, async (page) => {
    await open(page);
    await type(page, 'print("hello", input("who? "))\ninput()\n');
    await page.click('[data-action="run"]');
    const field = page.locator("coro-play .ask input");
    await field.waitFor();
    assert.match(await text(page, "coro-play [part~=status]"), /^Waiting for input\.$/);
    await field.fill("Ada");
    await field.press("Enter");
    await page.waitForFunction(() => document.querySelector("coro-play").stdout.includes("hello"));
    assert.equal(
      await page.evaluate(() => document.querySelector("coro-play").stdout),
      "who? hello Ada\n",
    );
    await field.press("Control+d");
    await ended(page);
    assert.match(await output(page), /EOFError: EOF when reading a line/);
  }));

test("what goes to stderr is told apart", () =>
  withPage({}, async (page) => {
    await open(page);
    await type(page, 'import sys\nprint("fine")\nprint("odd", file=sys.stderr)\n1 / 0\n');
    await page.click('[data-action="run"]');
    await ended(page);
    assert.deepEqual(await page.locator("coro-play .written .out").allInnerTexts(), ["fine\n"]);
    const errors = (await page.locator("coro-play .written .err").allInnerTexts()).join("");
    assert.match(
      errors,
      /^odd\nTraceback \(most recent call last\):\n[\s\S]*ZeroDivisionError: division by zero\n$/,
    );
    assert.match(await text(page, "coro-play [part~=status]"), /exit status 1\.$/);
  }));

for (const where of ["worker", "page"]) {
  test(`Stop ends an endless loop, and the page answers meanwhile (${where})`, () =>
    withPage({}, async (page) => {
      await open(page);
      await page.evaluate((where) => {
        document.querySelector("coro-play").where = where;
      }, where);
      await type(page, "try:\nwhile True:\npass\n");
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.insertText(
        'try:\n    while True:\n        pass\nfinally:\n    print("cleaned up")\n',
      );
      await page.click('[data-action="run"]');
      await page.waitForFunction(() => document.querySelector("coro-play").state === "running");
      assert.equal(
        await page.evaluate(() => document.querySelector("coro-play").engineInfo.place),
        where,
      );
      const answered = await page.evaluate(async () => {
        const began = performance.now();
        await new Promise((resolve) => {
          document
            .querySelector("button.settings")
            .addEventListener("click", resolve, { once: true });
          // A click from outside the current task, as a person's would be.
          setTimeout(() => document.querySelector("button.settings").click(), 0);
        });
        return performance.now() - began;
      });
      assert.ok(answered < 100, `the click was answered after ${answered} ms`);
      await page.keyboard.press("Escape");
      await page.click('[data-action="run"]');
      await ended(page);
      assert.equal(await page.evaluate(() => document.querySelector("coro-play").state), "stopped");
      assert.match(await output(page), /cleaned up/);
      assert.match(await output(page), /KeyboardInterrupt/);
    }));
}

test("code is never lost: a reload, and another example, keep what was typed", () =>
  withPage({}, async (page) => {
    await open(page);
    await type(page, 'print("mine")\n');
    await page.waitForTimeout(700);
    await page.reload();
    await page.waitForFunction(() => document.querySelector("coro-play")?.code.includes("mine"));
    await pick(page, "05-gather-three-in-flight");
    assert.doesNotMatch(
      await page.evaluate(() => document.querySelector("coro-play").code),
      /mine/,
    );
    await page.click("button.examples");
    await page.locator(".choice", { hasText: "edited" }).first().click();
    await page.waitForFunction(() => document.querySelector("coro-play").code.includes("mine"));
  }));

test("the theme is switched by hand and remembered, without losing the editor", () =>
  withPage({ colorScheme: "light" }, async (page) => {
    await open(page);
    const paper = () =>
      page.evaluate(
        () =>
          getComputedStyle(
            document.querySelector("coro-play").shadowRoot.querySelector(".code-pane"),
          ).backgroundColor,
      );
    const light = await paper();
    await page.evaluate(() => {
      window.editor = document.querySelector("coro-play").shadowRoot.querySelector(".cm-editor");
    });
    await page.click('[aria-label="Switch between light and dark"]');
    assert.notEqual(await paper(), light);
    assert.equal(
      await page.evaluate(
        () =>
          document.querySelector("coro-play").shadowRoot.querySelector(".cm-editor") ===
          window.editor,
      ),
      true,
    );
    const dark = await paper();
    await page.reload();
    await page.waitForFunction(() => document.querySelector("coro-play")?.code);
    assert.equal(await paper(), dark);
  }));

test("at 320 pixels and in forced colours nothing is cut off", () =>
  withPage({ viewport: { width: 320, height: 700 }, forcedColors: "active" }, async (page) => {
    await open(page);
    await page.waitForLoadState("networkidle");
    assert.equal(
      await page.evaluate(() => document.documentElement.scrollWidth > innerWidth),
      false,
    );
    const stage = await page.locator("coro-play svg.scene").boundingBox();
    assert.ok(stage.width <= 320 && stage.width > 250);
    await screenshot(page, "forced-colours-320");
  }));

test("the transcript says the run in sentences", () =>
  withPage({ viewport: { width: 1360, height: 860 } }, async (page) => {
    await open(page);
    await pick(page, "03-four-awaits-one-handoff");
    const list = page.locator("coro-play ol.transcript");
    const sentences = await list.locator("li").allInnerTexts();
    const grown = sentences.filter((words) => /the chain grows, no handoff/.test(words));
    assert.equal(grown.length, 4);
    assert.equal(sentences.filter((words) => /Task-1 awaits sleep 0\.5/.test(words)).length, 1);
  }));

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["390", { viewport: { width: 390, height: 844 } }],
]) {
  test(`axe finds nothing to object to (${name})`, () =>
    withPage({ ...options, bypassCSP: true }, async (page) => {
      await open(page);
      await pick(page, "15-failure-travels");
      await page.evaluate(() => document.querySelector("coro-play").seek("h20"));
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join("\n  ")}`);
      });
      assert.deepEqual(found, []);
    }));
}
