/**
 * `apply(state, event)`: the one place that says what an event means.
 *
 * Owns two invariants. It is **total**: any prefix of any trace, with any events missing or unknown,
 * gives a valid state, because every lookup has an answer for "never seen". And an **arrow is only a
 * real handoff**: `await` of another coroutine grows a chain and draws nothing; only `task.suspend`,
 * `task.done` and the other callers of {@link handOver} move the baton.
 */
import type { AwaitTarget, ChainLink, FutureId, ObjectId, TaskId, TraceEvent } from "./events.ts";
import { connect, enterGroup, runThread, synchronize, waitsIn } from "./library.ts";
import type { Frame, Handoff, ObjectRecord, Place, State, TaskRecord } from "./state.ts";

/** Ghost arrows kept behind the current one. */
const GHOSTS = 2;

/** Changes `state` to what it is after `event`. */
export function apply(state: State, event: TraceEvent): void {
  state.applied += 1;
  if (Number.isFinite(event.t)) state.t = Math.max(state.t, event.t);
  switch (event.e) {
    case "trace.begin":
      state.clockVirtual = event.clock !== "real";
      state.seed = event.seed ?? null;
      break;
    case "code":
      state.codes.set(event.c, {
        // Where a function is nested says nothing to a reader who sees the program.
        qual: event.qual.split("<locals>.").at(-1) ?? event.qual,
        lib: event.lib ?? false,
        kind: event.kind,
        line: event.line,
      });
      break;

    case "main.enter":
      state.mainLine = event.line ?? state.mainLine;
      state.blocked = null;
      // The end of the loop has told of it already.
      if (state.place === "main") break;
      handOver(state, event, "enter", "main", { line: event.line ?? 0 });
      break;
    case "main.exit":
      state.mainLine = event.line ?? state.mainLine;
      // A module that lets go while a handle is queued lets go to the loop that will run it.
      if (state.ready.size > 0) state.loop = "running";
      handOver(state, event, "exit", state.loop === "running" ? "loop" : "nowhere", {
        line: event.line ?? 0,
      });
      break;

    case "loop.begin":
      state.loop = "running";
      // The module called `run`, and this is where its handoff went.
      if (state.handoff?.kind === "exit" && state.place === "nowhere") {
        state.handoff = { ...state.handoff, to: "loop" };
      }
      // Module code that lets go of the baton here may not have said so.
      if (state.place === "main") handOver(state, event, "exit", "loop", {});
      else state.place = "loop";
      break;
    case "loop.end":
      state.loop = "closed";
      state.ready.clear();
      state.timers.clear();
      if (state.place === "loop") {
        state.mainLine = 0;
        handOver(state, event, "enter", "main", {});
      }
      break;
    case "loop.tick":
      state.tick = event.n;
      state.batch = event.ready;
      state.loop = "running";
      state.blocked = null;
      break;
    case "loop.idle":
      state.loop = "idle";
      state.idleUntil = event.until ?? null;
      state.idleSince = event.t;
      break;
    case "loop.wake":
      state.loop = "running";
      handOver(state, event, "wake", "loop", { label: event.cause ?? "" });
      state.idleUntil = null;
      break;
    case "clock.jump":
      state.t = Math.max(state.t, event.to);
      break;
    case "block":
      state.blocked = { us: event.us, why: event.why, line: event.line ?? 0 };
      if (event.line) state.line = event.line;
      break;

    case "coro.new": {
      const code = state.codes.get(event.c);
      state.objects.set(event.o, {
        o: event.o,
        name: code?.qual ?? `coroutine #${event.o}`,
        lib: code?.lib ?? false,
        kind: code?.kind === "agen" ? "agen" : code?.kind === "gen" ? "gen" : "coro",
        line: event.line ?? code?.line ?? 0,
        status: "new",
        task: null,
      });
      break;
    }
    case "coro.end": {
      const object = state.objects.get(event.o);
      if (object) state.objects.set(event.o, { ...object, status: event.how });
      // A task that nobody holds any more, and whose end nobody will see.
      const lost = isNumber(object?.task) ? state.tasks.get(object.task) : undefined;
      if (lost?.chain[0]?.o === event.o && (lost.status === "ready" || lost.status === "waiting")) {
        if (lost.waitsForTask !== null) leave(state, lost.waitsForTask, lost.k);
        setTask(state, {
          ...lost,
          status: "cancelled",
          waitsFor: "",
          waitsForTask: null,
          result: "destroyed",
        });
      }
      if (event.how === "unawaited") {
        state.errors += 1;
        state.noticeAt = event.i;
        state.notice = `coroutine '${object?.name ?? event.o}' was never awaited`;
      }
      break;
    }

    case "task.new": {
      const object = state.objects.get(event.o);
      state.tasks.set(event.k, {
        k: event.k,
        ordinal: state.tasks.get(event.k)?.ordinal ?? state.tasks.size + 1,
        name: event.name,
        // What only the library calls is its own business; `sleep` as a task is the program's.
        lib: (object?.lib ?? false) && /(^|\.)_[^.]*$/.test(object?.name ?? ""),
        qual: object?.name ?? event.name,
        parent: event.parent ?? null,
        group: event.group ?? null,
        status: "ready",
        chain: [frameOf(state, event.o, object?.line ?? 0)],
        waitsFor: "",
        waitsForTask: null,
        cancelling: false,
        turns: 0,
        result: "",
        line: event.line ?? 0,
      });
      if (object) state.objects.set(event.o, { ...object, status: "live", task: event.k });
      break;
    }
    case "task.resume": {
      const task = taskOf(state, event.k);
      if (task.waitsForTask !== null) leave(state, task.waitsForTask, event.k);
      setTask(state, { ...task, status: "running", waitsFor: "", waitsForTask: null });
      state.current = event.k;
      state.blocked = null;
      state.woken = [];
      const thrown = event.how === "throw" || event.how === "cancel";
      handOver(state, event, "resume", "coro", {
        k: event.k,
        n: event.n,
        label: thrown
          ? (event.exc ?? (event.how === "cancel" ? "CancelledError" : "exception"))
          : (event.val ?? "None"),
        exception: thrown,
        line: userLine(task.chain),
      });
      if (thrown) setTask(state, { ...taskOf(state, event.k), cancelling: false });
      break;
    }
    case "task.suspend": {
      const task = taskOf(state, event.k);
      const chain = chainOf(state, task.chain, event.chain);
      const target = targetOf(event.on);
      const label = awaitLabel(state, target, chain, event.k);
      if (target?.kind === "task") {
        state.joiners.set(target.id, [...(state.joiners.get(target.id) ?? []), event.k]);
      }
      setTask(state, {
        ...task,
        status: target === null ? "ready" : "waiting",
        chain,
        waitsFor: label,
        waitsForTask: target?.kind === "task" ? target.id : null,
        turns: task.turns + 1,
      });
      handOver(state, event, "await", "loop", {
        k: event.k,
        n: event.n,
        label,
        line: userLine(chain),
      });
      break;
    }
    case "task.done": {
      const task = taskOf(state, event.k);
      const raised = event.how !== "return";
      const result = raised
        ? (event.exc ?? (event.how === "cancel" ? "CancelledError" : "exception"))
        : (event.val ?? "None");
      setTask(state, {
        ...task,
        status: event.how === "return" ? "done" : event.how === "cancel" ? "cancelled" : "failed",
        waitsFor: "",
        waitsForTask: null,
        cancelling: false,
        turns: event.turns ?? task.turns + 1,
        result,
      });
      if (event.how === "raise") state.errors += 1;
      handOver(
        state,
        event,
        event.how === "return" ? "return" : event.how === "cancel" ? "cancelled" : "raise",
        "loop",
        {
          k: event.k,
          n: task.turns + 1,
          label: result,
          exception: raised,
          line: userLine(task.chain),
          wakes: state.woken.length > 0 ? state.woken : (state.joiners.get(event.k) ?? []),
        },
      );
      state.woken = [];
      break;
    }
    case "task.name":
      setTask(state, { ...taskOf(state, event.k), name: event.name });
      break;
    case "task.cancel": {
      setTask(state, { ...taskOf(state, event.k), cancelling: true });
      break;
    }

    case "hand.send":
      state.mainLine = 0;
      state.driven = event.o;
      setObject(state, event.o, "live");
      handOver(state, event, "send", "coro", {
        label: event.how === "throw" ? (event.val ?? "exception") : (event.val ?? "None"),
        exception: event.how === "throw",
      });
      break;
    case "hand.yield":
      setObject(
        state,
        event.o,
        event.how === "return" || event.how === "raise" ? event.how : "live",
      );
      handOver(
        state,
        event,
        event.how === "return" ? "return" : event.how === "raise" ? "raise" : "yield",
        "main",
        { label: event.val ?? "None", exception: event.how === "raise" },
      );
      break;

    case "await.enter": {
      const k = event.k ?? state.current;
      const task = k === null ? undefined : state.tasks.get(k);
      if (!task) break;
      let chain = atLine(cutTo(task.chain, event.from), event.from, event.line);
      if (isNumber(event.line) && !state.objects.get(event.from)?.lib) state.line = event.line;
      const { kind, id } = event.to;
      if (kind === "coro" || kind === "agen") {
        chain = [...chain, frameOf(state, id, state.objects.get(id)?.line ?? 0)];
        setObject(state, id, "live", task.k);
      }
      setTask(state, { ...task, chain });
      break;
    }
    case "await.exit": {
      const k = event.k ?? state.current;
      const task = k === null ? undefined : state.tasks.get(k);
      if (!task) break;
      const chain = cutTo(task.chain, event.from).map((frame) =>
        frame.o === event.from ? { ...frame, unwaited: event.waited === false } : frame,
      );
      setTask(state, { ...task, chain });
      break;
    }
    case "agen.yield":
      state.yielded = { o: event.o, label: event.val ?? "" };
      break;
    case "agen.next":
    case "agen.close":
      state.yielded = null;
      break;

    case "fut.new":
      state.futures.set(event.u, {
        u: event.u,
        kind: event.kind,
        label: event.label ?? "",
        done: false,
      });
      break;
    case "fut.done": {
      const future = state.futures.get(event.u);
      if (future) state.futures.set(event.u, { ...future, done: true });
      state.woken = event.wakes ?? [];
      break;
    }

    case "handle.ready": {
      const k = event.k ?? null;
      state.ready.set(event.h, {
        h: event.h,
        k,
        label:
          event.label ??
          (k === null
            ? (state.codes.get(event.c ?? -1)?.qual ?? "callback")
            : taskOf(state, k).name),
        tick: event.tick ?? state.tick + 1,
      });
      if (k !== null && state.tasks.has(k)) {
        const task = taskOf(state, k);
        if (task.status === "waiting") setTask(state, { ...task, status: "ready" });
      }
      break;
    }
    case "handle.run":
      if (state.batch > 0 && state.ready.has(event.h)) state.batch -= 1;
      state.ready.delete(event.h);
      break;
    case "handle.drop":
      state.ready.delete(event.h);
      break;
    case "timer.add":
      state.timers.set(event.h, {
        h: event.h,
        k: event.k ?? null,
        when: event.when,
        label: event.label ?? (isNumber(event.k) ? taskOf(state, event.k).name : "callback"),
      });
      break;
    case "timer.fire":
    case "timer.drop":
      state.timers.delete(event.h);
      break;

    case "sync":
      synchronize(state, event);
      break;
    case "group.enter":
    case "group.exit":
      enterGroup(state, event);
      break;
    case "net":
      connect(state, event);
      break;
    case "thr":
      runThread(state, event);
      break;

    case "out":
      state.outputs += 1;
      if (event.line) {
        state.line = event.line;
        if (state.place === "main") state.mainLine = event.line;
      }
      break;
    case "exc":
      if (event.state === "unhandled") {
        state.errors += 1;
        state.noticeAt = event.i;
        state.notice = event.text ? `${event.type}: ${event.text}` : event.type;
        state.failure = state.notice;
      }
      break;
    case "warn":
    case "lint":
      state.noticeAt = event.i;
      state.notice = event.text;
      break;
    case "mark":
      state.noticeAt = event.i;
      state.notice = event.text ?? event.label;
      break;
    case "line": {
      state.line = event.l;
      if (!isNumber(event.k)) {
        state.mainLine = event.l;
        break;
      }
      const task = state.tasks.get(event.k);
      const leaf = task?.chain.at(-1);
      if (task && leaf) setTask(state, { ...task, chain: atLine(task.chain, leaf.o, event.l) });
      break;
    }
    case "gap":
      state.unrecorded += event.n;
      break;
    case "trace.end":
      state.ended = event.how;
      state.place = "nowhere";
      if (state.loop !== "none") state.loop = "closed";
      break;
    default:
      // Known kinds that draw nothing yet, and kinds this reader has never heard of.
      break;
  }
}

