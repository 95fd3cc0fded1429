/**
 * Where everything on the stage is, as a function of its width alone.
 *
 * Owns: the two forms. Wide: LOOP left, CORO right, MAIN above the arrows between them. Tall (below
 * 560 px): LOOP above, CORO below, arrows upright. Heights never depend on the trace, so nothing on
 * the page moves while a program plays.
 */

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Point {
  x: number;
  y: number;
}

/** A straight arrow; its label is written from `label` on, `anchor` tells to which side. */
export interface Arrow {
  from: Point;
  to: Point;
  label: Point;
  anchor: "start" | "middle" | "end";
  /** Room for the label, in characters of the stage's monospaced face. */
  chars: number;
}

export interface Layout {
  form: "wide" | "tall";
  width: number;
  height: number;
  loop: Box;
  coro: Box;
  main: Box;
  resume: Arrow;
  await: Arrow;
  exit: Arrow;
  enter: Arrow;
  send: Arrow;
  yield: Arrow;
  /** Rows of the await chain that fit. */
  rows: number;
}

/** Width of one character at the stage's 14-pixel monospaced type, generously. */
export const CHAR = 8.5;
export const ROW = 27;
/** Space inside a box. */
export const PAD = 16;
/** Where the chain's first row begins, below the top of CORO. */
export const CHAIN_TOP = 52;
const TALL_BELOW = 560;

export function layout(width: number): Layout {
  return width < TALL_BELOW ? tall(Math.max(width, 280)) : wide(width);
}

function wide(width: number): Layout {
  const height = Math.round(clamp(width * 0.4, 300, 400));
  const edge = 1.5;
  const loopWidth = Math.round(clamp(width * 0.31, 196, 300));
  const coroWidth = Math.round(clamp(width * 0.4, 220, 460));
  const loop = { x: edge, y: edge, w: loopWidth, h: height - 2 * edge };
  const coro = { x: width - coroWidth - edge, y: edge, w: coroWidth, h: height - 2 * edge };
  const left = loop.x + loop.w;
  const gap = coro.x - left;
  const mainWidth = clamp(gap - 72, 76, 116);
  const main = { x: left + (gap - mainWidth) / 2, y: 16, w: mainWidth, h: 38 };
  const middle = left + gap / 2;
  const chars = Math.floor((gap - 20) / CHAR);
  const across = (y: number, forward: boolean): Arrow => ({
    from: { x: forward ? left + 7 : coro.x - 7, y },
    to: { x: forward ? coro.x - 7 : left + 7, y },
    label: { x: middle, y: y - 14 },
    anchor: "middle",
    chars,
  });
  const short = (x1: number, x2: number, y: number): Arrow => ({
    from: { x: x1, y },
    to: { x: x2, y },
    label: { x: middle, y: main.y + main.h + 22 },
    anchor: "middle",
    chars,
  });
  const mainRight = main.x + main.w;
  return {
    form: "wide",
    width,
    height,
    loop,
    coro,
    main,
    resume: across(height * 0.52, true),
    await: across(height * 0.81, false),
    exit: short(main.x - 5, left + 7, main.y + 13),
    enter: short(left + 7, main.x - 5, main.y + 25),
    send: short(mainRight + 5, coro.x - 7, main.y + 13),
    yield: short(coro.x - 7, mainRight + 5, main.y + 25),
    rows: Math.floor((coro.h - CHAIN_TOP - 14) / ROW),
  };
}

function tall(width: number): Layout {
  const edge = 1.5;
  const full = width - 2 * edge;
  const main = { x: width / 2 - 42, y: edge, w: 84, h: 32 };
  const loop = { x: edge, y: 58, w: full, h: 174 };
  const gap = 84;
  const coro = { x: edge, y: loop.y + loop.h + gap, w: full, h: 200 };
  const bottom = loop.y + loop.h;
  const upright = (x: number, down: boolean): Arrow => ({
    from: { x, y: down ? bottom + 7 : coro.y - 7 },
    to: { x, y: down ? coro.y - 7 : bottom + 7 },
    label: { x: x + 12, y: bottom + gap / 2 - 5 },
    anchor: "start",
    chars: Math.floor((width / 2 - 34) / CHAR),
  });
  const stub = (x: number, down: boolean): Arrow => ({
    from: { x, y: down ? main.y + main.h + 3 : loop.y - 4 },
    to: { x, y: down ? loop.y - 4 : main.y + main.h + 3 },
    label: { x: main.x + main.w + 12, y: main.y + 21 },
    anchor: "start",
    chars: Math.floor((width / 2 - 42 - 14) / CHAR),
  });
  return {
    form: "tall",
    width,
    height: coro.y + coro.h + edge,
    loop,
    coro,
    main,
    resume: upright(edge + 22, true),
    await: upright(width / 2 + 14, false),
    exit: stub(main.x + 30, true),
    enter: stub(main.x + 54, false),
    send: stub(main.x + 30, true),
    yield: stub(main.x + 54, false),
    rows: Math.floor((coro.h - CHAIN_TOP - 10) / ROW),
  };
}

/** `text` in at most `chars` characters. */
export function fit(text: string, chars: number): string {
  const flat = text.replace(/\s+/g, " ");
  if (flat.length <= chars) return flat;
  const end = Math.max(1, chars - 1);
  // Not between the two halves of one character.
  const half = /[\ud800-\udbff]/.test(flat[end - 1] ?? "");
  return `${flat.slice(0, half ? end - 1 : end)}…`;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
