/**
 * The state of a run at one moment, as the stage draws it.
 *
 * Owns: everything a view may show. Records inside the maps and arrays are never changed in place:
 * the reducer replaces them. So {@link copyState} needs to copy only the containers, and a keyframe
 * costs one pointer for each task, not one record.
 */
import type {
  CodeId,
  EventOf,
  FutureId,
  FutureKind,
  GroupId,
  HandleId,
  Micros,
  ObjectId,
  ResourceId,
  TaskId,
} from "./events.ts";

export type TaskStatus = "ready" | "running" | "waiting" | "done" | "failed" | "cancelled";

/** A frame of an await chain, outermost first. */
export interface Frame {
  o: ObjectId;
  /** Qualified name of the code, or a stand-in when the trace did not name it. */
  name: string;
  line: number;
  /** Runs code of the standard library, which views fold. */
  lib: boolean;
  kind: "coro" | "agen" | "gen" | "other";
  /** Its last `await` was of something already done: the loop was not involved. */
  unwaited: boolean;
}

export interface TaskRecord {
  k: TaskId;
  /** The how-manieth task of the trace it is, from 1: what its colour is chosen by. */
  ordinal: number;
  name: string;
  /** One of the standard library's own: views leave it out of the rail. */
  lib: boolean;
  /** The coroutine function the task runs, for grouping and labels. */
  qual: string;
  parent: TaskId | null;
  /** The task group that made it. */
  group: GroupId | null;
  status: TaskStatus;
  chain: readonly Frame[];
  /** What it is parked on, in words; empty when it is not parked. */
  waitsFor: string;
  /** The task it is parked on, when it is one. */
  waitsForTask: TaskId | null;
  cancelling: boolean;
  turns: number;
  /** Result or exception, when it is over. */
  result: string;
  line: number;
}

export interface CodeRecord {
  qual: string;
  lib: boolean;
  kind: "fn" | "coro" | "gen" | "agen" | "genco";
  line: number;
}

export interface ObjectRecord {
  o: ObjectId;
  name: string;
  lib: boolean;
  kind: Frame["kind"];
  line: number;
  status: "new" | "live" | "return" | "raise" | "close" | "unawaited";
  /** Belongs to a task: drawn in its chain, not as a tile. */
  task: TaskId | null;
}

export interface FutureRecord {
  u: FutureId;
  kind: FutureKind;
  label: string;
  done: boolean;
}

/** A lock, a queue and their like. */
export interface ResourceRecord {
  r: ResourceId;
  kind: EventOf<"sync">["kind"];
  /** `Lock`; the second of its kind is `Lock 2`. */
  name: string;
  /** Tasks that hold it, for locks and semaphores. */
  holders: readonly TaskId[];
  /** Tasks that wait for it, in the order in which they came. */
  waiters: readonly TaskId[];
  /** Items inside, for queues. */
  items: number;
  /** Whether an event is set, or a queue shut down. */
  set: boolean;
}

/** A task group, a timeout or a `gather` that has begun. */
export interface GroupRecord {
  g: GroupId;
  kind: EventOf<"group.enter">["kind"];
  /** The task that is inside of it. */
  k: TaskId | null;
  open: boolean;
}

export interface ConnectionRecord {
  conn: number;
  /** It only waits for others to connect; `accepted` is how many have. */
  listens: boolean;
  accepted: number;
  /** The tasks that have spoken over it. */
  ends: readonly TaskId[];
  /** Bytes, both directions together. */
  sent: number;
  received: number;
  open: boolean;
}

/** A thread beside the one of the event loop. */
export interface ThreadRecord {
  x: number;
  /** The function it runs, where the trace names it. */
  fn: string;
  status: "new" | "running" | "waiting" | "done";
}

export interface ReadyChip {
  h: HandleId;
  k: TaskId | null;
  label: string;
  /** The tick that will run it. */
  tick: number;
}

export interface TimerChip {
  h: HandleId;
  k: TaskId | null;
  when: Micros;
  label: string;
}

/** Where the one thread of control is. */
export type Place = "nowhere" | "main" | "loop" | "coro";

/** A handoff: what the arrow at the playhead says. */
export interface Handoff {
  /** Position of the event in the trace. */
  i: number;
  t: Micros;
  kind:
    | "resume"
    | "await"
    | "return"
    | "raise"
    | "cancelled"
    | "enter"
    | "exit"
    | "wake"
    | "send"
    | "yield";
  from: Place;
  to: Place;
  k: TaskId | null;
  /** Resume number of the task, from 1. */
  n: number;
  /** What is sent, awaited, returned or raised. */
  label: string;
  /** The label is an exception travelling, not a value. */
  exception: boolean;
  line: number;
  /** Tasks that a return wakes. */
  wakes: readonly TaskId[];
}

