// Runs programs in the watched engine, in Node, and writes which of its functions were entered.
//
// node sample.mjs ENGINE.js WATCHED.wasm PACKS RESULT FIRST… -- EXAMPLE… -- PROGRAM… -- FAST…
// PACKS is the folder of the library's packs. RESULT gets JSON: `first`, `often`, `always` and `used`, lists of 0 and 1, one for each function of the
// module: for those that the FIRST programs enter; for those that the FAST ones enter often, or, of what is used, that loop often in them and call others
// each time (`always`: for those that these call so often that a way over a slot is too long); and for those that any of these or an EXAMPLE enters, or two of
// the other programs do; and `packs`,
// the packs that the programs took or a page would fetch for what they import.

import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { inflateRawSync } from "node:zlib";

const [engine, watched, packs, result, ...named] = process.argv.slice(2);
const ends = named.flatMap((name, i) => (name === "--" ? [i] : []));
const first = named.slice(0, ends[0]);
const examples = named.slice(ends[0] + 1, ends[1]);
const programs = named.slice(ends[1] + 1, ends[2]);
const fast = named.slice(ends[2] + 1);
const bindings = await import(pathToFileURL(engine).href);
const exports = await bindings.default({ module_or_path: new WebAssembly.Module(readFileSync(watched)) });

// Having something loaded must not need a later part, nor may what a page does when it cannot be had.
bindings.loaders(() => undefined, (file) => readFileSync(join(packs, file)));
bindings.load_part(1);
bindings.part_linked(1);
bindings.version();

const taken = new Set();

/** As a page may set them. */
const limits = { ops: 1e12, events: 1e6, output: 1e7 };

/** What so many programs enter is common. */
const COMMON = 2;

/** So many calls in the fast programs are often, and so many turns of loops that call. */
const OFTEN = 20_000;
/** So many calls are too many for a way over a slot. */
const ALWAYS = 80_000;

/** For each function, how often it was entered until now. */
const entered = () => counters("used");
/** For each function, how many turns its loops began until now that call others. */
const turned = () => counters("turns");
const counters = (name) => Array.from({ length: functions }, (_, i) => exports[`${name}_${i}`].value >>> 0);
const functions = Object.keys(exports).filter((name) => name.startsWith("used_")).length;

/** Runs a program to its end. Lines of input are empty; what waits for nothing is stopped, as what runs for `most` ms is. */
function run(file, code, clock, most, detail = 1) {
  return new Promise((resolve, reject) => {
    const interpreter = new bindings.Interpreter(
      { code, file: basename(file), argv: [basename(file)], seed: 1, clock, detail, limits },
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

// As the page runs them, and without a trace.
for (const program of first) {
  const code = readFileSync(program, "utf8");
  await run(program, code, "virtual", 60_000);
  await run(program, code, "real", 60_000, null);
}
const begun = entered();

const { files, modules } = JSON.parse(readFileSync(join(packs, "packs.json"), "utf8"));
/** By how many programs each function is entered. An example counts as many as it takes. */
const programs_of = new Uint16Array(functions);
let last = begun;
const count = (by) => {
  const now = entered();
  for (let i = 0; i < functions; i += 1) if (now[i] !== last[i]) programs_of[i] += by;
  last = now;
};
for (const program of [...examples, ...programs]) {
  const code = readFileSync(program, "utf8");
  for (const [, name] of code.matchAll(/^[ \t]*(?:from|import)[ \t]+(\w+)/gm)) {
    for (const i of modules[name] ?? []) taken.add(files[i]);
  }
  await run(program, code, "virtual", 60_000);
  count(examples.includes(program) ? COMMON : 1);
}
// The clock of the page, and Stop.
await run("sleep.py", "import asyncio\nasyncio.run(asyncio.sleep(0.1))\n", "real", 60_000);
await run("endless.py", "try:\n    while True:\n        pass\nfinally:\n    print('stopped')\n", "real", 50);

count(COMMON);
const packs_taken = [...taken].sort();
const slow = last;
const idle = turned();
for (const program of fast) {
  const code = readFileSync(program, "utf8");
  await run(program, code, "real", 60_000, null);
  // What records is called as often as what it tells of: a call from one part into another costs more than a record.
  if (code.includes("import asyncio")) await run(program, code, "real", 60_000);
  count(1);
}
const often = last.map((calls, i) => calls - slow[i] >= OFTEN);
const loops = turned().map((turns, i) => turns - idle[i] >= OFTEN);
const common = (i) => programs_of[i] >= COMMON;
const marks = (is) => last.map((_, i) => (is(i) ? 1 : 0));
const told = {
  first: marks((i) => begun[i] > 0),
  often: marks((i) => often[i] || (common(i) && loops[i])),
  always: marks((i) => last[i] - slow[i] >= ALWAYS),
  used: marks((i) => begun[i] > 0 || common(i) || often[i]),
  packs: packs_taken,
};
writeFileSync(result, JSON.stringify(told));
process.exit(0);
