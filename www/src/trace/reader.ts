/**
 * Reads `.trace.jsonl`: one event a line, the first of them `trace.begin`.
 *
 * Owns: nothing reaches the reducer that is not an object with a numeric `i` and `t` and a string
 * `e`. Broken lines are counted and skipped: half a file is still half a trace.
 */
import type { TraceEvent } from "./events.ts";

export interface ReadResult {
  events: TraceEvent[];
  /** Lines that were not an event. */
  skipped: number;
}

/** Whether `value` has the shape every event shares. The kind itself is the reducer's business. */
export function isEvent(value: unknown): value is TraceEvent {
  if (typeof value !== "object" || value === null) return false;
  const { i, t, e } = value as Partial<Record<"i" | "t" | "e", unknown>>;
  return typeof i === "number" && typeof t === "number" && typeof e === "string";
}

export function readTrace(text: string): ReadResult {
  const events: TraceEvent[] = [];
  let skipped = 0;
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      skipped += 1;
      continue;
    }
    if (isEvent(value)) events.push(value);
    else skipped += 1;
  }
  return { events, skipped };
}

/** The inverse of {@link readTrace}. */
export function writeTrace(events: readonly TraceEvent[]): string {
  return `${events.map((event) => JSON.stringify(event)).join("\n")}\n`;
}
