// Runs programs in the watched engine, in Node, and writes which of its functions were entered.
//
// node sample.mjs ENGINE.js WATCHED.wasm PACKS RESULT PROGRAM…
// PACKS is the folder of the library's packs. RESULT gets JSON: `used`, a list of 0 and 1, one for each function of the
// module, and `packs`, the packs that the programs took or a page would fetch for what they import.

import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { inflateRawSync } from "node:zlib";

const [engine, watched, packs, result, ...programs] = process.argv.slice(2);
const bindings = await import(pathToFileURL(engine).href);
const exports = await bindings.default({ module_or_path: new WebAssembly.Module(readFileSync(watched)) });

// Having something loaded must not need the rest, nor may what a page does when it cannot be had.
bindings.loaders(() => undefined, (file) => readFileSync(join(packs, file)));
bindings.load_rest();
bindings.version();

const taken = new Set();

/** As a page may set them. */
const limits = { ops: 1e12, events: 1e6, output: 1e7 };

/** Runs a program to its end. Lines of input are empty; what waits for nothing is stopped, as what runs for `most` ms is. */
function run(file, code, clock, most) {
  return new Promise((resolve, reject) => {
    const interpreter = new bindings.Interpreter(
      { code, file: basename(file), argv: [basename(file)], seed: 1, clock, detail: 1, limits },
      { post: (message) => queueMicrotask(() => answer(message)) },
    );
    const answer = (message) => {
      if (message.type === "done") {
        clearTimeout(end);
        queueMicrotask(() => interpreter.free());
        resolve();
      } else if (message.type === "failed") {
        reject(new Error(`${file}: ${message.message}`));
      } else if (message.type === "asset") {
        taken.add(message.file);
        interpreter.asset(message.file, inflateRawSync(readFileSync(join(packs, message.file))), "");
      } else if (message.type === "waiting" && message.on === "input") {
        interpreter.input("");
      } else if (message.type === "waiting" && message.on === "pace") {
        interpreter.pace(Number.MAX_SAFE_INTEGER);
      } else if (message.type === "waiting" && message.on === "nothing") {
        interpreter.stop();
      }
    };
    const end = setTimeout(() => interpreter.stop(), most);
    interpreter.pace(20);
    interpreter.lastWords();
    interpreter.start();
  });
}

const { files, modules } = JSON.parse(readFileSync(join(packs, "packs.json"), "utf8"));
for (const program of programs) {
  const code = readFileSync(program, "utf8");
  for (const [, name] of code.matchAll(/^[ \t]*(?:from|import)[ \t]+(\w+)/gm)) {
    for (const i of modules[name] ?? []) taken.add(files[i]);
  }
  await run(program, code, "virtual", 60_000);
}
// The clock of the page, and Stop.
await run("sleep.py", "import asyncio\nasyncio.run(asyncio.sleep(0.1))\n", "real", 60_000);
await run("endless.py", "try:\n    while True:\n        pass\nfinally:\n    print('stopped')\n", "real", 50);

const functions = Object.keys(exports).filter((name) => name.startsWith("used_")).length;
const used = Array.from({ length: functions }, (_, i) => exports[`used_${i}`].value);
writeFileSync(result, JSON.stringify({ used, packs: [...taken].sort() }));
process.exit(0);