/** A field that is left out may also come as null. */
function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

/** Moves the baton and records the arrow. */
function handOver(
  state: State,
  event: { i: number; t: number },
  kind: Handoff["kind"],
  to: Place,
  rest: Partial<Pick<Handoff, "k" | "n" | "label" | "exception" | "line" | "wakes">>,
): void {
  if (state.handoff) state.ghosts = [state.handoff, ...state.ghosts].slice(0, GHOSTS);
  state.handoff = {
    i: event.i,
    t: event.t,
    kind,
    from: state.place,
    to,
    k: rest.k ?? null,
    n: rest.n ?? 0,
    label: rest.label ?? "",
    exception: rest.exception ?? false,
    line: rest.line ?? 0,
    wakes: rest.wakes ?? [],
  };
  state.handoffs += 1;
  state.place = to;
  state.yielded = null;
  if (rest.line) state.line = rest.line;
  if (kind !== "send" && kind !== "yield" && to !== "main") state.driven = null;
}

/** The task, made up on the spot when the trace never announced it. */
function taskOf(state: State, k: TaskId): TaskRecord {
  return (
    state.tasks.get(k) ?? {
      k,
      ordinal: state.tasks.size + 1,
      name: `Task-${k}`,
      lib: false,
      qual: `Task-${k}`,
      parent: null,
      group: null,
      status: "ready",
      chain: [],
      waitsFor: "",
      waitsForTask: null,
      cancelling: false,
      turns: 0,
      result: "",
      line: 0,
    }
  );
}

