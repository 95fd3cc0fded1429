import { describe, expect, it } from "vitest";
import { unindent } from "./program.ts";

describe("a program inside a tag", () => {
  it("loses blank edges and the indent that all lines share", () => {
    expect(unindent("\n    def f():\n        return 1\n\n    f()\n   ")).toBe(
      "def f():\n    return 1\n\nf()\n",
    );
  });

  it("stays as it is when it begins in the first column", () => {
    expect(unindent("if x:\n    y\n")).toBe("if x:\n    y\n");
    expect(unindent("x")).toBe("x\n");
    expect(unindent("")).toBe("\n");
  });
});
