/** What a state says to the code beside the stage, and to listeners of `coro-handoff`. */
import type { Handoff, State } from "../trace/state.ts";
import type { LineMarks } from "./code.ts";

/** The `detail` of `coro-handoff`. */
export function handoffDetail(handoff: Handoff, state: State): Record<string, unknown> {
  const dir =
    handoff.kind === "resume" || handoff.kind === "await"
      ? handoff.kind
      : ["return", "raise", "cancelled"].includes(handoff.kind)
        ? "done"
        : handoff.kind;
  return {
    i: handoff.i,
    dir,
    task: handoff.k,
    name: handoff.k === null ? null : (state.tasks.get(handoff.k)?.name ?? null),
    line: handoff.line,
    t: handoff.t,
  };
}

/** The lines to light up: where the baton is, and where tasks are parked. */
export function marksOf(state: State): LineMarks {
  const parked = new Map<number, { hue: string; count: number }>();
  let current = state.place === "main" ? state.mainLine : 0;
  let hue = "hue-0";
  for (const task of state.tasks.values()) {
    const line = task.chain.findLast((frame) => !frame.lib)?.line ?? 0;
    if (line === 0) continue;
    const colour = `hue-${((task.ordinal - 1) % 8) + 1}`;
    if (task.status === "running") {
      // Since it was resumed it may have gone on: to where it printed, or awaits.
      current = state.place === "coro" && state.line > 0 ? state.line : line;
      hue = colour;
    } else if (task.status === "waiting" || (task.status === "ready" && task.turns > 0)) {
      const there = parked.get(line);
      parked.set(line, { hue: there?.hue ?? colour, count: (there?.count ?? 0) + 1 });
    }
  }
  return { current, hue, parked };
}
