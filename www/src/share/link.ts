/**
 * A program as a link: everything stands behind the `#`, so no server ever sees it.
 *
 * Owns: the form `#1=` + deflate-raw + base64url without padding, and that a link which is broken is told
 * apart from no link. Opening a link runs nothing.
 */

export interface Shared {
  code: string;
  seed?: number;
  clock?: "virtual" | "real";
  /** The moment to go to, as `at` says it. */
  at?: string;
}

const PREFIX = "#1=";
/** A program longer than this is no program, whatever a link says. */
const LONGEST = 4_000_000;

export async function encode(shared: Shared): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(shared));
  const packed = await through(
    bytes,
    new CompressionStream("deflate-raw"),
    Number.POSITIVE_INFINITY,
  );
  let text = "";
  for (const byte of packed) text += String.fromCharCode(byte);
  return `${PREFIX}${btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** The program in a location's hash; null when there is none. Throws when there is one that cannot be read. */
export async function decode(hash: string): Promise<Shared | null> {
  if (!hash.startsWith(PREFIX)) return null;
  const text = atob(hash.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/"));
  const packed = Uint8Array.from(text, (one) => one.charCodeAt(0));
  const bytes = await through(packed, new DecompressionStream("deflate-raw"), LONGEST);
  const found: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  if (typeof found !== "object" || found === null) throw new Error("not a program");
  const { code, seed, clock, at } = found as Partial<Record<keyof Shared, unknown>>;
  if (typeof code !== "string") throw new Error("not a program");
  return {
    code,
    ...(Number.isSafeInteger(seed) && (seed as number) >= 0 ? { seed: seed as number } : {}),
    ...(clock === "virtual" || clock === "real" ? { clock } : {}),
    ...(typeof at === "string" && at.length < 100 ? { at } : {}),
  };
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > most) throw new Error("too long");
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
