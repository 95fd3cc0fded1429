/**
 * What each task has done, handoff by handoff: when it was ready, ran, waited.
 *
 * Owns: places are counted in handoffs, like the cells of the ribbon, so a lane stands exactly under them. What happens
 * between two handoffs is put in the middle of the cell.
 */
import type { TaskId, TraceEvent } from "./events.ts";
import type { State, TaskStatus } from "./state.ts";

/** More tasks than this are not told apart by lanes. */
export const MOST_LANES = 12;

export interface Lane {
  k: TaskId;
  ordinal: number;
  name: string;
  /** Each change of status, and where, in handoffs. */
  changes: { at: number; status: TaskStatus }[];
}

export class Lanes {
  private readonly lanes = new Map<TaskId, Lane>();
  private full = false;

  /** The lanes, in the order of creation; none when there are too many tasks for them. */
  get all(): readonly Lane[] {
    return this.full ? [] : [...this.lanes.values()];
  }

  /** `state` is what it is after the event; `handoffs` of them have happened, the event perhaps the last. */
  note(state: State, event: TraceEvent, handoffs: number, handoff: boolean): void {
    if (this.full || !("k" in event) || typeof event.k !== "number") return;
    const task = state.tasks.get(event.k);
    if (!task || task.lib) return;
    let lane = this.lanes.get(task.k);
    if (!lane) {
      if (this.lanes.size >= MOST_LANES) {
        this.full = true;
        this.lanes.clear();
        return;
      }
      lane = { k: task.k, ordinal: task.ordinal, name: task.name, changes: [] };
      this.lanes.set(task.k, lane);
    }
    if (lane.changes.at(-1)?.status === task.status) return;
    const at = Math.max(0, handoff ? handoffs - 1 : handoffs - 0.5);
    lane.changes.push({ at, status: task.status });
  }
}
