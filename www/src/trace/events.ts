/**
 * The trace protocol `coroscope-trace/1`, as types.
 *
 * Owns: the meaning of every field of every event. Ids are small integers in creation order, one
 * counter per family (tasks `k`, coroutine-like objects `o`, code `c`, futures `u`, handles `h`), so
 * two traces of one program can be compared line by line.
 *
 * The kinds are generated from the engine's schema (`kinds.ts`).
 *
 * A reader is written against this file, never against what an engine happens to send today: an
 * event kind that is not listed here is skipped, and a field that is missing is treated as unknown.
 */

import type { Kinds } from "./kinds.js";

/** Microseconds of the program's own clock since the run began. */
export type Micros = number;
export type TaskId = number;
export type ObjectId = number;
export type CodeId = number;
export type FutureId = number;
export type HandleId = number;
export type ResourceId = number;
export type GroupId = number;
/** How often something happened: a number that may be large. */
export type Count = number;

/** What every event carries: its position in the trace and the virtual time it happened at. */
export interface Stamp {
  i: number;
  t: Micros;
}

/** What a task is parked on, as written on the await arrow. */
export type AwaitTarget =
  | { kind: "future"; id: FutureId }
  | { kind: "task"; id: TaskId }
  | { kind: "coro" | "agen" | "awaitable"; id: ObjectId };

export type FutureKind = Kinds["fut.new"]["kind"];

export interface ChainLink {
  o: ObjectId;
  line: number;
}

export interface SourceFile {
  f: number;
  name: string;
  sha?: string;
}

/** What happens to a lock, an event, a queue and their like. */
export type SyncOp = Kinds["sync"]["op"];

export type EventKind = keyof Kinds;
export type EventOf<K extends EventKind> = Stamp & { e: K } & Kinds[K];
/** One event of a trace: a discriminated union over `e`. */
export type TraceEvent = { [K in EventKind]: EventOf<K> }[EventKind];
