// The harness of `cargo xtask bench`: drives the pages in one headless browser and writes what it measured as JSON.
// It judges nothing; ratios and bars are xtask's. Configured by the environment:
//   BENCH_URL       where xtask serves the pages
//   BENCH_ENGINES   page names, e.g. "coroscope pyodide"
//   BENCH_PROGRAMS  paths of programs
//   BENCH_TRACED    names of the programs that the page "traced" runs: no others
//   BENCH_ROUNDS    rounds of each program
//   BENCH_STARTS    page names whose cold start is measured
//   BENCH_START_ROUNDS
//   BENCH_OUT       the file to write
//   CHROME          the browser

import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { chromium } from "playwright-core";

const words = (name) => (process.env[name] ?? "").split(" ").filter(Boolean);
const url = process.env.BENCH_URL;
const LIMIT = 120_000;

const results = { speed: [], starts: [], errors: [] };
const remember = (engine, what, error) => {
  const text = String(error?.message ?? error)
    .split("\n")
    .slice(0, 12)
    .join("\n");
  results.errors.push({ engine, what, text });
};

const browser = await chromium.launch({
  executablePath: process.env.CHROME,
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

try {
  await speed();
  await starts();
} finally {
  await browser.close();
}
writeFileSync(process.env.BENCH_OUT, JSON.stringify(results));

// Each engine has a page of its own that stays; the programs take turns, engine by engine, round by round.
async function speed() {
  const pages = new Map();
  for (const engine of words("BENCH_ENGINES")) {
    try {
      pages.set(engine, await open(engine));
    } catch (error) {
      remember(engine, "start", error);
    }
  }
  const broken = new Set();
  for (let round = 0; round < Number(process.env.BENCH_ROUNDS); round += 1) {
    for (const path of words("BENCH_PROGRAMS")) {
      const program = basename(path, ".py");
      const source = readFileSync(path, "utf8");
      for (const [engine, page] of [...pages]) {
        if (broken.has(`${engine} ${program}`)) continue;
        if (engine === "traced" && !words("BENCH_TRACED").includes(program)) continue;
        try {
          await page.bringToFront();
          const lines = await limited(
            page.evaluate((text) => window.bench.run(text), source),
            `${program} in ${engine}`,
          );
          const seconds = Number(lines.at(-1).slice("bench ".length));
          if (!(seconds > 0)) throw new Error(`${program} printed ${JSON.stringify(lines.at(-1))}`);
          results.speed.push({ engine, program, round, seconds });
        } catch (error) {
          remember(engine, program, error);
          broken.add(`${engine} ${program}`);
          // What a failed program left running must not disturb the next one.
          await page.context().close();
          pages.delete(engine);
          try {
            pages.set(engine, await open(engine));
          } catch (failure) {
            remember(engine, "starting again", failure);
          }
        }
      }
    }
    process.stderr.write(`bench: round ${round + 1} of ${process.env.BENCH_ROUNDS}\n`);
  }
  for (const page of pages.values()) await page.context().close();
}

async function open(engine) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const trouble = [];
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
  await page.goto(`${url}${engine}.html`);
  try {
    await page.waitForFunction(() => window.bench !== undefined, null, { timeout: 15_000 });
    await limited(
      page.evaluate(() => window.bench.start()),
      `starting ${engine}`,
    );
  } catch (error) {
    throw new Error([...trouble, error.message].join("\n"));
  }
  return page;
}

// From navigation to the first line printed, in a fresh context, and the memory of the page's process after it.
async function starts() {
  const broken = new Set();
  for (let round = 0; round < Number(process.env.BENCH_START_ROUNDS); round += 1) {
    for (const engine of words("BENCH_STARTS")) {
      if (broken.has(engine)) continue;
      const context = await browser.newContext();
      try {
        const page = await context.newPage();
        const trouble = [];
        page.on("pageerror", (error) => trouble.push(error.message));
        await page.goto(`${url}${engine}.html?cold`);
        const handle = await page
          .waitForFunction(() => window.firstPrint, null, { timeout: 30_000 })
          .catch((error) => {
            throw new Error([...trouble, error.message].join("\n"));
          });
        const milliseconds = await handle.jsonValue();
        results.starts.push({ engine, round, milliseconds, bytes: await memory(page) });
      } catch (error) {
        remember(engine, "cold start", error);
        broken.add(engine);
      } finally {
        await context.close();
      }
    }
  }
}

// Proportional memory of the renderer that shows the page: the largest one, as only this page is open. Linux only.
async function memory(page) {
  await page.waitForTimeout(300);
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    let largest = null;
    for (const { id, type } of processInfo) {
      if (type !== "renderer") continue;
      try {
        const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"));
        if (pss) largest = Math.max(largest ?? 0, Number(pss[1]) * 1024);
      } catch {
        // The process ended, or this is not Linux.
      }
    }
    return largest;
  } finally {
    await session.detach();
  }
}

async function limited(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no end after ${LIMIT / 1000} s`)), LIMIT);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
