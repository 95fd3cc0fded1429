import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { tokenLines } from "./code.ts";

const folder = new URL("../../examples/", import.meta.url);
const programs = readdirSync(folder)
  .filter((file) => file.endsWith(".py"))
  .map((file) => readFileSync(new URL(file, folder), "utf8"));

function back(code: string): string {
  return tokenLines(code)
    .map((line) => line.map((token) => token.text).join(""))
    .join("\n");
}

describe("the tokens of code that is only read", () => {
  it("keep every character in its line", () => {
    expect(programs.length).toBe(16);
    for (const code of programs) expect(back(code)).toBe(code);
  });

  it("keep strings over several lines, and code that is cut off", () => {
    for (const code of [
      'x = """a\nb # no comment\n"""\ny = 1',
      "x = '''never closed\n",
      'print("never closed\nprint(2)',
      "# only a comment",
      "",
      "\n\n",
      "s = rb'\\n' + f\"{x!r:>{width}}\" # done",
    ]) {
      expect(back(code)).toBe(code);
    }
  });

  it("tell keywords from names that hold them", () => {
    const kinds = tokenLines("async def awaited(): await asyncio.sleep(1) # await").flat();
    const of = (kind: string) => kinds.filter((t) => t.kind === kind).map((t) => t.text);
    expect(of("keyword")).toEqual(["async", "def", "await"]);
    expect(of("comment")).toEqual(["# await"]);
    expect(of("constant")).toEqual(["1"]);
  });
});