export type LoopPhase = "none" | "running" | "idle" | "closed";

export interface State {
  /** How many events of the trace are applied. */
  applied: number;
  t: Micros;
  place: Place;
  loop: LoopPhase;
  tick: number;
  /** Handles of the current tick's batch that have not run yet. */
  batch: number;
  /** When the loop is idle: the time it will wake, or null when no timer is set. */
  idleUntil: Micros | null;
  idleSince: Micros;
  clockVirtual: boolean;
  seed: number | null;
  /** The task that holds, or held last, the baton. */
  current: TaskId | null;
  /** A coroutine driven by hand, when there is one. */
  driven: ObjectId | null;
  mainLine: number;
  handoffs: number;
  handoff: Handoff | null;
  ghosts: readonly Handoff[];
  tasks: Map<TaskId, TaskRecord>;
  objects: Map<ObjectId, ObjectRecord>;
  codes: Map<CodeId, CodeRecord>;
  futures: Map<FutureId, FutureRecord>;
  /** In the order they will run: the order of insertion. */
  ready: Map<HandleId, ReadyChip>;
  /** In the order they were set; {@link byDue} sorts them. */
  timers: Map<HandleId, TimerChip>;
  resources: Map<ResourceId, ResourceRecord>;
  groups: Map<GroupId, GroupRecord>;
  connections: Map<number, ConnectionRecord>;
  threads: Map<number, ThreadRecord>;
  /** Tasks parked on a task, by that task. */
  joiners: Map<TaskId, readonly TaskId[]>;
  /** Tasks that the last finished future wakes, until their handles are queued. */
  woken: readonly TaskId[];
  blocked: { us: Micros; why: "sleep" | "cpu" | "io"; line: number } | null;
  /** The value an async generator has just handed to its consumer. */
  yielded: { o: ObjectId; label: string } | null;
  outputs: number;
  errors: number;
  /** Events that a full trace has left out. */
  unrecorded: number;
  line: number;
  /** The last thing worth a word that was no handoff, and its place in the trace. */
  notice: string;
  noticeAt: number;
  /** The exception that nothing has caught, in words. */
  failure: string;
  ended: "done" | "error" | "stopped" | "limit" | null;
}

export function emptyState(): State {
  return {
    applied: 0,
    t: 0,
    place: "nowhere",
    loop: "none",
    tick: 0,
    batch: 0,
    idleUntil: null,
    idleSince: 0,
    clockVirtual: true,
    seed: null,
    current: null,
    driven: null,
    mainLine: 0,
    handoffs: 0,
    handoff: null,
    ghosts: [],
    tasks: new Map(),
    objects: new Map(),
    codes: new Map(),
    futures: new Map(),
    ready: new Map(),
    timers: new Map(),
    resources: new Map(),
    groups: new Map(),
    connections: new Map(),
    threads: new Map(),
    joiners: new Map(),
    woken: [],
    blocked: null,
    yielded: null,
    outputs: 0,
    errors: 0,
    unrecorded: 0,
    line: 0,
    notice: "",
    noticeAt: -1,
    failure: "",
    ended: null,
  };
}

/** An independent state: applying events to the copy leaves the original as it is. */
export function copyState(state: State): State {
  return {
    ...state,
    tasks: new Map(state.tasks),
    objects: new Map(state.objects),
    codes: new Map(state.codes),
    futures: new Map(state.futures),
    ready: new Map(state.ready),
    timers: new Map(state.timers),
    resources: new Map(state.resources),
    groups: new Map(state.groups),
    connections: new Map(state.connections),
    threads: new Map(state.threads),
    joiners: new Map(state.joiners),
  };
}

/** The timers as they will fire. */
export function byDue(state: State): TimerChip[] {
  return [...state.timers.values()].sort((a, b) => a.when - b.when || a.h - b.h);
}

/** A state as plain JSON, for `getState()` and for tests. */
export function plainState(state: State): Record<string, unknown> {
  return {
    ...state,
    tasks: [...state.tasks.values()],
    objects: [...state.objects.values()],
    codes: Object.fromEntries(state.codes),
    futures: [...state.futures.values()],
    ready: [...state.ready.values()],
    timers: byDue(state),
    resources: [...state.resources.values()],
    groups: [...state.groups.values()],
    connections: [...state.connections.values()],
    threads: [...state.threads.values()],
    joiners: Object.fromEntries(state.joiners),
  };
}
