/**
 * The player: a trace, a playhead and the views of them, inside one container.
 *
 * Owns: the picture is drawn from (trace, playhead) and nothing else; the trip of the baton is a
 * decoration on top of a picture that is already right, so that stopping it at any point, or having
 * none (reduced motion), shows the same thing. Frames are asked for only while it plays and is seen.
 */
import { html, nothing, render, svg, type TemplateResult } from "lit";
import type { EventsMessage } from "../engine/protocol.ts";
import type { TraceEvent } from "../trace/events.ts";
import { type Moment, momentAt, positionOf } from "../trace/moment.ts";
import { describe, narrate, playheadText, seconds } from "../trace/narrate.ts";
import { beat, Playback, paceOf, SPEEDS, type Speed, speedOf } from "../trace/playback.ts";
import { RecordReader } from "../trace/records.ts";
import type { State } from "../trace/state.ts";
import { type StepKind, TraceStore } from "../trace/store.ts";
import { batonAt, lineOf } from "./arrows.ts";
import { type Commands, commandOf } from "./keys.ts";
import { drawLanes, lanesHeight } from "./lanes.ts";
import { type Layout, layout } from "./layout.ts";
import { hueOfTask } from "./names.ts";
import { rail } from "./rail.ts";
import { resources } from "./resources.ts";
import { drawRibbon, RIBBON_HEIGHT, type RibbonColours, spanOf } from "./ribbon.ts";
import { scene } from "./scene.ts";
import { Transcript } from "./transcript.ts";
import { transport } from "./transport.ts";

export { stageStyle } from "./style.ts";

/** Why the playhead moved. Only what a person did is announced to screen readers. */
export type Cause = "play" | "user" | "seek" | "live";

export interface PlayerHost {
  moved(position: number, state: State, cause: Cause): void;
  playing(playing: boolean): void;
  speed(speed: Speed): void;
}

export type PlayerView = "stage" | "transcript" | "both";

/** Milliseconds between two pictures while the playhead is too fast to follow: three changes a second. */
const STEADY = 340;

export class Player {
  store = new TraceStore();
  private reader = new RecordReader();
  view: PlayerView = "stage";
  /** Whether each task has a lane under the ribbon. */
  lanes = false;
  /** A word to a first-time reader, until they touch something. */
  hint = "";
  private playback = new Playback(this.store);
  private transcript = new Transcript(this.store);
  private readonly container: HTMLElement;
  private readonly host: PlayerHost;
  private readonly reduced = matchMedia("(prefers-reduced-motion: reduce)");
  private at: Layout = layout(719);
  private selected: number | null = null;
  private frame = 0;
  private visible = true;
  private drawn = -1;
  private drawnAt = 0;
  private announced = "";
  private colours: RibbonColours | null = null;
  private font = "sans-serif";
  private readonly resize: ResizeObserver;
  private readonly sight: IntersectionObserver;
  private pendingAt: Moment | null = null;

  constructor(container: HTMLElement, host: PlayerHost) {
    this.container = container;
    this.host = host;
    this.resize = new ResizeObserver(() => this.fit());
    this.resize.observe(container);
    this.sight = new IntersectionObserver((entries) => {
      this.visible = entries.at(-1)?.isIntersecting ?? true;
      if (this.visible) {
        this.playback.seek(this.playback.position, performance.now());
        this.draw("seek");
        this.schedule();
      }
    });
    this.sight.observe(container);
    this.fit();
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.resize.disconnect();
    this.sight.disconnect();
    render(nothing, this.container);
  }

  get position(): number {
    return this.playback.position;
  }

  get state(): State {
    return this.store.stateAt(this.position);
  }

  get playing(): boolean {
    return this.playback.playing;
  }

  /** How fast it plays now. */
  get speed(): Speed {
    return this.playback.rush ? "instant" : this.playback.speed;
  }

  /** The speed that was chosen. */
  get chosenSpeed(): Speed {
    return this.playback.speed;
  }

  get moment(): string {
    return momentAt(this.store, this.position);
  }

  /** Takes what an attribute says, too: `2`, `real`, `instant`. */
  setSpeed(wanted: Speed | string): void {
    const speed = speedOf(String(wanted));
    this.playback.speed = speed;
    this.playback.seek(this.position, performance.now());
    this.host.speed(speed);
    this.draw("seek");
    this.schedule();
  }

  setIdleLimit(limit: number): void {
    this.playback.idleLimit = limit;
  }

