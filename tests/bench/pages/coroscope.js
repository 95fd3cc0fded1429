import { page } from "./protocol.js";

const base = new URL("/coroscope/", location.href);

page({
  async load(print) {
    const response = fetch(new URL("coroscope_bg.wasm", base));
    const engine = await import(new URL("coroscope.js", base).href);
    await engine.default({ module_or_path: response });
    return (code) =>
      new Promise((resolve, reject) => {
        let rest = "";
        const interpreter = new engine.Interpreter(
          { code, file: "bench.py", argv: [], seed: 1, clock: "real", limits: {} },
          {
            post(message) {
              if (message.type === "output") {
                const lines = (rest + message.text).split("\n");
                rest = lines.pop();
                for (const line of lines) print(line);
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