function setTask(state: State, task: TaskRecord): void {
  state.tasks.set(task.k, task);
}

function setObject(
  state: State,
  o: ObjectId,
  status: ObjectRecord["status"],
  task: TaskId | null = null,
): void {
  const object = state.objects.get(o);
  if (object) state.objects.set(o, { ...object, status, task: task ?? object.task });
}

function frameOf(state: State, o: ObjectId, line: number): Frame {
  const object = state.objects.get(o);
  return {
    o,
    name: object?.name ?? `#${o}`,
    line,
    lib: object?.lib ?? false,
    kind: object?.kind ?? "other",
    unwaited: false,
  };
}

/** The chain up to and including frame `o`; the whole chain when `o` is not in it. */
function cutTo(chain: readonly Frame[], o: ObjectId): readonly Frame[] {
  const at = chain.findIndex((frame) => frame.o === o);
  return at < 0 ? chain : chain.slice(0, at + 1);
}

function atLine(chain: readonly Frame[], o: ObjectId, line: number | undefined): readonly Frame[] {
  if (!isNumber(line)) return chain;
  return chain.map((frame) => (frame.o === o ? { ...frame, line, unwaited: false } : frame));
}

/** The line of the innermost frame of the program itself. */
function userLine(chain: readonly Frame[]): number {
  return chain.findLast((frame) => !frame.lib)?.line ?? 0;
}

