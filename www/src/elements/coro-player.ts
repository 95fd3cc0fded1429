/**
 * `<coro-player>`: shows a recorded run. No engine, no editor; works where no wasm may run.
 *
 * Owns: nothing of the program is run. What is played is the trace at `src`, or the one written inside
 * the tag as `<script type="application/x-ndjson">`.
 */
import {
  type CSSResult,
  css,
  html,
  LitElement,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import type { Player } from "../stage/player.ts";
import type { Moment } from "../trace/moment.ts";
import type { StepKind, TraceStore } from "../trace/store.ts";
import { themeStyle } from "./theme.ts";

const style = css`
  :host { display: block; min-width: 280px; color: var(--_fg); font: 15px / 1.5 var(--_font); }
  :host([hidden]) { display: none; }
  .stage-pane { padding: 16px 16px 12px; border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--_ground); min-height: 84px; }
`;

export class CoroPlayer extends LitElement {
  static override styles = [themeStyle, style];
  static override properties = {
    src: {},
    view: { reflect: true },
    speed: {},
    at: {},
    autoplay: { attribute: "play" },
    theme: { reflect: true },
  };

  declare src: string;
  declare view: "stage" | "transcript" | "both";
  declare speed: string;
  declare at: string;
  declare autoplay: "auto" | "paused";
  declare theme: "auto" | "light" | "dark" | "inherit";
  private player: Player | null = null;
  private loading: Promise<Player> | null = null;

  constructor() {
    super();
    this.src = "";
    this.view = "stage";
    this.speed = "1";
    this.at = "";
    this.autoplay = "paused";
    this.theme = "auto";
  }

  get trace(): TraceStore | null {
    return this.player?.store ?? null;
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

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.player?.pause();
  }

  protected override firstUpdated(): void {
    // Seen first, loaded then: a page may hold many recordings.
    const sight = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      sight.disconnect();
      void this.stage();
    });
    sight.observe(this);
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("theme")) this.player?.recolour();
    if (changed.has("speed")) this.player?.setSpeed(this.speed);
  }

  private stage(): Promise<Player> {
    this.loading ??= this.load();
    return this.loading;
  }

  private async load(): Promise<Player> {
    const [{ Player, stageStyle }, { readTrace }, text] = await Promise.all([
      import("../stage/player.ts"),
      import("../trace/reader.ts"),
      this.text(),
      this.updateComplete,
    ]);
    this.adopt(stageStyle);
    const container = this.renderRoot.querySelector<HTMLElement>(".stage-pane");
    if (!container) throw new Error("the element has no shadow root");
    const tell = (name: string, detail: unknown): void => {
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    };
    const player = new Player(container, {
      moved: (_, state, cause) => {
        if (state.handoff && cause !== "live") {
          tell("coro-handoff", { i: state.handoff.i, task: state.handoff.k, t: state.handoff.t });
        }
      },
      playing: (playing) => tell(playing ? "coro-play" : "coro-pause", { at: player.moment }),
      speed: (speed) => {
        this.speed = String(speed);
      },
    });
    player.view = this.view;
    player.setSpeed(this.speed);
    player.append(readTrace(text).events);
    if (this.at) player.seek(this.at);
    this.player = player;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (this.autoplay === "auto" && !calm) player.play();
    return player;
  }

  private async text(): Promise<string> {
    const inline = this.querySelector("script[type='application/x-ndjson']");
    if (!this.src) return inline?.textContent ?? "";
    const answer = await fetch(new URL(this.src, document.baseURI));
    if (!answer.ok) throw new Error(`${this.src}: ${answer.status} ${answer.statusText}`);
    return answer.text();
  }

  private adopt({ styleSheet }: CSSResult): void {
    const root = this.renderRoot;
    if (styleSheet && root instanceof ShadowRoot) root.adoptedStyleSheets.push(styleSheet);
  }

  protected override render(): TemplateResult {
    return html`<slot name="caption"></slot><div class="stage-pane" part="stage-pane"></div>`;
  }
}
