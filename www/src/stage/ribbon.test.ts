import { describe, expect, it } from "vitest";
import type { TraceEvent } from "../trace/events.ts";
import { TraceStore } from "../trace/store.ts";
import { spanOf } from "./ribbon.ts";

function running(handoffs: number): TraceStore {
  const store = new TraceStore();
  store.append(
    Array.from({ length: handoffs }, (_, i) => {
      const told = i % 2 === 0 ? { e: "loop.wake" } : { e: "task.resume", k: 1, n: i, how: "send" };
      return { i, t: i, ...told } as TraceEvent;
    }),
  );
  return store;
}

describe("the span of the ribbon", () => {
  it("is the whole of a run that is over", () => {
    const store = running(5000);
    store.close();
    for (const at of [0, 10, 5000]) expect(spanOf(store, at)).toBe(5000);
  });

  it("is what is near the playhead while a run goes on, and never less than where that stands", () => {
    const store = running(5000);
    expect(spanOf(store, 0)).toBe(120);
    expect(spanOf(running(50), 0)).toBe(50);
    const seen = new Set<number>();
    for (let at = 0; at <= 5000; at += 1) {
      expect(spanOf(store, at)).toBeGreaterThanOrEqual(at);
      seen.add(spanOf(store, at));
    }
    expect(seen.size).toBeLessThan(8);
  });
});
