/**
 * The playground: a bar, and one `<coro-play>` below it.
 *
 * Owns: which program is open and what is remembered of it. Running and showing are the element's; the
 * page only speaks to it as any other page could, through attributes, methods and events.
 */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { type Example, find, program, recording } from "../../examples/index.ts";
import type { CoroPlay, PlayState } from "../elements/coro-play.ts";
import { decode, encode } from "../share/link.ts";
import { readTrace } from "../trace/reader.ts";
import { picker } from "./picker.ts";
import {
  DEFAULTS,
  type Draft,
  lastDraft,
  loadDrafts,
  loadSettings,
  newTab,
  type Settings,
  saveDraft,
  saveSettings,
  sessionTab,
} from "./settings.ts";

const HINT = matchMedia("(pointer: coarse)").matches
  ? "Recorded earlier, from CPython. Step through it below, or Run it here."
  : "Recorded earlier, from CPython. Press → to hand over, or Run it here.";
/** On a phone the code is read first: the editor comes when it is tapped. */
const EDIT = matchMedia("(max-width: 699.98px)").matches ? "auto" : "on";
const FIRST = "02-one-round-trip";
/** Stands for the example of a program that came by a link. */
const SHARED = "shared";
/** Above this many characters, some of those that hand links on cut them. */
const LONG_LINK = 8000;

class CoroPage extends LitElement {
  static override properties = {
    example: { state: true },
    query: { state: true },
    running: { state: true },
    edited: { state: true },
    settings: { state: true },
    version: { state: true },
    trouble: { state: true },
    link: { state: true },
    copied: { state: true },
    atMoment: { state: true },
  };

  declare private example: string;
  declare private query: string;
  declare private running: PlayState;
  declare private edited: boolean;
  declare private settings: Settings;
  declare private version: string;
  /** What could not be opened, and how to try again. */
  declare private trouble: { text: string; again: (() => void) | null } | null;
  declare private link: string;
  declare private copied: boolean;
  /** Whether the link leads to the moment that the stage shows. */
  declare private atMoment: boolean;
  private original = "";

  constructor() {
    super();
    this.example = "";
    this.query = "";
    this.running = "idle";
    this.edited = false;
    this.settings = loadSettings();
    this.version = "";
    this.trouble = null;
    this.link = "";
    this.copied = false;
    this.atMoment = false;
  }

  /** The page's own style sheet applies: there is one page. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.applyTheme();
    addEventListener("pagehide", this.keep);
    addEventListener("keydown", this.key);
    addEventListener("hashchange", this.follow);
    void this.updateComplete.then(async () => {
      if (await this.follow()) return;
      const draft = lastDraft();
      if (draft) await this.restore(draft, true);
      else await this.open(FIRST, true);
    });
  }

  private get play(): CoroPlay {
    const element = this.querySelector("coro-play");
    if (!element) throw new Error("the page has not been drawn yet");
    return element;
  }

  // -- programs ------------------------------------------------------------------------------------

  private async open(id: string, first = false): Promise<void> {
    this.keep();
    const found = await this.fetched(id, () => this.open(id, first));
    if (!found) return;
    if (this.edited) newTab();
    const { code, expected } = found;
    this.play.at = "";
    this.play.reset();
    this.play.code = code;
    this.original = code;
    this.example = id;
    this.edited = false;
    this.expect(expected);
    this.suggest(find(id)?.tryThis ?? "");
    const text = await recording(id).catch(() => null);
    // A program that was started meanwhile has a trace of its own.
    if (text !== null && this.example === id && this.play.state === "idle") {
      const { events } = readTrace(text);
      // Without a stage there is nothing to show: the first Run says so.
      await this.play.show(events, first ? "h2" : 0, HINT).catch(() => undefined);
    }
  }

  /** An example's files; when they cannot be had, that is said, and can be tried again. */
  private async fetched(
    id: string,
    again: () => Promise<void>,
  ): Promise<{ code: string; expected: string } | null> {
    try {
      const found = await program(id);
      if (this.trouble?.again) this.trouble = null;
      return found;
    } catch (error) {
      const title = find(id)?.title ?? id;
      const reason = error instanceof Error ? error.message : String(error);
      this.trouble = {
        text: `“${title}” could not be loaded (${reason}).`,
        again: () => void again(),
      };
      return null;
    }
  }

