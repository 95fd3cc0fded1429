import { describe, expect, it } from "vitest";
import { decode, encode, type Shared } from "./link.ts";

describe("a link", () => {
  it("gives back the program that went in, whatever its letters", async () => {
    const all: Shared[] = [
      { code: "" },
      { code: 'print("é ☃ 😀 \u202e שלום")\n', seed: 7, clock: "real", at: "h12" },
      { code: "x = 1\n".repeat(5000) },
    ];
    for (const shared of all) {
      const link = await encode(shared);
      expect(link).toMatch(/^#1=[\w-]+$/);
      expect(await decode(link)).toEqual(shared);
    }
  });

  it("is short", async () => {
    const code = "async def worker(n):\n    await asyncio.sleep(n)\n".repeat(40);
    expect((await encode({ code })).length).toBeLessThan(200);
  });

  it("that is none is null, and one that is broken is an error", async () => {
    expect(await decode("")).toBeNull();
    expect(await decode("#chapter-2")).toBeNull();
    const link = await encode({ code: "print(1)" });
    await expect(decode(link.slice(0, -6))).rejects.toThrow();
    await expect(decode("#1=%%%")).rejects.toThrow();
    await expect(decode("#1=")).rejects.toThrow();
  });

  it("takes over nothing but what it knows", async () => {
    const odd = { code: "pass", seed: -3, clock: "wall", at: 5, theme: "<b>" } as unknown as Shared;
    expect(await decode(await encode(odd))).toEqual({ code: "pass" });
  });

  it("does not inflate without end", async () => {
    const link = await encode({ code: "a".repeat(5_000_000) });
    await expect(decode(link)).rejects.toThrow("too long");
  });
});
