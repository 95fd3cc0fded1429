import { describe, expect, it } from "vitest";
import { marksOf } from "../elements/marks.ts";
import type { TraceEvent } from "./events.ts";
import { narrate } from "./narrate.ts";
import { apply } from "./reduce.ts";
import { copyState, emptyState, plainState, type State } from "./state.ts";
import { TraceStore } from "./store.ts";

/** Events in order, with their places. */
function events(...told: Record<string, unknown>[]): TraceEvent[] {
  return told.map((event, i) => ({ i, t: i * 10, ...event }) as unknown as TraceEvent);
}

const code = (c: number, qual: string, kind = "coro", lib = false) => ({
  e: "code",
  c,
  qual,
  kind,
  line: 1,
  lib,
});
const task = (k: number, name: string, rest = {}) => ({ e: "task.new", k, o: k, name, ...rest });
const sync = (op: string, k: number | null, kind = "lock", r = 1) => ({
  e: "sync",
  r,
  kind,
  op,
  ...(k === null ? {} : { k }),
});

/** Applies the events; gives the last state and every sentence. */
function told(list: TraceEvent[]): { state: State; sentences: string[] } {
  const state = emptyState();
  const sentences: string[] = [];
  for (const event of list) {
    apply(state, event);
    const sentence = narrate(state, event);
    if (sentence !== null) sentences.push(sentence);
  }
  return { state, sentences };
}

/** Going back through a trace shows at every place what going forward has shown. */
function undone(list: TraceEvent[]): void {
  const store = new TraceStore();
  store.append(list);
  const forwards: unknown[] = [];
  for (let n = 0; n <= list.length; n += 1) forwards.push(plainState(copyState(store.stateAt(n))));
  for (let n = list.length; n >= 0; n -= 1) {
    expect(plainState(copyState(store.stateAt(n)))).toEqual(forwards[n]);
  }
}

const three = [task(1, "red"), task(2, "green"), task(3, "blue")];

describe("locks", () => {
  const list = events(
    ...three,
    sync("got", 1),
    sync("wait", 2),
    sync("wait", 3),
    sync("release", 1),
    sync("got", 2),
    sync("quit", 3),
    sync("release", 2),
  );

  it("say who holds and who waits, in order", () => {
    const { state } = told(list.slice(0, 6));
    expect(state.resources.get(1)).toMatchObject({ name: "Lock", holders: [1], waiters: [2, 3] });
    const { state: end, sentences } = told(list);
    expect(end.resources.get(1)).toMatchObject({ holders: [], waiters: [] });
    expect(sentences.slice(3)).toEqual([
      "red takes the Lock",
      "green waits for the Lock, held by red",
      "blue waits for the Lock, held by red",
      "red releases the Lock; 2 still wait",
      "green takes the Lock",
      "blue gives up waiting for the Lock",
      "green releases the Lock",
    ]);
    undone(list);
  });

  it("of the same kind are told apart, and a task says which it waits for", () => {
    const { state } = told(
      events(
        ...three,
        sync("got", 1),
        sync("got", 2, "lock", 2),
        sync("wait", 3, "lock", 2),
        {
          e: "fut.new",
          u: 1,
          kind: "plain",
        },
        { e: "task.suspend", k: 3, n: 1, on: { kind: "future", id: 1 }, why: "future" },
      ),
    );
    expect(state.resources.get(2)?.name).toBe("Lock 2");
    expect(state.tasks.get(3)?.waitsFor).toBe("Lock 2");
    expect(state.handoff).toMatchObject({ kind: "await", label: "Lock 2" });
  });

  it("semaphores have several holders, and may be released by anybody", () => {
    const list = events(
      ...three,
      sync("got", 1, "semaphore"),
      sync("got", 2, "semaphore"),
      sync("release", 3, "semaphore"),
      sync("release", null, "semaphore"),
      sync("release", null, "semaphore"),
    );
    expect(told(list.slice(0, 5)).state.resources.get(1)?.holders).toEqual([1, 2]);
    expect(told(list).state.resources.get(1)?.holders).toEqual([]);
    undone(list);
  });
});

