/**
 * The engine's first part: what runs a short program.
 *
 * Owns: it is fetched and compiled once for each page, while it arrives, and before there is a worker to run it: a compiled module
 * can be handed to one. Nothing is asked for before somebody wants to run a program.
 */
import { FIRST } from "./parts.ts";

/** The first part as it can be handed over. */
export interface FirstPart {
  module: WebAssembly.Module;
  /** Its size as it was sent. */
  bytes: number;
  /** When it was asked for, in milliseconds since 1970. */
  began: number;
}

const compiled = new Map<string, Promise<FirstPart>>();

/** Has the first part of the engine in the folder `base` compiled, if that has not begun. A failure is not remembered. */
export function compile(base: string): Promise<FirstPart> {
  let part = compiled.get(base);
  if (!part) {
    part = bring(new URL(FIRST, base).href);
    part.catch(() => compiled.delete(base));
    compiled.set(base, part);
  }
  return part;
}

async function bring(url: string): Promise<FirstPart> {
  const began = performance.timeOrigin + performance.now();
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  // A host that does not know what wasm is sends it under another type.
  const known = answer.headers.get("content-type")?.startsWith("application/wasm");
  const module = known
    ? await WebAssembly.compileStreaming(answer)
    : await WebAssembly.compile(await answer.arrayBuffer());
  const [entry] = performance.getEntriesByName(url) as PerformanceResourceTiming[];
  return { module, bytes: entry?.encodedBodySize ?? 0, began };
}
