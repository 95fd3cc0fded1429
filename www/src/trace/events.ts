/**
 * The trace protocol `coroscope-trace/1`, as types.
 *
 * Owns: the meaning of every field of every event. Ids are small integers in creation order, one
 * counter per family (tasks `k`, coroutine-like objects `o`, code `c`, futures `u`, handles `h`), so
 * two traces of one program can be compared line by line.
 *
 * A reader is written against this file, never against what an engine happens to send today: an
 * event kind that is not listed here is skipped, and a field that is missing is treated as unknown.
 */

/** Microseconds of the program's own clock since the run began. */
export type Micros = number;
export type TaskId = number;
export type ObjectId = number;
export type CodeId = number;
export type FutureId = number;
export type HandleId = number;

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

export type FutureKind =
  | "plain"
  | "gather"
  | "sleep"
  | "lock"
  | "queue"
  | "event"
  | "io"
  | "thread"
  | "user";

export interface ChainLink {
  o: ObjectId;
  line: number;
}

interface Kinds {
  "trace.begin": {
    v: number;
    engine?: string;
    lang?: string;
    seed?: number;
    clock?: "virtual" | "real";
    detail?: number;
    src?: { f: number; name: string; sha?: string }[];
    argv?: string[];
  };
  code: {
    c: CodeId;
    qual: string;
    kind: "fn" | "coro" | "gen" | "agen" | "genco";
    f?: number;
    line: number;
    lib?: boolean;
  };
  "loop.begin": { L: number; by?: TaskId };
  "loop.end": { L: number; how?: string };
  "loop.tick": { n: number; ready: number; due?: number };
  "loop.idle": { until?: Micros | null; timers?: number; io?: number; threads?: number };
  "loop.wake": { cause?: string };
  "clock.jump": { from: Micros; to: Micros };
  block: { us: Micros; why: "sleep" | "cpu" | "io"; task?: TaskId; line?: number };
  "coro.new": { o: ObjectId; c: CodeId; task?: TaskId; line?: number };
  "coro.end": { o: ObjectId; how: "return" | "raise" | "close" | "unawaited" };
  "task.new": {
    k: TaskId;
    o: ObjectId;
    name: string;
    parent?: TaskId;
    group?: number;
    eager?: boolean;
    line?: number;
  };
  "task.resume": {
    k: TaskId;
    n: number;
    how: "start" | "send" | "throw" | "cancel";
    val?: string;
    exc?: string;
    h?: HandleId;
  };
  "task.suspend": {
    k: TaskId;
    n: number;
    on: AwaitTarget | FutureId | null;
    why: "future" | "yield" | "bad";
    chain?: ChainLink[];
    ops?: number;
  };
  "task.done": {
    k: TaskId;
    how: "return" | "raise" | "cancel";
    val?: string;
    exc?: string;
    ops?: number;
    turns?: number;
  };
  "task.cancel": { k: TaskId; by?: TaskId; msg?: string; n?: number };
  "main.enter": { line?: number };
  "main.exit": { line?: number };
  "hand.send": { o: ObjectId; how: "send" | "throw" | "next"; val?: string };
  "hand.yield": { o: ObjectId; val?: string; how?: "yield" | "return" | "raise" };
  "await.enter": { k?: TaskId; from: ObjectId; to: AwaitTarget; line?: number };
  "await.exit": { k?: TaskId; from: ObjectId; how?: "val" | "exc"; waited?: boolean };
  "agen.yield": { o: ObjectId; k?: TaskId; val?: string; line?: number };
  "agen.next": { o: ObjectId; k?: TaskId; val?: string; line?: number };
  "agen.close": { o: ObjectId; k?: TaskId; line?: number };
  "fut.new": { u: FutureId; kind: FutureKind; label?: string };
  "fut.done": { u: FutureId; how?: string; val?: string; by?: TaskId; wakes?: TaskId[] };
  "handle.ready": {
    h: HandleId;
    what: "step" | "wakeup" | "cb";
    k?: TaskId;
    c?: CodeId;
    tick?: number;
    by?: TaskId;
    label?: string;
  };
  "handle.run": { h: HandleId };
  "handle.drop": { h: HandleId };
  "timer.add": { h: HandleId; when: Micros; k?: TaskId; label?: string };
  "timer.fire": { h: HandleId };
  "timer.drop": { h: HandleId };
  sync: { r: number; kind: string; op: string; k?: TaskId; n?: number };
  "group.enter": { g: number; kind: string; k?: TaskId };
  "group.exit": { g: number; kind?: string; k?: TaskId; errs?: number };
  out: { s: 1 | 2; text: string; k?: TaskId; line?: number };
  "in.wait": { prompt?: string };
  "in.got": { text: string };
  exc: {
    k?: TaskId;
    x?: number;
    type: string;
    text?: string;
    line?: number;
    state: "raised" | "caught" | "unhandled";
  };
  warn: { code?: string; text: string; line?: number; k?: TaskId };
  lint: { code?: string; text: string; line?: number; k?: TaskId };
  mark: { label: string; text?: string; pause?: boolean };
  line: { k?: TaskId; f?: number; l: number };
  gap: { i0: number; i1: number; n: number; why?: string };
  "trace.end": {
    how: "done" | "error" | "stopped" | "limit";
    ops?: number;
    turns?: number;
    hash?: string;
  };
}

export type EventKind = keyof Kinds;
export type EventOf<K extends EventKind> = Stamp & { e: K } & Kinds[K];
/** One event of a trace: a discriminated union over `e`. */
export type TraceEvent = { [K in EventKind]: EventOf<K> }[EventKind];
