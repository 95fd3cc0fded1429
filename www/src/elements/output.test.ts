import { describe, expect, it } from "vitest";
import { visible } from "./output.ts";

describe("text as it is drawn", () => {
  it("leaves out what only a terminal understands", () => {
    expect(visible("\x1b[1;31mred\x1b[0m")).toBe("red");
    expect(visible("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\")).toBe("link");
    expect(visible("\x1b]0;title\x07text")).toBe("text");
  });

  it("gives other control characters a sign, and leaves everything else alone", () => {
    expect(visible("a\0b\x07c\x7f\x1b")).toBe("a␀b␇c␡␛");
    expect(visible("tab\tline\nעברית 👩‍🚀 é")).toBe("tab\tline\nעברית 👩‍🚀 é");
  });
});
