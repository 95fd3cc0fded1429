/** What a task is called and coloured on the stage. */
import type { State } from "../trace/state.ts";
import { fit } from "./layout.ts";

const HUES = 8;

/** The hue class of the n-th task: eight colours in a cycle, then again with a pattern. */
export function hueOf(ordinal: number): string {
  return ordinal > 0 ? `hue-${((ordinal - 1) % HUES) + 1}` : "hue-0";
}

export function hueOfTask(state: State, k: number | null): string {
  return k === null ? "hue-0" : hueOf(state.tasks.get(k)?.ordinal ?? 0);
}

/** `Task-12` as `T12`; a name that somebody chose stays. */
export function shortName(name: string): string {
  const match = /^Task-(\d+)$/.exec(name);
  return match ? `T${match[1]}` : fit(name, 12);
}
