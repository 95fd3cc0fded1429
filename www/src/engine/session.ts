/**
 * The engine's end of the protocol: the same code in a worker and in a page.
 *
 * Owns: at most one interpreter lives in a session; a new run frees the one before it, and messages of
 * an interpreter that has been replaced go nowhere.
 */

import type { FirstPart } from "./first.ts";
import { isCommon, prefetch, take } from "./packs.ts";
import { COMMON, REST } from "./parts.ts";
import type { FromEngine, RequestMessage, ToEngine } from "./protocol.ts";
import { type Engine, type Interpreter, load } from "./wasm.ts";

/** Programs that are not longer, and have none of these words, are plain: they are begun with the first part of the engine alone. */
const SHORT = 400;
const MORE =
  /\b(?:async|await|class|def|except|for|from|global|import|lambda|match|try|while|with|yield)\b|\b[fFtT]["']/;

export class Session {
  private readonly base: string;
  private readonly first: () => Promise<FirstPart>;
  private readonly post: (message: FromEngine) => void;
  private current: Interpreter | null = null;
  private run = 0;
  /** What arrived while the engine was still being loaded. */
  private early: ToEngine[] = [];
  private loading = false;

  constructor(base: string, first: () => Promise<FirstPart>, post: (message: FromEngine) => void) {
    this.base = base;
    this.first = first;
    this.post = post;
  }

  receive(message: ToEngine): void {
    if (message.type === "run") {
      void this.begin(message);
      return;
    }
    if (this.loading) {
      this.early.push(message);
      return;
    }
    switch (message.type) {
      case "stop":
        this.current?.stop();
        break;
      case "input":
        this.current?.input(message.text);
        break;
      case "pace":
        this.current?.pace(message.until);
        break;
      case "recycle":
        this.current?.recycle(message.records);
        break;
    }
  }

  close(): void {
    this.run += 1;
    this.drop();
  }

  private async begin(message: Extract<ToEngine, { type: "run" }>): Promise<void> {
    this.run += 1;
    const run = this.run;
    this.drop();
    this.loading = true;
    this.early = [];
    const imports = prefetch(this.base, message.code).catch(() => []);
    try {
      const engine = await load(this.base, this.first);
      const plain = message.code.length <= SHORT && !MORE.test(message.code);
      if (!plain) await engine.parts.soon(COMMON);
      if (run !== this.run) return;
      this.loading = false;
      engine.onfailure = (error) => {
        if (run !== this.run) return;
        this.current?.lastWords();
        this.post({ type: "failed", kind: "load", message: String(error) });
      };
      // Who runs a second program will not keep to what is common for long.
      if (run > 1) engine.parts.soon(REST).catch(() => undefined);
      void imports.then((files) => Promise.all(files.map((file) => this.prepare(engine, file))));
      const { version, bytes, ms } = engine;
      this.post({ type: "ready", version, bytes, ms });
      const { type: _, page, ...options } = message;
      const interpreter = engine.create(options, {
        post: (answer) => {
          if (run !== this.run) return;
          if (answer.type === "asset") void this.supply(engine, interpreter, run, answer.file);
          else if (answer.type === "request") void this.ask(interpreter, run, answer, page);
          else this.post(answer);
        },
      });
      this.current = interpreter;
      for (const late of this.early.splice(0)) this.receive(late);
      interpreter.start();
      // Behind the first slice, which is a microtask: two things at once take a plain program's first line longer than one by one. What it
      // needs before is loaded in the call, which tries again, and reports, where this fails.
      if (plain) setTimeout(() => engine.parts.soon(COMMON).catch(() => undefined));
    } catch (error) {
      if (run !== this.run) return;
      const kind = this.loading ? "load" : "runtime";
      this.loading = false;
      this.post({ type: "failed", kind, message: String(error) });
    }
  }

  /** Brings a pack that the program waits for. */
  private async supply(
    engine: Engine,
    interpreter: Interpreter,
    run: number,
    file: string,
  ): Promise<void> {
    let bytes: Uint8Array | undefined;
    let reason = "";
    try {
      [bytes] = await Promise.all([take(this.base, file), this.prepare(engine, file)]);
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    if (run === this.run) interpreter.asset(file, bytes, reason);
  }

  /** Asks the network for what the program wants. */
  private async ask(
    interpreter: Interpreter,
    run: number,
    request: RequestMessage,
    page: string,
  ): Promise<void> {
    const { id, method, headers, body } = request;
    let reason = "";
    let answer: Response | undefined;
    let bytes: Uint8Array | undefined;
    try {
      answer = await fetch(new URL(request.url, page), { method, headers, body: body ?? null });
      bytes = new Uint8Array(await answer.arrayBuffer());
    } catch (error) {
      reason = `${request.url}: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (run !== this.run) return;
    const { status = 0, url = "" } = answer ?? {};
    interpreter.answer(id, status, url, [...(answer?.headers ?? [])].flat(), bytes, reason);
  }

  /** Has what the modules of this pack may need of the engine come. If it cannot be had, whoever needs it says so. */
  private async prepare(engine: Engine, file: string): Promise<void> {
    try {
      await engine.parts.soon((await isCommon(this.base, file)) ? COMMON : REST);
    } catch {
      // The call that needs the part tries again, and reports.
    }
  }

  private drop(): void {
    const old = this.current;
    this.current = null;
    // The interpreter may be on the stack right now (it called us): free it from a clean one.
    if (old) queueMicrotask(() => old.free());
  }
}
