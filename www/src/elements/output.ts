/**
 * What the program wrote, in the order it was written, both streams together.
 *
 * Owns: the output is complete as soon as the program has written it; what the playhead has not reached
 * yet is only drawn fainter. Positions are counted in characters for each stream, because the engine
 * may hand over several writes at once.
 */
import type { OutputEvent } from "../trace/store.ts";

interface Line {
  stream: 1 | 2;
  /** Characters of its stream before it. */
  offset: number;
  node: HTMLSpanElement;
}

/** Lines kept in the page: the first half and the last half of what was written. */
const KEPT = 4000;

export class Output {
  private readonly container: HTMLElement;
  private lines: Line[] = [];
  private written: [number, number] = [0, 0];
  private texts: [string[], string[]] = [[], []];
  private shown: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  private cut: HTMLSpanElement | null = null;
  private hidden = 0;
  private broken = false;
  private recorded: readonly OutputEvent[] = [];
  private counted = { events: 0, characters: [0, 0] as [number, number] };

  /** `pick` is told which output the reader clicked: the event that wrote the start of that line. */
  constructor(container: HTMLElement, pick: (event: OutputEvent) => void) {
    this.container = container;
    container.addEventListener("click", (click) => {
      const line = this.lines.find(({ node }) => node === click.target);
      // A click that ends a selection is no wish to go anywhere.
      if (!line || getSelection()?.isCollapsed === false) return;
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
    return this.texts[0].join("");
  }

  get stderr(): string {
    return this.texts[1].join("");
  }

  get empty(): boolean {
    return this.lines.length === 0;
  }

  clear(): void {
    this.container.replaceChildren();
    this.lines = [];
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
    const follow =
      this.container.scrollTop + this.container.clientHeight >= this.container.scrollHeight - 24;
    for (const part of text.split(/(?<=\n)/)) {
      const last = this.lines.at(-1);
      const joins = last?.stream === stream && !last.node.textContent?.endsWith("\n");
      const open = joins && !this.broken ? last : null;
      this.broken = false;
      if (open) open.node.append(part);
      else this.line(stream, part);
      this.written[index] = (this.written[index] ?? 0) + part.length;
    }
    if (follow) this.container.scrollTop = this.container.scrollHeight;
  }

  /** What the reader typed: seen like in a terminal, but no part of what the program wrote. */
  echo(text: string): void {
    const node = document.createElement("span");
    node.textContent = text;
    node.className = "typed";
    this.container.append(node);
    // Whatever is written next begins a line of its own.
    this.broken = true;
  }

  private line(stream: 1 | 2, text: string): void {
    const node = document.createElement("span");
    node.textContent = text;
    node.className = stream === 2 ? "err" : "out";
    node.setAttribute("part", stream === 2 ? "output-line output-error" : "output-line");
    const line = { stream, offset: this.written[stream - 1] ?? 0, node };
    this.lines.push(line);
    this.container.append(node);
    this.dim(line);
    if (this.lines.length > KEPT) {
      const [gone] = this.lines.splice(KEPT / 2, 1);
      this.hidden += 1;
      if (!this.cut) {
        this.cut = document.createElement("span");
        this.cut.className = "cut";
        gone?.node.before(this.cut);
      }
      gone?.node.remove();
      this.cut.textContent = `… ${this.hidden} lines are not shown …\n`;
    }
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
    for (const line of this.lines) this.dim(line);
  }

  private dim(line: Line): void {
    const limit = this.shown[line.stream - 1] ?? Number.POSITIVE_INFINITY;
    line.node.classList.toggle("later", line.offset >= limit);
  }
}