describe("queues, events, conditions and barriers", () => {
  it("count what is inside", () => {
    const list = events(
      ...three,
      sync("put", 1, "queue"),
      sync("wait", 1, "queue"),
      sync("get", 2, "queue"),
      sync("put", 1, "queue"),
      sync("get", 2, "queue"),
      sync("wait", 2, "queue"),
      sync("shutdown", 1, "queue"),
    );
    const { state, sentences } = told(list);
    expect(sentences.slice(3)).toEqual([
      "red puts an item into the Queue: 1 inside",
      "red waits: the Queue is full",
      "green takes an item out of the Queue: 0 left",
      "red puts an item into the Queue: 1 inside",
      "green takes an item out of the Queue: 0 left",
      "green waits: the Queue is empty",
      "red shuts the Queue down",
    ]);
    expect(state.resources.get(1)).toMatchObject({ items: 0, waiters: [2], set: true });
    undone(list);
  });

  it("have sentences of their own", () => {
    const { sentences } = told(
      events(
        ...three,
        sync("wait", 1, "event"),
        sync("set", 2, "event"),
        sync("got", 1, "event"),
        sync("clear", 2, "event"),
        sync("wait", 1, "condition", 2),
        sync("notify", 2, "condition", 2),
        sync("got", 1, "condition", 2),
        sync("wait", 1, "barrier", 3),
        sync("got", 1, "barrier", 3),
        sync("set", null, "event"),
      ),
    );
    expect(sentences.slice(3)).toEqual([
      "red waits for the Event",
      "green sets the Event",
      "red sees that the Event is set",
      "green clears the Event",
      "red waits for the Condition",
      "green notifies the Condition",
      "red has been notified by the Condition",
      "red waits for the Barrier",
      "red passes the Barrier",
      "A callback sets the Event",
    ]);
  });
});

describe("groups", () => {
  it("begin and end, and their tasks say that they are of them", () => {
    const list = events(
      task(1, "main"),
      { e: "group.enter", g: 1, kind: "taskgroup", k: 1 },
      task(2, "a", { group: 1, parent: 1 }),
      { e: "group.enter", g: 2, kind: "timeout", k: 2 },
      { e: "group.exit", g: 2, k: 2 },
      { e: "group.exit", g: 1, k: 1, errs: 2 },
    );
    const { state, sentences } = told(list);
    expect(state.tasks.get(2)?.group).toBe(1);
    expect([...state.groups.values()].map(({ kind, open }) => [kind, open])).toEqual([
      ["taskgroup", false],
      ["timeout", false],
    ]);
    expect(sentences).toEqual([
      "main is created for main",
      "main opens a TaskGroup",
      "main creates a for a",
      "a sets a timeout",
      "The timeout of a is over",
      "The TaskGroup of main is over, with 2 errors",
    ]);
    undone(list);
  });
});

describe("connections", () => {
  it("count their bytes and know who speaks", () => {
    const list = events(
      ...three,
      { e: "net", conn: 1, op: "listen", k: 1 },
      { e: "net", conn: 2, op: "connect", k: 2 },
      { e: "net", conn: 1, op: "accept" },
      { e: "net", conn: 2, op: "send", k: 2, n: 5 },
      { e: "net", conn: 2, op: "recv", n: 3 },
      { e: "net", conn: 2, op: "send", k: 3, n: 1 },
      { e: "net", conn: 2, op: "eof" },
      { e: "net", conn: 2, op: "close" },
      { e: "net", conn: 1, op: "close", k: 1 },
    );
    const { state, sentences } = told(list);
    expect(state.connections.get(1)).toMatchObject({ listens: true, accepted: 1, open: false });
    expect(state.connections.get(2)).toMatchObject({
      ends: [2, 3],
      sent: 6,
      received: 3,
      open: false,
    });
    expect(sentences.slice(3)).toEqual([
      "red listens for connections",
      "green opens connection 2",
      "The server accepts a connection",
      "green sends 5 bytes over connection 2",
      "3 bytes arrive over connection 2",
      "blue sends 1 byte over connection 2",
      "No more will come over connection 2",
      "Connection 2 is closed",
      "The server no longer listens",
    ]);
    undone(list);
  });
});

describe("threads", () => {
  it("one runs at a time; the loop's own is the stage", () => {
    const list = events(
      { e: "thr", x: 2, op: "new", fn: "work", by: 1 },
      { e: "thr", x: 1, op: "block" },
      { e: "thr", x: 2, op: "run" },
      { e: "thr", x: 1, op: "run" },
      { e: "thr", x: 2, op: "run" },
      { e: "thr", x: 2, op: "done" },
    );
    expect(told(list.slice(0, 3)).state.threads.get(2)?.status).toBe("running");
    expect(told(list.slice(0, 4)).state.threads.get(2)?.status).toBe("waiting");
    const { state, sentences } = told(list);
    expect([...state.threads.keys()]).toEqual([2]);
    expect(sentences).toEqual([
      "Thread 2 (work) is started",
      "Thread 2 (work) runs",
      "Thread 2 (work) runs",
      "Thread 2 (work) ends",
    ]);
    undone(list);
  });
});

