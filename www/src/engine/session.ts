/**
 * The engine's end of the protocol: the same code in a worker and in a page.
 *
 * Owns: at most one interpreter lives in a session; a new run frees the one before it, and messages of
 * an interpreter that has been replaced go nowhere.
 */

import { isCommon, prefetch, take } from "./packs.ts";
import type { FromEngine, ToEngine } from "./protocol.ts";
import { type Engine, type Interpreter, load } from "./wasm.ts";

export class Session {
  private readonly base: string;
  private readonly post: (message: FromEngine) => void;
  private current: Interpreter | null = null;
  private run = 0;
  /** What arrived while the engine was still being loaded. */
  private early: ToEngine[] = [];
  private loading = false;

  constructor(base: string, post: (message: FromEngine) => void) {
    this.base = base;
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
      const engine = await load(this.base);
      if (run !== this.run) return;
      this.loading = false;
      engine.onfailure = (error) => {
        if (run !== this.run) return;
        this.current?.lastWords();
        this.post({ type: "failed", kind: "load", message: String(error) });
      };
      // Who runs a second program will not keep to what is common for long.
      if (run > 1) engine.rest.soon().catch(() => undefined);
      void imports.then((files) => Promise.all(files.map((file) => this.prepare(engine, file))));
      const { version, bytes, ms } = engine;
      this.post({ type: "ready", version, bytes, ms });
      const { type: _, ...options } = message;
      const interpreter = engine.create(options, {
        post: (answer) => {
          if (run !== this.run) return;
          if (answer.type === "asset") void this.supply(engine, interpreter, run, answer.file);
          else this.post(answer);
        },
      });
      this.current = interpreter;
      for (const late of this.early.splice(0)) this.receive(late);
      interpreter.start();
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

  /** Has the rest of the engine come if the modules of this pack may need it. If it cannot be had, whoever needs it says so. */
  private async prepare(engine: Engine, file: string): Promise<void> {
    try {
      if (!(await isCommon(this.base, file))) await engine.rest.soon();
    } catch {
      // The call that needs the rest tries again, and reports.
    }
  }

  private drop(): void {
    const old = this.current;
    this.current = null;
    // The interpreter may be on the stack right now (it called us): free it from a clean one.
    if (old) queueMicrotask(() => old.free());
  }
}
