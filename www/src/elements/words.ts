/** Every word the element says, in one table. Code and tracebacks stay as Python writes them. */
export const words = {
  run: "Run",
  runTitle: "Run (Ctrl+Enter)",
  edit: "Click, or press Enter, to edit",
  stop: "Stop",
  stopNow: "Stop now",
  stopTitle: "Raise KeyboardInterrupt; press again to end it at once",
  loading: "Starting Python…",
  running: "Running…",
  stopping: "Stopping…",
  stopped: "Stopped.",
  notYet: "Execution time appears here after you run the example.",
  figure: "The loop resumes a coroutine; the coroutine awaits, and the loop has the baton again.",
  output: "Output",
  expected: "Expected output",
  stale: "Recorded before the last edit: Run records it anew.",
  pass: "✔\uFE0E Output as expected",
  differs: "Output differs from what was expected",
  input: "Input",
  inputTitle: "Enter sends the line; Ctrl+D says that there is no more",
  waiting: {
    input: "Waiting for input.",
    pace: "Far ahead of the stage: it goes on when the playhead comes near.",
    nothing: "Nothing left to wait for: the program is stuck.",
  },
  took: (seconds: number, how: string, exit: number): string => {
    const time = seconds < 0.0995 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`;
    if (how === "stopped") return `Stopped after ${time}.`;
    if (how === "limit") return `Reached a limit after ${time}.`;
    return exit === 0 ? `Executed in ${time}.` : `Executed in ${time}, exit status ${exit}.`;
  },
  noProgram: (why: string): string => `The program could not be loaded (${why}).`,
  noEngine: (why: string): string => `Python could not be loaded (${why}). Run tries again.`,
  noPart: (why: string): string =>
    `A part of this page could not be loaded (${why}). A reload tries again.`,
  engineFailed: (why: string): string => `The engine failed (${why}).`,
};
