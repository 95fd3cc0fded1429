/**
 * The LOOP box: what the loop is doing, who is ready, which timers run, what time it is.
 *
 * Owns: what does not fit is counted. The separator stands where this tick's batch ends.
 */
import { nothing, type SVGTemplateResult, svg } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { repeat } from "lit/directives/repeat.js";
import { seconds } from "../trace/narrate.ts";
import { byDue, type ReadyChip, type State, type TimerChip } from "../trace/state.ts";
import { type Box, CHAR, fit, type Layout, PAD } from "./layout.ts";
import { hueOfTask, shortName } from "./names.ts";

export function loopBox(state: State, at: Layout): SVGTemplateResult {
  const box = at.loop;
  const holds = state.place === "loop";
  const absent = state.loop === "none";
  const left = box.x + PAD;
  const right = box.x + box.w - PAD;
  const compact = at.form === "tall";
  const queueTop = box.y + (compact ? 84 : 86);
  const timersTop = queueTop + (compact ? 34 : 91);
  return svg`
    <g part="loop" role="group" aria-label=${`LOOP, ${loopWords(state)}`}
       class=${classMap({ box: true, holds, faint: absent, idle: state.loop === "idle", closed: state.loop === "closed" })}>
      <rect class="frame" x=${box.x} y=${box.y} width=${box.w} height=${box.h} rx="12"></rect>
      ${state.blocked ? blockedBand(state, box) : nothing}
      <text class="title" x=${left} y=${box.y + 29}>LOOP</text>
      ${
        state.tick > 0 && !absent
          ? svg`<text class="muted num" x=${right} y=${box.y + 29} text-anchor="end">tick ${state.tick}</text>`
          : nothing
      }
      <text class="says" x=${left} y=${box.y + 52}>${fit(loopWords(state), Math.floor((box.w - 2 * PAD) / 7.4))}</text>
      ${
        absent
          ? nothing
          : svg`
        ${readyRow(state, left, right, queueTop, compact)}
        ${timerRow(state, left, right, timersTop, compact)}
        ${clock(state, box)}`
      }
    </g>`;
}

function loopWords(state: State): string {
  if (state.blocked) {
    return state.blocked.why === "sleep" ? "blocked by time.sleep" : "blocked";
  }
  switch (state.loop) {
    case "none":
      return "no loop yet";
    case "closed":
      return "closed";
    case "idle":
      return state.idleUntil === null
        ? "idle, waiting for I/O"
        : `idle until ${seconds(state.idleUntil, 3)}`;
    case "running":
      return state.place === "loop"
        ? "picks the next handle"
        : state.place === "coro"
          ? "waits for the baton"
          : "running";
  }
}

function blockedBand(state: State, box: Box): SVGTemplateResult {
  const line = state.blocked?.line ?? 0;
  return svg`
    <rect class="hatch" part="blocked" x=${box.x + 1} y=${box.y + 60} width=${box.w - 2} height=${box.h - 104}></rect>
    ${line > 0 ? svg`<title>line ${line}</title>` : nothing}`;
}

interface Placed<T> {
  chip: T;
  x: number;
  y: number;
  w: number;
  text: string;
}

/** Room for a label beside its chips. */
const BESIDE = 58;

/** Chips that could ever fit: more are only counted. */
const SHOWN = 24;

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left <= 0) return;
    left -= 1;
    yield item;
  }
}

/** Chips from left to right in at most `rows` rows; the rest is counted. */
function place<T>(
  chips: readonly T[],
  count: number,
  text: (chip: T) => string,
  left: number,
  right: number,
  top: number,
  rows: number,
  edges: number,
): { placed: Placed<T>[]; hidden: number; endX: number; endY: number } {
  const placed: Placed<T>[] = [];
  let x = left;
  let row = 0;
  for (const [n, chip] of chips.entries()) {
    const words = text(chip);
    const w = Math.ceil(words.length * CHAR) + edges;
    const last = row === rows - 1;
    // The last row keeps room for "+12".
    const room = last && n < count - 1 ? right - 40 : right;
    if (x + w > room) {
      if (last) break;
      row += 1;
      x = left;
    }
    placed.push({ chip, x, y: top + row * 33, w, text: words });
    x += w + 7;
  }
  return { placed, hidden: count - placed.length, endX: x, endY: top + row * 33 };
}

