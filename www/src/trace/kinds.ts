// biome-ignore-all format: generated
// biome-ignore-all lint: generated
// biome-ignore-all assist: generated
/** Generated from src/trace/schema.rs; `cargo test --test trace` says when it has to be written anew. */
import type { AwaitTarget, ChainLink, FutureKind, SourceFile, SyncOp } from "./events.js";
import type { CodeId, FutureId, GroupId, HandleId, Micros, ObjectId, ResourceId, TaskId } from "./events.js";

/** Every kind of event with its fields; the comment is the detail level from which on it is sent. */
export interface Kinds {
  /** 0 */
  "trace.begin": {
    v: number;
    engine?: string;
    lang?: string;
    seed?: number;
    clock?: "virtual" | "real";
    detail?: number;
    src?: SourceFile[];
    argv?: string[];
  };
  /** 0 */
  "code": {
    c: CodeId;
    qual: string;
    kind: "fn" | "coro" | "gen" | "agen" | "genco";
    f?: number;
    line: number;
    lib?: boolean;
  };
  /** 0 */
  "loop.begin": {
    L: number;
    by?: TaskId;
  };
  /** 0 */
  "loop.end": {
    L: number;
    how?: string;
  };
  /** 1 */
  "loop.tick": {
    n: number;
    ready: number;
    due?: number;
  };
  /** 0 */
  "loop.idle": {
    until?: Micros | null;
    timers?: number;
    io?: number;
    threads?: number;
  };
  /** 0 */
  "loop.wake": {
    cause?: string;
  };
  /** 0 */
  "clock.jump": {
    from: Micros;
    to: Micros;
  };
  /** 0 */
  "block": {
    us: Micros;
    why: "sleep" | "cpu" | "io";
    task?: TaskId;
    line?: number;
  };
  /** 0 */
  "coro.new": {
    o: ObjectId;
    c: CodeId;
    task?: TaskId;
    line?: number;
  };
  /** 0 */
  "coro.end": {
    o: ObjectId;
    how: "return" | "raise" | "close" | "unawaited";
  };
  /** 0 */
  "task.new": {
    k: TaskId;
    o: ObjectId;
    name: string;
    parent?: TaskId;
    group?: number;
    eager?: boolean;
    line?: number;
  };
  /** 0 */
  "task.resume": {
    k: TaskId;
    n: number;
    how: "start" | "send" | "throw" | "cancel";
    val?: string;
    exc?: string;
    h?: HandleId;
  };
  /** 0 */
  "task.suspend": {
    k: TaskId;
    n: number;
    on: AwaitTarget | FutureId | null;
    why: "future" | "yield" | "bad";
    chain?: ChainLink[];
    ops?: number;
  };
  /** 0 */
  "task.done": {
    k: TaskId;
    how: "return" | "raise" | "cancel";
    val?: string;
    exc?: string;
    ops?: number;
    turns?: number;
  };
  /** 0 */
  "task.cancel": {
    k: TaskId;
    by?: TaskId;
    msg?: string;
    n?: number;
  };
  /** 0 */
  "main.enter": {
    line?: number;
  };
  /** 0 */
  "main.exit": {
    line?: number;
  };
  /** 0 */
  "hand.send": {
    o: ObjectId;
    how: "send" | "throw" | "next";
    val?: string;
  };
  /** 0 */
  "hand.yield": {
    o: ObjectId;
    how?: "yield" | "return" | "raise";
    val?: string;
  };
  /** 1 */
  "await.enter": {
    k?: TaskId;
    from: ObjectId;
    to: AwaitTarget;
    line?: number;
  };
  /** 1 */
  "await.exit": {
    k?: TaskId;
    from: ObjectId;
    how?: "val" | "exc";
    waited?: boolean;
  };
  /** 1 */
  "agen.next": {
    o: ObjectId;
    k?: TaskId;
    val?: string;
    line?: number;
  };
  /** 1 */
  "agen.yield": {
    o: ObjectId;
    k?: TaskId;
    val?: string;
    line?: number;
  };
  /** 1 */
  "agen.close": {
    o: ObjectId;
    k?: TaskId;
    val?: string;
    line?: number;
  };
  /** 1 */
  "fut.new": {
    u: FutureId;
    kind: FutureKind;
    label?: string;
  };
  /** 1 */
  "fut.done": {
    u: FutureId;
    how?: string;
    val?: string;
    by?: TaskId;
    wakes?: TaskId[];
  };
  /** 1 */
  "handle.ready": {
    h: HandleId;
    what: "step" | "wakeup" | "cb";
    k?: TaskId;
    c?: CodeId;
    tick?: number;
    by?: TaskId;
    label?: string;
  };
  /** 1 */
  "handle.run": {
    h: HandleId;
    what?: string;
    k?: TaskId;
    c?: CodeId;
    tick?: number;
  };
  /** 1 */
  "handle.drop": {
    h: HandleId;
    what?: string;
    k?: TaskId;
    tick?: number;
  };
  /** 1 */
  "timer.add": {
    h: HandleId;
    when: Micros;
    k?: TaskId;
    label?: string;
  };
  /** 1 */
  "timer.fire": {
    h: HandleId;
    when?: Micros;
    k?: TaskId;
  };
  /** 1 */
  "timer.drop": {
    h: HandleId;
    when?: Micros;
    k?: TaskId;
  };
  /** 1 */
  "sync": {
    r: ResourceId;
    kind: "lock" | "event" | "condition" | "semaphore" | "barrier" | "queue";
    op: SyncOp;
    k?: TaskId;
    n?: number;
  };
  /** 1 */
  "group.enter": {
    g: GroupId;
    kind: "taskgroup" | "timeout" | "gather";
    k?: TaskId;
  };
  /** 1 */
  "group.exit": {
    g: GroupId;
    kind?: "taskgroup" | "timeout" | "gather";
    k?: TaskId;
    errs?: number;
  };
  /** 1 */
  "net": {
    conn: number;
    op: "listen" | "connect" | "accept" | "send" | "recv" | "eof" | "close";
    k?: TaskId;
    n?: number;
  };
  /** 1 */
  "thr": {
    x: number;
    op: string;
    fn?: string;
    by?: number;
  };
  /** 0 */
  "out": {
    s: 1 | 2;
    text: string;
    k?: TaskId;
    line?: number;
  };
  /** 0 */
  "in.wait": {
    prompt?: string;
  };
  /** 0 */
  "in.got": {
    text: string;
  };
  /** 0 */
  "exc": {
    k?: TaskId;
    x?: number;
    type: string;
    text?: string;
    line?: number;
    state: "raised" | "caught" | "unhandled";
  };
  /** 0 */
  "warn": {
    code?: string;
    text: string;
    line?: number;
    k?: TaskId;
  };
  /** 0 */
  "lint": {
    code?: string;
    text: string;
    line?: number;
    k?: TaskId;
  };
  /** 0 */
  "mark": {
    label: string;
    text?: string;
    pause?: boolean;
  };
  /** 2 */
  "line": {
    k?: TaskId;
    f?: number;
    l: number;
  };
  /** 0 */
  "gap": {
    i0: number;
    i1: number;
    n: number;
    why?: string;
  };
  /** 0 */
  "trace.end": {
    how: "done" | "error" | "stopped" | "limit";
    ops?: number;
    turns?: number;
    hash?: string;
  };
}
