// What every browser test starts from. `cargo xtask test web` builds the page, serves it, and tells in the
// environment where everything is:
//   COROSCOPE_URL         the built page
//   COROSCOPE_OTHER_URL   this folder (tests/web), served from another origin
//   COROSCOPE_ARTEFACTS   a folder for screenshots
//   CHROME                the browser
// A test gets a fresh context, and fails when its page threw an error that nobody caught or logged one.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const needed = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run \`cargo xtask test web\``);
  return value;
};

export const pageUrl = needed("COROSCOPE_URL");
export const otherUrl = needed("COROSCOPE_OTHER_URL");
const artefacts = needed("COROSCOPE_ARTEFACTS");
mkdirSync(artefacts, { recursive: true });

let browser;

/**
 * Runs `test(page, context)` in a fresh context; `options` are Playwright's for a context (viewport, colorScheme, …), and
 * `quiet`: logged errors that the test itself provokes.
 */
export async function withPage({ quiet, ...options }, test) {
  browser ??= await chromium.launch({
    executablePath: needed("CHROME"),
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
  const context = await browser.newContext(options);
  const trouble = [];
  try {
    const page = await context.newPage();
    page.on("pageerror", (error) => trouble.push(error.stack ?? error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !quiet?.test(message.text())) trouble.push(message.text());
    });
    await test(page, context);
    if (trouble.length > 0) throw new Error(`the page reported:\n${trouble.join("\n")}`);
  } catch (error) {
    if (trouble.length > 0 && !String(error).includes(trouble[0])) {
      error.message += `\nthe page reported:\n${trouble.join("\n")}`;
    }
    throw error;
  } finally {
    await context.close();
  }
}

/** Call in `after(…)` of each file. */
export async function closeBrowser() {
  await browser?.close();
  browser = undefined;
}

/** Keeps a picture of the page to look at. */
export async function screenshot(page, name) {
  await page.screenshot({ path: join(artefacts, `${name}.png`), fullPage: false });
}
