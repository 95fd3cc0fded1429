/**
 * The engine's wasm package as the page sees it, and how it is started: once for each realm (a page or
 * a worker), however many programs run in it.
 *
 * Owns: the module and the glue are asked for at the same moment, and compiled while they arrive. No
 * byte of either is asked for before `load` is called.
 */
import type { AssetMessage, FromEngine, RunMessage } from "./protocol.ts";

/** What the engine is given to speak with. It never sees more of the page than this. */
export interface EngineHost {
  post(message: FromEngine | AssetMessage): void;
}

/** One program: made for a run, freed after it. */
export interface Interpreter {
  start(): void;
  /** Raises KeyboardInterrupt at the next check; a second time, nothing can catch it. */
  stop(): void;
  input(text: string | null): void;
  pace(until: number): void;
  /** A pack that an `asset` message asked for, inflated; or no bytes and why. */
  asset(file: string, bytes: Uint8Array | undefined, reason: string): void;
  free(): void;
}

export type RunOptions = Omit<RunMessage, "type">;

interface Package {
  default(options: { module_or_path: Promise<Response> | WebAssembly.Module }): Promise<unknown>;
  Interpreter: new (options: RunOptions, host: EngineHost) => Interpreter;
  version?: () => string;
}

export interface Engine {
  create(options: RunOptions, host: EngineHost): Interpreter;
  version: string;
  /** Size of the wasm file as it was sent. */
  bytes: number;
  /** From asking for it to being able to run. */
  ms: number;
}

const loaded = new Map<string, Promise<Engine>>();

/** Starts the engine whose files stand in the folder `base` (a URL that ends in a slash). */
export function load(base: string): Promise<Engine> {
  let engine = loaded.get(base);
  if (!engine) {
    engine = start(base);
    // A failure is not remembered: the next Run tries again.
    engine.catch(() => loaded.delete(base));
    loaded.set(base, engine);
  }
  return engine;
}

async function start(base: string): Promise<Engine> {
  const began = performance.now();
  const wasm = new URL("coroscope_bg.wasm", base).href;
  const response = fetch(wasm).then((answer) => {
    if (!answer.ok) throw new Error(`${wasm}: ${answer.status} ${answer.statusText}`);
    return answer;
  });
  // Both failures are reported by the awaits below; this only keeps the first from being "unhandled".
  response.catch(() => undefined);
  const glue = new URL("coroscope.js", base).href;
  const bindings = (await import(/* @vite-ignore */ glue)) as Package;
  await bindings.default({ module_or_path: response });
  const entry = performance.getEntriesByName(wasm)[0] as PerformanceResourceTiming | undefined;
  return {
    create: (options, host) => new bindings.Interpreter(options, host),
    version: bindings.version?.() ?? "",
    bytes: entry?.encodedBodySize ?? 0,
    ms: performance.now() - began,
  };
}
