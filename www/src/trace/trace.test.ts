import { describe, expect, it } from "vitest";
import type { TraceEvent } from "./events.ts";
import { recorded, trace } from "./fixtures.ts";
import { positionOf } from "./moment.ts";
import { narrate } from "./narrate.ts";
import { Playback } from "./playback.ts";
import { readTrace, writeTrace } from "./reader.ts";
import { apply } from "./reduce.ts";
import { byDue, copyState, emptyState, plainState, type State } from "./state.ts";
import { TraceStore } from "./store.ts";

function fold(events: readonly TraceEvent[], n: number): State {
  const state = emptyState();
  for (const event of events.slice(0, n)) apply(state, event);
  return state;
}

function stored(events: readonly TraceEvent[]): TraceStore {
  const store = new TraceStore();
  store.append(events);
  return store;
}

/** What must hold of a state whatever was applied. */
function check(state: State): void {
  const running = [...state.tasks.values()].filter((task) => task.status === "running");
  expect(running.length).toBeLessThanOrEqual(1);
  expect(state.ghosts.length).toBeLessThanOrEqual(2);
  expect(
    [...state.ready.values()].every((chip) => typeof chip.label === "string" && chip.label !== ""),
  ).toBe(true);
  expect(state.batch).toBeGreaterThanOrEqual(0);
}

describe("the reader", () => {
  it("gives back what was written", () => {
    for (const { events, text } of recorded) {
      expect(events.length).toBeGreaterThan(20);
      expect(readTrace(writeTrace(events)).events).toEqual(events);
      expect(readTrace(text).skipped).toBe(0);
    }
  });

  it("skips lines that are no events, and keeps the rest", () => {
    const broken = '{"i":0,"t":0,"e":"trace.begin","v":1}\n{"i":1,"t"\nnull\n[1]\n{"e":"out"}\n';
    const { events, skipped } = readTrace(broken);
    expect(events.map((event) => event.e)).toEqual(["trace.begin"]);
    expect(skipped).toBe(4);
  });
});

describe("the reducer", () => {
  it("gives a valid state for every prefix of every recorded trace", () => {
    for (const { events } of recorded) {
      const state = emptyState();
      for (const event of events) {
        apply(state, event);
        check(state);
      }
      expect(state.ended).toBe("done");
      expect([...state.tasks.values()].every((task) => task.result !== "")).toBe(true);
    }
  });

  it("gives a valid state when any event is missing", () => {
    for (const { events } of recorded) {
      for (let gone = 0; gone < events.length; gone += 1) {
        const state = emptyState();
        for (const [n, event] of events.entries()) if (n !== gone) apply(state, event);
        expect(state.handoffs).toBeGreaterThan(0);
      }
    }
  });

  it("gives a valid state when the events come in any order", () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed / 2147483648;
    };
    for (const { events } of recorded) {
      const shuffled = [...events];
      for (let n = shuffled.length - 1; n > 0; n -= 1) {
        const m = Math.floor(random() * (n + 1));
        const [a, b] = [shuffled[n], shuffled[m]];
        if (a && b) [shuffled[n], shuffled[m]] = [b, a];
      }
      const state = emptyState();
      for (const event of shuffled) {
        apply(state, event);
        narrate(state, event);
      }
      expect(state.applied).toBe(events.length);
    }
  });

  it("takes null for a field that is left out", () => {
    for (const { events } of recorded) {
      for (const gone of [
        "k",
        "line",
        "label",
        "val",
        "by",
        "wakes",
        "chain",
        "on",
        "c",
        "until",
      ]) {
        const state = emptyState();
        for (const event of events) {
          apply(state, (gone in event ? { ...event, [gone]: null } : event) as TraceEvent);
          narrate(state, event);
        }
        expect([...state.timers.values()].every(({ label }) => label !== "")).toBe(true);
        expect([...state.tasks.values()].some(({ name }) => name.includes("undefined"))).toBe(
          false,
        );
      }
    }
  });

  it("skips kinds it has never heard of", () => {
    const state = fold(trace("gather"), 40);
    const before = plainState(copyState(state));
    apply(state, { i: 40, t: state.t, e: "weather.report" } as unknown as TraceEvent);
    expect({ ...plainState(state), applied: 40 }).toEqual(before);
  });

  it("closes every resume with exactly one suspend or done", () => {
    for (const { events } of recorded) {
      let open: number | null = null;
      for (const event of events) {
        if (event.e === "task.resume") {
          expect(open).toBeNull();
          open = event.k;
        } else if (event.e === "task.suspend" || event.e === "task.done") {
          expect(open).toBe(event.k);
          open = null;
        }
      }
      expect(open).toBeNull();
    }
  });

  it("draws one arrow for four awaits, and grows the chain by three rows", () => {
    const events = trace("four-awaits");
    const suspended = events.findIndex((event) => event.e === "task.suspend");
    const state = fold(events, suspended + 1);
    expect(state.handoff).toMatchObject({
      kind: "await",
      from: "coro",
      to: "loop",
      label: "sleep 0.5",
    });
    expect(state.tasks.get(1)?.chain.map((frame) => frame.name)).toEqual([
      "main",
      "trunk",
      "branch",
      "leaf",
      "sleep",
    ]);
    const { stays } = stored(events.slice(0, suspended + 1));
    expect(stays.map(({ at }) => events[at - 1]?.e)).toEqual([
      "main.enter",
      "main.exit",
      "task.resume",
      "task.suspend",
    ]);
  });

  it("keeps the queue in order and knows where this tick ends", () => {
    const events = trace("gather");
    const at = events.findIndex((event) => event.e === "loop.tick" && event.ready === 3);
    const state = fold(events, at + 1);
    expect([...state.ready.values()].map((chip) => chip.label)).toEqual([
      "Task-2",
      "Task-3",
      "Task-4",
    ]);
    expect(state.batch).toBe(3);
    const afterTwo = events.findIndex(
      (event, n) => n > at && event.e === "task.resume" && event.k === 3,
    );
    expect(fold(events, afterTwo + 1).batch).toBe(1);
  });

  it("shows timers by due time, and the loop idle until the first of them", () => {
    const events = trace("gather");
    const idle = events.findIndex((event) => event.e === "loop.idle");
    const state = fold(events, idle + 1);
    expect(state.loop).toBe("idle");
    expect(state.idleUntil).toBe(100_000);
    expect(byDue(state).map((timer) => timer.when)).toEqual([100_000, 200_000, 300_000]);
  });

  it("throws a cancellation on the resume arrow", () => {
    const events = trace("failure");
    const cancel = events.findIndex((event) => event.e === "task.resume" && event.how === "cancel");
    const state = fold(events, cancel + 1);
    expect(state.handoff).toMatchObject({ kind: "resume", exception: true });
    expect(state.handoff?.label).toContain("CancelledError");
    const end = fold(events, events.length);
    expect([...end.tasks.values()].map((task) => task.status)).toEqual([
      "done",
      "done",
      "failed",
      "cancelled",
    ]);
  });
});

