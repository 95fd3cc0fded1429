import { describe, expect, it } from "vitest";
import { type Box, fit, layout } from "./layout.ts";

function apart(a: Box, b: Box): boolean {
  return a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
}

describe("the layout", () => {
  it("keeps boxes inside the stage and apart from each other, at every width", () => {
    for (let width = 280; width <= 2000; width += 1) {
      const at = layout(width);
      const boxes = [at.loop, at.coro, at.main];
      for (const box of boxes) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.w).toBeLessThanOrEqual(width);
        expect(box.y + box.h).toBeLessThanOrEqual(at.height);
        expect(box.w).toBeGreaterThan(60);
      }
      expect(apart(at.loop, at.coro) && apart(at.loop, at.main) && apart(at.coro, at.main)).toBe(
        true,
      );
      expect(at.rows).toBeGreaterThanOrEqual(5);
      expect(at.resume.chars).toBeGreaterThanOrEqual(11);
    }
  });

  it("has the loop left of the coroutine, or above it", () => {
    expect(layout(900).form).toBe("wide");
    expect(layout(900).loop.x).toBeLessThan(layout(900).coro.x);
    expect(layout(390).form).toBe("tall");
    expect(layout(390).loop.y).toBeLessThan(layout(390).coro.y);
  });

  it("depends on the width alone", () => {
    expect(layout(700)).toEqual(layout(700));
  });
});

describe("fit", () => {
  it("never gives more than it may", () => {
    expect(fit("sleep 1.0", 20)).toBe("sleep 1.0");
    expect(fit("ValueError('x')", 8)).toBe("ValueEr…");
    expect(fit("two\nlines", 20)).toBe("two lines");
    expect(fit("abc", 0).length).toBeLessThanOrEqual(2);
  });
});
