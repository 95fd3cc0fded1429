/** The dedicated worker: a session whose messages are the worker's. Its name is the engine's folder. */
import type { ToEngine } from "./protocol.ts";
import { Session } from "./session.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;
const session = new Session(scope.name, (message) =>
  scope.postMessage(message, message.type === "events" ? [message.records.buffer] : []),
);
scope.onmessage = (event: MessageEvent<ToEngine>) => session.receive(event.data);

interface DedicatedWorkerGlobalScope {
  readonly name: string;
  onmessage: ((event: MessageEvent<ToEngine>) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}
