/**
 * The page's end of the protocol: a link to an engine, wherever it runs.
 *
 * Owns: the choice of place. A dedicated worker where one can be had; in the page otherwise (a script
 * from another origin may not make a worker, and a page's policy may forbid it). The caller cannot
 * tell the difference from the messages.
 */
import { compile } from "./first.ts";
import type { FirstMessage, FromEngine, RunMessage, ToEngine } from "./protocol.ts";

export type EnginePlace = "worker" | "page";

export interface EngineLink {
  readonly place: EnginePlace;
  post(message: ToEngine): void;
  /** Ends whatever runs, without asking it. */
  close(): void;
}

export function connect(
  base: string,
  where: "auto" | EnginePlace,
  receive: (message: FromEngine) => void,
): EngineLink {
  // begun before a worker is: it takes longest
  compile(base).catch(() => undefined);
  if (where !== "page") {
    const link = inWorker(base, receive);
    if (link) return link;
  }
  return inPage(base, receive);
}

function inWorker(base: string, receive: (message: FromEngine) => void): EngineLink | null {
  if (new URL(import.meta.url).origin !== location.origin) return null;
  let worker: Worker;
  try {
    worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: base });
  } catch {
    return null;
  }
  /** Has the worker the engine's first part? It is compiled here, while the worker starts. */
  let handed = false;
  const hand = () => {
    if (handed) return;
    handed = true;
    compile(base).then(
      (part) => worker.postMessage({ type: "first", part } satisfies FirstMessage),
      (error: unknown) => {
        handed = false;
        worker.postMessage({ type: "first", reason: String(error) } satisfies FirstMessage);
      },
    );
  };
  let spoken = false;
  let fallback: EngineLink | null = null;
  let request: RunMessage | null = null;
  worker.onmessage = (event: MessageEvent<FromEngine>) => {
    spoken = true;
    receive(event.data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    if (spoken) {
      receive({ type: "failed", kind: "runtime", message: event.message || "the worker failed" });
      return;
    }
    // The worker's own script could not be had: the same run, in the page.
    worker.terminate();
    fallback = inPage(base, receive);
    if (request) fallback.post(request);
  };
  return {
    get place() {
      return fallback ? "page" : "worker";
    },
    post(message) {
      if (message.type === "run") request = message;
      if (fallback) {
        fallback.post(message);
        return;
      }
      worker.postMessage(message, message.type === "recycle" ? [message.records.buffer] : []);
      if (message.type === "run") hand();
    },
    close() {
      worker.terminate();
      fallback?.close();
    },
  };
}

function inPage(base: string, receive: (message: FromEngine) => void): EngineLink {
  let closed = false;
  const session = import("./session.ts").then(
    ({ Session }) =>
      new Session(
        base,
        () => compile(base),
        (message) => {
          if (!closed) receive(message);
        },
      ),
  );
  session.catch((error: unknown) => {
    receive({ type: "failed", kind: "load", message: String(error) });
  });
  return {
    place: "page",
    post(message) {
      session.then((open) => open.receive(message)).catch(() => undefined);
    },
    close() {
      closed = true;
      session.then((open) => open.close()).catch(() => undefined);
    },
  };
}
