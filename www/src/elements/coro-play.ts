/**
 * `<coro-play>`: a program that runs and shows who holds the baton.
 *
 * Owns: what is loaded when. Upgrading the tag costs this file; the stage comes with the first trace,
 * the editor with the first touch of the code, and not one byte of the engine before the first Run.
 * The light DOM stays what the author wrote: without this script the page still shows the program and
 * what it prints.
 */
import {
  type CSSResult,
  html,
  LitElement,
  nothing,
  type PropertyValues,
  svg,
  type TemplateResult,
} from "lit";
import type { Editor } from "../editor/editor.ts";
import { compile } from "../engine/first.ts";
import { connect, type EngineLink } from "../engine/link.ts";
import { type Clock, type EventsMessage, type FromEngine, recycled } from "../engine/protocol.ts";
import type { Cause, Player, PlayerView } from "../stage/player.ts";
import type { TraceEvent } from "../trace/events.ts";
import type { Moment } from "../trace/moment.ts";
import type { State } from "../trace/state.ts";
import type { StepKind, TraceStore } from "../trace/store.ts";
import { engineBase } from "./base.ts";
import { type LineMarks, NO_MARKS, staticCode } from "./code.ts";
import type { Shares, Thumbs } from "./columns.ts";
import { handoffDetail, marksOf } from "./marks.ts";
import { Output } from "./output.ts";
import { blockOf, unindent } from "./program.ts";
import { shellStyle } from "./shell-style.ts";
import { themeStyle } from "./theme.ts";
import { words } from "./words.ts";

export type PlayState = "idle" | "loading" | "running" | "paused" | "done" | "failed" | "stopped";

/** How many events the engine may be ahead of the playhead. */
const AHEAD = 20_000;
/** How many events a trace keeps in full. */
const EVENTS = 200_000;
/** Without end: as many as the engine can count. */
const UNLIMITED = 4_000_000_000;
/** After the second Stop the engine has this long before it is ended from outside. */
const GRACE = 1500;

/** Where the stage will be: the figure without a run. */
const FIGURE = html`<svg class="figure" viewBox="0 0 320 84" role="img" aria-label=${words.figure}>
  <rect x="1" y="14" width="84" height="56" rx="9"></rect><rect x="235" y="14" width="84" height="56" rx="9"></rect>
  <path d="M95 32h128m-7-5 7 5-7 5M225 52H97m7-5-7 5 7 5"></path>
  <text x="43" y="47">LOOP</text><text x="277" y="47">CORO</text><text x="160" y="24">resume</text><text x="160" y="72">await</text>
</svg>`;

export interface RunSettings {
  /** Straight to the end. */
  instant?: boolean;
  /** Where to go, and pause, as soon as it is recorded. */
  until?: Moment;
}

export interface EngineInfo {
  version: string;
  bytes: number;
  ms: number;
  place: "worker" | "page";
}

export class CoroPlay extends LitElement {
  static override styles = [themeStyle, shellStyle];
  static override properties = {
    src: {},
    for: {},
    view: { reflect: true },
    layout: { reflect: true },
    edit: {},
    autorun: { attribute: "run" },
    autoplay: { attribute: "play" },
    speed: {},
    clock: {},
    rate: { type: Number },
    idleLimit: { attribute: "idle-limit", type: Number },
    seed: { type: Number },
    at: {},
    detail: { type: Number },
    file: {},
    argv: { attribute: false },
    engine: {},
    where: {},
    theme: { reflect: true },
    state: { reflect: true },
    split: { attribute: false },
    outputShare: { attribute: false },
    maxOps: { attribute: "max-ops", type: Number },
    maxEvents: { attribute: "max-events", type: Number },
    maxOutput: { attribute: "max-output", type: Number },
    marks: { state: true },
    status: { state: true },
    errorLine: { state: true },
    ran: { state: true },
    editing: { state: true },
    waiting: { state: true },
    asks: { state: true },
    staged: { state: true },
    notice: { state: true },
    pane: { state: true },
  };

