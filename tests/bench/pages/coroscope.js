import * as engine from "/coroscope/coroscope.js";
import { page } from "./protocol.js";

// The page `traced.html` has a trace of this detail recorded; its records are given back as they come,
// as the element does when it has read them.
const detail = Number(document.documentElement.dataset.detail ?? 0) || undefined;
const cold = new URLSearchParams(location.search).has("cold");
const base = new URL("/coroscope/", location.href);

// What www/src/engine/packs.ts does for the page: packs are fetched when the program's text names their modules.
const packs = new Map();
const pack = (file) => {
  if (!packs.has(file)) {
    const bytes = fetch(new URL(file, base)).then((answer) =>
      new Response(answer.body.pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer(),
    );
    packs.set(file, bytes);
  }
  return packs.get(file);
};
let manifest;
const prefetch = async (code) => {
  const names = [...code.matchAll(/^\s*(?:import|from)\s+(\w+)/gm)];
  if (names.length === 0) return;
  manifest ??= fetch(new URL("packs.json", base)).then((answer) => answer.json());
  const { files, modules } = await manifest;
  for (const [, name] of names) {
    for (const i of modules[name] ?? []) void pack(files[i]);
  }
};

// What www/src/engine/parts.ts does: the later parts of the engine, each after those before it.
const later = ["coroscope_bg.common.wasm", "coroscope_bg.rest.wasm"];
let here = 0;
const link = (core, number, module) => {
  if (number !== here) return;
  new WebAssembly.Instance(module, { c: core });
  here += 1;
};
const parts = async (core, count) => {
  const modules = later.slice(0, count).map((file) => WebAssembly.compileStreaming(fetch(new URL(file, base))));
  for (const [number, module] of modules.entries()) link(core, number, await module);
};

// A file that is needed in the middle of a call. A page may read such an answer as text only.
const now = (file) => {
  const request = new XMLHttpRequest();
  request.open("GET", new URL(file, base), false);
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 0xff);
};

page({
  async load(print) {
    const core = engine.initSync({ module: await window.firstPart });
    engine.loaders((part) => {
      while (here < part) link(core, here, new WebAssembly.Module(now(later[here])));
    }, now);
    // The page has the common part come behind the first slice of a plain program, and the rest with the second program.
    if (!cold) await parts(core, 2);
    return (code) =>
      new Promise((resolve, reject) => {
        void prefetch(code);
        let rest = "";
        const interpreter = new engine.Interpreter(
          { code, file: "bench.py", argv: [], seed: 1, clock: "real", limits: {}, detail },
          {
            post(message) {
              if (message.type === "output") {
                const lines = (rest + message.text).split("\n");
                rest = lines.pop();
                for (const line of lines) print(line);
              } else if (message.type === "asset") {
                pack(message.file).then(
                  (bytes) => interpreter.asset(message.file, new Uint8Array(bytes), ""),
                  (error) => interpreter.asset(message.file, undefined, String(error)),
                );
              } else if (message.type === "events") {
                interpreter.recycle(message.records);
              } else if (message.type === "done" || message.type === "failed") {
                queueMicrotask(() => interpreter.free());
                if (message.how === "done") resolve();
                else reject(new Error(message.message ?? `the program ended: ${message.how}`));
              }
            },
          },
        );
        interpreter.start();
        if (cold) setTimeout(() => parts(core, 1));
      });
  },
});
