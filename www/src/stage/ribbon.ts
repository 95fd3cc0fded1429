/**
 * The ribbon: the whole run as two lanes, LOOP above and CORO below, one cell for each stay of the
 * baton. It is the background of the scrubber, so cell `n` stands exactly under value `n`.
 *
 * Owns: the drawing stays truthful at any length. With more stays than pixels, a column shows how much
 * of its stays each lane held, not a sample of them.
 */
import type { Stay, TraceStore } from "../trace/store.ts";

export interface RibbonColours {
  fg: string;
  muted: string;
  border: string;
  ground: string;
  error: string;
  loop: string;
  tasks: string[];
}

/** The height of both lanes with their ticks. */
export const RIBBON_HEIGHT = 58;
/** Room for the names of the lanes. */
export const RIBBON_LEFT = 46;
const LANE = 15;
const TOP = 8;
const BOTTOM = 31;

/** Handoffs that are shown at least of a run that goes on. */
const FIRST_SPAN = 120;

/**
 * How many handoffs the width stands for. Of a run that is over, all; of one that goes on, perhaps without end, what is
 * near the playhead, in steps of two, so that the scale seldom changes.
 */
export function spanOf(store: TraceStore, at: number): number {
  const count = store.stays.length;
  if (store.complete) return count;
  let span = FIRST_SPAN;
  while (span < at * 1.2) span *= 2;
  return Math.min(count, span);
}

export function drawRibbon(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  store: TraceStore,
  at: number,
  colours: RibbonColours,
  font: string,
): void {
  context.font = `12px ${font}`;
  context.textBaseline = "middle";
  context.fillStyle = colours.muted;
  context.fillText("LOOP", 0, TOP + LANE / 2 + 0.5);
  context.fillText("CORO", 0, BOTTOM + LANE / 2 + 0.5);
  const room = width - RIBBON_LEFT;
  const count = spanOf(store, at);
  const stays = count < store.stays.length ? store.stays.slice(0, count) : store.stays;
  context.fillStyle = colours.border;
  context.fillRect(RIBBON_LEFT, TOP + LANE / 2, room, 1);
  context.fillRect(RIBBON_LEFT, BOTTOM + LANE / 2, room, 1);
  if (count === 0) return;
  const cell = room / count;
  if (cell >= 3) drawCells(context, stays, cell, at, colours);
  else drawColumns(context, stays, room, at, colours);
  drawTicks(context, store, cell, width, height, colours);
  const x = RIBBON_LEFT + at * cell;
  context.fillStyle = colours.fg;
  context.fillRect(Math.min(width - 2, x - 1), 0, 2, height);
  context.beginPath();
  context.arc(Math.min(width - 4, Math.max(RIBBON_LEFT + 3, x)), 4, 4, 0, Math.PI * 2);
  context.fill();
}

function colourOf(stay: Stay, colours: RibbonColours): string {
  if (stay.place !== "coro") return stay.place === "main" ? colours.fg : colours.loop;
  if (stay.ordinal === 0) return colours.tasks[0] ?? colours.fg;
  return colours.tasks[(stay.ordinal - 1) % colours.tasks.length] ?? colours.fg;
}

function drawCells(
  context: CanvasRenderingContext2D,
  stays: readonly Stay[],
  cell: number,
  at: number,
  colours: RibbonColours,
): void {
  let before: number | null = null;
  const gap = cell > 8 ? 2 : cell > 4 ? 1 : 0;
  for (const [n, stay] of stays.entries()) {
    const x = RIBBON_LEFT + n * cell;
    const main = stay.place === "main";
    const y = stay.place === "coro" ? BOTTOM : stay.place === "loop" ? TOP : (TOP + BOTTOM) / 2;
    context.globalAlpha = n < at ? 1 : 0.28;
    if (before !== null && before !== y && cell >= 5) {
      context.strokeStyle = colours.muted;
      context.setLineDash([2, 2]);
      context.beginPath();
      context.moveTo(x, before + LANE / 2);
      context.lineTo(x, y + LANE / 2);
      context.stroke();
      context.setLineDash([]);
    }
    before = stay.place === "nowhere" ? null : y;
    if (stay.place === "nowhere") continue;
    context.fillStyle = colourOf(stay, colours);
    const height = main ? 5 : LANE;
    context.beginPath();
    context.roundRect(
      x + gap / 2,
      y + (LANE - height) / 2,
      Math.max(1, cell - gap),
      height,
      Math.min(4, cell / 3),
    );
    context.fill();
  }
  context.globalAlpha = 1;
}

function drawColumns(
  context: CanvasRenderingContext2D,
  stays: readonly Stay[],
  room: number,
  at: number,
  colours: RibbonColours,
): void {
  const columns = Math.floor(room);
  for (let column = 0; column < columns; column += 1) {
    const from = Math.floor((column / columns) * stays.length);
    const to = Math.max(from + 1, Math.floor(((column + 1) / columns) * stays.length));
    let loop = 0;
    let coro: Stay | null = null;
    for (let n = from; n < to; n += 1) {
      const stay = stays[n];
      if (stay?.place === "coro") coro = stay;
      else loop += 1;
    }
    const x = RIBBON_LEFT + column;
    const share = loop / (to - from);
    context.globalAlpha = from < at ? 1 : 0.28;
    context.fillStyle = colours.loop;
    context.fillRect(x, TOP + LANE * (1 - share), 1, LANE * share);
    if (coro) {
      context.fillStyle = colourOf(coro, colours);
      context.fillRect(x, BOTTOM, 1, LANE * (1 - share));
    }
  }
  context.globalAlpha = 1;
}

function drawTicks(
  context: CanvasRenderingContext2D,
  store: TraceStore,
  cell: number,
  width: number,
  height: number,
  colours: RibbonColours,
): void {
  context.fillStyle = colours.muted;
  let last = Number.NEGATIVE_INFINITY;
  for (const output of store.outputs) {
    const x = RIBBON_LEFT + store.handoffsAt(output.at) * cell - cell / 2;
    if (x > width) break;
    if (x - last < 4) continue;
    last = x;
    context.fillRect(x - 3, height - 4, 6, 2);
  }
  context.strokeStyle = colours.error;
  context.lineWidth = 2;
  for (const at of store.errors) {
    const x = RIBBON_LEFT + store.handoffsAt(at) * cell;
    if (x > width + 3) break;
    context.beginPath();
    context.moveTo(x - 3, height - 7);
    context.lineTo(x + 3, height - 1);
    context.moveTo(x + 3, height - 7);
    context.lineTo(x - 3, height - 1);
    context.stroke();
  }
  context.lineWidth = 1;
}