  /** Forgets the trace: a new run begins. `at` is where to go as soon as it is recorded. */
  reset(at: Moment | null = null): void {
    const { speed, idleLimit, playing } = this.playback;
    if (playing) this.host.playing(false);
    this.store = new TraceStore();
    this.reader = new RecordReader();
    this.playback = new Playback(this.store);
    this.playback.speed = speed;
    this.playback.idleLimit = idleLimit;
    this.transcript = new Transcript(this.store);
    this.selected = null;
    this.hint = "";
    this.pendingAt = at;
    this.draw("seek");
  }

  /** Takes what the engine has recorded since the last time. */
  record({ records, texts }: EventsMessage): void {
    this.append(this.reader.read(records, texts));
  }

  append(events: readonly TraceEvent[]): void {
    this.store.append(events);
    if (this.pendingAt !== null) {
      const position = positionOf(this.store, this.pendingAt);
      if (position !== null && (position < this.store.length || this.store.complete)) {
        this.pendingAt = null;
        this.pause();
        this.playback.seek(position, performance.now());
      }
    }
    this.schedule();
    if (!this.playing) this.draw("live");
  }

  /** A word below the stage, until the next step. */
  note(text: string): void {
    if (this.hint === text) return;
    this.hint = text;
    this.draw("live");
  }

  /** The run is over: nothing more will be recorded. */
  finish(): void {
    this.store.close();
    if (this.position >= this.store.length) this.pause();
    this.draw("live");
  }

  /** `rush`: straight to the end, also of what is still being recorded. */
  play(rush = false): void {
    this.hint = "";
    this.playback.rush = rush;
    if (this.position >= this.store.length && this.store.complete) {
      this.playback.seek(0, performance.now());
    }
    this.playback.play(performance.now());
    this.host.playing(true);
    this.draw("seek");
    this.schedule();
  }

