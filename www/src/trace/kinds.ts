// biome-ignore-all format: generated
// biome-ignore-all lint: generated
// biome-ignore-all assist: generated
/** Generated from src/trace/schema.rs; `cargo test --test trace` says when it has to be written anew. */
import type { AwaitTarget, ChainLink, Count, SourceFile } from "./events.js";
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
    how?: "stop";
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
    cause?: "timer" | "external" | "io" | "thread";
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
  "task.name": {
    k: TaskId;
    name: string;
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
    kind: "plain" | "gather" | "sleep" | "lock" | "queue" | "event" | "io" | "thread" | "user";
    label?: string;
  };
  /** 1 */
  "fut.done": {
    u: FutureId;
    how?: "val" | "exc" | "cancel";
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
    what?: "step" | "wakeup" | "cb";
    k?: TaskId;
    c?: CodeId;
    tick?: number;
  };
  /** 1 */
  "handle.drop": {
    h: HandleId;
    what?: "step" | "wakeup" | "cb";
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
    op: "wait" | "got" | "quit" | "release" | "set" | "clear" | "notify" | "put" | "get" | "shutdown";
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
    i0: Count;
    i1: Count;
    n: Count;
    why?: "budget" | "sampled";
  };
  /** 0 */
  "trace.end": {
    how: "done" | "error" | "stopped" | "limit";
    ops?: Count;
    turns?: number;
    hash?: string;
  };
}

