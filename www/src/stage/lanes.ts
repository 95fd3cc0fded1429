/**
 * The lanes: one row for each task under the ribbon, on the same canvas and in the same places.
 *
 * Owns: a status has a shape, not only a colour. Running is a block, ready a band, waiting a line, the end a mark.
 */
import type { Lane } from "../trace/lanes.ts";
import type { TraceStore } from "../trace/store.ts";
import { fit } from "./layout.ts";
import { shortName } from "./names.ts";
import { RIBBON_LEFT, type RibbonColours, spanOf } from "./ribbon.ts";

const ROW = 15;
const THICK = 10;

/** The height of the lanes of a trace. */
export function lanesHeight(store: TraceStore): number {
  const { length } = store.lanes.all;
  // A single task has the whole ribbon.
  return length < 2 ? 0 : length * ROW + 6;
}

export function drawLanes(
  context: CanvasRenderingContext2D,
  width: number,
  top: number,
  store: TraceStore,
  at: number,
  colours: RibbonColours,
  font: string,
): void {
  const lanes = store.lanes.all;
  const span = spanOf(store, at);
  if (lanes.length < 2 || span === 0) return;
  const cell = (width - RIBBON_LEFT) / span;
  const now = RIBBON_LEFT + at * cell;
  const bottom = top + lanes.length * ROW + 3;
  for (const [n, lane] of lanes.entries()) {
    const y = top + 3 + n * ROW;
    const colour = colours.tasks[(lane.ordinal - 1) % colours.tasks.length] ?? colours.fg;
    context.font = `12px ${font}`;
    context.textBaseline = "middle";
    context.fillStyle = colours.muted;
    context.fillText(fit(shortName(lane.name), 6), 0, y + THICK / 2 + 0.5);
    for (const past of [false, true]) {
      context.save();
      context.beginPath();
      if (past) context.rect(0, y - 2, now, ROW);
      else context.rect(now, y - 2, width - now, ROW);
      context.clip();
      context.globalAlpha = past ? 1 : 0.28;
      drawLane(context, lane, y, cell, span, colour, colours);
      context.restore();
    }
  }
  context.fillStyle = colours.fg;
  context.fillRect(Math.min(width - 2, now - 1), top, 2, bottom - top);
}

function drawLane(
  context: CanvasRenderingContext2D,
  lane: Lane,
  y: number,
  cell: number,
  cells: number,
  colour: string,
  colours: RibbonColours,
): void {
  const middle = y + THICK / 2;
  const shade = context.globalAlpha;
  for (const [n, { at, status }] of lane.changes.entries()) {
    if (at > cells) break;
    const x = RIBBON_LEFT + at * cell;
    const end = RIBBON_LEFT + (lane.changes[n + 1]?.at ?? cells) * cell;
    context.fillStyle = colour;
    context.strokeStyle = colour;
    switch (status) {
      case "running":
        context.beginPath();
        context.roundRect(x, y, Math.max(1, end - x - 1), THICK, Math.min(3, cell / 3));
        context.fill();
        break;
      case "ready":
        context.globalAlpha = shade * 0.35;
        context.fillRect(x, middle - 3, end - x, 6);
        context.globalAlpha = shade;
        break;
      case "waiting":
        context.fillRect(x, middle - 0.75, end - x, 1.5);
        break;
      case "done":
        context.fillRect(x - 1, y + 1, 2, THICK - 2);
        break;
      case "failed":
      case "cancelled":
        context.strokeStyle = status === "failed" ? colours.error : colours.muted;
        context.lineWidth = 2;
        context.beginPath();
        context.moveTo(x, middle - 3.5);
        context.lineTo(x + 7, middle + 3.5);
        context.moveTo(x + 7, middle - 3.5);
        context.lineTo(x, middle + 3.5);
        context.stroke();
        context.lineWidth = 1;
        break;
    }
  }
}
