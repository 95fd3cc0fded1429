import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { RecordReader } from "./records.ts";

/** Written by the engine's own test: records of every kind in pieces, and the events they are. */
const lines = readFileSync(new URL("records.fixture.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n");
const values = lines.map((line) => JSON.parse(line));
const pieces: { records: number[]; texts: string }[] = values.filter((v) => "records" in v);
const expected: unknown[] = values.filter((v) => !("records" in v));

describe("records", () => {
  it("are the events that the engine reads in them", () => {
    const reader = new RecordReader();
    const events = pieces.flatMap(({ records, texts }) =>
      reader.read(Uint32Array.from(records), texts),
    );
    expect(events.length).toBe(expected.length);
    expect(events).toEqual(expected);
  });

  it("that are cut off end with the last whole event", () => {
    const [piece] = pieces;
    const records = Uint32Array.from(piece?.records ?? []);
    const whole = new RecordReader().read(records, piece?.texts ?? "");
    const unknown = new RecordReader().read(
      Uint32Array.of(...records, 100, 1, 2),
      piece?.texts ?? "",
    );
    expect(unknown).toEqual(whole);
  });
});
