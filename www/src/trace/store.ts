/**
 * A trace that grows while it is watched.
 *
 * Owns: `stateAt(n)` is the fold of the first `n` events, whatever was asked before. A keyframe is
 * kept about every 512 events (further apart when there are many tasks, so that the copies stay
 * proportional to the trace), and a seek is the nearest keyframe plus the events after it. Going back
 * is a seek: nothing is ever undone.
 *
 * The stops (where each kind of step may land) are indexed as events arrive, so a step in either
 * direction is a binary search.
 */
import type { EventOf, TaskId, TraceEvent } from "./events.ts";
import { Lanes } from "./lanes.ts";
import { narrate } from "./narrate.ts";
import { apply } from "./reduce.ts";
import { copyState, emptyState, type Place, type State } from "./state.ts";

const KEYFRAME_EVERY = 512;

export type StepKind = "half" | "turn" | "tick" | "line" | "task" | "out" | "error" | "mark";

/** What may be told besides handoffs, if it has a sentence: a chain that grows, a value handed on, a line printed. */
const INNER: ReadonlySet<string> = new Set([
  "await.enter",
  "await.exit",
  "agen.yield",
  "task.new",
  "out",
  "loop.idle",
  "loop.begin",
  "loop.end",
  "block",
  "coro.end",
  "task.cancel",
  "agen.close",
  "exc",
  "warn",
  "lint",
  "mark",
  "gap",
  "trace.end",
  "sync",
  "group.enter",
  "group.exit",
  "net",
  "thr",
]);

/** One stay of the baton: a cell of the ribbon. */
export interface Stay {
  place: Place;
  k: TaskId | null;
  /** The task's ordinal, 0 when no task runs. */
  ordinal: number;
  /** How many events are applied when the stay begins. */
  at: number;
  t: number;
}

interface Keyframe {
  at: number;
  state: State;
}

export type OutputEvent = EventOf<"out"> & { at: number };

export class TraceStore {
  readonly events: TraceEvent[] = [];
  readonly stays: Stay[] = [];
  readonly outputs: OutputEvent[] = [];
  readonly lanes = new Lanes();
  /** Errors that surface on the scrubber, as positions. */
  readonly errors: number[] = [];
  /** Positions just after events that are seen between handoffs. */
  private readonly inner: number[] = [];
  /**
   * Positions just after everything that has a sentence: handoffs and what is between them. A line that is printed in
   * several pieces has one, after the last of them.
   */
  readonly told: number[] = [];
  /** The stream of which the last thing told is a line without its end. */
  private open: 0 | 1 | 2 = 0;
  private closed = false;
  private keyframes: Keyframe[] = [{ at: 0, state: emptyState() }];
  /** The state after the last event: new events are folded into it. */
  private head: State = emptyState();
  /** The last state that was asked for, so that a forward step is one apply. */
  private cursor: State = emptyState();
  private stops: Record<StepKind, number[]> = {
    half: [],
    turn: [],
    tick: [],
    line: [],
    task: [],
    out: [],
    error: [],
    mark: [],
  };

  get length(): number {
    return this.events.length;
  }

  /** Whether the run that is recorded here has ended. */
  get complete(): boolean {
    return this.closed || this.head.ended !== null;
  }

  /** No more events will come, whether or not the trace says so itself. */
  close(): void {
    this.closed = true;
  }

  get handoffs(): number {
    return this.stops.half.length;
  }

  get duration(): number {
    return this.head.t;
  }