describe("the store", () => {
  it("answers every position as the fold does, forwards, backwards and at random", () => {
    for (const { events } of recorded) {
      const store = stored(events);
      for (let n = 0; n <= events.length; n += 1) {
        expect(plainState(store.stateAt(n))).toEqual(plainState(fold(events, n)));
      }
      for (let n = events.length; n >= 0; n -= 7) {
        expect(plainState(store.stateAt(n))).toEqual(plainState(fold(events, n)));
      }
    }
  });

  it("seeks through keyframes in a trace much longer than one", () => {
    const one = trace("gather").slice(1, -1);
    const events: TraceEvent[] = [];
    for (let round = 0; round < 60; round += 1) {
      for (const event of one) events.push({ ...event, i: events.length });
    }
    const store = stored(events);
    for (const n of [0, 1, 511, 512, 513, 5000, 4999, 1024, events.length, 3, events.length - 1]) {
      expect(plainState(store.stateAt(n))).toEqual(plainState(fold(events, n)));
    }
  });

  it("is the same whether events arrive one by one or at once", () => {
    const events = trace("comprehensions");
    const slow = new TraceStore();
    for (const event of events) slow.append([event]);
    const quick = stored(events);
    expect(slow.stays).toEqual(quick.stays);
    expect(plainState(slow.stateAt(200))).toEqual(plainState(quick.stateAt(200)));
  });

  it("steps forwards through every handoff and back through the same ones", () => {
    for (const { events } of recorded) {
      const store = stored(events);
      const forwards: number[] = [];
      for (let at: number | null = 0; at !== null; at = store.step(at, "half", 1))
        forwards.push(at);
      expect(forwards.length).toBe(store.handoffs + (forwards.at(-1) === store.length ? 2 : 1));
      const back: number[] = [];
      for (
        let at: number | null = forwards.at(-1) ?? 0;
        at !== null;
        at = store.step(at, "half", -1)
      ) {
        back.push(at);
      }
      expect(back.reverse()).toEqual(forwards);
    }
  });

  it("takes a whole turn: the loop, or the module, holds the baton again", () => {
    const store = stored(trace("gather"));
    let turns = 0;
    let at = store.step(0, "turn", 1);
    while (at !== null && at < store.length) {
      expect(store.stateAt(at).place).not.toBe("coro");
      turns += 1;
      at = store.step(at, "turn", 1);
    }
    expect(turns).toBeGreaterThan(8);
  });

  it("changes the tick with every tick step", () => {
    const store = stored(trace("gather"));
    let at: number | null = store.step(0, "tick", 1);
    let tick = 0;
    while (at !== null && at < store.length) {
      expect(store.stateAt(at).tick).toBe(tick + 1);
      tick = store.stateAt(at).tick;
      at = store.step(at, "tick", 1);
    }
    expect(tick).toBeGreaterThan(5);
  });

  it("steps from sentence to sentence where no lines are recorded, and in one task over the others", () => {
    const store = stored(trace("four-awaits"));
    const seen: string[] = [];
    for (let at = store.step(0, "line", 1); at !== null; at = store.step(at, "line", 1)) {
      seen.push(store.events[at - 1]?.e ?? "");
    }
    expect(seen.filter((e) => e === "await.enter")).toHaveLength(4);
    const gather = stored(trace("gather"));
    const own: string[] = [];
    for (let at = gather.step(0, "task", 1, 3); at !== null; at = gather.step(at, "task", 1, 3)) {
      const event = gather.events[at - 1];
      expect(event).toMatchObject({ k: 3 });
      own.push(event?.e ?? "");
    }
    expect(own.filter((e) => e.startsWith("task."))).toEqual([
      "task.new",
      "task.resume",
      "task.suspend",
      "task.resume",
      "task.done",
    ]);
    const last = gather.step(gather.length, "task", -1, 3);
    expect(gather.events[(last ?? 0) - 1]).toMatchObject({ e: "task.done", k: 3 });
  });

  it("has a lane for each task, until there are too many for them", () => {
    const { lanes, handoffs } = stored(trace("gather"));
    expect(lanes.all.map(({ name }) => name)).toEqual(["Task-1", "Task-2", "Task-3", "Task-4"]);
    for (const { changes } of lanes.all) {
      expect(changes[0]?.status).toBe("ready");
      expect(changes.at(-1)?.status).toBe("done");
      for (const [n, { at, status }] of changes.entries()) {
        expect(at).toBeGreaterThanOrEqual(changes[n - 1]?.at ?? 0);
        expect(at).toBeLessThanOrEqual(handoffs);
        expect(status).not.toBe(changes[n - 1]?.status);
      }
    }
    const many = stored(
      Array.from({ length: 13 }, (_, k) => ({ i: k, t: 0, e: "task.new", k, o: k, name: `${k}` })),
    );
    expect(many.lanes.all).toEqual([]);
  });

  it("finds moments by handoff, by time and at the end", () => {
    const store = stored(trace("gather"));
    expect(store.handoffsAt(positionOf(store, "h3") ?? -1)).toBe(3);
    expect(store.stateAt(positionOf(store, "t0.15") ?? 0).t).toBe(100_000);
    expect(positionOf(store, "end")).toBe(store.length);
    expect(positionOf(store, "m:nowhere")).toBeNull();
    expect(positionOf(store, "yesterday")).toBeNull();
  });
});

