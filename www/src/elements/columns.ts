/**
 * The playground's layout of the element: two columns with dividers that can be dragged or moved by
 * the arrow keys. Loaded only where `layout="columns"` asks for it.
 */
import { css, html, svg, type TemplateResult } from "lit";

export const SPLIT = 42;
export const OUTPUT = 32;

export const columnsStyle = css`
  :host([layout="columns"]) { height: 100%; }
  :host([layout="columns"]) .shell { border: 0; border-radius: 0; }
  :host([layout="columns"]) .head { display: flex; justify-content: space-between; gap: 16px; }
  :host([layout="columns"]) .head span:first-child { white-space: nowrap; }
  :host([layout="columns"]) .head .status { text-align: end; }
  :host([layout="columns"]) .bar .status, :host([layout="columns"]) .bar .badge { display: none; }
  .thumbs { display: none; gap: 4px; }
  .thumbs button { display: grid; place-items: center; width: 48px; height: 48px; padding: 0; border: 0; border-radius: 10px; background: none; color: var(--_fg); }
  .thumbs button:active { background: var(--_hover); }
  .thumbs button:disabled { color: var(--_border); }
  .thumbs svg { width: 18px; height: 18px; fill: currentColor; }
  .tabs { display: none; }
  .tabs button { flex: 1; height: 48px; padding: 0; border: 0; border-bottom: 2px solid transparent; background: none; color: var(--_muted); font: inherit; cursor: pointer; }
  .tabs button[aria-pressed="true"] { border-color: var(--_fg); color: var(--_fg); font-weight: 600; }
  .tabs button:focus-visible { outline: 2px solid var(--_accent); outline-offset: -3px; }
  .divider { display: none; position: relative; background: var(--_border); touch-action: none; }
  .divider::after { content: ""; position: absolute; inset: -5px; z-index: 2; }
  .divider:hover, .divider:focus-visible { background: var(--_fg); outline: 1px solid var(--_fg); }
  .divider.columns::after { cursor: col-resize; }
  .divider.rows::after { cursor: row-resize; }
  @container (min-width: 900px) {
    :host([layout="columns"]) .shell {
      height: 100%;
      grid-template-columns: minmax(260px, calc(var(--_split, 42) * 1%)) 1px minmax(360px, 1fr);
      grid-template-rows: auto minmax(80px, 1fr) 1px minmax(96px, calc(var(--_output, 32) * 1%));
    }
    :host([layout="columns"]) .divider { display: block; }
    :host([layout="columns"]) .divider.columns { grid-column: 2; grid-row: 1 / -1; }
    :host([layout="columns"]) .divider.rows { grid-column: 1; grid-row: 3; }
    :host([layout="columns"]) .bar { grid-column: 1; grid-row: 1; border-top: 0; }
    :host([layout="columns"]) .code-pane { grid-column: 1; grid-row: 2; }
    :host([layout="columns"]) .output-pane { grid-column: 1; grid-row: 4; display: flex; flex-direction: column; min-height: 0; border: 0; }
    :host([layout="columns"]) .output { flex: 1; max-height: none; }
    :host([layout="columns"]) .stage-pane { grid-column: 3; grid-row: 1 / -1; padding: 24px 28px; overflow: auto; display: flex; flex-direction: column; }
    :host([layout="columns"]) .stage-view { flex: 1; min-height: 0; display: flex; flex-direction: column; }
    :host([layout="columns"]) .stage-view > * { flex: none; }
    :host([layout="columns"]) .stage-view > .transcript { flex: 1 1 0; min-height: 160px; max-height: none; }
  }
  @container (min-width: 600px) and (max-width: 899.98px) {
    :host([layout="columns"]) .shell { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
    :host([layout="columns"]) .bar { grid-column: 1 / -1; grid-row: 1; border-top: 0; }
    :host([layout="columns"]) .stage-pane { grid-column: 1 / -1; grid-row: 2; border-bottom: 1px solid var(--_border); }
    :host([layout="columns"]) .code-pane { grid-column: 1; grid-row: 3; }
    :host([layout="columns"]) .output-pane { grid-column: 2; grid-row: 3; border-top: 0; border-inline-start: 1px solid var(--_border); }
  }
  @container (max-width: 599.98px) {
    :host([layout="columns"]) .stage-pane { order: -2; }
    :host([layout="columns"]) .transport .common { display: none; }
    :host([layout="columns"]) .tabs { display: flex; order: -1; border-block: 1px solid var(--_border); }
    :host([layout="columns"]) .shell[data-pane="code"] .output-pane, :host([layout="columns"]) .shell[data-pane="output"] .code-pane { display: none; }
    :host([layout="columns"]) .output-pane { border-top: 0; }
    :host([layout="columns"]) .output { max-height: none; min-height: 160px; }
    :host([layout="columns"]) .bar { position: sticky; bottom: 0; z-index: 2; background: var(--_ground); order: 1; }
    :host([layout="columns"]) .thumbs { display: flex; }
    :host([layout="columns"]) .run { min-height: 48px; flex: 1; justify-content: center; }
  }
`;

