/**
 * The engine's wasm package as the page sees it, and how it is started: once for each realm (a page or
 * a worker), however many programs run in it.
 *
 * Owns: the module and the glue are asked for at the same moment, and compiled while they arrive. No
 * byte of either is asked for before `load` is called.
 */
import type { AssetMessage, FromEngine, RunMessage } from "./protocol.ts";
import { download, Rest } from "./rest.ts";

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
  /** Posts what was printed, when the run will not go on. */
  lastWords(): void;
  free(): void;
}

export type RunOptions = Omit<RunMessage, "type">;

interface Package {
  default(options: {
    module_or_path: Promise<Response> | WebAssembly.Module;
  }): Promise<WebAssembly.Exports>;
  loaders(rest: () => void, pack: (file: string) => Uint8Array): void;
  Interpreter: new (options: RunOptions, host: EngineHost) => Interpreter;
  version?: () => string;
}

export interface Engine {
  create(options: RunOptions, host: EngineHost): Interpreter;
  version: string;
  /** What few programs need of the engine; it comes by itself when it is needed and not there. */
  rest: Rest;
  /** Told when the rest was needed and could not be had. The program that needed it is lost. */
  onfailure: (error: unknown) => void;
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
  const core = await bindings.default({ module_or_path: response });
  const entry = performance.getEntriesByName(wasm)[0] as PerformanceResourceTiming | undefined;
  const rest = new Rest(new URL("coroscope_bg.rest.wasm", base).href, core);
  const engine: Engine = {
    create: (options, host) => new bindings.Interpreter(options, host),
    rest,
    onfailure: () => undefined,
    version: "",
    bytes: entry?.encodedBodySize ?? 0,
    ms: 0,
  };
  bindings.loaders(
    () => {
      try {
        rest.now();
      } catch (error) {
        // The machine stands still in the middle of a step for ever: the next Run starts another.
        loaded.delete(base);
        engine.onfailure(error);
        throw error;
      }
    },
    (file) => download(new URL(file, base).href),
  );
  engine.version = bindings.version?.() ?? "";
  engine.ms = performance.now() - began;
  return engine;
}