  declare src: string;
  declare for: string;
  declare view: string;
  declare layout: string;
  declare edit: "auto" | "off" | "on";
  declare autorun: "manual" | "visible" | "load";
  declare autoplay: "auto" | "paused";
  declare speed: string;
  declare clock: Clock;
  declare rate: number;
  declare idleLimit: number;
  declare seed: number;
  declare at: string;
  declare detail: number;
  declare file: string;
  declare argv: string[];
  /** Folder of the engine's files, when it is not the one beside this script. */
  declare engine: string;
  /** Where the engine runs: `auto`, `worker` or `page`. */
  declare where: "auto" | "worker" | "page";
  declare theme: "auto" | "light" | "dark" | "inherit";
  declare state: PlayState;
  /** With `layout="columns"`: the code's share of the width and the output's of the height, in percent. */
  declare split: number;
  declare outputShare: number;
  declare maxOps: number | undefined;
  declare maxEvents: number | undefined;
  declare maxOutput: number | undefined;
  declare private marks: LineMarks;
  declare private status: string;
  declare private errorLine: number;
  declare private ran: boolean;
  declare private editing: boolean;
  declare private waiting: string;
  /** The program waits for a line of input. */
  declare private asks: boolean;
  /** The stage is there. */
  declare private staged: boolean;
  /** What of the element itself could not be had. */
  declare private notice: string;
  /** On a phone, where code and output share a place: which of them is there. */
  declare private pane: "code" | "output";

  private program: string | null = null;
  private player: Player | null = null;
  private playerLoad: Promise<Player> | null = null;
  private editor: Editor | null = null;
  private editorLoad: Promise<Editor> | null = null;
  private link: EngineLink | null = null;
  /** What the link was made for. */
  private linked = "";
  private output: Output | null = null;
  private early: EventsMessage[] = [];
  /** How many events the run has been told to have. */
  private recorded = 0;
  private paced = 0;
  /** The program at `src`, on its way. */
  private fetching: Promise<void> | null = null;
  private stops = 0;
  private runs = 0;
  private info: EngineInfo | null = null;
  private handoffsSent = 0;
  private changeTimer = 0;
  private finish: (() => void) | null = null;
  private stale = false;
  private columns: typeof import("./columns.ts") | null = null;

  constructor() {
    super();
    this.src = "";
    this.for = "";
    this.view = "split";
    this.layout = "";
    this.edit = "auto";
    this.autorun = "manual";
    this.autoplay = "auto";
    this.speed = "1";
    this.clock = "virtual";
    this.rate = 1;
    this.idleLimit = 1.5;
    this.seed = 1;
    this.at = "";
    this.detail = 1;
    this.file = "main.py";
    this.argv = [];
    this.engine = "";
    this.where = "auto";
    this.theme = "auto";
    this.state = "idle";
    this.split = 42;
    this.outputShare = 32;
    this.maxOps = undefined;
    this.maxEvents = undefined;
    this.maxOutput = undefined;
    this.marks = NO_MARKS;
    this.status = "";
    this.errorLine = 0;
    this.ran = false;
    this.editing = false;
    this.waiting = "";
    this.asks = false;
    this.staged = false;
    this.notice = "";
    this.pane = "output";
  }

  // -- properties of the API ---------------------------------------------------------------------

  get code(): string {
    return this.editor?.value ?? this.program ?? "";
  }

  set code(code: string) {
    this.program = code;
    if (this.editor && this.editor.value !== code) this.editor.value = code;
    this.errorLine = 0;
    this.requestUpdate();
  }

  get stdout(): string {
    return this.output?.stdout ?? "";
  }

  get stderr(): string {
    return this.output?.stderr ?? "";
  }

  get expected(): string {
    const slot = this.querySelector('[slot="expected"]');
    return slot ? unindent(slot.textContent ?? "") : "";
  }

  get trace(): TraceStore | null {
    return this.player?.store ?? null;
  }

  get playhead(): string {
    return this.player?.moment ?? "h0";
  }

  set playhead(moment: string) {
    void this.seek(moment);
  }

  /** Seconds of the program's own clock. */
  get duration(): number {
    return (this.player?.store.duration ?? 0) / 1e6;
  }

  get running(): boolean {
    return this.state === "running" || this.state === "loading";
  }

  get engineInfo(): EngineInfo | null {
    return this.info;
  }

  // -- methods of the API ------------------------------------------------------------------------

