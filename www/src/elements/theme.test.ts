import { describe, expect, it } from "vitest";
import { DARK, LIGHT } from "./theme.ts";

type Rgb = [number, number, number];

function rgb(hex: string): Rgb {
  const n = Number.parseInt(hex.slice(1), 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
}

function linear(hex: string): Rgb {
  return rgb(hex).map((v) => {
    const c = v / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
}

function luminance(hex: string): number {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG's contrast ratio. */
function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Linear RGB as a person without the long, or the medium, wave cones sees it (Viénot, 1999). */
const SEEN: Record<string, (c: Rgb) => Rgb> = {
  usual: (c) => c,
  protan: ([r, g, b]) => [
    0.11238 * r + 0.88762 * g,
    0.11238 * r + 0.88762 * g,
    0.00401 * r - 0.00401 * g + b,
  ],
  deutan: ([r, g, b]) => [
    0.29275 * r + 0.70725 * g,
    0.29275 * r + 0.70725 * g,
    -0.02234 * r + 0.02234 * g + b,
  ],
};

function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function distance(a: Rgb, b: Rgb): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

for (const [name, theme] of Object.entries({ light: LIGHT, dark: DARK })) {
  describe(`the ${name} theme`, () => {
    it("keeps text readable on both papers", () => {
      for (const paper of [theme.bg, theme.ground]) {
        for (const ink of [theme.fg, theme.muted, theme.error, ...theme.tasks]) {
          expect(contrast(ink, paper), `${ink} on ${paper}`).toBeGreaterThanOrEqual(4.5);
        }
        expect(contrast(theme.ok, paper)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(theme.warn, paper)).toBeGreaterThanOrEqual(3);
        expect(contrast(theme.loop, paper), "loop").toBeGreaterThanOrEqual(3);
      }
    });

    it("has eight hues that stay apart, also without red or green cones", () => {
      for (const [kind, seen] of Object.entries(SEEN)) {
        const seenAs = theme.tasks.map((hex) => oklab(seen(linear(hex))));
        for (const [n, a] of seenAs.entries()) {
          // Neighbours in the cycle are seen side by side most.
          const next = seenAs[(n + 1) % seenAs.length];
          if (next)
            expect(distance(a, next), `${kind}: ${n + 1} and ${n + 2}`).toBeGreaterThan(0.06);
          for (const b of seenAs.slice(n + 1)) {
            expect(distance(a, b), `${kind}: hue ${n + 1}`).toBeGreaterThan(0.02);
          }
        }
      }
    });
  });
}
