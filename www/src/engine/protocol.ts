/**
 * The messages between the page and the engine. The same in both directions whether the engine runs
 * in a dedicated worker or in the page itself; everything here survives structured cloning.
 */
import type { FirstPart } from "./first.ts";

/** What a run may use before the engine stops it, or thins its trace. Absent means the default. */
export interface Limits {
  /** Trace events to keep. */
  events?: number;
  /** Instructions to run without a pause. */
  ops?: number;
  /** Bytes of output for each stream. */
  output?: number;
  /** Bytes of memory. */
  memory?: number;
}

export type Clock = "virtual" | "real";

export interface RunMessage {
  type: "run";
  code: string;
  /** The name tracebacks show. */
  file: string;
  argv: string[];
  seed: number;
  clock: Clock;
  /** How fast the real clock runs: below 1 it is slow motion. */
  rate: number;
  /** Trace detail, 0 to 3. */
  detail: number;
  limits: Limits;
  /** What addresses that the program asks for are relative to. */
  page: string;
}

export interface StopMessage {
  type: "stop";
}

export interface InputMessage {
  type: "input";
  /** One line, without its end; null says that there is no more (Ctrl+D). */
  text: string | null;
}

/** Back-pressure: the VM may run until it has recorded this many events, then waits. */
export interface PaceMessage {
  type: "pace";
  until: number;
}

/** Bytes of memory that it is worth to give back. */
const WORTH = 1 << 16;

/** The records of an `events` message that have been read, if their memory is of use: it is used again. */
export function recycled({ records }: EventsMessage): RecycleMessage | null {
  return records.buffer.byteLength < WORTH ? null : { type: "recycle", records };
}

/** Memory of records that nobody reads any more. */
export interface RecycleMessage {
  type: "recycle";
  records: Uint32Array<ArrayBuffer>;
}

export type ToEngine = RunMessage | StopMessage | InputMessage | PaceMessage | RecycleMessage;

/** What a worker is told beside what a session is: the engine's first part, which the page has compiled, or why it could not. */
export interface FirstMessage {
  type: "first";
  part?: FirstPart;
  reason?: string;
}

export interface ReadyMessage {
  type: "ready";
  version: string;
  /** Size of the wasm file. */
  bytes: number;
  /** Fetch, compile and start. */
  ms: number;
}

export interface OutputMessage {
  type: "output";
  stream: 1 | 2;
  text: string;
}

export interface EventsMessage {
  type: "events";
  /** What the trace has more since the last message, as the engine keeps it: `RecordReader` makes events of it. */
  records: Uint32Array<ArrayBuffer>;
  texts: string;
  /** How many events there are so far. */
  count: number;
}

/** The engine needs a pack of the library. The session answers; no page hears it. */
export interface AssetMessage {
  type: "asset";
  file: string;
}

/** The program asks for something of the network. The session answers; no page hears it. */
export interface RequestMessage {
  type: "request";
  id: number;
  method: string;
  url: string;
  headers: [string, string][];
  body?: Uint8Array<ArrayBuffer>;
}

export interface WaitingMessage {
  type: "waiting";
  on: "input" | "pace" | "nothing";
  prompt?: string;
}

export interface SyntaxErrorMessage {
  type: "syntax-error";
  message: string;
  /** From 1, columns in characters from 1. */
  line: number;
  col: number;
  endLine: number;
  endCol: number;
}

export interface DoneMessage {
  type: "done";
  /** The process's exit status. */
  exit: number;
  how: "done" | "error" | "stopped" | "limit";
  /** How long the program ran by the wall clock. */
  seconds: number;
  /** Hash of the trace: equal for equal program, seed and inputs. */
  hash: string;
  ops: number;
}

/** The engine could not be loaded, or failed as a program of its own. */
export interface FailedMessage {
  type: "failed";
  kind: "load" | "runtime";
  message: string;
}

export type FromEngine =
  | ReadyMessage
  | OutputMessage
  | EventsMessage
  | WaitingMessage
  | SyntaxErrorMessage
  | DoneMessage
  | FailedMessage;