  pause(): void {
    if (!this.playing) return;
    this.playback.pause();
    this.host.playing(false);
    this.draw("seek");
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  /** False when there is no such stop in what is recorded. */
  step(kind: StepKind = "half", direction: 1 | -1 = 1): boolean {
    this.pause();
    const task = kind === "task" ? (this.selected ?? this.state.current) : null;
    const next = this.store.step(this.position, kind, direction, task);
    if (next === null) return false;
    const between =
      Math.abs(this.store.handoffsAt(next) - this.store.handoffsAt(this.position)) - 1;
    this.playback.seek(next, performance.now());
    this.draw("user", direction > 0);
    if (kind === "task" && between > 0) {
      this.note(`${between} handoff${between === 1 ? "" : "s"} skipped.`);
    }
    return true;
  }

  seek(moment: Moment): boolean {
    const position = positionOf(this.store, moment);
    if (position === null) return false;
    this.playback.seek(position, performance.now());
    this.draw("seek");
    return true;
  }

  select(task: number | null): void {
    this.selected = task;
    this.draw("seek");
  }

  /** Call when the theme changed: the canvas cannot follow by itself. */
  recolour(): void {
    this.colours = null;
    this.draw("seek");
  }

  // -- frames ----------------------------------------------------------------------------------

  private schedule(): void {
    if (this.frame !== 0 || !this.playing || !this.visible) return;
    this.frame = requestAnimationFrame((now) => {
      this.frame = 0;
      const moved = this.playback.advance(now);
      if (moved) this.draw("play", true);
      if (!this.playing) this.host.playing(false);
      this.schedule();
    });
  }

  private fit(): void {
    const style = getComputedStyle(this.container);
    const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
    const width = Math.floor(this.container.clientWidth - padding);
    // an element that was taken off its page has no padding, and no width
    if (!(width > 0) || width === this.at.width) return;
    this.at = layout(width);
    this.draw("seek");
  }

  // -- drawing ---------------------------------------------------------------------------------

  private draw(cause: Cause, forward = false): void {
    if (!this.visible && cause === "play") return;
    const state = this.state;
    const steady = cause === "play" && this.playing && paceOf(this.speed) === "lanes";
    if (steady && performance.now() - this.drawnAt < STEADY) {
      // Too soon for another picture; the ribbon and the listeners follow every frame.
      this.drawRibbon(state);
      this.host.moved(this.position, state, cause);
      return;
    }
    this.drawnAt = performance.now();
    const fresh = state.handoff !== null && state.handoff.i !== this.drawn;
    this.drawn = state.handoff?.i ?? -1;
    if (cause === "user") {
      this.announced = playheadText(this.store, state);
      this.hint = "";
    }
    const pace = cause === "user" ? "full" : paceOf(this.speed);
    const moving = forward && pace !== "lanes" && !this.reduced.matches;
    render(this.template(state, moving, steady), this.container);
    this.drawRibbon(state);
    this.follow();
    if (moving && fresh) this.animate(state, cause === "user" ? 1 : this.speed, pace === "full");
    if (cause !== "live" || fresh) this.host.moved(this.position, state, cause);
  }

  private template(state: State, moving: boolean, steady: boolean): TemplateResult {
    const stage =
      this.view === "transcript"
        ? nothing
        : html`
      <div class="stage" part="stage" tabindex="0" role="group" aria-label="stage: who holds the baton"
        aria-describedby="caption" @keydown=${this.key}>
        <svg class="scene" height=${this.at.height} viewBox=${`0 0 ${this.at.width} ${this.at.height}`}>
          <defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0v8"></path></pattern></defs>
          <g class=${moving ? "moving" : ""}>${scene(state, this.at, steady)}</g>
          ${steady ? nothing : this.baton(state)}
        </svg>
      </div>
      <p class="caption" part="caption" id="caption"><span class="time">${seconds(state.t)}</span>${this.caption(state)}</p>
      ${this.hint ? html`<p class="hint" part="hint">${this.hint}</p>` : nothing}
      ${rail(state, this.selected, (k) => this.select(k === this.selected ? null : k))}${resources(state)}`;
    const list =
      this.view === "stage" ? nothing : this.transcript.view(this.position, (at) => this.jump(at));
    return html`${stage}${this.ribbon(state)}${this.transport(state)}${list}
      <div class="unseen" role="status" aria-live="polite">${this.announced}</div>`;
  }

  private caption(state: State): string {
    if (state.loop === "idle") {
      return state.idleUntil === null
        ? "Nothing to run: the loop waits."
        : `Nothing to run: the loop sleeps until ${seconds(state.idleUntil)}.`;
    }
    if (state.blocked) {
      const { us, why, line } = state.blocked;
      const what = why === "sleep" ? "time.sleep" : "Code that never waits";
      return `${what}${line > 0 ? ` at line ${line}` : ""} blocks the loop for ${seconds(us, 1)}.`;
    }
    if (state.notice && state.noticeAt > (state.handoff?.i ?? -1)) return state.notice;
    const last = this.store.events[this.position - 1];
    const told = last ? narrate(state, last) : null;
    // what a program prints ends as it does
    if (told) return last?.e === "out" ? told : `${told}.`;
    if (state.handoff) return `${describe(state, state.handoff)}.`;
    if (this.store.length > 0) return "Before the first line.";
    return this.store.complete ? "Nothing was recorded of this run." : "Not run yet.";
  }

  private baton(state: State): unknown {
    const point = batonAt(state, this.at);
    if (!point) return nothing;
    const hue = state.place === "coro" ? hueOfTask(state, state.current) : "hue-0";
    return svg`<g class=${`baton-at ${hue}`} transform=${`translate(${point.x} ${point.y})`}><circle class="baton" r="6.5"></circle></g>`;
  }

  private ribbon(state: State): TemplateResult {
    return html`<div class="ribbon" part="scrubber">
      <canvas></canvas>
      <input type="range" min="0" max=${Math.max(1, spanOf(this.store, state.handoffs))} step="1"
        aria-label="handoff" aria-valuetext=${playheadText(this.store, state)}
        .value=${String(state.handoffs)} @input=${this.scrub} @keydown=${this.key}>
    </div>`;
  }

  private transport(state: State): TemplateResult {
    return transport(
      {
        playing: this.playing,
        atStart: this.position === 0,
        atEnd: this.position >= this.store.length,
        empty: this.store.length === 0,
        speed: this.playback.speed,
        transcript: this.view !== "stage",
        lanes: this.store.lanes.all.length > 1 ? this.lanes : null,
        handoff: state.handoffs,
        handoffs: this.store.handoffs,
        t: state.t,
      },
      this.commands,
      () => this.toggleTranscript(),
      () => {
        this.lanes = !this.lanes;
        this.draw("seek");
      },
    );
  }

  private drawRibbon(state: State): void {
    const canvas = this.container.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return;
    const below = this.lanes ? lanesHeight(this.store) : 0;
    if (canvas.parentElement) canvas.parentElement.style.height = `${RIBBON_HEIGHT + below}px`;
    const { clientWidth: width, clientHeight: height } = canvas;
    // Not every browser says how far a style sheet enlarges the element.
    const { currentCSSZoom: zoom = 1 } = canvas as { currentCSSZoom?: number };
    const ratio = Math.min((devicePixelRatio || 1) * zoom, 3);
    if (
      canvas.width !== Math.round(width * ratio) ||
      canvas.height !== Math.round(height * ratio)
    ) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.colours ??= this.readColours();
    context.clearRect(0, 0, width, height);
    const { store, colours, font } = this;
    drawRibbon(context, width, RIBBON_HEIGHT, store, state.handoffs, colours, font);
    if (below > 0) drawLanes(context, width, RIBBON_HEIGHT, store, state.handoffs, colours, font);
  }

  /** Keeps the current sentence of the transcript in sight, without moving the page. */
  private follow(): void {
    const list = this.container.querySelector<HTMLElement>(".transcript");
    const item = list?.querySelector<HTMLElement>('[aria-current="step"]');
    if (!list || !item) return;
    const top = item.offsetTop - list.offsetTop;
    const low = top + item.offsetHeight - list.clientHeight;
    if (list.scrollTop > top - 24) list.scrollTop = Math.max(0, top - 24);
    else if (list.scrollTop < low + 24) list.scrollTop = low + 24;
  }

  /** The theme's colours as the browser resolved them: canvas knows no CSS variables. */
  private readColours(): RibbonColours {
    const probe = document.createElement("span");
    this.container.append(probe);
    const style = getComputedStyle(probe);
    const colour = (name: string): string => {
      probe.style.color = `var(${name})`;
      return style.color;
    };
    const colours = {
      fg: colour("--_fg"),
      muted: colour("--_muted"),
      border: colour("--_border"),
      ground: colour("--_ground"),
      error: colour("--_error"),
      loop: colour("--_loop"),
      tasks: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => colour(`--_task-${n}`)),
    };
    this.font = getComputedStyle(this.container).fontFamily || "sans-serif";
    probe.remove();
    return colours;
  }