  append(events: readonly TraceEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      const { handoffs } = this.head;
      apply(this.head, event);
      this.index(event, this.head.handoffs > handoffs);
      const last = this.keyframes.at(-1);
      const gap = Math.max(KEYFRAME_EVERY, this.head.tasks.size);
      if (last && this.events.length - last.at >= gap) {
        this.keyframes.push({ at: this.events.length, state: copyState(this.head) });
      }
    }
  }

  private index(event: TraceEvent, handoff: boolean): void {
    const at = this.events.length;
    if (handoff) {
      this.stops.half.push(at);
      const k = this.head.place === "coro" ? this.head.current : null;
      this.stays.push({
        place: this.head.place,
        k,
        ordinal: k === null ? 0 : (this.head.tasks.get(k)?.ordinal ?? 0),
        at,
        t: this.head.t,
      });
      if (this.head.place !== "coro") this.stops.turn.push(at);
    }
    this.lanes.note(this.head, event, this.stops.half.length, handoff);
    if (handoff || (INNER.has(event.e) && narrate(this.head, event) !== null)) {
      const goesOn = event.e === "out" && this.open === event.s;
      if (goesOn) {
        this.told.pop();
        this.inner.pop();
      }
      this.told.push(at);
      if (!handoff) this.inner.push(at);
      this.open = event.e === "out" && !event.text.endsWith("\n") ? event.s : 0;
    }
    switch (event.e) {
      case "loop.tick":
        this.stops.tick.push(at);
        break;
      case "line":
        this.stops.line.push(at);
        break;
      case "out":
        this.stops.out.push(at);
        this.outputs.push({ ...event, at });
        break;
      case "task.done":
        if (event.how === "raise") this.flag(at);
        break;
      case "exc":
        if (event.state === "unhandled") this.flag(at);
        break;
      case "mark":
        this.stops.mark.push(at);
        break;
      default:
        break;
    }
  }

  private flag(at: number): void {
    this.errors.push(at);
    this.stops.error.push(at);
  }

  /**
   * Goes through the events from just after the first `from` of them to the first `to`, and gives the state after each.
   * The state is the walk's own.
   */
  walk(from: number, to: number, visit: (event: TraceEvent, state: State) => void): void {
    const state = copyState(this.keyframe(from).state);
    while (state.applied < Math.min(to, this.length)) {
      const event = this.events[state.applied];
      if (!event) break;
      apply(state, event);
      if (state.applied > from) visit(event, state);
    }
  }

  /** The last keyframe at or before `n`. */
  private keyframe(n: number): Keyframe {
    let low = 0;
    let high = this.keyframes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.keyframes[middle]?.at ?? Number.POSITIVE_INFINITY) <= n) low = middle + 1;
      else high = middle;
    }
    return this.keyframes[low - 1] ?? { at: 0, state: emptyState() };
  }

  /** The state after the first `n` events. Treat it as read-only: it is reused by the next call. */
  stateAt(n: number): State {
    const target = clamp(Math.floor(n), 0, this.length);
    if (target === this.length) return this.head;
    if (this.cursor.applied > target || target - this.cursor.applied > KEYFRAME_EVERY) {
      const frame = this.keyframe(target);
      if (!(this.cursor.applied <= target && this.cursor.applied >= frame.at)) {
        this.cursor = copyState(frame.state);
      }
    }
    while (this.cursor.applied < target) {
      const event = this.events[this.cursor.applied];
      if (!event) break;
      apply(this.cursor, event);
    }
    return this.cursor;
  }

  /**
   * Where a step from `from` lands, or null when there is no further stop in what is recorded so far.
   * `task` narrows "line" and "task" to one task, whatever others do meanwhile.
   */
  step(from: number, kind: StepKind, direction: 1 | -1, task: TaskId | null = null): number | null {
    const lines = this.stops.line.length > 0;
    if (kind === "task" || (kind === "line" && task !== null)) {
      return this.scan(
        from,
        direction,
        (event, at) =>
          "k" in event && event.k === task && (lines ? event.e === "line" : this.isTold(at)),
      );
    }
    // Where no lines are recorded, the next thing that is told stands for the next line.
    const stops = kind === "line" && !lines ? this.told : this.stops[kind];
    const index = direction > 0 ? upper(stops, from) : upper(stops, from - 1) - 1;
    const stop = stops[index];
    if (stop !== undefined) return stop;
    if (direction < 0) return from > 0 ? 0 : null;
    return this.complete && from < this.length ? this.length : null;
  }

  private scan(
    from: number,
    direction: 1 | -1,
    wanted: (event: TraceEvent, at: number) => boolean,
  ): number | null {
    for (let n = from + direction; n > 0 && n <= this.length; n += direction) {
      const event = this.events[n - 1];
      if (event && wanted(event, n)) return n;
    }
    return null;
  }

  private isTold(at: number): boolean {
    return this.told[this.toldAt(at) - 1] === at;
  }

  /** How many sentences the first `n` events have. */
  toldAt(n: number): number {
    return upper(this.told, n);
  }

  /** Positions strictly between two others where something is to be seen. */
  between(from: number, to: number): readonly number[] {
    return this.inner.slice(upper(this.inner, from), upper(this.inner, to - 1));
  }

  /** How many handoffs the first `n` events hold. */
  handoffsAt(n: number): number {
    return upper(this.stops.half, n);
  }

  /** The position at which handoff number `h` (from 1) has just happened. */
  positionOfHandoff(h: number): number {
    if (h <= 0) return 0;
    return this.stops.half[h - 1] ?? this.length;
  }

  /** The last position at or before virtual time `t`. */
  positionAtTime(t: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.events[middle]?.t ?? Number.POSITIVE_INFINITY) <= t) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  positionOfMark(label: string): number | null {
    const n = this.events.findIndex((event) => event.e === "mark" && event.label === label);
    return n < 0 ? null : n + 1;
  }
}

/** The index of the first element greater than `value`. */
function upper(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Number.POSITIVE_INFINITY) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
