import { describe, expect, it } from "vitest";
import { imported } from "./packs.ts";

describe("imported", () => {
  it("finds modules in every form of the statement", () => {
    const code = `import asyncio, json as j
from dataclasses import dataclass
def f():
    import xml.etree.ElementTree as ET  # later
    from .sibling import x
try: import a
except ImportError: pass
important = 1
`;
    expect([...imported(code)]).toEqual(["asyncio", "json", "dataclasses", "xml"]);
  });
});
