import { loadMicroPython } from "/micropython/micropython.mjs";
import { page } from "./protocol.js";

page({
  async load(print) {
    const micropython = await loadMicroPython({
      url: "/micropython/micropython.wasm",
      stdout: print,
      linebuffer: true,
    });
    return (source) => micropython.runPythonAsync(source);
  },
});