/** What thumbs need on a phone, beside Run. */
export interface Thumbs {
  playing: boolean;
  ready: boolean;
  step(direction: 1 | -1): void;
  toggle(): void;
}

export function thumbs(act: Thumbs): TemplateResult {
  const button = (label: string, path: string, press: () => void): TemplateResult =>
    html`<button aria-label=${label} ?disabled=${!act.ready} @click=${press}>
      <svg viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${path}></path>`}</svg></button>`;
  return html`<span class="thumbs">
    ${button("previous handoff", "M11.5 2.8v10.4L2.9 8z", () => act.step(-1))}
    ${
      act.playing
        ? button("pause", "M4 3h3v10H4zM9 3h3v10H9z", act.toggle)
        : button("play", "M4.5 2.8v10.4l8.6-5.2z", act.toggle)
    }
    ${button("next handoff", "M3 2.8v10.4L11 8zM11.4 3h1.9v10h-1.9z", () => act.step(1))}
  </span>`;
}

/** On a phone: which of the two is below the stage. */
export function tabs(
  pane: "code" | "output",
  choose: (pane: "code" | "output") => void,
): TemplateResult {
  const tab = (name: "code" | "output", word: string): TemplateResult =>
    html`<button aria-pressed=${pane === name ? "true" : "false"} @click=${() => choose(name)}>${word}</button>`;
  return html`<div class="tabs" part="tabs" role="group" aria-label="what is shown below the stage">${tab("output", "Output")}${tab("code", "Code")}</div>`;
}

export interface Shares {
  /** The left column's share of the width, in percent. */
  split: number;
  /** The output's share of the height, in percent. */
  output: number;
}

export function dividers(
  shares: Shares,
  change: (shares: Shares, done: boolean) => void,
): TemplateResult {
  return html`${divider("columns", shares.split, SPLIT, (split, done) =>
    change({ ...shares, split }, done),
  )}${divider("rows", shares.output, OUTPUT, (output, done) => change({ ...shares, output }, done))}`;
}

function divider(
  kind: "columns" | "rows",
  value: number,
  home: number,
  set: (value: number, done: boolean) => void,
): TemplateResult {
  const columns = kind === "columns";
  const [low, high] = columns ? [22, 72] : [12, 78];
  const limit = (wanted: number): number => Math.min(high, Math.max(low, wanted));
  const shareAt = (event: PointerEvent): number => {
    const parent = (event.currentTarget as HTMLElement).parentElement;
    const box = parent?.getBoundingClientRect();
    if (!box) return value;
    return limit(
      columns
        ? ((event.clientX - box.left) / box.width) * 100
        : ((box.bottom - event.clientY) / box.height) * 100,
    );
  };
  const key = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -2, ArrowRight: 2, ArrowUp: 2, ArrowDown: -2 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    set(limit(value + by), true);
  };
  return html`<div class=${`divider ${kind}`} part="divider" role="separator" tabindex="0"
    aria-orientation=${columns ? "vertical" : "horizontal"} aria-label=${columns ? "width of the code" : "height of the output"}
    aria-valuenow=${Math.round(value)} aria-valuemin=${low} aria-valuemax=${high}
    @keydown=${key} @dblclick=${() => set(home, true)}
    @pointerdown=${(event: PointerEvent) => (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)}
    @pointermove=${(event: PointerEvent) => {
      if ((event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId))
        set(shareAt(event), false);
    }}
    @pointerup=${(event: PointerEvent) => set(shareAt(event), true)}></div>`;
}
