/**
 * From the engine's records to events: what `src/trace/read.rs` does for the command.
 *
 * Owns: the events are those of the public format, with nothing of how they stand in the engine's memory. Chains are
 * put together again from the awaits that began: who waits in whom, and in which line.
 */
import type { ChainLink, TraceEvent } from "./events.ts";
import { LAYOUTS, LINK, MOST_LINKS, NONE, SHORT, SHORTS, TARGETS, TEXT, TIME } from "./kinds.ts";

interface Field {
  name: string;
  form: string;
  /** The bit of the first word that says that it is there. */
  bit: number;
  slot: number;
  shift: number;
  choices: readonly string[];
}

interface Layout {
  name: string;
  words: number;
  fields: readonly Field[];
}

const layouts: readonly Layout[] = LAYOUTS.map((line) => {
  const [name = "", words, ...fields] = line.split(" ");
  return {
    name,
    words: Number(words),
    fields: fields.map((field, index) => {
      const [name = "", form = "", slot, shift, choices = ""] = field.split(":");
      const bit = 8 + index;
      return {
        name,
        form,
        bit,
        slot: Number(slot),
        shift: Number(shift),
        choices: choices.split("/"),
      };
    }),
  };
});

/** One of the events that a short record stands for, and where its words stand in the record of that event. */
interface Part {
  layout: Layout;
  kind: number;
  moves: readonly { from: number; to: number; bit: number; optional: boolean }[];
}

interface Short {
  words: number;
  parts: readonly Part[];
}

const shorts: readonly Short[] = SHORTS.map((text) => {
  let words = 1;
  const parts = text.split("; ").map((part): Part => {
    const [name = "", ...fields] = part.split(" ");
    const kind = layouts.findIndex((layout) => layout.name === name);
    const layout = layouts[kind];
    if (!layout) throw new Error(`a short record of ${name}`);
    const moves = fields.flatMap((text) => {
      const field = layout.fields.find((f) => f.name === text.slice(0, -2));
      if (!field) throw new Error(`a short record with ${text}`);
      const [from, optional] = [Number(text.slice(-1)), text.at(-2) === "?"];
      const { bit, slot } = field;
      const move = { from, to: slot, bit, optional };
      const all =
        field.form === "Chain" ? [move, { ...move, from: from + 1, to: slot + 1 }] : [move];
      words = Math.max(words, from + all.length);
      return all;
    });
    return { layout, kind, moves };
  });
  return { words, parts };
});

/** Who waits in a coroutine, and in which line. */
interface Link {
  readonly up: number;
  readonly link: ChainLink;
}

/** Half a number of two words. */
const HALF = 2 ** 32;
const NO_LINE = 0xffff_ffff;
const NUMBER = 0x8000_0000;

export class RecordReader {
  private readonly texts: string[] = [""];
  private i = 0;
  private t = 0;
  /** By the coroutine that is waited in. */
  private readonly links = new Map<number, Link>();
  /** Coroutines of tasks, where their chains begin. */
  private readonly roots = new Map<number, number>();

  /** The events of records that follow those that were read before. */
  read(records: Uint32Array, texts: string): TraceEvent[] {
    const events: TraceEvent[] = [];
    let end = 0;
    for (let at = 0; at < records.length; ) {
      const head = records[at] ?? 0;
      const kind = head & 0xff;
      const word = (slot: number): number => records[at + slot] ?? 0;
      const layout = layouts[kind];
      const short = shorts[kind - SHORT];
      if (short) {
        this.short(short, head, word, events);
        at += short.words;
      } else if (layout) {
        events.push(this.event(layout, head, word));
        at += layout.words;
      } else if (kind === TIME) {
        this.t = wide(word(1), word(2));
        at += 3;
      } else if (kind === TEXT) {
        const begin = end;
        end += word(2);
        this.texts.push(texts.slice(begin, end));
        at += 3;
      } else if (kind === LINK) {
        this.enter(word(1) | 0, word(2) | 0, word(3));
        at += 4;
      } else {
        break;
      }
    }
    return events;
  }

  /** The events that a short record stands for. */
  private short(
    { parts }: Short,
    head: number,
    word: (slot: number) => number,
    events: TraceEvent[],
  ): void {
    for (const { layout, kind, moves } of parts) {
      const record = [kind | (head & ~0xffff)];
      for (const { from, to, bit, optional } of moves) {
        const value = word(from);
        if (optional && value === NONE) continue;
        record[0] = (record[0] ?? 0) | (1 << bit);
        if (from !== 0) record[to] = value;
      }
      events.push(this.event(layout, record[0] ?? 0, (slot) => record[slot] ?? 0));
    }
  }

  private text(word: number): string {
    return word >= NUMBER ? String(word - NUMBER) : (this.texts[word] ?? "");
  }

  private event(layout: Layout, head: number, word: (slot: number) => number): TraceEvent {
    const event: Record<string, unknown> = { i: this.i, t: this.t, e: layout.name };
    for (const { name, form, bit, slot, shift, choices } of layout.fields) {
      if (((head >>> bit) & 1) === 0) continue;
      event[name] = this.value(form, word, slot, (head >>> shift) & 15, choices, event);
    }
    switch (layout.name) {
      case "task.new":
        this.roots.set(event.k as number, event.o as number);
        break;
      case "await.enter": {
        const target = event.to as { kind: string; id: number };
        const from = event.from as number;
        this.enter(from, target.id, (event.line as number | undefined) ?? 0);
        // a generator that is not told of
        event.from = Math.max(0, from);
        break;
      }
      case "coro.end":
        this.links.delete(event.o as number);
        break;
      case "gap":
        event.i = event.i1;
        break;
    }
    this.i = (event.i as number) + 1;
    return event as unknown as TraceEvent;
  }

  private value(
    form: string,
    word: (slot: number) => number,
    slot: number,
    small: number,
    choices: readonly string[],
    event: Record<string, unknown>,
  ): unknown {
    switch (form) {
      case "Wide":
        return wide(word(slot), word(slot + 1));
      case "Text":
        return this.text(word(slot));
      case "Ids": {
        const text = this.text(word(slot));
        return text === "" ? [] : text.split(",").map(Number);
      }
      case "Source":
        return [{ f: 1, name: this.text(word(slot)) }];
      case "Choice":
        return choices[small] ?? "";
      case "Flag":
        return small !== 0;
      case "Target":
        return small === 0 ? null : { kind: TARGETS[small - 1], id: word(slot) | 0 };
      case "Chain":
        return this.chain(this.roots.get(event.k as number) ?? 0, word(slot) | 0, word(slot + 1));
      default:
        return word(slot) | 0;
    }
  }

  private enter(from: number, to: number, line: number): void {
    this.links.set(to, { up: from, link: { o: Math.max(0, from), line } });
  }

  /** A chain from a task's coroutine to the innermost one, which is in this line. */
  private chain(root: number, leaf: number, line: number): ChainLink[] {
    if (line === NO_LINE) return [];
    const links: ChainLink[] = [{ o: Math.max(0, leaf), line }];
    let o = leaf;
    for (let left = this.links.size + 1; o !== root && left > 0; left -= 1) {
      const above = this.links.get(o);
      if (!above) break;
      links.push(above.link);
      o = above.up;
    }
    return links.reverse().slice(0, MOST_LINKS);
  }
}

/** A number with its sign, the lower half first. */
function wide(low: number, high: number): number {
  return (high | 0) * HALF + low;
}
