/**
 * A moment of a run as people write it: `h12` (after handoff 12), `t1.2` (at 1.2 virtual seconds),
 * `m:label` (at a marker), `end`, or a plain event position.
 *
 * Owns: the notation used by the `at` and `until` attributes, by `seek()` and by links.
 */
import type { TraceStore } from "./store.ts";

export type Moment = string | number;

/** The position in the trace, or null when the moment is not recorded (yet) or not understood. */
export function positionOf(store: TraceStore, moment: Moment): number | null {
  if (typeof moment === "number") {
    return Number.isFinite(moment) ? Math.min(store.length, Math.max(0, Math.floor(moment))) : null;
  }
  const text = moment.trim();
  if (text === "end") return store.length;
  if (text === "start") return 0;
  if (text.startsWith("m:")) return store.positionOfMark(text.slice(2));
  const match = /^([ht])(\d+(?:\.\d+)?)$/.exec(text);
  if (!match) return null;
  const value = Number(match[2]);
  if (match[1] === "t") return store.positionAtTime(Math.round(value * 1e6));
  if (value > store.handoffs && !store.complete) return null;
  return store.positionOfHandoff(Math.floor(value));
}

/** The moment at position `n`, as a link would name it. */
export function momentAt(store: TraceStore, n: number): string {
  return `h${store.handoffsAt(n)}`;
}
