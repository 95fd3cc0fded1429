/**
 * The engine's later parts: wasm modules of their own that share the memory and tables of the first.
 *
 * Owns: a part is there once for each engine, whether it came in time (`soon`) or was needed before it came (`now`), and only
 * when those before it are. Being there means to have been instantiated: its functions then stand in the slots of the first part's table.
 */

/** What the parts are linked to: all that the first exports. */
export type First = WebAssembly.Exports;

/** The parts by number: what programs commonly need, and what few do. Number 0 is the first. */
const FILES = ["coroscope_bg.wasm", "coroscope_bg.common.wasm", "coroscope_bg.rest.wasm"] as const;
export const [FIRST] = FILES;
export const COMMON = 1;
export const REST = 2;

export class Parts {
  private readonly base: string;
  private readonly first: First;
  private readonly coming: (Promise<void> | undefined)[] = [];
  /** How many are there. */
  private here = 1;

  constructor(base: string, first: First) {
    this.base = base;
    this.first = first;
  }

  /** Has a part fetched and compiled beside whatever runs. A failure is not remembered. */
  soon(part: number): Promise<void> {
    if (part < this.here) return Promise.resolve();
    this.coming[part] ??= this.bring(part).catch((error: unknown) => {
      this.coming[part] = undefined;
      throw error;
    });
    return this.coming[part];
  }

  /** Has a part there when this returns: a program is in the middle of a call of it. Throws what went wrong. */
  now(part: number): void {
    while (this.here <= part) {
      this.link(this.here, new WebAssembly.Module(download(this.url(this.here))));
    }
  }

  private url(part: number): string {
    return new URL(FILES[part] as string, this.base).href;
  }

  private async bring(part: number): Promise<void> {
    const url = this.url(part);
    const module = fetch(url).then(async (answer) => {
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
      return WebAssembly.compile(await answer.arrayBuffer());
    });
    // Both may fail, and one of them is reported.
    module.catch(() => undefined);
    await this.soon(part - 1);
    this.link(part, await module);
  }

  private link(part: number, module: WebAssembly.Module): void {
    if (part < this.here) return;
    new WebAssembly.Instance(module, { c: this.first as WebAssembly.ModuleImports });
    this.here = part + 1;
  }
}

/** The bytes of a file, with everything standing still until it is there. A page may read such an answer as text only. */
export function download(url: string): Uint8Array<ArrayBuffer> {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  const inPage = typeof document !== "undefined";
  if (inPage) request.overrideMimeType("text/plain; charset=x-user-defined");
  else request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${url}: ${request.status} ${request.statusText}`);
  if (!inPage) return new Uint8Array(request.response as ArrayBuffer);
  // Every byte arrives as a character whose low byte it is.
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 0xff);
}
