/**
 * What the program wrote, in the order it was written, both streams together.
 *
 * Owns: the output is complete as soon as the program has written it; what the playhead has not reached
 * yet is only drawn fainter. Positions are counted in characters for each stream, because the engine
 * may hand over several writes at once. What is drawn is bounded: a frame's worth of writes at a time,
 * the first and the last lines, the beginning of a line; what is left out is counted.
 */
import type { OutputEvent } from "../trace/store.ts";

interface Line {
  stream: 1 | 2;
  /** Characters of its stream before it. */
  offset: number;
  /** As much of it as is drawn. */
  text: string;
  /** Characters that are not drawn. */
  lost: number;
  /** It has its line end. */
  ended: boolean;
  /** Nothing stands before it in its row. */
  first: boolean;
  /** The next character written begins the line anew, as a carriage return has it. */
  again: boolean;
  /** Typed by the reader, not written. */
  typed: boolean;
  node: HTMLSpanElement | null;
  drawn: boolean;
}

/** Lines kept in the page at either end. */
const KEPT = 2000;
/** Lines that a frame draws: the first ones, and of the last ones the newest. The browser lays out each of them. */
const A_FRAME = 300;
/** Characters of a line that are drawn. */
const WIDE = 5000;
/** What terminals are told about colours and the cursor. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are control sequences
const SEQUENCE = /\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are control characters
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/g;

/** Text as it is drawn: terminal sequences have no meaning here, other control characters get a sign. */
export function visible(text: string): string {
  return text
    .replace(SEQUENCE, "")
    .replace(CONTROL, (one) =>
      one === "\x7f" ? "␡" : String.fromCharCode(0x2400 + one.charCodeAt(0)),
    );
}

export class Output {
  private readonly container: HTMLElement;
  private readonly scroller: HTMLElement;
  private head: Line[] = [];
  private tail: Line[] = [];
  private written: [number, number] = [0, 0];
  private texts: [string[], string[]] = [[], []];
  private shown: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  private cut: HTMLSpanElement | null = null;
  private hidden = 0;
  private recorded: readonly OutputEvent[] = [];
  private counted = { events: 0, characters: [0, 0] as [number, number] };
  private frame = 0;
  /** The line that the playhead has come to is still to be drawn. */
  private chase = false;

  /** `pick` is told which output the reader clicked: the event that wrote the start of that line. */
  constructor(container: HTMLElement, scroller: HTMLElement, pick: (event: OutputEvent) => void) {
    this.container = container;
    this.scroller = scroller;
    container.addEventListener("click", (click) => {
      const line = this.lines().find(({ node }) => node === click.target);
      // A click that ends a selection is no wish to go anywhere.
      if (!line || line.typed || getSelection()?.isCollapsed === false) return;
      let before = 0;
      for (const event of this.recorded) {
        if (event.s !== line.stream) continue;
        before += event.text.length;
        if (before > line.offset) {
          pick(event);
          return;
        }
      }
    });
  }

  get stdout(): string {
    return whole(this.texts[0]);
  }

  get stderr(): string {
    return whole(this.texts[1]);
  }

  clear(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.container.replaceChildren();
    this.head = [];
    this.tail = [];
    this.written = [0, 0];
    this.texts = [[], []];
    this.cut = null;
    this.hidden = 0;
    this.recorded = [];
    this.counted = { events: 0, characters: [0, 0] };
    this.shown = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  }

  write(stream: 1 | 2, text: string): void {
    if (text === "") return;
    const index = stream - 1;
    this.texts[index]?.push(text);
    for (let from = 0; from < text.length; ) {
      const end = text.indexOf("\n", from);
      const to = end < 0 ? text.length : end + 1;
      const last = this.tail.at(-1) ?? this.head.at(-1);
      const open = last?.stream === stream && !last.ended && !last.typed;
      const line = open ? last : this.begin(stream, false);
      extend(line, text.slice(from, to));
      this.written[index] = (this.written[index] ?? 0) + to - from;
      from = to;
    }
    this.frame ||= requestAnimationFrame(() => this.flush(A_FRAME));
  }

  /** What the reader typed: seen like in a terminal, but no part of what the program wrote. */
  echo(text: string): void {
    // Whatever is written next begins a line of its own.
    extend(this.begin(1, true), text);
    this.flush();
  }

  private begin(stream: 1 | 2, typed: boolean): Line {
    const line: Line = {
      stream,
      offset: this.written[stream - 1] ?? 0,
      text: "",
      lost: 0,
      ended: false,
      first: (this.tail.at(-1) ?? this.head.at(-1))?.ended ?? true,
      again: false,
      typed,
      node: null,
      drawn: false,
    };
    if (this.head.length < KEPT) {
      this.head.push(line);
      return line;
    }
    this.tail.push(line);
    if (this.tail.length > 2 * KEPT) this.drop();
    return line;
  }

