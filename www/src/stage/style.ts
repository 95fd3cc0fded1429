/**
 * How the stage looks. Colour means one thing here: which task. Everything else is ink on paper.
 *
 * The private `--_…` variables come from the element (`elements/theme.ts`), which takes them from the
 * public `--coro-…` ones.
 */
import { css } from "lit";

export const stageStyle = css`
  .stage {
    position: relative;
    display: block;
    container-type: inline-size;
  }
  .stage:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 4px;
    border-radius: 12px;
  }
  .stage svg.scene {
    display: block;
    width: 100%;
    overflow: visible;
    font: 14px / 1 var(--_font);
    fill: var(--_fg);
  }
  .hue-0 { --hue: var(--_loop); --hue-soft: color-mix(in oklab, var(--_loop) 12%, var(--_bg)); }
  .hue-1 { --hue: var(--_task-1); --hue-soft: color-mix(in oklab, var(--_task-1) 13%, var(--_bg)); }
  .hue-2 { --hue: var(--_task-2); --hue-soft: color-mix(in oklab, var(--_task-2) 13%, var(--_bg)); }
  .hue-3 { --hue: var(--_task-3); --hue-soft: color-mix(in oklab, var(--_task-3) 13%, var(--_bg)); }
  .hue-4 { --hue: var(--_task-4); --hue-soft: color-mix(in oklab, var(--_task-4) 13%, var(--_bg)); }
  .hue-5 { --hue: var(--_task-5); --hue-soft: color-mix(in oklab, var(--_task-5) 13%, var(--_bg)); }
  .hue-6 { --hue: var(--_task-6); --hue-soft: color-mix(in oklab, var(--_task-6) 13%, var(--_bg)); }
  .hue-7 { --hue: var(--_task-7); --hue-soft: color-mix(in oklab, var(--_task-7) 13%, var(--_bg)); }
  .hue-8 { --hue: var(--_task-8); --hue-soft: color-mix(in oklab, var(--_task-8) 13%, var(--_bg)); }

  .scene text { fill: var(--_fg); }
  .scene .code, .scene .num { font-family: var(--_mono); }
  .scene .num { font-variant-numeric: tabular-nums; }
  .scene .muted { fill: var(--_muted); }
  .scene .title { font-weight: 650; letter-spacing: .09em; }
  .scene .says { fill: var(--_muted); }
  .scene .label { fill: var(--_muted); }
  .scene .hair { stroke: var(--_border); }

  .box .frame { fill: var(--_bg); stroke: var(--_border); stroke-width: 1.5; transition: stroke .18s; }
  .box.faint .frame { stroke-dasharray: 4 4; fill: none; }
  .box.faint .title { fill: var(--_muted); font-weight: 550; }
  .box.holds .frame { stroke: var(--_fg); stroke-width: 2; stroke-dasharray: none; fill: var(--_bg); }
  .box[part="coro"].holds .frame { stroke: var(--hue); }
  .box[part="coro"]:not(.holds) [part="chain"] { opacity: .72; }
  .box.over [part="chain"] .row:not(.end) { opacity: .45; }
  .box.closed .frame { stroke-dasharray: 4 4; }
  .who text { font-weight: 600; fill: var(--hue); }
  .hatch { fill: url(#hatch); }
  #hatch path { stroke: var(--_error); stroke-width: 3; opacity: .28; }

  .chip rect { fill: var(--hue-soft); stroke: var(--hue); stroke-width: 1.25; }
  .chip circle { fill: var(--hue); }
  .chip text { font-family: var(--_mono); }
  .chip.later rect { stroke-dasharray: 3 3; }
  .chip .cut { stroke: var(--_muted); stroke-width: 1.5; stroke-dasharray: 3 3; }
  .chip.timer rect { fill: none; stroke: var(--_border); }
  .chip.timer.next rect { stroke: var(--hue); }
  .chip.timer circle { fill: none; stroke: var(--hue); stroke-width: 1.4; }
  .chip.timer path { fill: none; stroke: var(--hue); stroke-width: 1.4; stroke-linecap: round; }

  .row .elbow { fill: none; stroke: var(--_border); stroke-width: 1.5; }
  .row .await { fill: var(--_muted); }
  .row.runs .code { font-weight: 650; }
  .row.lib .code { fill: var(--_muted); }
  .row.wait rect { fill: var(--hue-soft); stroke: var(--hue); stroke-dasharray: 4 3; }
  .row .sign { fill: var(--hue); }
  .row.end .sign { fill: var(--_ok); }
  .row.bad .sign, .row.bad .muted { fill: var(--_error); }
  .row .dotted { fill: none; stroke: var(--hue); stroke-width: 1.8; stroke-dasharray: 1 4; stroke-linecap: round; stroke-linejoin: round; }
  .row .yielded { fill: var(--hue); font-family: var(--_mono); }

  .arrow .track { stroke: var(--_border); stroke-width: 1.5; }
  .arrow .stroke { stroke: none; stroke-width: 2.5; stroke-linecap: round; }
  .arrow .head { fill: none; stroke: var(--_border); stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
  .arrow .word { fill: var(--_muted); }
  .arrow .value { fill: var(--_muted); }
  .arrow.ghost .word, .arrow.ghost .value { opacity: .78; }
  .arrow.live .stroke { stroke: var(--hue); }
  .arrow.live .head { stroke: var(--hue); stroke-width: 2.5; }
  .arrow.live .word { fill: var(--hue); font-weight: 650; }
  .arrow.live .value { fill: var(--_fg); }
  .arrow.live .sign { fill: var(--_ok); }
  .arrow.live.bad .value, .arrow.live.bad .word { fill: var(--_error); }
  .arrow.live.bad .sign { fill: var(--_error); }
  .arrow.ghost .sign { display: none; }
  .arrow .word, .arrow .value { paint-order: stroke; stroke: var(--_ground); stroke-width: 5px; stroke-linejoin: round; }
  .arrow.steady .stroke { stroke: var(--_muted); stroke-width: 7; opacity: .5; }
  .arrow.steady .head { stroke: var(--_muted); stroke-width: 2.5; }
  .baton { fill: var(--_bg); stroke: var(--_fg); stroke-width: 3.5; }
  .baton-at:not(.hue-0) .baton { stroke: var(--hue); }

  .moving .pop, .moving .row { transition: opacity .2s ease-out, transform .2s ease-out; }
  @starting-style {
    .moving .pop { opacity: 0; transform: translateY(-5px); }
    .moving .row { opacity: 0; transform: translateX(-7px); }
  }
  .idle .frame { animation: breathe 3.2s ease-in-out infinite; }
  @keyframes breathe { 50% { stroke-opacity: .45; } }

  .caption {
    min-height: 1.5em;
    margin: 10px 2px 0;
    color: var(--_fg);
    font-size: 14px;
    line-height: 1.5;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .caption .time { color: var(--_muted); font-variant-numeric: tabular-nums; margin-inline-end: 10px; }

  .hint { margin: 6px 2px 0; color: var(--_muted); font-size: 14px; }

  @container (max-width: 600px) {
    .caption { white-space: normal; min-height: 3em; }
  }

  .rail {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    list-style: none;
    margin: 10px 0 0;
    padding: 0;
  }
  .card {
    display: flex;
    align-items: center;
    gap: 8px;
    box-sizing: border-box;
    min-width: 0;
    max-width: 100%;
    height: 34px;
    padding: 0 12px 0 9px;
    border: 1px solid var(--_border);
    border-radius: 8px;
    background: var(--_bg);
    color: var(--_fg);
    font: 14px / 1 var(--_font);
    white-space: nowrap;
    transition: border-color .18s, box-shadow .18s, transform .18s;
  }
  .card svg { width: 14px; height: 14px; flex: none; fill: var(--hue); }
  .card .name { font-weight: 600; color: var(--hue); }
  .card .what { color: var(--_muted); overflow: hidden; text-overflow: ellipsis; font-family: var(--_mono); font-size: 13px; line-height: 1.5; }
  .card.running { border-color: var(--hue); box-shadow: 0 0 0 1px var(--hue); }
  .card.woken { border-color: var(--hue); border-style: dashed; }
  .card.failed svg, .card.failed .what { fill: var(--_error); color: var(--_error); }
  .card.cancelled svg, .card.cancelling svg { fill: var(--_warn); }
  .card.done .name, .card.cancelled .name { font-weight: 500; color: var(--_muted); }
  .card.done svg { fill: var(--_muted); }
  .card[aria-pressed="true"] { outline: 2px solid var(--_fg); outline-offset: 1px; }
  .card:focus-visible, .tile:focus-visible { outline: 2px solid var(--_accent); outline-offset: 1px; }
  .group {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 6px 12px;
    box-sizing: border-box;
    width: 100%;
    padding: 8px 12px 9px;
    border: 1px solid var(--_border);
    border-radius: 8px;
    background: var(--_bg);
    font-size: 14px;
  }
  .group .name { font-weight: 600; }
  .group .counts { font-variant-numeric: tabular-nums; color: var(--_muted); }
  .group.single { width: auto; align-items: center; }
  .group.single .tiles { width: auto; }
  .group.single .bar { width: 40px; }
  .tiles { display: flex; flex-wrap: wrap; gap: 4px; width: 100%; }
  .tile {
    display: grid;
    place-items: center;
    width: 20px;
    height: 20px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 5px;
    background: var(--hue-soft);
    color: var(--hue);
    cursor: pointer;
  }
  .tile svg { width: 11px; height: 11px; fill: currentColor; }
  .tile.running { background: var(--hue); color: var(--_bg); }
  .tile.ready { border-color: var(--hue); }
  .tile.done { background: none; color: var(--_muted); }
  .tile.failed { background: none; border-color: var(--_error); color: var(--_error); }
  .tile.cancelled { background: none; color: var(--_warn); }
  .tile[aria-pressed="true"] { outline: 2px solid var(--_fg); outline-offset: 1px; }
  .group .bar { width: 100%; height: 8px; border-radius: 4px; }
  .bar .running, .bar .ready { fill: var(--hue); }
  .bar .waiting { fill: color-mix(in oklab, var(--hue) 38%, var(--_bg)); }
  .bar .done { fill: var(--_border); }
  .bar .failed { fill: var(--_error); }
  .bar .cancelled { fill: var(--_warn); }
  .about { margin: 8px 2px 0; color: var(--_muted); font-size: 14px; overflow-wrap: anywhere; }
  .about b { color: var(--hue); }
  .about .code { font-family: var(--_mono); font-size: 13px; }

  .shared { margin-top: 6px; gap: 6px; }
  .thing {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 10px;
    padding: 5px 12px;
    border: 1px dashed var(--_border);
    border-radius: 8px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 1.5;
  }
  .thing .name { color: var(--_fg); font-weight: 600; }
  .thing b { color: var(--hue); font-weight: 600; }
  .thing.held { border-style: solid; border-color: var(--_muted); background: var(--_bg); }
  .thing.closed .name { color: var(--_muted); font-weight: 500; }
  .shared .more { align-self: center; color: var(--_muted); font-size: 13px; }

  .ribbon { position: relative; height: 58px; margin-top: 12px; border-radius: 8px; }
  .ribbon canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
  .ribbon input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    opacity: 0;
    cursor: ew-resize;
    touch-action: pan-y;
  }
  .ribbon:focus-within { outline: 2px solid var(--_accent); outline-offset: 3px; }

  .transport { display: flex; align-items: center; flex-wrap: wrap; gap: 4px 10px; margin-top: 8px; }
  .transport .keys { display: flex; gap: 2px; }
  .transport button {
    display: grid;
    place-items: center;
    width: 36px;
    height: 36px;
    padding: 0;
    border: 0;
    border-radius: 8px;
    background: none;
    color: var(--_fg);
    cursor: pointer;
  }
  .transport button svg { width: 16px; height: 16px; fill: currentColor; }
  .transport button:hover:not(:disabled) { background: var(--_hover); }
  .transport button:focus-visible { outline: 2px solid var(--_accent); outline-offset: 1px; }
  .transport button:disabled { color: var(--_border); cursor: default; }
  .transport .toggle { background: var(--_fg); color: var(--_bg); border-radius: 18px; }
  .transport .toggle:hover:not(:disabled) { background: color-mix(in oklab, var(--_fg) 84%, var(--_bg)); }
  .transport .toggle:disabled { background: var(--_border); color: var(--_bg); }
  .transport button[aria-pressed="true"] { background: var(--_hover); }
  .speed { display: flex; align-items: center; gap: 8px; color: var(--_muted); font-size: 13px; }
  .speed input { width: 92px; accent-color: var(--_fg); }
  .speed output { min-width: 62px; color: var(--_fg); font-variant-numeric: tabular-nums; }
  @container (max-width: 640px) {
    .speed .word { position: absolute; width: 1px; overflow: hidden; clip-path: inset(50%); }
  }
  .playhead { margin-inline-start: auto; color: var(--_muted); font-size: 13px; font-variant-numeric: tabular-nums; white-space: nowrap; }

  .transcript {
    max-height: 320px;
    margin: 14px 0 0;
    padding: 8px 0;
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: 12px;
    background: var(--_bg);
    list-style: none;
    font-size: 14px;
    line-height: 1.55;
  }
  .transcript li { display: grid; grid-template-columns: 4.6em 8px 1fr; align-items: baseline; gap: 12px; padding: 2px 16px; cursor: pointer; }
  .transcript li::before { content: ""; grid-column: 2; grid-row: 1; width: 7px; height: 7px; border-radius: 50%; align-self: center; }
  .transcript .handoff::before { background: var(--hue); }
  .transcript .time { grid-column: 1; grid-row: 1; color: var(--_muted); font-variant-numeric: tabular-nums; }
  .transcript .later { color: var(--_muted); }
  .transcript .later::before { opacity: .4; }
  .transcript li:not(.handoff) { color: var(--_muted); }
  .transcript [aria-current="step"] { background: var(--_hover); color: var(--_fg); }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  @media (prefers-reduced-motion: reduce) {
    .idle .frame { animation: none; }
    .box .frame, .card, .moving .pop, .moving .row { transition: none; }
  }
  @media (forced-colors: active) {
    .arrow.live .stroke, .arrow.live .head, .box.holds .frame { stroke: Highlight; }
    .transport .toggle { border: 1px solid ButtonText; }
  }
  @media (pointer: coarse) {
    .transport button { width: 48px; height: 48px; }
    .transport .toggle { border-radius: 24px; }
  }
`;
