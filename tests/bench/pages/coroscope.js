import { page } from "./protocol.js";

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
const manifest = fetch(new URL("packs.json", base)).then((answer) => answer.json());
const prefetch = async (code) => {
  const { files, modules } = await manifest;
  for (const [, name] of code.matchAll(/^\s*(?:import|from)\s+(\w+)/gm)) {
    for (const i of modules[name] ?? []) void pack(files[i]);
  }
};

page({
  async load(print) {
    const response = fetch(new URL("coroscope_bg.wasm", base));
    const engine = await import(new URL("coroscope.js", base).href);
    await engine.default({ module_or_path: response });
    return (code) =>
      new Promise((resolve, reject) => {
        void prefetch(code);
        let rest = "";
        const interpreter = new engine.Interpreter(
          { code, file: "bench.py", argv: [], seed: 1, clock: "real", limits: {} },
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
              } else if (message.type === "done" || message.type === "failed") {
                queueMicrotask(() => interpreter.free());
                if (message.how === "done") resolve();
                else reject(new Error(message.message ?? `the program ended: ${message.how}`));
              }
            },
          },
        );
        interpreter.start();
      });
  },
});
