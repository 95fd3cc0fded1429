// What every page of the benchmark offers to the harness: `window.bench`, with `start()` that loads an engine and
// `run(source)` that runs a program and resolves to what it printed, once it has printed its `bench` line or ended
// with an error. `engine.load(print)` gives a function that runs a source text; `print` is called with each line.

export function offer(engine) {
  let listener = () => {};
  let running;
  window.bench = {
    async start() {
      running = await engine.load((line) => listener(line));
    },
    run(source) {
      return new Promise((resolve, reject) => {
        const lines = [];
        listener = (line) => {
          lines.push(line);
          if (line.startsWith("bench ")) resolve(lines);
        };
        // A loop may go on after the engine's own call returned, so only an error ends it here.
        Promise.resolve(running(source)).catch((error) =>
          reject(new Error([...lines, String(error)].join("\n"))),
        );
      });
    },
  };
}

// The moment of the first line a program prints, in milliseconds since the navigation began.
export async function first(engine) {
  const printed = new Promise((resolve) => {
    engine.load(() => resolve(performance.now())).then((run) => run('print("hello")'));
  });
  window.firstPrint = await printed;
}

// `?cold` measures the start; without it the harness decides what happens.
export function page(engine) {
  if (new URLSearchParams(location.search).has("cold")) first(engine);
  else offer(engine);
}