  /** Runs the program; settles when it has ended, however it ended. */
  async run(settings: RunSettings = {}): Promise<void> {
    if (this.running) await this.halt();
    if (this.src && this.program === null) this.fetching ??= this.programFrom(this.src);
    if (this.fetching) await this.fetching;
    // A program that could not be had is not an empty one.
    if (this.src && this.program === null) return;
    const code = this.code;
    if (!this.tell("coro-run", { code }, true)) return;
    this.state = "loading";
    this.errorLine = 0;
    this.editor?.showErrors([]);
    this.stops = 0;
    this.runs += 1;
    this.status = "";
    this.notice = "";
    this.waiting = "";
    this.asks = false;
    this.stale = false;
    this.early = [];
    this.recorded = 0;
    this.handoffsSent = 0;
    this.output?.clear();
    const moment = settings.until ?? (this.ran ? "" : this.at);
    this.ran = true;
    const ended = new Promise<void>((resolve) => {
      this.finish = resolve;
    });
    this.player?.reset(moment || null);
    this.paced = settings.instant || this.speed === "instant" ? UNLIMITED : AHEAD;
    const link = this.connect();
    link.post({
      type: "run",
      code,
      file: this.file,
      argv: [this.file, ...this.argv],
      seed: this.seed,
      clock: this.clock,
      rate: this.rate,
      detail: this.detail,
      page: document.baseURI,
      limits: {
        ...(this.maxOps === undefined ? {} : { ops: this.maxOps }),
        events: this.maxEvents ?? EVENTS,
        ...(this.maxOutput === undefined ? {} : { output: this.maxOutput }),
      },
    });
    link.post({ type: "pace", until: this.paced });
    await this.present(moment, settings.instant === true);
    return ended;
  }

  /** Has the stage show the run from `moment` on. Without a stage the program runs all the same. */
  private async present(moment: Moment, instant: boolean): Promise<void> {
    const fresh = this.player === null;
    const { runs } = this;
    let player: Player;
    try {
      player = await this.stage();
      // another run has begun meanwhile, and sees to what it does itself
      if (this.runs !== runs) return;
    } catch (error) {
      if (this.runs !== runs) return;
      this.lost(error);
      this.pace(UNLIMITED);
      return;
    }
    if (fresh) player.reset(moment || null);
    for (const message of this.early.splice(0)) this.record(player, message);
    if (instant) player.play(true);
    else if (this.autoplay === "auto" && !calm() && !moment) player.play();
  }

  /** Has the player read records, whose memory then goes back. */
  private record(player: Player, message: EventsMessage): void {
    player.record(message);
    const spare = recycled(message);
    if (spare) this.link?.post(spare);
  }

  /** A part of the element itself could not be fetched. */
  private lost(error: unknown): void {
    this.notice = words.noPart(String(error));
    this.tell("coro-error", { kind: "load", message: this.notice });
  }

  /** Stops the program as Ctrl+C would; called again, so that nothing can catch it. */
  async stop(): Promise<void> {
    if (!this.running || !this.link) return;
    this.stops += 1;
    this.status = words.stopping;
    this.link.post({ type: "stop" });
    if (this.stops < 2) return;
    const { link } = this;
    window.setTimeout(() => {
      if (this.link === link && this.running) {
        this.disconnect();
        this.end("stopped", 130, null);
      }
    }, GRACE);
  }

  /** Back to the program as it was written, not run. */
  reset(): void {
    this.disconnect();
    this.finish?.();
    this.finish = null;
    this.runs += 1;
    this.player?.reset();
    this.output?.clear();
    this.editor?.showErrors([]);
    this.state = "idle";
    this.status = "";
    this.waiting = "";
    this.asks = false;
    this.stale = false;
    this.ran = false;
    this.errorLine = 0;
    this.marks = NO_MARKS;
  }

  async play(): Promise<void> {
    (await this.stage()).play();
  }

  async pause(): Promise<void> {
    (await this.stage()).pause();
  }

  async step(kind: StepKind = "half", direction: 1 | -1 = 1): Promise<boolean> {
    return (await this.stage()).step(kind, direction);
  }

  async seek(at: Moment): Promise<boolean> {
    return (await this.stage()).seek(at);
  }

  async select(task: number | null): Promise<void> {
    (await this.stage()).select(task);
  }

  /** The state of the run at a moment, as plain JSON. */
  async getState(at?: Moment): Promise<Record<string, unknown> | null> {
    const player = await this.stage();
    const { stateOf } = await import("../stage/export.ts");
    return stateOf(player, at);
  }

