import { describe, expect, it } from "vitest";
import type { TraceEvent } from "../trace/events.ts";
import { recorded } from "../trace/fixtures.ts";
import { narrate } from "../trace/narrate.ts";
import { apply } from "../trace/reduce.ts";
import { emptyState } from "../trace/state.ts";
import { TraceStore } from "../trace/store.ts";
import { Transcript } from "./transcript.ts";

/** One long run out of many. */
const long: TraceEvent[] = recorded
  .flatMap(({ events }) => events)
  .map((event, i) => ({ ...event, i }));

function stored(events: readonly TraceEvent[]): TraceStore {
  const store = new TraceStore();
  store.append(events);
  return store;
}

describe("the transcript", () => {
  it("says every sentence of the run, once and in order", () => {
    const state = emptyState();
    const plain: string[] = [];
    for (const event of long) {
      const { handoffs } = state;
      apply(state, event);
      const sentence = narrate(state, event);
      // Module code that goes on after the loop has been told of already.
      const again = event.e === "main.enter" && state.handoffs === handoffs;
      if (sentence !== null && !again) plain.push(sentence);
    }
    const store = stored(long);
    expect(store.told.length).toBeGreaterThan(500);
    const all = new Transcript(store).sentences(0, store.told.length);
    expect(all.map(({ text }) => text)).toEqual(plain);
    expect(all.map(({ at }) => at)).toEqual(store.told);
    expect(all.filter(({ handoff }) => handoff)).toHaveLength(store.handoffs);
  });

  it("says the same wherever one begins to read, and while the run goes on", () => {
    const store = stored(long);
    const all = new Transcript(store).sentences(0, store.told.length);
    for (const from of [0, 1, 99, 100, 250, all.length - 3]) {
      expect(new Transcript(store).sentences(from, from + 120)).toEqual(
        all.slice(from, from + 120),
      );
    }
    const growing = new TraceStore();
    const transcript = new Transcript(growing);
    for (let n = 0; n < long.length; n += 37) {
      growing.append(long.slice(n, n + 37));
      transcript.sentences(0, growing.told.length);
    }
    expect(transcript.sentences(0, growing.told.length)).toEqual(all);
  });

  it("has one sentence for a line that is printed in pieces", () => {
    const out = (i: number, text: string, s = 1) => ({ i, t: 0, e: "out", s, text }) as TraceEvent;
    const store = new TraceStore();
    const transcript = new Transcript(store);
    const texts = () => transcript.sentences(0, store.told.length).map(({ text }) => text);
    store.append([out(0, "a "), out(1, "b ")]);
    expect(texts()).toEqual(["prints: a b "]);
    store.append([out(2, "c\n"), out(3, "d"), out(4, "oops\n", 2), out(5, "e\n")]);
    expect(texts()).toEqual(["prints: a b c", "prints: d", "stderr: oops", "prints: e"]);
    expect(store.told).toEqual([3, 4, 5, 6]);
    expect(store.step(0, "line", 1)).toBe(3);
  });

  it("leaves the moment that is shown where it is", () => {
    const store = stored(long);
    for (let at = 0; at <= long.length; at += 97) {
      const shown = store.stateAt(at);
      new Transcript(store).sentences(0, store.told.length);
      expect(shown.applied).toBe(at);
    }
  });
});
