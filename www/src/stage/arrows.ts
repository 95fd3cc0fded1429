/**
 * The arrows: `resume` and `await`, the ends of tasks on the latter, and what goes to and from MAIN.
 *
 * Owns: an arrow is a handoff. The two of the figure are always there, faintly; the one at the playhead
 * has the colour of its task, and those before it keep their labels as ghosts.
 */
import { nothing, type SVGTemplateResult, svg } from "lit";
import { classMap } from "lit/directives/class-map.js";
import type { Handoff, State } from "../trace/state.ts";
import { iconPath } from "./icons.ts";
import { type Arrow, fit, type Layout } from "./layout.ts";
import { hueOfTask } from "./names.ts";

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

export function connectors(state: State, at: Layout): SVGTemplateResult {
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

/** Both arrows as bands that do not change: for a playhead that is too fast to follow. */
export function bands(at: Layout): SVGTemplateResult {
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