describe("coroutines that are driven", () => {
  it("by hand are named", () => {
    const list = events(
      { e: "main.enter", line: 1 },
      code(1, "talk"),
      { e: "coro.new", o: 1, c: 1 },
      { e: "hand.send", o: 1, how: "send" },
      { e: "hand.yield", o: 1, how: "yield", val: "'ping'" },
      { e: "out", s: 1, text: "ping\n", line: 7 },
      { e: "hand.send", o: 1, how: "throw", val: "ValueError" },
      { e: "hand.yield", o: 1, how: "raise", val: "ValueError" },
    );
    const { state, sentences } = told(list);
    expect(sentences).toEqual([
      "Module code runs, line 1",
      "Module code sends None into talk",
      "talk yields 'ping'",
      "prints: ping",
      "Module code throws ValueError into talk",
      "talk raises ValueError",
    ]);
    expect(state.place).toBe("main");
    // Where module code is when it drives a coroutine, no event says.
    expect(state.mainLine).toBe(0);
    expect(told(list.slice(0, 6)).state.mainLine).toBe(7);
    undone(list);
  });

  it("by `async for` stay in the chain while their task is suspended", () => {
    const list = events(
      code(1, "main"),
      code(2, "ticks", "agen"),
      code(3, "sleep", "coro", true),
      { e: "coro.new", o: 1, c: 1 },
      task(1, "Task-1"),
      { e: "task.resume", k: 1, n: 1, how: "start" },
      { e: "coro.new", o: 2, c: 2, task: 1 },
      { e: "await.enter", k: 1, from: 1, to: { kind: "agen", id: 2 }, line: 9 },
      { e: "agen.next", o: 2, k: 1, line: 4 },
      { e: "coro.new", o: 3, c: 3, task: 1 },
      { e: "await.enter", k: 1, from: 2, to: { kind: "coro", id: 3 }, line: 5 },
      { e: "fut.new", u: 1, kind: "sleep", label: "sleep 1.0" },
      {
        e: "task.suspend",
        k: 1,
        n: 1,
        on: { kind: "future", id: 1 },
        why: "future",
        chain: [{ o: 1, line: 9 }],
      },
    );
    const { state, sentences } = told(list);
    expect(state.tasks.get(1)?.chain.map(({ name, line }) => [name, line])).toEqual([
      ["main", 9],
      ["ticks", 5],
      ["sleep", 1],
    ]);
    expect(state.handoff).toMatchObject({ label: "sleep 1.0", line: 5 });
    expect(sentences).toContain(
      "Task-1 asks ticks for its next value: the chain grows, no handoff",
    );
    undone(list);
  });
});

describe("the library's own coroutines", () => {
  const list = events(
    code(1, "main"),
    code(2, "StreamReader.readline", "coro", true),
    code(3, "StreamReader._wait_for_data", "coro", true),
    code(4, "TaskGroup.__aexit__", "coro", true),
    { e: "coro.new", o: 1, c: 1 },
    task(1, "Task-1"),
    { e: "task.resume", k: 1, n: 1, how: "start" },
    { e: "coro.new", o: 2, c: 2, task: 1 },
    { e: "await.enter", k: 1, from: 1, to: { kind: "coro", id: 2 }, line: 4 },
    { e: "coro.new", o: 3, c: 3, task: 1 },
    { e: "await.enter", k: 1, from: 2, to: { kind: "coro", id: 3 }, line: 500 },
    { e: "fut.new", u: 1, kind: "plain" },
    { e: "task.suspend", k: 1, n: 1, on: { kind: "future", id: 1 }, why: "future" },
    { e: "coro.new", o: 4, c: 4, task: 1 },
    { e: "task.new", k: 2, o: 3, name: "Task-2" },
    { e: "task.new", k: 3, o: 2, name: "Task-3" },
  );

  it("say what the program waits in, and not what they await themselves", () => {
    const { state, sentences } = told(list);
    expect(state.handoff).toMatchObject({ kind: "await", label: "readline", line: 4 });
    expect(sentences.filter((words) => /chain grows/.test(words))).toEqual([
      "Task-1 awaits StreamReader.readline directly: the chain grows, no handoff",
    ]);
  });

  it("that let the loop go round say so", () => {
    const yields = events(
      code(1, "main"),
      code(2, "sleep", "coro", true),
      code(3, "__sleep0", "genco", true),
      { e: "coro.new", o: 1, c: 1 },
      task(1, "Task-1"),
      { e: "coro.new", o: 2, c: 2, task: 1 },
      { e: "coro.new", o: 3, c: 3, task: 1 },
      { e: "task.resume", k: 1, n: 1, how: "start" },
      {
        e: "task.suspend",
        k: 1,
        n: 1,
        on: null,
        why: "yield",
        chain: [
          { o: 1, line: 3 },
          { o: 2, line: 705 },
          { o: 3, line: 699 },
        ],
      },
    );
    expect(told(yields).sentences.at(-1)).toBe("Task-1 awaits sleep 0 at line 3");
  });

  it("are tasks of the program only where it made them so", () => {
    const { state } = told(list);
    expect([1, 2, 3].map((k) => state.tasks.get(k)?.lib)).toEqual([false, true, false]);
  });
});