describe("playback", () => {
  it("makes one handoff a second at speed 1, and stops at the end", () => {
    const store = stored(trace("one-round"));
    const playback = new Playback(store);
    playback.play(0);
    const seen: number[] = [];
    for (let now = 0; now < 20_000 && playback.playing; now += 16) {
      if (playback.advance(now)) seen.push(store.handoffsAt(playback.position));
    }
    expect(seen.filter((h, n) => h !== seen[n - 1])).toEqual(
      Array.from({ length: store.handoffs }, (_, n) => n + 1),
    );
    expect(playback.position).toBe(store.length);
    expect(playback.playing).toBe(false);
  });

  it("skips no handoff at a speed that can be followed, however late the frames are", () => {
    const store = stored(trace("gather"));
    const playback = new Playback(store);
    playback.speed = 8;
    playback.play(0);
    const seen: number[] = [];
    for (let now = 0; playback.playing && now < 1e6; now += 700) {
      if (playback.advance(now)) seen.push(store.handoffsAt(playback.position));
    }
    expect(seen.filter((h, n) => h !== seen[n - 1])).toEqual(
      Array.from({ length: store.handoffs }, (_, n) => n + 1),
    );
  });

  it("compresses an idle gap in real time", () => {
    const events = trace("four-awaits").map((event) => ({ ...event, t: event.t * 20 }));
    const store = stored(events); // ten virtual seconds of sleep
    const playback = new Playback(store);
    playback.speed = "real";
    playback.play(0);
    let now = 0;
    while (playback.playing && now < 60_000) {
      now += 16;
      playback.advance(now);
    }
    expect(now).toBeGreaterThan(1400);
    expect(now).toBeLessThan(1700);
  });

  it("waits for more when it has shown all that is recorded so far", () => {
    const events = trace("gather");
    const store = stored(events.slice(0, 30));
    const playback = new Playback(store);
    playback.speed = "instant";
    playback.play(0);
    playback.advance(16);
    expect(playback.position).toBe(30);
    expect(playback.playing).toBe(true);
    store.append(events.slice(30));
    playback.advance(32);
    expect(playback.playing).toBe(false);
  });
});
