/**
 * The engine's wasm package as the page sees it, and how it is started: once for each realm (a page or
 * a worker), however many programs run in it.
 *
 * Owns: the glue is asked for when the first part is, which `first.ts` has compiled. No byte of either is asked for
 * before somebody wants to run a program.
 */
import type { FirstPart } from "./first.ts";
import { download, Parts } from "./parts.ts";
import type { AssetMessage, FromEngine, RequestMessage, RunMessage } from "./protocol.ts";

/** What the engine is given to speak with. It never sees more of the page than this. */
export interface EngineHost {
  post(message: FromEngine | AssetMessage | RequestMessage): void;
}

/** One program: made for a run, freed after it. */
export interface Interpreter {
  start(): void;
  /** Raises KeyboardInterrupt at the next check; a second time, nothing can catch it. */
  stop(): void;
  input(text: string | null): void;
  pace(until: number): void;
  /** Gives back the records of an `events` message. */
  recycle(records: Uint32Array<ArrayBuffer>): void;
  /** A pack that an `asset` message asked for, inflated; or no bytes and why. */
  asset(file: string, bytes: Uint8Array | undefined, reason: string): void;
  /** What came of a `request` message: status, address, headers (names and values by turns) and body; or no body and why. */
  answer(
    id: number,
    status: number,
    url: string,
    headers: string[],
    body: Uint8Array | undefined,
    reason: string,
  ): void;
  /** Posts what was printed, when the run will not go on. */
  lastWords(): void;
  free(): void;
}

export type RunOptions = Omit<RunMessage, "type" | "page">;

export interface Package {
  initSync(options: { module: WebAssembly.Module }): WebAssembly.Exports;
  loaders(part: (part: number) => void, pack: (file: string) => Uint8Array): void;
  Interpreter: new (options: RunOptions, host: EngineHost) => Interpreter;
  version?: () => string;
}

export interface Engine {
  create(options: RunOptions, host: EngineHost): Interpreter;
  version: string;
  /** What not every program needs of the engine; it comes by itself when it is needed and not there. */
  parts: Parts;
  /** Told when a part was needed and could not be had. The program that needed it is lost. */
  onfailure: (error: unknown) => void;
  /** Size of the first part as it was sent. */
  bytes: number;
  /** From asking for it to being able to run. */
  ms: number;
}

const loaded = new Map<string, Promise<Engine>>();

/** Starts the engine whose files stand in the folder `base` (a URL that ends in a slash), whose first part comes from `first`. */
export function load(base: string, first: () => Promise<FirstPart>): Promise<Engine> {
  let engine = loaded.get(base);
  if (!engine) {
    engine = start(base, first());
    // A failure is not remembered: the next Run tries again.
    engine.catch(() => loaded.delete(base));
    loaded.set(base, engine);
  }
  return engine;
}

/** Has the glue fetched, if it is not there. */
export function glue(base: string): Promise<Package> {
  return import(/* @vite-ignore */ new URL("coroscope.js", base).href);
}

async function start(base: string, first: Promise<FirstPart>): Promise<Engine> {
  const [{ module, bytes, began }, bindings] = await Promise.all([first, glue(base)]);
  const parts = new Parts(base, bindings.initSync({ module }));
  const engine: Engine = {
    create: (options, host) => new bindings.Interpreter(options, host),
    parts,
    onfailure: () => undefined,
    version: "",
    bytes,
    ms: 0,
  };
  bindings.loaders(
    (part) => {
      try {
        parts.now(part);
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
  engine.ms = performance.timeOrigin + performance.now() - began;
  return engine;
}