describe("a loop that module code runs", () => {
  it("takes the baton from it and gives it back, whether or not module code says so", () => {
    const engine = events(
      { e: "main.enter", line: 1 },
      { e: "loop.begin", L: 1 },
      { e: "loop.end", L: 1 },
      { e: "main.exit" },
    );
    const recorded = events(
      { e: "main.enter", line: 1 },
      { e: "handle.ready", h: 1, what: "step" },
      { e: "main.exit", line: 9 },
      { e: "loop.begin", L: 1 },
      { e: "loop.end", L: 1 },
      { e: "main.enter", line: 9 },
      { e: "main.exit" },
    );
    for (const list of [engine, recorded]) {
      const store = new TraceStore();
      store.append(list);
      expect(store.stays.map(({ place }) => place)).toEqual(["main", "loop", "main", "nowhere"]);
      undone(list);
    }
    expect(told(recorded).sentences).toContain("Module code hands over to the loop");
    expect(told(engine).sentences).toContain("Module code hands over to the loop");
  });
});

describe("the line of the program", () => {
  it("follows what a running task is told to do", () => {
    const list = events(
      code(1, "main.<locals>.worker"),
      { e: "coro.new", o: 1, c: 1, line: 3 },
      task(1, "Task-1"),
      { e: "task.resume", k: 1, n: 1, how: "start" },
      { e: "out", s: 1, text: "x\n", k: 1, line: 7 },
      { e: "block", us: 500, why: "sleep", task: 1, line: 8 },
    );
    const line = (n: number) => marksOf(told(list.slice(0, n)).state).current;
    expect([line(4), line(5), line(6)]).toEqual([3, 7, 8]);
    expect(told(list).state.tasks.get(1)?.qual).toBe("worker");
    undone(list);
  });
});

describe("sentences about output", () => {
  it("are short: the first of many lines, the last of a traceback", () => {
    const { sentences } = told(
      events(
        { e: "out", s: 1, text: "one\ntwo\nthree\n" },
        { e: "out", s: 2, text: "Traceback (most recent call last):\n  …\nKeyError: 'b'\n" },
        { e: "out", s: 1, text: `${"x".repeat(10_000_000)}\n` },
      ),
    );
    expect(sentences[0]).toBe("prints 3 lines: one …");
    expect(sentences[1]).toBe("stderr 3 lines: KeyError: 'b'");
    expect(sentences[2]?.length).toBeLessThan(250);
  });

  it("and about a trace that is full say so once, and at the end how much is missing", () => {
    const list = events(
      task(1, "Task-1"),
      { e: "gap", i0: 1, i1: 900, n: 900, why: "budget" },
      { e: "out", s: 1, text: "x\n" },
      { e: "gap", i0: 902, i1: 911, n: 10, why: "budget" },
      { e: "task.done", k: 1, how: "return" },
      { e: "trace.end", how: "done" },
    );
    expect(told(list).sentences).toEqual([
      "Task-1 is created for Task-1",
      "The trace is full: from here on only output, errors and the ends of tasks are recorded",
      "prints: x",
      "Task-1 returns None",
      "The program is done; 910 of its events are not recorded",
    ]);
    undone(list);
  });

  it("and about the end say what it was", () => {
    const { sentences } = told(
      events(
        { e: "exc", type: "KeyError", text: "b", state: "unhandled" },
        { e: "trace.end", how: "error" },
      ),
    );
    expect(sentences.at(-1)).toBe("The program ends with KeyError: b");
  });
});