/** Where the chips of a row go: below its label, or beside it where height is short. */
function frame(
  left: number,
  right: number,
  top: number,
  compact: boolean,
): [left: number, right: number, top: number, rows: number] {
  return compact ? [left + BESIDE, right, top - 18, 1] : [left, right, top + 9, 2];
}

function readyRow(
  state: State,
  left: number,
  right: number,
  top: number,
  compact: boolean,
): SVGTemplateResult {
  const row = place<ReadyChip>(
    [...take(state.ready.values(), SHOWN)],
    state.ready.size,
    (chip) =>
      chip.k !== null
        ? shortName(chip.label)
        : chip.label.startsWith("_")
          ? "callback"
          : fit(chip.label, 12),
    ...frame(left, right, top, compact),
    31,
  );
  return svg`
    <g part="ready" role="group" aria-label=${`ready queue, ${state.ready.size} waiting to run`}>
      <text class="label" x=${left} y=${top}>ready</text>
      ${state.ready.size === 0 ? svg`<text class="muted" x=${left + BESIDE} y=${top}>empty</text>` : nothing}
      ${repeat(
        row.placed,
        ({ chip }) => chip.h,
        ({ chip, x, y, w, text }, n) => svg`
          <g class=${classMap({ chip: true, [hueOfTask(state, chip.k)]: true, later: n >= state.batch })}
             transform=${`translate(${x} ${y})`}>
            <g class="pop">
              <rect width=${w} height="26" rx="13"></rect>
              <circle cx="13" cy="13" r="4"></circle>
              <text x="22" y="18">${text}</text>
            </g>
            ${
              n === state.batch && n > 0
                ? svg`<line class="cut" x1="-4" x2="-4" y1="-3" y2="29"></line>`
                : nothing
            }
          </g>`,
      )}
      ${row.hidden > 0 ? svg`<text class="muted num" x=${row.endX + 2} y=${row.endY + 18}>+${row.hidden}</text>` : nothing}
    </g>`;
}

function timerRow(
  state: State,
  left: number,
  right: number,
  top: number,
  compact: boolean,
): SVGTemplateResult | typeof nothing {
  if (state.timers.size === 0) return nothing;
  const row = place<TimerChip>(
    byDue(state).slice(0, SHOWN),
    state.timers.size,
    (chip) =>
      `${(chip.when / 1e6).toFixed(2)}${chip.k === null ? "" : ` ${shortName(chip.label)}`}`,
    ...frame(left, right, top, compact),
    29,
  );
  return svg`
    <g part="timers" role="group" aria-label=${`${state.timers.size} timers`}>
      <text class="label" x=${left} y=${top}>timers</text>
      ${repeat(
        row.placed,
        ({ chip }) => chip.h,
        ({ chip, x, y, w, text }, n) => svg`
          <g class=${classMap({ chip: true, timer: true, next: n === 0, [hueOfTask(state, chip.k)]: true })}
             transform=${`translate(${x} ${y})`}>
            <g class="pop">
              <rect width=${w} height="26" rx="5"></rect>
              <circle cx="13" cy="13" r="5"></circle>
              <path d="M13 10v3.4l2 1.2"></path>
              <text class="num" x="23" y="18">${text}</text>
            </g>
          </g>`,
      )}
      ${row.hidden > 0 ? svg`<text class="muted num" x=${row.endX + 2} y=${row.endY + 18}>+${row.hidden}</text>` : nothing}
    </g>`;
}

function clock(state: State, box: Box): SVGTemplateResult {
  const y = box.y + box.h - 15;
  return svg`
    <line class="hair" x1=${box.x + 1} x2=${box.x + box.w - 1} y1=${y - 23} y2=${y - 23}></line>
    <text class="num" x=${box.x + PAD} y=${y}>t = ${seconds(state.t)}</text>
    <text class="muted" x=${box.x + box.w - PAD} y=${y} text-anchor="end">${state.clockVirtual ? "virtual" : "real"}</text>`;
}
