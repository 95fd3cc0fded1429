/**
 * The rest of the engine: what few programs need, in a wasm module of its own that shares the core's memory and tables.
 *
 * Owns: the rest is there once for each engine, whether it came in time (`soon`) or was needed before it came (`now`).
 * Being there means to have been instantiated: its functions then stand in the slots of the core's table.
 */

/** What the rest is linked to: all that the core exports. */
export type Core = WebAssembly.Exports;

export class Rest {
  private readonly url: string;
  private readonly core: Core;
  private coming: Promise<void> | null = null;
  private here = false;

  constructor(url: string, core: Core) {
    this.url = url;
    this.core = core;
  }

  /** Has it fetched and compiled beside whatever runs. A failure is not remembered. */
  soon(): Promise<void> {
    this.coming ??= this.bring().catch((error: unknown) => {
      this.coming = null;
      throw error;
    });
    return this.coming;
  }

  /** Has it there when this returns: a program is in the middle of a call of it. Throws what went wrong. */
  now(): void {
    if (!this.here) this.link(new WebAssembly.Module(download(this.url)));
  }

  private async bring(): Promise<void> {
    const answer = await fetch(this.url);
    if (!answer.ok) throw new Error(`${this.url}: ${answer.status} ${answer.statusText}`);
    const module = await WebAssembly.compile(await answer.arrayBuffer());
    if (!this.here) this.link(module);
  }

  private link(module: WebAssembly.Module): void {
    new WebAssembly.Instance(module, { c: this.core as WebAssembly.ModuleImports });
    this.here = true;
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
