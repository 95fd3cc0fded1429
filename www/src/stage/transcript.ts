/**
 * The transcript: the run as an ordered list of sentences, for eyes and for screen readers.
 *
 * Owns: sentences are made once, in order, by a reducer state of its own, and only when somebody looks.
 */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { narrate, seconds } from "../trace/narrate.ts";
import { apply } from "../trace/reduce.ts";
import { emptyState } from "../trace/state.ts";
import type { TraceStore } from "../trace/store.ts";
import { hueOfTask } from "./names.ts";

interface Sentence {
  /** Events applied just after it. */
  at: number;
  t: number;
  text: string;
  handoff: boolean;
  /** Hue class of the task it is about. */
  hue: string;
  /** The stream of which the line has not been ended. */
  open: 0 | 1 | 2;
}

/** Sentences rendered around the playhead. */
const WINDOW = 300;

export class Transcript {
  private readonly store: TraceStore;
  private readonly state = emptyState();
  private readonly sentences: Sentence[] = [];

  constructor(store: TraceStore) {
    this.store = store;
  }

  /** All sentences of what is recorded so far. */
  all(): readonly Sentence[] {
    while (this.state.applied < this.store.length) {
      const event = this.store.events[this.state.applied];
      if (!event) break;
      const { handoffs } = this.state;
      apply(this.state, event);
      const text = narrate(this.state, event);
      if (text === null) continue;
      const last = this.sentences.at(-1);
      if (event.e === "out" && last?.open === event.s) {
        // print() writes a line in several pieces.
        last.text += event.text.replace(/\n$/, "");
        last.open = event.text.endsWith("\n") ? 0 : event.s;
        last.at = this.state.applied;
        continue;
      }
      this.sentences.push({
        at: this.state.applied,
        t: this.state.t,
        text,
        handoff: this.state.handoffs > handoffs,
        hue: hueOfTask(this.state, this.state.handoff?.k ?? null),
        open: event.e === "out" && !event.text.endsWith("\n") ? event.s : 0,
      });
    }
    return this.sentences;
  }

  view(position: number, seek: (at: number) => void): TemplateResult | typeof nothing {
    const all = this.all();
    if (all.length === 0) return nothing;
    let current = -1;
    for (const [n, sentence] of all.entries()) if (sentence.at <= position) current = n;
    const from = Math.max(0, Math.min(current - WINDOW / 2, all.length - WINDOW));
    const shown = all.slice(from, from + WINDOW);
    return html`<ol class="transcript" part="transcript" start=${from + 1} tabindex="0" aria-label="transcript of the run">
      ${from > 0 ? html`<li><span class="time"></span><span class="later">${from} earlier</span></li>` : ""}
      ${repeat(
        shown,
        (sentence) => sentence.at,
        (
          sentence,
        ) => html`<li class=${`${sentence.handoff ? "handoff" : ""} ${sentence.at > position ? "later" : ""} ${sentence.hue}`}
            aria-current=${sentence === all[current] ? "step" : "false"} @click=${() => seek(sentence.at)}>
            <span class="time">${seconds(sentence.t)}</span><span>${sentence.text}</span>
          </li>`,
      )}
      ${from + WINDOW < all.length ? html`<li><span class="time"></span><span class="later">${all.length - from - WINDOW} later</span></li>` : ""}
    </ol>`;
  }
}