  /** The baton's trip along the arrow that has just been drawn. */
  private animate(state: State, speed: Speed, travels: boolean): void {
    const handoff = state.handoff;
    const line = handoff ? lineOf(handoff) : null;
    if (!handoff || !line) return;
    const group = this.container.querySelector(`[data-line="${line}"]`);
    const { draw, travel } = beat(speed);
    const { from, to } = this.at[line];
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const easing = "cubic-bezier(.3, 0, .2, 1)";
    if (!travels) {
      group?.animate([{ opacity: 0.35 }, { opacity: 1 }], { duration: Math.min(160, draw * 3) });
      return;
    }
    const duration = draw + travel;
    group?.querySelector(".stroke")?.animate(
      [
        { strokeDasharray: `${length}`, strokeDashoffset: `${length}` },
        { strokeDasharray: `${length}`, strokeDashoffset: "0" },
      ],
      { duration, easing },
    );
    for (const label of group?.querySelectorAll(".value, .sign") ?? []) {
      label.animate([{ opacity: 0 }, { opacity: 0, offset: 0.4 }, { opacity: 1 }], { duration });
    }
    const end = batonAt(state, this.at) ?? to;
    this.container
      .querySelector(".baton-at")
      ?.animate(
        [
          { transform: `translate(${from.x}px, ${from.y}px)` },
          { transform: `translate(${end.x}px, ${end.y}px)` },
        ],
        { duration, easing },
      );
  }

  // -- input -----------------------------------------------------------------------------------

  private jump(at: number): void {
    this.pause();
    this.playback.seek(at, performance.now());
    this.draw("user");
  }

  private readonly scrub = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const handoff = input.valueAsNumber;
    const last = handoff >= this.store.handoffs && this.store.complete;
    this.jump(last ? this.store.length : this.store.positionOfHandoff(handoff));
  };

  private toggleTranscript(): void {
    this.view = this.view === "both" ? "stage" : "both";
    this.draw("seek");
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey) return;
    const command = commandOf(event, this.commands);
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    command();
  };

  private readonly commands: Commands = {
    step: (kind, direction) => this.step(kind, direction),
    toggle: () => this.toggle(),
    shift: (by) => {
      const index = SPEEDS.indexOf(this.playback.speed);
      const wanted = Math.min(SPEEDS.length - 1, Math.max(0, (index < 0 ? 1 : index) + by));
      const speed = SPEEDS[wanted];
      if (speed !== undefined) this.setSpeed(speed);
    },
    setSpeed: (speed) => this.setSpeed(speed),
    toStart: () => this.jump(0),
    toEnd: () => this.jump(this.store.length),
  };
}
