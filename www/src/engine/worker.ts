/**
 * The dedicated worker: a session whose messages are the worker's. Its name is the engine's folder.
 *
 * Owns: the first part of the engine comes from the page, in a message; what loads beside it is asked for as soon as the worker runs.
 */
import type { FirstPart } from "./first.ts";
import type { FirstMessage, ToEngine } from "./protocol.ts";
import { Session } from "./session.ts";
import { glue } from "./wasm.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;
let hand: (message: FirstMessage) => void;
let part = awaited();
const session = new Session(
  scope.name,
  () => part,
  (message) =>
    scope.postMessage(message, message.type === "events" ? [message.records.buffer] : []),
);
glue(scope.name).catch(() => undefined);

scope.onmessage = ({ data }: MessageEvent<ToEngine | FirstMessage>) => {
  if (data.type === "first") hand(data);
  else session.receive(data);
};

/** The part that the next message of its kind brings. After a failure, another message may come. */
function awaited(): Promise<FirstPart> {
  const promise = new Promise<FirstPart>((resolve, reject) => {
    hand = (message) => {
      if (message.part) resolve(message.part);
      else {
        part = awaited();
        reject(message.reason);
      }
    };
  });
  promise.catch(() => undefined);
  return promise;
}

interface DedicatedWorkerGlobalScope {
  readonly name: string;
  onmessage: ((event: MessageEvent<ToEngine | FirstMessage>) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}