  /** The lines that have become neither the first nor the last ones. */
  private drop(): void {
    const gone = this.tail.splice(0, Math.max(0, this.tail.length - KEPT));
    for (const { node } of gone) node?.remove();
    this.hidden += gone.length;
  }

  /** Draws what has been written since the last time; if that is more than `most` lines, the others in the next frames. */
  flush(most = Number.POSITIVE_INFINITY): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    let left = most;
    const { scroller } = this;
    const follow = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 24;
    this.drop();
    const later = this.tail.find(({ node }) => node !== null)?.node ?? null;
    for (const line of this.head) {
      if (line.drawn) continue;
      if (left-- <= 0) break;
      this.draw(line, this.cut ?? later);
    }
    if (this.hidden > 0) {
      if (!this.cut) {
        this.cut = document.createElement("span");
        this.cut.className = "cut";
        this.container.append(this.cut);
      }
      this.cut.textContent = `… ${this.hidden} lines are not shown …\n`;
      if (later && this.cut.nextSibling !== later) later.before(this.cut);
    }
    let after: Node | null = null;
    for (let i = this.tail.length - 1; i >= 0; i -= 1) {
      const line = this.tail[i] as Line;
      if (!line.drawn) {
        if (left-- <= 0) break;
        this.draw(line, after);
      }
      after = line.node;
    }
    if (left < 0) this.frame = requestAnimationFrame(() => this.flush(A_FRAME));
    if (follow || this.chase) scroller.scrollTop = scroller.scrollHeight;
    this.chase = false;
  }

  private draw(line: Line, before: Node | null): void {
    line.drawn = true;
    if (!line.node) {
      line.node = document.createElement("span");
      line.node.className = line.typed ? "typed" : line.stream === 2 ? "err" : "out";
      if (!line.typed) {
        const part = line.stream === 2 ? "output-line output-error" : "output-line";
        line.node.setAttribute("part", part);
      }
      this.container.insertBefore(line.node, before);
      this.dim(line);
    }
    // A row of its own is laid out alone: what is written after it costs nothing there.
    if (line.first && line.ended) line.node.classList.add("row");
    const more = line.lost > 0 ? ` … ${line.lost} more characters` : "";
    line.node.textContent = `${visible(line.text)}${more}${line.ended ? "\n" : ""}`;
  }

  /** The playhead stands after the first `count` of these output events. */
  show(events: readonly OutputEvent[], count: number): void {
    this.recorded = events;
    if (events.length === 0) return;
    // Forwards is counted on; backwards is counted again from the start.
    if (count < this.counted.events) this.counted = { events: 0, characters: [0, 0] };
    while (this.counted.events < count) {
      const event = events[this.counted.events];
      if (!event) break;
      const index = event.s === 2 ? 1 : 0;
      this.counted.characters[index] += event.text.length;
      this.counted.events += 1;
    }
    const [out, err] = this.counted.characters;
    if (this.shown[0] === out && this.shown[1] === err) return;
    this.shown = [out, err];
    const lines = this.lines();
    for (const line of lines) this.dim(line);
    const last = lines.findLast((line) => !this.isLater(line)) ?? lines[0];
    if (last?.node) this.reveal(last.node);
    else this.chase = last !== undefined;
  }

  /** Scrolls, as far as it must, to the last line that the playhead has passed. */
  private reveal(node: HTMLElement): void {
    const { scroller } = this;
    if (scroller.scrollHeight <= scroller.clientHeight) return;
    const box = node.getBoundingClientRect();
    const view = scroller.getBoundingClientRect();
    if (box.bottom > view.bottom) scroller.scrollTop += box.bottom - view.bottom + 8;
    else if (box.top < view.top) scroller.scrollTop -= view.top - box.top + 8;
  }

  private lines(): Line[] {
    return [...this.head, ...this.tail];
  }

  private isLater(line: Line): boolean {
    return line.offset >= (this.shown[line.stream - 1] ?? Number.POSITIVE_INFINITY);
  }

  private dim(line: Line): void {
    if (!line.typed) line.node?.classList.toggle("later", this.isLater(line));
  }
}

/** More of a line: the part up to and with its end. */
function extend(line: Line, part: string): void {
  line.drawn = false;
  line.ended = part.endsWith("\n");
  const text = part.replace(/\r?\n$/, "");
  // Text after a carriage return is written over the line.
  for (const [n, piece] of text.split("\r").entries()) {
    if (n > 0) line.again = true;
    if (piece === "") continue;
    if (line.again) {
      line.text = "";
      line.lost = 0;
      line.again = false;
    }
    const room = Math.max(0, WIDE - line.text.length);
    line.text += piece.slice(0, room);
    line.lost += Math.max(0, piece.length - room);
  }
}

/** The pieces as one text; from then on they are one piece. */
function whole(texts: string[]): string {
  const text = texts.join("");
  texts.splice(0, texts.length, text);
  return text;
}
