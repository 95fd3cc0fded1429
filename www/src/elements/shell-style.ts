/** The element's own layout: code, bar, stage, output; stacked, or in two columns. */
import { css } from "lit";

export const shellStyle = css`
  :host {
    display: block;
    min-width: 280px;
    color: var(--_fg);
    font: 15px / 1.5 var(--_font);
    container-type: inline-size;
  }
  :host([hidden]) { display: none; }
  .shell {
    display: grid;
    gap: 0;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_ground);
    overflow: clip;
  }
  .pane { min-width: 0; position: relative; }
  .code-pane { background: var(--_bg); overflow: auto; max-height: var(--coro-editor-max-height, none); }
  .bar {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 6px 14px;
    padding: 10px 14px;
    border-block: 1px solid var(--_border);
  }
  .run {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: 36px;
    padding: 0 16px 0 13px;
    border: 0;
    border-radius: 9px;
    background: var(--_fg);
    color: var(--_bg);
    font: 600 15px / 1 var(--_font);
    cursor: pointer;
  }
  .run svg { width: 14px; height: 14px; fill: currentColor; }
  .run:hover { background: color-mix(in oklab, var(--_fg) 84%, var(--_bg)); }
  .run:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
  .run.stop { background: none; color: var(--_fg); box-shadow: inset 0 0 0 1.5px var(--_fg); }
  .status { color: var(--_muted); font-size: 14px; }
  .status .bad { color: var(--_error); }
  .badge { margin-inline-start: auto; color: var(--_muted); font-size: 14px; }
  .badge.pass { color: var(--_ok); }
  .badge.fail { color: var(--_error); }
  .stage-pane { padding: 16px 16px 12px; }
  .figure { display: block; width: 320px; max-width: 100%; height: 84px; margin: 0 auto; fill: none; stroke: var(--_border); stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
  .figure rect { stroke-dasharray: 4 4; }
  .figure text { fill: var(--_muted); stroke: none; font: 14px var(--_font); text-anchor: middle; }
  .output-pane { border-top: 1px solid var(--_border); background: var(--_bg); }
  .head { margin: 0; padding: 10px 16px 4px; color: var(--_muted); font-size: 13px; }
  .output {
    box-sizing: border-box;
    margin: 0;
    padding: 6px 16px 14px;
    min-height: 48px;
    max-height: var(--coro-output-max-height, 320px);
    overflow: auto;
    font: var(--coro-font-size, 14px) / 1.55 var(--_mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    tab-size: 8;
  }
  .output:focus-visible, .static:focus-visible { outline: 2px solid var(--_accent); outline-offset: -2px; }
  .output .err { color: var(--_error); }
  .output .row { display: block; }
  .output .later { opacity: .62; }
  .output .typed { color: var(--_muted); }
  .ask { margin: 0; }
  .ask input { box-sizing: border-box; }
  .ask input { width: 100%; padding: 2px 6px; border: 1px solid var(--_border); border-radius: 6px; background: var(--_bg); color: inherit; font: inherit; }
  .ask input:focus-visible { outline: 2px solid var(--_accent); outline-offset: 0; }
  .output .cut { color: var(--_muted); }
  ::slotted([slot="expected"]) { margin: 0 !important; font: inherit !important; background: none !important; padding: 0 !important; white-space: pre-wrap; color: var(--_muted); }

  .static {
    margin: 0;
    padding: 12px 0;
    font: var(--coro-font-size, 14px) / 1.6 var(--_mono);
    tab-size: 4;
    cursor: text;
  }
  .static code { font: inherit; display: block; width: max-content; min-width: 100%; }
  .line { display: block; padding-inline-end: 14px; white-space: pre; position: relative; }
  .no { display: inline-block; width: 2.6em; padding-inline-end: 1.1em; text-align: end; color: var(--_muted); user-select: none; }
  .line.current { background: var(--hue-soft); box-shadow: inset 3px 0 var(--hue); }
  .line.parked { box-shadow: inset 3px 0 color-mix(in oklab, var(--hue) 50%, transparent); }
  .count { display: inline-flex; align-items: center; gap: 3px; margin-inline-start: 14px; color: var(--hue); font-size: 12px; line-height: 1; vertical-align: -1px; user-select: none; }
  .count svg { width: 11px; height: 11px; fill: currentColor; }
  .line.wrong { background: color-mix(in oklab, var(--_error) 12%, var(--_bg)); box-shadow: inset 3px 0 var(--_error); }
  .keyword { font-weight: 650; }
  .comment { color: var(--_muted); font-style: italic; }
  .string { color: var(--_code-string, light-dark(#3d5a80, #a9c3e0)); }
  .constant { color: var(--_code-string, light-dark(#3d5a80, #a9c3e0)); }

  :host([view="code"]) :is(.stage-pane, .output-pane),
  :host([view="output"]) :is(.stage-pane, .code-pane),
  :host([view="stage"]) :is(.code-pane, .output-pane),
  :host([view="transcript"]) .code-pane { display: none; }
  :host(:is([view="stage"], [view="output"], [view="transcript"])) .bar { border-top: 0; }
  :host([view="code"]) .bar { border-bottom: 0; }
  :host([view="present"]) { --coro-font-size: 20px; }
  :host([view="present"]) .stage-pane { zoom: 1.25; }
  :host([view="present"]) .output { max-height: none; }
  @media print {
    .bar, .transport { display: none; }
    .output, .code-pane { max-height: none; }
  }
`;
