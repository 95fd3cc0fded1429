import { loadPyodide } from "/pyodide/pyodide.mjs";
import { page } from "./protocol.js";

page({
  async load(print) {
    const pyodide = await loadPyodide({ indexURL: "/pyodide/", stdout: print, stderr: print });
    return (source) => {
      const globals = pyodide.toPy({ __name__: "__main__" });
      return pyodide.runPythonAsync(source, { globals });
    };
  },
});