  /** Opens the program of a link, when the page was called by one. Runs nothing. */
  private readonly follow = async (): Promise<boolean> => {
    const { hash } = location;
    let shared: Awaited<ReturnType<typeof decode>>;
    try {
      shared = await decode(hash);
    } catch {
      this.trouble = {
        text: "This link is damaged: the program in it cannot be read.",
        again: null,
      };
      return false;
    }
    if (!shared) return false;
    this.keep();
    newTab();
    const { code, seed, clock, at } = shared;
    this.change({ seed: seed ?? DEFAULTS.seed, clock: clock ?? DEFAULTS.clock });
    this.trouble = null;
    this.play.reset();
    this.play.code = code;
    this.play.at = at ?? "";
    this.original = "";
    this.example = SHARED;
    this.edited = true;
    this.expect("");
    this.suggest("");
    this.keep();
    // From here on what counts is what is edited, not the link.
    history.replaceState(null, "", location.pathname + location.search);
    return true;
  };

  private readonly share = async (): Promise<void> => {
    const { seed, clock } = this.settings;
    const moment = this.play.playhead;
    const hash = await encode({
      code: this.play.code,
      ...(seed === DEFAULTS.seed ? {} : { seed }),
      ...(clock === DEFAULTS.clock ? {} : { clock }),
      ...(this.atMoment && moment !== "h0" ? { at: moment } : {}),
    });
    this.copied = false;
    this.link = `${location.origin}${location.pathname}${hash}`;
  };

  private readonly copy = async (): Promise<void> => {
    const field = this.querySelector<HTMLInputElement>("#share input");
    field?.select();
    try {
      await navigator.clipboard.writeText(this.link);
      this.copied = true;
    } catch {
      // Not allowed here: the link is selected, and the reader copies it.
    }
  };

  private async restore(draft: Draft, first = false): Promise<void> {
    const known = find(draft.example);
    // Without the example nothing is lost: the draft is a program of its own.
    const { code } = known ? await program(known.id).catch(() => ({ code: "" })) : { code: "" };
    if (known && code === draft.code) {
      await this.open(known.id, first);
      return;
    }
    if (!first) {
      this.keep();
      newTab();
    }
    this.play.reset();
    this.play.code = draft.code;
    this.play.at = "";
    this.original = code;
    this.example = draft.example;
    this.edited = true;
    this.expect("");
    this.suggest("");
  }

  /** What to try next with an example, below its output. */
  private suggest(text: string): void {
    this.play.querySelector('[slot="after"]')?.remove();
    if (!text) return;
    const line = document.createElement("p");
    line.slot = "after";
    line.className = "try";
    line.textContent = `Try this: ${text}`;
    this.play.append(line);
  }

  private expect(text: string): void {
    this.play.querySelector('[slot="expected"]')?.remove();
    if (!text) return;
    const block = document.createElement("pre");
    block.slot = "expected";
    block.textContent = text;
    this.play.append(block);
    this.play.requestUpdate();
  }

  /** Saves the program, when it is not simply an example. */
  private readonly keep = (): void => {
    if (!this.example || !this.isConnected) return;
    const { code } = this.play;
    this.edited = code !== this.original;
    if (!this.edited && !loadDrafts().some((draft) => draft.id === sessionTab())) return;
    const kept = saveDraft({ id: sessionTab(), code, example: this.example, when: Date.now() });
    if (!kept) {
      this.trouble = {
        text: "This browser has no room to keep your program: a reload would lose it. Share makes a link of it.",
        again: null,
      };
    }
  };

  private readonly typed = (): void => {
    this.keep();
    // What an example should print says nothing about an edited one.
    if (this.edited) this.expect("");
  };

  // -- settings ------------------------------------------------------------------------------------

  private change(part: Partial<Settings>): void {
    this.settings = { ...this.settings, ...part };
    saveSettings(this.settings);
    this.applyTheme();
  }

