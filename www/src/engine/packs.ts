/**
 * The packs of the standard library: the files beside the engine that hold what programs import.
 *
 * Owns: a pack is fetched once for each realm and inflated by the browser; its name has the hash of its
 * contents, so the browser may keep it. What a program's text seems to import is fetched before the
 * program runs; a wrong guess costs a file, a missed one only time: the engine asks for what it lacks.
 */

/** What the build knows: the pack files, and for each module those that importing it needs. */
interface Manifest {
  files: string[];
  modules: Record<string, number[]>;
  /** The packs that the programs took by which the core of the engine was told from the rest. */
  common: string[];
}

const manifests = new Map<string, Promise<Manifest>>();
const packs = new Map<string, Promise<Uint8Array>>();
/** Packs that the engine has taken: it will not ask again. */
const taken = new Set<string>();

/** The bytes of a pack of the engine whose folder is `base`. The engine keeps them. */
export async function take(base: string, file: string): Promise<Uint8Array> {
  const url = new URL(file, base).href;
  const bytes = await request(url);
  taken.add(url);
  packs.delete(url);
  return bytes;
}

function request(url: string): Promise<Uint8Array> {
  let pack = packs.get(url);
  if (!pack) {
    pack = inflate(url);
    // A failure is not remembered: the next import tries again.
    pack.catch(() => packs.delete(url));
    packs.set(url, pack);
  }
  return pack;
}

async function inflate(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${answer.statusText}`.trim());
  const inflated = answer.body.pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(inflated).arrayBuffer());
}

function manifestOf(base: string): Promise<Manifest> {
  let manifest = manifests.get(base);
  if (!manifest) {
    manifest = fetch(new URL("packs.json", base)).then((answer) => answer.json());
    manifest.catch(() => manifests.delete(base));
    manifests.set(base, manifest);
  }
  return manifest;
}

/** Whether modules of this pack work with the core of the engine: other packs need the rest more often than not. */
export async function isCommon(base: string, file: string): Promise<boolean> {
  return (await manifestOf(base)).common.includes(file);
}

/** Begins to fetch what the program will import, as far as its text tells; says what that is. */
export async function prefetch(base: string, code: string): Promise<string[]> {
  const names = imported(code);
  if (names.size === 0) return [];
  const { files, modules } = await manifestOf(base);
  const wanted = new Set([...names].flatMap((name) => modules[name] ?? []));
  const list = [...wanted].map((i) => files[i] ?? "");
  for (const file of list) {
    const url = new URL(file, base).href;
    if (!taken.has(url)) request(url).catch(() => undefined);
  }
  return list;
}

const IMPORT = /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([^#;\n]+))/gm;

/** The names before the first dot of all that the text imports. */
export function imported(code: string): Set<string> {
  const names = new Set<string>();
  for (const [, from, list] of code.matchAll(IMPORT)) {
    for (const item of (from ?? list ?? "").split(",")) {
      const name = /^\s*(\w+)/.exec(item)?.[1];
      if (name) names.add(name);
    }
  }
  return names;
}
