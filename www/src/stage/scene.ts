/**
 * The stage as SVG: `scene(state, layout)`, a pure function. Text is real text.
 *
 * Owns: what the picture says about a state. The two arrows of the figure are always drawn, faintly;
 * the one at the playhead is drawn in the colour of its task, and the two before it keep their labels
 * as ghosts. Rows of a chain are keyed by their coroutine, chips by their handle, so that a row that
 * stays is the same element and only what is new moves in.
 */
import { nothing, type SVGTemplateResult, svg } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { repeat } from "lit/directives/repeat.js";
import { seconds } from "../trace/narrate.ts";
import {
  byDue,
  type Frame,
  type Handoff,
  type ReadyChip,
  type State,
  type TaskRecord,
  type TimerChip,
} from "../trace/state.ts";
import { iconPath, statusIcon } from "./icons.ts";
import { type Arrow, type Box, CHAIN_TOP, CHAR, fit, type Layout, ROW } from "./layout.ts";

const HUES = 8;
const PAD = 16;

/** The hue class of the n-th task: eight colours in a cycle, then again with a pattern. */
export function hueOf(ordinal: number): string {
  return ordinal > 0 ? `hue-${((ordinal - 1) % HUES) + 1}` : "hue-0";
}

export function hueOfTask(state: State, k: number | null): string {
  return k === null ? "hue-0" : hueOf(state.tasks.get(k)?.ordinal ?? 0);
}

/** `Task-12` as `T12`; a name that somebody chose stays. */
export function shortName(name: string): string {
  const match = /^Task-(\d+)$/.exec(name);
  return match ? `T${match[1]}` : fit(name, 12);
}

/**
 * `steady`: the playhead moves too fast to follow. Both arrows are drawn as bands that do not change,
 * so that nothing blinks.
 */
export function scene(state: State, at: Layout, steady = false): SVGTemplateResult {
  return svg`
    ${steady ? bands(at) : connectors(state, at)}
    ${mainBox(state, at.main)}
    ${loopBox(state, at)}
    ${coroBox(state, at)}
  `;
}

// -- boxes ---------------------------------------------------------------------------------------

function mainBox(state: State, box: Box): SVGTemplateResult {
  const holds = state.place === "main";
  return svg`
    <g part="main" class=${classMap({ box: true, holds, faint: !holds })} role="group"
       aria-label=${`MAIN${holds ? ", running" : ""}`}>
      <rect class="frame" x=${box.x} y=${box.y} width=${box.w} height=${box.h} rx="7"></rect>
      <text class="title" x=${box.x + box.w / 2} y=${box.y + box.h / 2 + 5} text-anchor="middle">MAIN</text>
    </g>`;
}