/** What an `AwaitTarget` may be, from 1 on. */
export const TARGETS = ["future", "task", "coro", "agen", "awaitable"] as const;
/** Links of a chain that are told. */
export const MOST_LINKS = 100;
/** Records that are no events. */
export const TIME = 255;
export const TEXT = 254;
export const LINK = 253;
/** Of each kind of short record the events that it stands for, with the word of each field; the first kind; no value. */
export const SHORTS: readonly string[] = [
  "loop.tick n:1 ready:2 due:0",
  "coro.new o:1 c:2 task?3 line?4",
  "await.enter k?1 from:2 to:3 line:4",
  "coro.end o:1 how:0; await.exit k?2 from:3 how:0 waited:0",
  "task.suspend k:1 n:2 on:3 why:0 chain:4",
  "task.suspend k:1 n:2 on:0 why:0 chain:3; handle.ready h:5 what:0 k:1 tick:6 by:1",
  "handle.ready h:1 what:0 k?2 tick:3 by?4",
  "handle.run h:1 what:0 k?2 tick:3",
  "task.resume k:1 n:2 how:0",
  "await.enter k?1 from:2 to:3 line:4; agen.next o:3 k?1 val?5 line:6",
  "agen.yield o:1 k?2 val?3 line:4; await.exit k?2 from:5 how:0 waited:0",
  "sync r:1 kind:0 op:0 k?2 n:3",
];
export const SHORT = 200;
export const NONE = 4294967295;
/** The kinds by number: name, words of a record, then each field: name, form, first word, lowest bit, choices. */
export const LAYOUTS: readonly string[] = [
  "trace.begin 8 v:Number:1:16: engine:Text:2:16: lang:Text:3:16: seed:Number:4:16: clock:Choice:5:16:virtual/real detail:Number:5:20: src:Source:6:20: argv:Text:7:20:",
  "code 5 c:Number:1:16: qual:Text:2:16: kind:Choice:3:16:fn/coro/gen/agen/genco f:Number:3:20: line:Number:4:20: lib:Flag:5:20:",
  "loop.begin 3 L:Number:1:16: by:Number:2:16:",
  "loop.end 2 L:Number:1:16: how:Choice:2:16:stop",
  "loop.tick 4 n:Number:1:16: ready:Number:2:16: due:Number:3:16:",
  "loop.idle 6 until:Wide:1:16: timers:Number:3:16: io:Number:4:16: threads:Number:5:16:",
  "loop.wake 1 cause:Choice:1:16:timer/external/io/thread",
  "clock.jump 5 from:Wide:1:16: to:Wide:3:16:",
  "block 5 us:Wide:1:16: why:Choice:3:16:sleep/cpu/io task:Number:3:20: line:Number:4:20:",
  "coro.new 5 o:Number:1:16: c:Number:2:16: task:Number:3:16: line:Number:4:16:",
  "coro.end 2 o:Number:1:16: how:Choice:2:16:return/raise/close/unawaited",
  "task.new 7 k:Number:1:16: o:Number:2:16: name:Text:3:16: parent:Number:4:16: group:Number:5:16: eager:Flag:6:16: line:Number:6:20:",
  "task.resume 6 k:Number:1:16: n:Number:2:16: how:Choice:3:16:start/send/throw/cancel val:Text:3:20: exc:Text:4:20: h:Number:5:20:",
  "task.suspend 7 k:Number:1:16: n:Number:2:16: on:Target:3:16: why:Choice:4:20:future/yield/bad chain:Chain:4:24: ops:Number:6:24:",
  "task.done 6 k:Number:1:16: how:Choice:2:16:return/raise/cancel val:Text:2:20: exc:Text:3:20: ops:Number:4:20: turns:Number:5:20:",
  "task.cancel 5 k:Number:1:16: by:Number:2:16: msg:Text:3:16: n:Number:4:16:",
  "task.name 3 k:Number:1:16: name:Text:2:16:",
  "main.enter 2 line:Number:1:16:",
  "main.exit 2 line:Number:1:16:",
  "hand.send 3 o:Number:1:16: how:Choice:2:16:send/throw/next val:Text:2:20:",
  "hand.yield 3 o:Number:1:16: how:Choice:2:16:yield/return/raise val:Text:2:20:",
  "await.enter 5 k:Number:1:16: from:Number:2:16: to:Target:3:16: line:Number:4:20:",
  "await.exit 3 k:Number:1:16: from:Number:2:16: how:Choice:3:16:val/exc waited:Flag:3:20:",
  "agen.next 5 o:Number:1:16: k:Number:2:16: val:Text:3:16: line:Number:4:16:",
  "agen.yield 5 o:Number:1:16: k:Number:2:16: val:Text:3:16: line:Number:4:16:",
  "agen.close 5 o:Number:1:16: k:Number:2:16: val:Text:3:16: line:Number:4:16:",
  "fut.new 3 u:Number:1:16: kind:Choice:2:16:plain/gather/sleep/lock/queue/event/io/thread/user label:Text:2:20:",
  "fut.done 5 u:Number:1:16: how:Choice:2:16:val/exc/cancel val:Text:2:20: by:Number:3:20: wakes:Ids:4:20:",
  "handle.ready 7 h:Number:1:16: what:Choice:2:16:step/wakeup/cb k:Number:2:20: c:Number:3:20: tick:Number:4:20: by:Number:5:20: label:Text:6:20:",
  "handle.run 5 h:Number:1:16: what:Choice:2:16:step/wakeup/cb k:Number:2:20: c:Number:3:20: tick:Number:4:20:",
  "handle.drop 4 h:Number:1:16: what:Choice:2:16:step/wakeup/cb k:Number:2:20: tick:Number:3:20:",
  "timer.add 6 h:Number:1:16: when:Wide:2:16: k:Number:4:16: label:Text:5:16:",
  "timer.fire 5 h:Number:1:16: when:Wide:2:16: k:Number:4:16:",
  "timer.drop 5 h:Number:1:16: when:Wide:2:16: k:Number:4:16:",
  "sync 4 r:Number:1:16: kind:Choice:2:16:lock/event/condition/semaphore/barrier/queue op:Choice:2:20:wait/got/quit/release/set/clear/notify/put/get/shutdown k:Number:2:24: n:Number:3:24:",
  "group.enter 3 g:Number:1:16: kind:Choice:2:16:taskgroup/timeout/gather k:Number:2:20:",
  "group.exit 4 g:Number:1:16: kind:Choice:2:16:taskgroup/timeout/gather k:Number:2:20: errs:Number:3:20:",
  "net 4 conn:Number:1:16: op:Choice:2:16:listen/connect/accept/send/recv/eof/close k:Number:2:20: n:Number:3:20:",
  "thr 5 x:Number:1:16: op:Text:2:16: fn:Text:3:16: by:Number:4:16:",
  "out 5 s:Number:1:16: text:Text:2:16: k:Number:3:16: line:Number:4:16:",
  "in.wait 2 prompt:Text:1:16:",
  "in.got 2 text:Text:1:16:",
  "exc 6 k:Number:1:16: x:Number:2:16: type:Text:3:16: text:Text:4:16: line:Number:5:16: state:Choice:6:16:raised/caught/unhandled",
  "warn 5 code:Text:1:16: text:Text:2:16: line:Number:3:16: k:Number:4:16:",
  "lint 5 code:Text:1:16: text:Text:2:16: line:Number:3:16: k:Number:4:16:",
  "mark 3 label:Text:1:16: text:Text:2:16: pause:Flag:3:16:",
  "line 4 k:Number:1:16: f:Number:2:16: l:Number:3:16:",
  "gap 7 i0:Wide:1:16: i1:Wide:3:16: n:Wide:5:16: why:Choice:7:16:budget/sampled",
  "trace.end 5 how:Choice:1:16:done/error/stopped/limit ops:Wide:1:20: turns:Number:3:20: hash:Text:4:20:",
];