  private applyTheme(): void {
    if (this.settings.theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.settings.theme;
  }

  private nextTheme(): void {
    const dark =
      this.settings.theme === "dark" ||
      (this.settings.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
    this.change({ theme: dark ? "light" : "dark" });
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (event.target === document.body && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key] as 1 | -1 | undefined;
      if (direction) void this.play.step(event.shiftKey ? "turn" : "half", direction);
      return;
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const pane = { "1": "code", "2": "run", "3": "output", "4": "stage" }[event.key];
    if (event.key === "Enter") {
      if (event.defaultPrevented) return;
      event.preventDefault();
      void this.play.run();
    } else if (pane === "run") {
      event.preventDefault();
      if (this.play.running) void this.play.stop();
      else void this.play.run();
    } else if (pane === "code" || pane === "output" || pane === "stage") {
      event.preventDefault();
      this.play.focusPane(pane);
    }
  };

  // -- what is drawn -------------------------------------------------------------------------------

  protected override render(): TemplateResult {
    const { settings } = this;
    const busy = this.running === "running" || this.running === "loading";
    const title =
      find(this.example)?.title ?? (this.example === SHARED ? "Shared program" : "Untitled");
    return html`
      <header class="bar">
        <a class="brand" href="./" aria-label="Coroscope">
          <svg viewBox="0 0 28 20" aria-hidden="true"><rect x="1" y="4" width="9" height="12" rx="2.5"></rect><rect x="18" y="4" width="9" height="12" rx="2.5"></rect><path d="M11.5 7.5h5m0 0-1.8-1.8m1.8 1.8-1.8 1.8M16.500 12.500h-5m0 0 1.800-1.800m-1.800 1.800 1.800 1.800"></path></svg>
          <h1>Coroscope</h1></a>
        <button class="field examples" popovertarget="examples" aria-haspopup="dialog">
          <span class="name">${title}</span>${this.edited ? html`<span class="edited">edited</span>` : nothing}
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="m4 6 4 4 4-4"></path></svg>
        </button>
        <button class=${busy ? "primary stop" : "primary"} data-action="run" title=${busy ? "Stop" : "Run (Ctrl+Enter)"}
          @click=${() => (busy ? this.play.stop() : this.play.run())}>
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${busy ? "M3.5 3.500h9v9h-9z" : "M4.5 2.800v10.400l8.600-5.200z"}></path></svg>${busy ? "Stop" : "Run"}</button>
        <span class="spacer"></span>
        <button class="field settings" popovertarget="settings">${settings.clock === "virtual" ? "Virtual clock" : "Real clock"} · seed ${settings.seed}</button>
        <button class="field share" popovertarget="share" aria-haspopup="dialog" title="A link to this program">
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M6.500 9.500 9.500 6.500M7 4.500l1.300-1.300a3.200 3.200 0 0 1 4.500 4.500L11.500 9M9 11.500l-1.300 1.300a3.200 3.200 0 0 1-4.500-4.500L4.500 7"></path></svg>
          <span>Share</span></button>
        <button class="icon" title="Light or dark" aria-label="Switch between light and dark" @click=${() => this.nextTheme()}>
          <svg viewBox="0 0 16 16" aria-hidden="true"><path class="fill" d="M8 2a6 6 0 1 0 0 12z"></path><circle cx="8" cy="8" r="5.300"></circle></svg></button>
        <button class="icon" popovertarget="help" title="Keys" aria-label="Help">?</button>
      </header>
      <div id="examples" class="panel" popover role="dialog" aria-label="Programs" @toggle=${this.opened}>
        ${picker(this.example, this.query, loadDrafts(), {
          search: (text) => {
            this.query = text;
          },
          pick: (example) => this.picked(example),
          restore: (draft) => {
            this.closePicker();
            void this.restore(draft);
          },
        })}
      </div>
      ${this.settingsPanel()}${this.sharePanel()}${this.helpPanel()}
      <main>
        ${
          this.trouble
            ? html`<p class="trouble" role="alert">${this.trouble.text}
              ${this.trouble.again ? html`<button @click=${this.trouble.again}>Try again</button>` : nothing}</p>`
            : nothing
        }
        <coro-play layout="columns" edit=${EDIT} .speed=${settings.speed} .clock=${settings.clock} .seed=${settings.seed}
          .where=${settings.engine} theme=${settings.theme} .split=${settings.split} .outputShare=${settings.output}
          @coro-change=${this.typed} @coro-state=${this.heard} @coro-engine=${this.engine}
          @coro-resize=${this.resized} @coro-speed=${this.sped}></coro-play>
      </main>`;
  }

  private settingsPanel(): TemplateResult {
    const { settings } = this;
    const choice = <K extends "clock" | "theme" | "engine">(
      name: K,
      label: string,
      options: [Settings[K], string][],
    ): TemplateResult => html`<label><span>${label}</span>
      <select name=${name} @change=${(event: Event) =>
        this.change({ [name]: (event.target as HTMLSelectElement).value } as Partial<Settings>)}>
        ${options.map(([value, text]) => html`<option value=${value} ?selected=${settings[name] === value}>${text}</option>`)}
      </select></label>`;
    return html`<div id="settings" class="panel form" popover role="dialog" aria-label="Settings">
      ${choice("clock", "Clock", [
        ["virtual", "Virtual: sleeps take no time"],
        ["real", "Real: by the browser's clock"],
      ])}
      <label><span>Seed</span><input name="seed" type="number" min="0" step="1" .value=${String(settings.seed)}
        @change=${(event: Event) => {
          const seed = (event.target as HTMLInputElement).valueAsNumber;
          if (Number.isSafeInteger(seed) && seed >= 0) this.change({ seed });
        }}></label>
      ${choice("theme", "Colours", [
        ["auto", "As the system"],
        ["light", "Light"],
        ["dark", "Dark"],
      ])}
      ${choice("engine", "Python runs", [
        ["auto", "In a worker where possible"],
        ["worker", "In a worker"],
        ["page", "In this page"],
      ])}
    </div>`;
  }

  private sharePanel(): TemplateResult {
    const { link } = this;
    return html`<div id="share" class="panel form" popover role="dialog" aria-label="Share" @toggle=${(
      event: Event,
    ) => {
      if ((event as ToggleEvent).newState === "open") void this.share();
    }}>
      <p>The link holds the program itself. Opening it runs nothing.</p>
      <label class="row"><span class="unseen">Link</span><input readonly aria-label="Link" .value=${link}></label>
      <label class="check"><input type="checkbox" name="moment" .checked=${this.atMoment} @change=${(
        event: Event,
      ) => {
        this.atMoment = (event.target as HTMLInputElement).checked;
        void this.share();
      }}> The first run goes to the moment that the stage shows now</label>
      <p class="foot"><button class="copy" @click=${this.copy}>Copy</button>
        <span role="status">${
          this.copied
            ? "Copied."
            : link.length > LONG_LINK
              ? `${link.length} characters: some apps cut a link of this length.`
              : ""
        }</span></p>
    </div>`;
  }

  private helpPanel(): TemplateResult {
    const keys: [string, string][] = [
      ["Ctrl Enter", "run"],
      ["Ctrl 1 2 3 4", "editor, run or stop, output, stage"],
      ["→ ←", "next, previous handoff"],
      ["Shift →", "a whole turn"],
      ["↓ ↑", "next, previous sentence of the transcript"],
      ["Alt ↓", "next of the chosen task"],
      ["T", "next tick of the loop"],
      ["O", "next output"],
      ["E", "next error"],
      ["Space", "play, pause"],
      ["+ −", "faster, slower"],
      ["R I", "real time, instant"],
      ["Home End", "start, end"],
      ["Esc Tab", "leave the editor"],
    ];
    return html`<div id="help" class="panel help" popover role="dialog" aria-label="Help">
      <h2>Keys</h2>
      <dl>${keys.map(([key, what]) => html`<dt>${key.split(" ").map((part) => html`<kbd>${part}</kbd>`)}</dt><dd>${what}</dd>`)}</dl>
      <p>Single keys work while the stage has the focus. Python runs in this browser: nothing is sent anywhere, and nothing is counted.</p>
      <p class="version">${this.version ? `Coroscope ${this.version}, after CPython 3.14` : "The engine is loaded at the first Run."}</p>
    </div>`;
  }

  private picked(example: Example): void {
    this.closePicker();
    this.trouble = null;
    void this.open(example.id);
  }

  private closePicker(): void {
    this.querySelector<HTMLElement>("#examples")?.hidePopover();
    this.query = "";
  }

  private readonly opened = (event: Event): void => {
    if ((event as ToggleEvent).newState !== "open") return;
    this.requestUpdate();
    this.querySelector<HTMLElement>("#examples .search")?.focus();
  };

  private readonly heard = (event: Event): void => {
    this.running = (event as CustomEvent<{ state: PlayState }>).detail.state;
  };

  private readonly engine = (event: Event): void => {
    this.version = (event as CustomEvent<{ version: string }>).detail.version;
  };

  private readonly resized = (event: Event): void => {
    const { split, output } = (event as CustomEvent<{ split: number; output: number }>).detail;
    this.change({ split, output });
  };

  private readonly sped = (event: Event): void => {
    this.change({ speed: (event as CustomEvent<{ speed: string }>).detail.speed });
  };
}

customElements.define("coro-page", CoroPage);