function targetOf(on: AwaitTarget | FutureId | null | undefined): AwaitTarget | null {
  if (on === null || on === undefined) return null;
  return typeof on === "number" ? { kind: "future", id: on } : on;
}

/**
 * The chain of a task that is suspended. One that is only the beginning of what is known says nothing about the rest: an
 * `async for` is driven by its generator, not awaited.
 */
function chainOf(
  state: State,
  known: readonly Frame[],
  links: readonly ChainLink[] | null | undefined,
): readonly Frame[] {
  if (!links) return known;
  const told = links.map((link) => frameOf(state, link.o, link.line));
  const begins = told.every((frame, n) => known[n]?.o === frame.o);
  const rest = known.slice(told.length);
  return begins && rest.some((frame) => frame.kind === "agen") ? [...told, ...rest] : told;
}

/** The words on an await arrow: `sleep 1.0`, `Task-2`, `Lock`, or `·` for a bare yield. */
function awaitLabel(
  state: State,
  target: AwaitTarget | null,
  chain: readonly Frame[],
  k: TaskId,
): string {
  if (target === null) {
    const call = libraryCall(chain);
    return call === "sleep" ? "sleep 0" : (call ?? "·");
  }
  switch (target.kind) {
    case "task":
      return taskOf(state, target.id).name;
    case "future": {
      const future = state.futures.get(target.id);
      if (future?.label) return future.label;
      if (future?.kind === "gather") return "gather";
      if (future && future.kind !== "plain" && future.kind !== "user") {
        return future.kind[0]?.toUpperCase() + future.kind.slice(1);
      }
      return waitsIn(state, k) ?? libraryCall(chain) ?? "Future";
    }
    default:
      return state.objects.get(target.id)?.name ?? "awaitable";
  }
}

/** What the program has called of the library and now waits in: `readline`, `TaskGroup`. */
function libraryCall(chain: readonly Frame[]): string | null {
  const first = chain.find((frame, n) => frame.lib && n > 0);
  if (!first) return null;
  const [method = "", owner = ""] = first.name.split(".").reverse();
  return /^__a(enter|exit)__$/.test(method) ? owner : method;
}

/** Task `k` is no longer parked on task `target`. */
function leave(state: State, target: TaskId, k: TaskId): void {
  const left = (state.joiners.get(target) ?? []).filter((other) => other !== k);
  if (left.length > 0) state.joiners.set(target, left);
  else state.joiners.delete(target);
}