function loopBox(state: State, at: Layout): SVGTemplateResult {
  const box = at.loop;
  const holds = state.place === "loop";
  const absent = state.loop === "none";
  const left = box.x + PAD;
  const right = box.x + box.w - PAD;
  const compact = at.form === "tall";
  const queueTop = box.y + (compact ? 78 : 86);
  const timersTop = queueTop + (compact ? 54 : 91);
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
): { placed: Placed<T>[]; hidden: number; endX: number; endY: number } {
  const placed: Placed<T>[] = [];
  let x = left;
  let row = 0;
  for (const [n, chip] of chips.entries()) {
    const words = text(chip);
    const w = Math.ceil(words.length * CHAR) + 26;
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
    left,
    right,
    top + 9,
    compact ? 1 : 2,
  );
  return svg`
    <g part="ready" role="group" aria-label=${`ready queue, ${state.ready.size} waiting to run`}>
      <text class="label" x=${left} y=${top}>ready</text>
      ${state.ready.size === 0 ? svg`<text class="muted" x=${left + 58} y=${top}>empty</text>` : nothing}
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
    left,
    right,
    top + 9,
    compact ? 1 : 2,
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

// -- the coroutine -------------------------------------------------------------------------------

function coroBox(state: State, at: Layout): SVGTemplateResult {
  const box = at.coro;
  const task = state.current === null ? undefined : state.tasks.get(state.current);
  const holds = state.place === "coro";
  const shown = state.driven === null ? task : undefined;
  const over = shown !== undefined && ["done", "failed", "cancelled"].includes(shown.status);
  const hue = shown ? hueOf(shown.ordinal) : state.driven !== null ? "hue-1" : "hue-0";
  const name = shown ? shown.name : "";
  const right = box.x + box.w - PAD;
  return svg`
    <g part="coro" role="group" aria-label=${shown ? `CORO, ${shown.name}` : "CORO"}
       class=${classMap({ box: true, holds, faint: !shown && state.driven === null && state.objects.size === 0, over, [hue]: true })}>
      <rect class="frame" x=${box.x} y=${box.y} width=${box.w} height=${box.h} rx="12"></rect>
      <text class="title" x=${box.x + PAD} y=${box.y + 29}>CORO</text>
      ${
        name
          ? svg`<g class="who">
              <circle cx=${right - Math.min(name.length, 18) * CHAR - 12} cy=${box.y + 24} r="5"></circle>
              <text x=${right} y=${box.y + 29} text-anchor="end">${fit(name, 18)}</text>
            </g>`
          : nothing
      }
      ${shown ? chainRows(state, shown, at) : objectRows(state, at)}
    </g>`;
}

type Row =
  | { key: string; kind: "frame"; frame: Frame; depth: number; leaf: boolean }
  | { key: string; kind: "more"; hidden: number; depth: number }
  | { key: string; kind: "wait"; label: string; depth: number }
  | { key: string; kind: "end"; task: TaskRecord; depth: number };

function chainRows(state: State, task: TaskRecord, at: Layout): SVGTemplateResult {
  const box = at.coro;
  const own = task.chain.filter((frame) => !frame.lib);
  const frames = own.length > 0 ? own : task.chain;
  const waits = task.status === "waiting" || (task.waitsFor !== "" && task.status === "ready");
  const tail = waits || task.result !== "" ? 1 : 0;
  const room = Math.max(2, at.rows - tail);
  const rows: Row[] = [];
  for (const [n, frame] of frames.entries()) {
    rows.push({
      key: `f${frame.o}`,
      kind: "frame",
      frame,
      depth: n,
      leaf: n === frames.length - 1,
    });
  }
  // A chain that is too long keeps its outermost frame and its innermost ones.
  if (rows.length > room) {
    const hidden = rows.length - room + 1;
    rows.splice(1, hidden, { key: "more", kind: "more", hidden, depth: 1 });
  }
  const depth = Math.min(rows.length, frames.length);
  if (task.result !== "") rows.push({ key: "end", kind: "end", task, depth: 0 });
  else if (waits) rows.push({ key: "wait", kind: "wait", label: task.waitsFor, depth });
  return svg`<g part="chain" role="list" aria-label="await chain">
    ${repeat(
      rows,
      (row) => row.key,
      (row, n) => chainRow(state, task, row, n, box),
    )}
  </g>`;
}

function chainRow(
  state: State,
  task: TaskRecord,
  row: Row,
  n: number,
  box: Box,
): SVGTemplateResult {
  // Deep chains indent less, so that names keep their room.
  const step = 15;
  const indent = row.kind === "end" ? 0 : Math.min(n, 7) * step;
  const x = box.x + PAD + indent;
  const y = box.y + CHAIN_TOP + n * ROW;
  const right = box.x + box.w - PAD;
  const base = y + 18;
  const chars = Math.floor((right - x - 58) / CHAR);
  const elbow =
    indent > 0
      ? svg`<path class="elbow" d=${`M${x - 9} ${y - 3}v${ROW / 2 - 1}q0 4 4 4h4`}></path>`
      : nothing;
  switch (row.kind) {
    case "more":
      return svg`<g class="row" role="listitem">${elbow}
        <text class="muted" x=${x + 3} y=${base}>${row.hidden} more</text></g>`;
    case "wait": {
      const words = fit(row.label === "·" ? "bare yield" : row.label, chars);
      return svg`<g class="row wait" role="listitem">${elbow}
        <rect x=${x} y=${y + 1} width=${Math.min(right - x, words.length * CHAR + 40)} height="24" rx="5"></rect>
        <g class="sign" transform=${`translate(${x + 8} ${y + 6}) scale(.85)`}>${iconPath(task.status === "ready" ? "ready" : "pause")}</g>
        <text class="code" x=${x + 28} y=${base}>${words}</text></g>`;
    }
    case "end":
      return svg`<g class=${classMap({ row: true, end: true, bad: row.task.status !== "done" })} role="listitem">
        <g class="sign" transform=${`translate(${x} ${y + 5})`}>${iconPath(statusIcon(row.task))}</g>
        <text class="code" x=${x + 23} y=${base}>${fit(row.task.result, Math.floor((right - x - 23) / CHAR))}</text></g>`;
    case "frame": {
      const runs = row.leaf && task.status === "running";
      const name = `${row.frame.name}()`;
      const yields = state.yielded?.o === row.frame.o;
      return svg`<g class=${classMap({ row: true, runs, lib: row.frame.lib })} role="listitem">
        ${elbow}
        <text class="code" x=${x + (indent > 0 ? 3 : 0)} y=${base}>${
          indent > 0 ? svg`<tspan class="await">await </tspan>` : nothing
        }${fit(name, indent > 0 ? chars - 6 : chars)}</text>
        ${
          row.frame.unwaited
            ? svg`<text class="muted" x=${right - 46} y=${base} text-anchor="end">↺<title>Already done: the loop was not involved</title></text>`
            : nothing
        }
        ${
          row.frame.line > 0 && !row.frame.lib && task.result === "" && !yields
            ? svg`<text class="muted num" x=${right} y=${base} text-anchor="end">L${row.frame.line}</text>`
            : nothing
        }
        ${
          state.yielded && yields
            ? svg`<path class="dotted" d=${`M${right - 34} ${base - 5}H${right - 12}V${base - ROW + 7}m-4 5 4-5 4 5`}></path>
              <text class="yielded" x=${right - 40} y=${base} text-anchor="end">yield ${fit(state.yielded.label, 12)}</text>`
            : nothing
        }
      </g>`;
    }
  }
}

/** Coroutine objects that belong to no task: made, driven by hand, forgotten. */
function objectRows(state: State, at: Layout): SVGTemplateResult {
  const box = at.coro;
  const free = [...state.objects.values()].filter((object) => object.task === null && !object.lib);
  const x = box.x + PAD;
  return svg`<g part="chain" role="list" aria-label="coroutine objects">
    ${repeat(
      free.slice(-at.rows),
      (object) => `o${object.o}`,
      (object, n) => {
        const y = box.y + CHAIN_TOP + n * ROW;
        const word =
          object.status === "unawaited"
            ? "never awaited"
            : object.status === "new"
              ? "not started"
              : object.status === "live"
                ? "started"
                : object.status === "close"
                  ? "closed"
                  : `${object.status}ed`;
        return svg`<g class=${classMap({ row: true, bad: object.status === "unawaited" || object.status === "raise" })} role="listitem">
          <text class="code" x=${x} y=${y + 18}>${fit(`${object.name}()`, 18)}</text>
          <text class="muted" x=${box.x + box.w - PAD} y=${y + 18} text-anchor="end">${word}</text></g>`;
      },
    )}
  </g>`;
}

// -- arrows --------------------------------------------------------------------------------------

type Line = "resume" | "await" | "exit" | "enter" | "send" | "yield";

/** Which line of the figure a handoff runs along. */
export function lineOf(handoff: Handoff): Line | null {
  switch (handoff.kind) {
    case "resume":
      return "resume";
    case "await":
    case "cancelled":
      return "await";
    case "return":
    case "raise":
      return handoff.to === "main" ? "yield" : "await";
    case "send":
      return "send";
    case "yield":
      return "yield";
    case "exit":
      return handoff.to === "loop" ? "exit" : null;
    case "enter":
      return handoff.from === "loop" ? "enter" : null;
    case "wake":
      return null;
  }
}

function connectors(state: State, at: Layout): SVGTemplateResult {
  const now = state.handoff;
  const line = now ? lineOf(now) : null;
  const ghosts = state.ghosts.filter((ghost) => ghost.kind !== "wake");
  const labelled = new Map<Line, { handoff: Handoff; live: boolean }>();
  if (now && line) labelled.set(line, { handoff: now, live: true });
  for (const ghost of ghosts) {
    const old = lineOf(ghost);
    if (old && !labelled.has(old)) labelled.set(old, { handoff: ghost, live: false });
  }
  const byHand = line === "send" || line === "yield";
  const lines: Line[] = ["resume", "await"];
  for (const extra of ["exit", "enter", "send", "yield"] as const) {
    if (line === extra) lines.push(extra);
  }
  return svg`${lines.map((one) => {
    const label = labelled.get(one);
    if (byHand && !label) return nothing;
    return arrow(state, at, one, at[one], label?.handoff ?? null, label?.live ?? false);
  })}`;
}

function bands(at: Layout): SVGTemplateResult {
  return svg`${(["resume", "await"] as const).map((line) => {
    const shape = at[line];
    const d = `M${shape.from.x} ${shape.from.y}L${shape.to.x} ${shape.to.y}`;
    return svg`<g part=${`arrow-${line}`} data-line=${line} class="arrow steady">
      <path class="stroke" d=${d}></path><path class="head" d=${head(shape, 0)}></path>
      <text class="word" x=${shape.label.x} y=${shape.label.y} text-anchor=${shape.anchor}>${line}</text></g>`;
  })}`;
}

const WORDS: Record<Handoff["kind"], string> = {
  resume: "resume",
  await: "await",
  return: "return",
  raise: "raise",
  cancelled: "cancelled",
  enter: "back to MAIN",
  exit: "asyncio.run",
  wake: "",
  send: "send",
  yield: "yield",
};

function arrow(
  state: State,
  at: Layout,
  line: Line,
  shape: Arrow,
  handoff: Handoff | null,
  live: boolean,
): SVGTemplateResult {
  const hue = hueOfTask(state, handoff?.k ?? null);
  const ends = handoff && ["return", "raise", "cancelled"].includes(handoff.kind);
  const word = handoff ? WORDS[handoff.kind] : line;
  const value = handoff ? wordsOf(handoff) : "";
  const bad = handoff?.exception ?? false;
  const main = line === "resume" || line === "await";
  const d = `M${shape.from.x} ${shape.from.y}L${shape.to.x} ${shape.to.y}`;
  const tall = at.form === "tall";
  const sign: SVGTemplateResult | typeof nothing = ends
    ? iconSign(handoff, shape, tall, word)
    : nothing;
  return svg`
    <g part=${main ? `arrow-${line}` : "arrow"} data-line=${line}
       class=${classMap({ arrow: true, live, ghost: !live && handoff !== null, [hue]: true, bad, double: Boolean(ends), [line]: true })}>
      <path class="track" d=${d}></path>
      <path class="stroke" d=${d}></path>
      <path class="head" d=${head(shape, 0)}></path>
      ${ends ? svg`<path class="head" d=${head(shape, 7)}></path>` : nothing}
      ${
        main
          ? svg`
            <text class="word" x=${shape.label.x} y=${shape.label.y} text-anchor=${shape.anchor}>${word}</text>
            <text class="value code" x=${shape.label.x} y=${shape.label.y + (tall ? 20 : 38)} text-anchor=${shape.anchor}>${fit(value, shape.chars)}</text>
            ${sign}`
          : svg`<text class="word" x=${shape.label.x} y=${shape.label.y} text-anchor=${shape.anchor}>${fit(
              `${word}${value && line !== "exit" && line !== "enter" ? ` ${value}` : ""}`,
              shape.chars,
            )}</text>`
      }
    </g>`;
}

function wordsOf(handoff: Handoff): string {
  switch (handoff.kind) {
    case "resume":
      return `#${handoff.n} ${handoff.exception ? "⚡" : "→"} ${handoff.label}`;
    case "await":
      return `#${handoff.n} ← ${handoff.label}`;
    default:
      return handoff.label;
  }
}

