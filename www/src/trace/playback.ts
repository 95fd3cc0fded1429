/**
 * The playhead's clock: when the next handoff is due.
 *
 * Owns: the mapping from wall time to playhead. It has no timer of its own: whoever shows the trace
 * calls `advance(now)` once a frame and draws what it is told. In "real" time, virtual microseconds
 * map to wall milliseconds through one monotone function in which an idle gap is never longer than
 * `idleLimit`.
 */
import type { TraceStore } from "./store.ts";

/** Handoffs per second, or real time, or everything at once. */
export type Speed = number | "real" | "instant";

/** A speed as an attribute says it; what is not understood is one handoff a second. */
export function speedOf(text: string): Speed {
  if (text === "real" || text === "instant") return text;
  const rate = Number(text);
  return Number.isFinite(rate) && rate > 0 ? rate : 1;
}

export const SPEEDS: readonly Speed[] = [0.5, 1, 2, 4, 8, 30, "real", "instant"];

/** How fast is drawn how (stage.md §3): the whole choreography, cross-fades only, or lanes only. */
export type Pace = "full" | "fade" | "lanes";

export function paceOf(speed: Speed): Pace {
  if (speed === "real") return "full";
  if (speed === "instant") return "lanes";
  if (speed <= 4) return "full";
  return speed <= 12 ? "fade" : "lanes";
}

/** Milliseconds between two handoffs at `speed`, split into what the stage animates. */
export function beat(speed: Speed): { period: number; draw: number; travel: number } {
  const rate = typeof speed === "number" ? Math.max(0.1, speed) : speed === "real" ? 4 : 60;
  const period = 1000 / rate;
  return { period, draw: period * 0.15, travel: Math.min(320, period * 0.3) };
}

/** The part of a beat that belongs to the arrow and the dwell; the rest shows what is in between. */
const INNER_FROM = 0.5;

export class Playback {
  speed: Speed = 1;
  /** The longest idle gap shown in real time, in seconds. */
  idleLimit = 1.5;
  playing = false;
  /** Straight to the end, this once, whatever the speed is. */
  rush = false;
  private readonly store: TraceStore;
  private at = 0;
  /** The last handoff it stood at, or where it was put. */
  private base = 0;
  private due = 0;
  private viewed = 0;
  private last = 0;

  constructor(store: TraceStore) {
    this.store = store;
  }

  /** How many events are applied. */
  get position(): number {
    return this.at;
  }

  play(now: number): void {
    this.playing = true;
    this.due = now + (this.at === 0 ? 0 : beat(this.speed).period * 0.5);
    this.last = now;
    this.viewed = this.store.events[this.at - 1]?.t ?? 0;
  }

  pause(): void {
    this.playing = false;
  }

  /** Puts the playhead somewhere without changing whether it plays. */
  seek(position: number, now: number): void {
    this.at = Math.min(this.store.length, Math.max(0, position));
    this.base = this.at;
    this.due = now + beat(this.speed).period;
    this.last = now;
    this.viewed = this.store.events[this.at - 1]?.t ?? 0;
  }

  /** Moves the playhead to where it belongs at `now`. True when it moved. */
  advance(now: number): boolean {
    if (!this.playing) return false;
    const before = this.at;
    if (this.rush || this.speed === "instant") this.at = this.store.length;
    else if (this.speed === "real") this.advanceReal(now);
    else this.advanceBeats(now);
    if (this.at === this.store.length && this.store.complete) this.playing = false;
    return this.at !== before || !this.playing;
  }

  private advanceBeats(now: number): void {
    const { period } = beat(this.speed);
    // A page that was hidden must not rush through what it missed.
    if (now - this.due > 1000) this.due = now;
    const each = paceOf(this.speed) !== "lanes";
    while (now >= this.due) {
      const next = this.store.step(this.at, "half", 1);
      if (next === null) {
        this.due = now;
        return;
      }
      this.at = next;
      this.base = next;
      this.due += period;
      if (!each) continue;
      // Slow enough to be followed: a late frame shows one handoff and is late, it skips none.
      this.due = Math.max(this.due, now + period / 2);
      break;
    }
    if (paceOf(this.speed) === "full") this.showInner(1 - (this.due - now) / period);
  }

  /** What happens between two handoffs is shown in the second half of the beat, evenly. */
  private showInner(phase: number): void {
    if (phase < INNER_FROM) return;
    const next = this.store.step(this.at, "half", 1);
    if (next === null) return;
    const inner = this.store.between(this.base, next);
    const shown = Math.floor(((phase - INNER_FROM) / (1 - INNER_FROM)) * (inner.length + 1));
    const at = inner[shown - 1];
    if (at !== undefined && at > this.at) this.at = at;
  }

  private advanceReal(now: number): void {
    const limit = this.idleLimit * 1e6;
    let budget = Math.min(now - this.last, 1000) * 1000;
    this.last = now;
    while (budget >= 0) {
      const next = this.store.events[this.at];
      if (!next) return;
      const gap = next.t - this.viewed;
      // What is left of a gap that is longer than the limit is skipped at its start.
      if (gap > limit) this.viewed = next.t - limit;
      const wait = Math.max(0, next.t - this.viewed);
      if (wait > budget) {
        this.viewed += budget;
        return;
      }
      budget -= wait;
      this.viewed = Math.max(this.viewed, next.t);
      this.at += 1;
    }
  }
}
