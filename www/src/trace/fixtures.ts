/** The recorded traces, for tests only: read from disk, not bundled. */
import { readdirSync, readFileSync } from "node:fs";
import type { TraceEvent } from "./events.ts";
import { readTrace } from "./reader.ts";

const folder = new URL("../../examples/traces/", import.meta.url);

export const recorded: { name: string; events: TraceEvent[]; text: string }[] = readdirSync(folder)
  .filter((file) => file.endsWith(".trace.jsonl"))
  .sort()
  .map((file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    return { name: file.replace(".trace.jsonl", ""), events: readTrace(text).events, text };
  });

export function trace(name: string): TraceEvent[] {
  const found = recorded.find((one) => one.name.includes(name));
  if (!found) throw new Error(`no recorded trace named ${name}`);
  return found.events;
}