  focusPane(pane: "code" | "output" | "stage"): void {
    if (pane !== "stage") this.pane = pane;
    if (pane === "code" && this.editor) this.editor.focus();
    else {
      const wanted = { code: ".static", output: ".output", stage: ".stage" }[pane];
      this.renderRoot.querySelector<HTMLElement>(wanted)?.focus();
    }
  }

  /** Compares what was printed with what the author expects. */
  check(): { pass: boolean; expected: string; actual: string } {
    const expected = this.expected.replace(/\s+$/, "");
    const actual = this.stdout.replace(/\s+$/, "");
    const result = { pass: expected === actual, expected, actual };
    this.tell("coro-check", { pass: result.pass, diff: result.pass ? null : { expected, actual } });
    return result;
  }

  /** Shows a recorded trace, without an engine. */
  async show(events: readonly TraceEvent[], at: Moment = 0, hint = ""): Promise<void> {
    const player = await this.stage();
    player.reset();
    player.append(events);
    player.hint = hint;
    player.seek(at);
  }

  /** Fetches and compiles the engine ahead of the first Run, when an author asks for that. */
  static async load(): Promise<void> {
    await compile(engineBase());
  }

  // -- life --------------------------------------------------------------------------------------

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.program === null) this.readProgram();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.recolour);
    if (this.autorun !== "manual" && !calm()) this.runSoon();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    matchMedia("(prefers-color-scheme: dark)").removeEventListener("change", this.recolour);
    this.disconnect();
    // Nobody can see it any more: the run is over, and whoever waits for it is told.
    if (this.running) this.end("stopped", 130, null);
    this.player?.pause();
  }

  private readProgram(): void {
    if (this.src) {
      this.fetching = this.programFrom(this.src);
      return;
    }
    const block = blockOf(this, this.for);
    if (block) this.program = unindent(block.textContent ?? "");
  }

  private async programFrom(src: string): Promise<void> {
    try {
      const answer = await fetch(new URL(src, document.baseURI));
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      const text = await answer.text();
      if (src !== this.src) return;
      this.code = text;
      this.status = "";
    } catch (error) {
      if (src !== this.src) return;
      this.status = words.noProgram(`${src}: ${String(error)}`);
      this.tell("coro-error", { kind: "load", message: this.status });
    } finally {
      if (src === this.src) this.fetching = null;
    }
  }

  private runSoon(): void {
    if (this.autorun === "load") {
      void this.updateComplete.then(() => this.run());
      return;
    }
    const sight = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      sight.disconnect();
      void this.run();
    });
    sight.observe(this);
  }

  protected override firstUpdated(): void {
    const output = this.renderRoot.querySelector<HTMLElement>(".written");
    const scroller = this.renderRoot.querySelector<HTMLElement>(".output");
    if (output && scroller) {
      this.output = new Output(output, scroller, (event) => this.player?.seek(event.at));
    }
    if (this.edit === "on") this.openEditor(null);
    this.tell("coro-ready", {});
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("theme")) this.player?.recolour();
    if (changed.has("marks")) this.editor?.showMarks(this.marks);
    if (changed.has("idleLimit")) this.player?.setIdleLimit(this.idleLimit);
    if (changed.has("speed") && this.player && String(this.player.chosenSpeed) !== this.speed) {
      this.player.setSpeed(this.speed);
    }
    if (changed.has("view") && this.player) this.player.view = this.playerView();
    if (changed.has("state")) this.tell("coro-state", { state: this.state });
    if (changed.has("split")) this.style.setProperty("--_split", String(this.split));
    if (changed.has("outputShare")) this.style.setProperty("--_output", String(this.outputShare));
    if (changed.has("layout") && this.layout === "columns") void this.loadColumns();
    if (changed.has("src") && changed.get("src") !== undefined && this.src) {
      this.fetching = this.programFrom(this.src);
    }
  }

  private async loadColumns(): Promise<void> {
    try {
      this.columns = await import("./columns.ts");
    } catch (error) {
      this.lost(error);
      return;
    }
    this.adopt(this.columns.columnsStyle);
    this.requestUpdate();
  }

  private readonly share = ({ split, output }: Shares, done: boolean): void => {
    this.split = split;
    this.outputShare = output;
    if (done) this.tell("coro-resize", { split, output });
  };

  /** Adds a style sheet to the shadow root: constructed, so that no policy on inline styles minds. */
  private adopt({ styleSheet }: CSSResult): void {
    const root = this.renderRoot;
    if (!styleSheet || !(root instanceof ShadowRoot)) return;
    if (!root.adoptedStyleSheets.includes(styleSheet)) root.adoptedStyleSheets.push(styleSheet);
  }

  private readonly recolour = (): void => this.player?.recolour();

  // -- the engine --------------------------------------------------------------------------------

  private connect(): EngineLink {
    const base = this.engine ? new URL(this.engine, document.baseURI).href : engineBase();
    // Another place, or another engine, needs another link.
    const wanted = `${this.where} ${base}`;
    if (this.link && this.linked === wanted) return this.link;
    this.disconnect();
    this.linked = wanted;
    this.link = connect(base, this.where, (message) => this.hear(message));
    return this.link;
  }

  private disconnect(): void {
    this.link?.close();
    this.link = null;
  }

  /** Ends the current run, kindly if it lets us, so that another can begin. */
  private async halt(): Promise<void> {
    this.disconnect();
    this.end("stopped", 130, null);
    await this.updateComplete;
  }

  private hear(message: FromEngine): void {
    switch (message.type) {
      case "ready":
        this.state = "running";
        this.info = {
          version: message.version,
          bytes: message.bytes,
          ms: message.ms,
          place: this.link?.place ?? "page",
        };
        this.tell("coro-engine", this.info);
        break;
      case "output":
        this.output?.write(message.stream, message.text);
        this.tell("coro-output", { stream: message.stream, text: message.text });
        break;
      case "events": {
        this.recorded = message.count;
        if (this.player && this.early.length === 0) this.record(this.player, message);
        else this.early.push(message);
        break;
      }
      case "waiting":
        this.asks = message.on === "input";
        this.output?.flush();
        if (this.asks) void this.updateComplete.then(() => this.focusAsk());
        this.waiting = words.waiting[message.on];
        break;
      case "syntax-error":
        this.errorLine = message.line;
        this.editor?.showErrors([message]);
        this.tell("coro-error", { kind: "compile", message: message.message });
        break;
      case "done":
        this.end(message.how, message.exit, message.seconds, message.hash, message.ops);
        break;
      case "failed":
        this.fail(message.kind, message.message);
        break;
    }
  }

  /** The reader's line, or null for "no more". */
  private answer(text: string | null): void {
    this.asks = false;
    this.waiting = "";
    if (text !== null) this.output?.echo(`${text}\n`);
    this.link?.post({ type: "input", text });
  }

  /** Only when the reader is already in the element: a program may not take the focus of a page. */
  private focusAsk(): void {
    if (document.activeElement !== this && this.layout !== "columns") return;
    this.renderRoot.querySelector<HTMLElement>(".ask input")?.focus();
  }

  private end(
    how: "done" | "error" | "stopped" | "limit",
    exit: number,
    seconds: number | null,
    hash = "",
    ops = 0,
  ): void {
    this.state = how === "done" ? "done" : how === "stopped" ? "stopped" : "failed";
    this.output?.flush();
    this.waiting = "";
    this.asks = false;
    this.status = seconds === null ? words.stopped : words.took(seconds, how, exit);
    this.finishTrace();
    const events = this.player?.store.length ?? this.recorded;
    this.tell("coro-done", { exit, stdout: this.stdout, hash, events, ops, how, seconds });
    if (how === "limit") this.tell("coro-error", { kind: "limit", message: this.status });
    if (this.expected) this.check();
    this.finish?.();
    this.finish = null;
    this.requestUpdate();
  }

  /** No more events of this run. A stage that is still being loaded is told once it is there. */
  private finishTrace(): void {
    const { runs } = this;
    this.playerLoad
      ?.then((player) => {
        if (this.runs === runs) player.finish();
      })
      .catch(() => undefined);
  }

  private fail(kind: "load" | "runtime", message: string): void {
    this.state = "failed";
    this.output?.flush();
    this.waiting = "";
    this.asks = false;
    this.status = kind === "load" ? words.noEngine(message) : words.engineFailed(message);
    this.disconnect();
    this.finishTrace();
    this.tell("coro-error", { kind, message });
    this.finish?.();
    this.finish = null;
  }

  // -- the stage ---------------------------------------------------------------------------------

  private stage(): Promise<Player> {
    this.playerLoad ??= this.loadStage().catch((error: unknown) => {
      // A failure is not remembered: the next Run tries again.
      this.playerLoad = null;
      throw error;
    });
    return this.playerLoad;
  }

  private async loadStage(): Promise<Player> {
    const [{ Player, stageStyle }] = await Promise.all([
      import("../stage/player.ts"),
      this.updateComplete,
    ]);
    const container = this.renderRoot.querySelector<HTMLElement>(".stage-view");
    if (!container) throw new Error("the element has no shadow root");
    this.adopt(stageStyle);
    const player = new Player(container, {
      moved: (position, state, cause) => this.moved(position, state, cause),
      playing: (playing) => {
        this.tell(playing ? "coro-play" : "coro-pause", { at: this.playhead });
        this.requestUpdate();
      },
      speed: (speed) => {
        if (this.speed !== String(speed)) {
          this.speed = String(speed);
          this.tell("coro-speed", { speed: this.speed });
        }
        if (speed === "instant") this.pace(UNLIMITED);
      },
    });
    player.view = this.playerView();
    player.lanes = player.view === "both";
    player.setIdleLimit(this.idleLimit);
    this.player = player;
    this.staged = true;
    player.setSpeed(this.speed);
    return player;
  }

  private playerView(): PlayerView {
    if (this.view === "transcript") return "transcript";
    // Where the stage has a column of its own there is room for both.
    return this.layout === "columns" && this.clientWidth >= 900 ? "both" : "stage";
  }

  private moved(position: number, state: State, cause: Cause): void {
    this.marks = this.stale ? NO_MARKS : marksOf(state);
    const store = this.player?.store;
    // A playhead that nobody has moved yet dims nothing: the output is simply the output.
    const untouched = position === 0 && !this.player?.playing;
    if (store) this.output?.show(store.outputs, untouched ? store.outputs.length : state.outputs);
    this.pace(position + AHEAD);
    const { handoff } = state;
    if (handoff && cause !== "live") {
      if (cause !== "play") this.handoffsSent = state.handoffs - 1;
      const count = state.handoffs - this.handoffsSent;
      if (count > 0) this.tell("coro-handoff", { ...handoffDetail(handoff, state), count });
      this.handoffsSent = state.handoffs;
    }
    if (cause !== "play" && cause !== "live") this.tell("coro-seek", { at: this.playhead });
  }

  private pace(until: number): void {
    // Told in steps of a quarter, not at every handoff.
    if (until < this.paced + AHEAD / 4) return;
    this.paced = until;
    if (this.running) this.link?.post({ type: "pace", until });
  }

  // -- the editor --------------------------------------------------------------------------------

  /** `line`: where the cursor goes, 0 when nowhere in particular; null: the focus stays where it is. */
  private openEditor(line: number | null): void {
    this.editorLoad ??= this.loadEditor();
    this.editorLoad
      .then((editor) => {
        if (line !== null) editor.focus(line);
      })
      .catch((error: unknown) => {
        this.editorLoad = null;
        this.lost(error);
      });
  }

  private async loadEditor(): Promise<Editor> {
    const { createEditor } = await import("../editor/editor.ts");
    await this.updateComplete;
    const parent = this.renderRoot.querySelector<HTMLElement>(".editor");
    if (!parent) throw new Error("the element has no shadow root");
    const editor = createEditor(parent, {
      root: this.renderRoot as ShadowRoot,
      code: this.program ?? "",
      changed: () => this.changed(),
      run: () => void this.run(),
    });
    this.editor = editor;
    this.editing = true;
    editor.showMarks(this.marks);
    return editor;
  }

  private changed(): void {
    this.stale = this.ran;
    if (this.stale) this.player?.note(words.stale);
    this.errorLine = 0;
    window.clearTimeout(this.changeTimer);
    this.changeTimer = window.setTimeout(() => this.tell("coro-change", { code: this.code }), 500);
  }

  // -- what is drawn -----------------------------------------------------------------------------

  protected override render(): TemplateResult {
    const editable = this.edit !== "off";
    const columns = this.layout === "columns";
    return html`
      <slot name="caption"></slot>
      <div class="shell" data-pane=${this.pane} @keydown=${this.key}>
        <div class="pane code-pane" part="code-pane">
          <div class="editor" ?hidden=${!this.editing}></div>
          ${
            this.editing
              ? nothing
              : html`<div title=${editable ? words.edit : nothing} @click=${editable ? this.touched : undefined} @keydown=${editable ? this.entered : undefined}>${staticCode(
                  this.program ?? "",
                  this.marks,
                  this.errorLine,
                )}</div>`
          }
        </div>
        <div class="pane bar" part="toolbar">
          ${this.button()}
          ${columns ? nothing : html`<span class="status" part="status">${this.statusText()}</span>`}
          <slot name="toolbar"></slot>
          ${columns && this.columns ? this.columns.thumbs(this.thumbs()) : nothing}
          ${this.badge()}
        </div>
        <div class="pane stage-pane" part="stage-pane">
          ${this.staged ? nothing : FIGURE}<div class="stage-view"></div>
        </div>
        <div class="pane output-pane" part="output-pane">
          <p class="head"><span>${this.ran || !this.expected ? words.output : words.expected}</span>
            ${columns ? html`<span class="status" part="status">${this.statusText()}</span>` : nothing}</p>
          <div class="output" part="output" tabindex="0" role="log" aria-label=${words.output}>${
            this.ran ? nothing : html`<slot name="expected"></slot>`
          }<div class="written"></div>${this.asks ? this.ask() : nothing}</div>
          <slot name="after"></slot>
        </div>
        ${
          columns && this.columns
            ? this.columns.tabs(this.pane, (pane) => {
                this.pane = pane;
              })
            : nothing
        }
        ${columns && this.columns ? this.columns.dividers({ split: this.split, output: this.outputShare }, this.share) : nothing}
      </div>
      <slot hidden></slot>`;
  }

  /** The code was touched: it is edited where it was. */
  private readonly touched = (event: Event): void => {
    const line = (event.target as Element).closest(".line")?.querySelector(".no")?.textContent;
    this.openEditor(Number(line ?? 0));
  };

  private readonly entered = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.openEditor(0);
  };

  private thumbs(): Thumbs {
    return {
      playing: this.player?.playing ?? false,
      ready: (this.player?.store.length ?? 0) > 0,
      step: (direction) => void this.step("half", direction),
      toggle: () => this.player?.toggle(),
    };
  }

  private ask(): TemplateResult {
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      const field = (event.currentTarget as HTMLFormElement).querySelector("input");
      this.answer(field?.value ?? "");
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key !== "d" || !event.ctrlKey) return;
      event.preventDefault();
      this.answer(null);
    };
    return html`<form class="ask" @submit=${submit}>
      <input part="input" aria-label=${words.input} title=${words.inputTitle} autocomplete="off" spellcheck="false" @keydown=${key}>
    </form>`;
  }

  private button(): TemplateResult {
    const stop = this.running;
    return html`<button class=${stop ? "run stop" : "run"} part=${stop ? "stop-button" : "run-button"}
      title=${stop ? words.stopTitle : words.runTitle} @click=${stop ? () => this.stop() : () => this.run()}>
      <svg viewBox="0 0 16 16" aria-hidden="true">${
        stop
          ? svg`<path d="M3.5 3.5h9v9h-9z"></path>`
          : svg`<path d="M4.5 2.8v10.4l8.6-5.2z"></path>`
      }</svg>${stop ? (this.stops > 0 ? words.stopNow : words.stop) : words.run}</button>`;
  }

  private statusText(): string {
    if (this.state === "loading") return words.loading;
    if (this.waiting && this.running) return this.waiting;
    if (this.status) return this.notice ? `${this.notice} ${this.status}` : this.status;
    if (this.notice) return this.notice;
    return this.state === "running" ? words.running : words.notYet;
  }

  private badge(): TemplateResult | typeof nothing {
    if (!this.expected || this.running || !this.ran || this.state === "idle") return nothing;
    const pass = this.expected.replace(/\s+$/, "") === this.stdout.replace(/\s+$/, "");
    return html`<span class=${`badge ${pass ? "pass" : "fail"}`} part="badge">${pass ? words.pass : words.differs}</span>`;
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
      event.preventDefault();
      void this.run();
    }
  };

  /** False when a listener vetoed it. */
  private tell(name: string, detail: unknown, cancelable = false): boolean {
    return this.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }),
    );
  }
}

/** Whether the reader asked for less motion. */
function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
