/**
 * The CORO box: the await chain of the task that holds the baton, or held it last; without a task, the
 * coroutine objects that somebody made.
 *
 * Owns: rows are keyed by their coroutine, so a row that stays is the same element and only what is
 * new slides in. `await` of a coroutine is a row here, never an arrow.
 */
import { nothing, type SVGTemplateResult, svg } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { repeat } from "lit/directives/repeat.js";
import type { Frame, State, TaskRecord } from "../trace/state.ts";
import { iconPath, statusIcon } from "./icons.ts";
import { type Box, CHAIN_TOP, CHAR, fit, type Layout, PAD, ROW } from "./layout.ts";
import { hueOf } from "./names.ts";

export function coroBox(state: State, at: Layout): SVGTemplateResult {
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
              <text x=${right} y=${box.y + 29} text-anchor="end">● ${fit(name, 18)}</text>
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
  const step = task.chain.length > 6 ? 10 : 15;
  const indent = row.kind === "end" ? 0 : Math.min(n, 7) * step;
  const x = box.x + PAD + indent;
  const y = box.y + CHAIN_TOP + n * ROW;
  const right = box.x + box.w - PAD;
  const base = y + 18;
  const signs = row.kind === "frame" && row.frame.unwaited ? 62 : 44;
  const chars = Math.floor((right - x - signs) / CHAR);
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
          indent > 0
            ? svg`<tspan class="await">${row.frame.kind === "agen" ? "anext" : "await"} </tspan>`
            : nothing
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
