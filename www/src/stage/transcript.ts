/**
 * The transcript: the run as an ordered list of sentences, for eyes and for screen readers.
 *
 * Owns: what it costs depends on what is seen, not on how long the run was. Sentences are made in blocks around the
 * playhead, each once, and only when somebody looks.
 */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { narrate, seconds } from "../trace/narrate.ts";
import type { TraceStore } from "../trace/store.ts";
import { hueOfTask } from "./names.ts";

export interface Sentence {
  /** Events applied just after it. */
  at: number;
  t: number;
  text: string;
  handoff: boolean;
  /** Hue class of the task it is about. */
  hue: string;
}

/** Sentences rendered around the playhead. */
const WINDOW = 300;
/** Sentences made at once. */
const BLOCK = 100;

export class Transcript {
  private readonly store: TraceStore;
  /** Blocks that nothing will be added to. */
  private readonly blocks = new Map<number, readonly Sentence[]>();

  constructor(store: TraceStore) {
    this.store = store;
  }

  /** The sentences from number `from` (counted from 0) up to number `to`. */
  sentences(from: number, to: number): Sentence[] {
    const found: Sentence[] = [];
    for (let n = Math.floor(from / BLOCK); n * BLOCK < to; n += 1) {
      const first = n * BLOCK;
      found.push(...this.block(n).slice(Math.max(0, from - first), to - first));
    }
    return found;
  }

  private block(n: number): readonly Sentence[] {
    const kept = this.blocks.get(n);
    if (kept) return kept;
    const { told } = this.store;
    const after = told[n * BLOCK - 1] ?? 0;
    const positions = told.slice(n * BLOCK, (n + 1) * BLOCK);
    const made: Sentence[] = [];
    let line = "";
    let handoffs = this.store.handoffsAt(after);
    this.store.walk(after, positions.at(-1) ?? 0, (event, state) => {
      const moved = state.handoffs > handoffs;
      handoffs = state.handoffs;
      if (event.e === "out") line += event.text;
      if (positions[made.length] !== state.applied) return;
      const text = narrate(state, event.e === "out" ? { ...event, text: line } : event);
      line = "";
      made.push({
        at: state.applied,
        t: state.t,
        text: text ?? "",
        handoff: moved,
        hue: hueOfTask(state, state.handoff?.k ?? null),
      });
    });
    // The last line may still go on, so a block is whole when something stands behind it.
    if (told.length > (n + 1) * BLOCK) this.blocks.set(n, made);
    return made;
  }

  view(position: number, seek: (at: number) => void): TemplateResult | typeof nothing {
    const count = this.store.told.length;
    if (count === 0) return nothing;
    const current = this.store.toldAt(position) - 1;
    const from = Math.max(0, Math.min(current - WINDOW / 2, count - WINDOW));
    const shown = this.sentences(from, from + WINDOW);
    return html`<ol class="transcript" part="transcript" start=${from + 1} tabindex="0" aria-label="transcript of the run">
      ${from > 0 ? html`<li><span class="time"></span><span class="later">${from} earlier</span></li>` : ""}
      ${repeat(
        shown,
        (sentence) => sentence.at,
        (
          sentence,
          n,
        ) => html`<li class=${`${sentence.handoff ? "handoff" : ""} ${sentence.at > position ? "later" : ""} ${sentence.hue}`}
            aria-current=${from + n === current ? "step" : "false"} @click=${() => seek(sentence.at)}>
            <span class="time">${seconds(sentence.t)}</span><span>${sentence.text}</span>
          </li>`,
      )}
      ${from + WINDOW < count ? html`<li><span class="time"></span><span class="later">${count - from - WINDOW} later</span></li>` : ""}
    </ol>`;
  }
}