function iconSign(handoff: Handoff, shape: Arrow, tall: boolean, word: string): SVGTemplateResult {
  const name =
    handoff.kind === "return" ? "done" : handoff.kind === "raise" ? "failed" : "cancelled";
  const half = (word.length * 7.6) / 2;
  const x = tall ? shape.label.x + word.length * 7.6 + 10 : shape.label.x + half + 6;
  return svg`<g class="sign" transform=${`translate(${x} ${shape.label.y - 12}) scale(.9)`}>${iconPath(name)}</g>`;
}

/** An arrow head whose tip stands `back` pixels before the end. */
function head(shape: Arrow, back: number): string {
  const { from, to } = shape;
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const ux = (to.x - from.x) / length;
  const uy = (to.y - from.y) / length;
  const x = to.x - ux * back;
  const y = to.y - uy * back;
  const wing = (side: 1 | -1) => `${x - ux * 8 - uy * 4.6 * side} ${y - uy * 8 + ux * 4.6 * side}`;
  return `M${wing(1)}L${x} ${y}L${wing(-1)}`;
}

/** Where the baton rests after a handoff: the end of the line it came along, or the holder's edge. */
export function batonAt(state: State, at: Layout): { x: number; y: number } | null {
  const line = state.handoff ? lineOf(state.handoff) : null;
  if (state.ended) return null;
  if (state.handoff && line && state.handoff.to === state.place) {
    const { from, to } = at[line];
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    return { x: to.x + ((to.x - from.x) / length) * 7, y: to.y + ((to.y - from.y) / length) * 7 };
  }
  switch (state.place) {
    case "main":
      return { x: at.main.x + at.main.w / 2, y: at.main.y + at.main.h };
    case "loop":
      return at.form === "wide"
        ? { x: at.loop.x + at.loop.w, y: at.await.to.y }
        : { x: at.await.to.x, y: at.loop.y + at.loop.h };
    case "coro":
      return { x: at.resume.to.x, y: at.resume.to.y };
    case "nowhere":
      return null;
  }
}
