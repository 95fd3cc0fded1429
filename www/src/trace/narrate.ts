/**
 * Every event in words: the transcript, the live region, the scrubber's value text.
 *
 * Owns: the sentences. An event without a sentence (queue bookkeeping) gives null and is left out of
 * the transcript. Views never make up their own wording.
 */
import type { EventOf, ObjectId, TaskId, TraceEvent } from "./events.ts";
import { isLoopThread } from "./library.ts";
import type { GroupRecord, Handoff, State, TaskRecord } from "./state.ts";
import type { TraceStore } from "./store.ts";

export function seconds(micros: number, digits = 3): string {
  return `${(micros / 1e6).toFixed(digits)} s`;
}

function nameOf(state: State, k: number | null | undefined): string {
  if (k === null || k === undefined) return "MAIN";
  return state.tasks.get(k)?.name ?? `Task-${k}`;
}

/** Who does it: a task, or what runs where no task does. */
function doer(state: State, k: number | null | undefined): string {
  if (k !== null && k !== undefined) return nameOf(state, k);
  return state.place === "main" ? "MAIN" : "A callback";
}

/** A coroutine of the library: what it awaits in turn is none of the program's business. */
function isLibrary(state: State, o: ObjectId): boolean {
  return state.objects.get(o)?.lib ?? false;
}

/** The name of a coroutine; the base class that a special method happens to come from says nothing. */
function coroutine(state: State, o: ObjectId, unknown: string): string {
  return (state.objects.get(o)?.name ?? unknown).replace(/^_\w+\.(?=__)/, "");
}

const plural = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** What happened, given the state just after the event. */
export function narrate(state: State, event: TraceEvent): string | null {
  switch (event.e) {
    case "main.enter":
      return event.line ? `Module code runs, line ${event.line}` : "Module code runs";
    case "main.exit":
      return state.place === "loop" ? "Module code hands over to the loop" : "Module code ends";
    case "loop.begin":
      return state.handoff?.i === event.i
        ? "Module code hands over to the loop"
        : "An event loop starts";
    case "loop.end":
      return state.handoff?.i === event.i
        ? "The loop ends, and module code goes on"
        : "The event loop closes";
    case "loop.idle":
      return event.until === null || event.until === undefined
        ? "The loop is idle, waiting for I/O"
        : `The loop is idle until ${seconds(event.until)}`;
    case "loop.wake":
      return `${describe(state, state.handoff)} at ${seconds(state.t)}`;
    case "block":
      return `The loop is blocked for ${seconds(event.us)}${event.line ? ` by line ${event.line}` : ""}`;
    case "coro.end":
      return (event.how === "unawaited" || event.how === "close") && !isLibrary(state, event.o)
        ? `${state.objects.get(event.o)?.name ?? "A coroutine"} ${
            event.how === "close" ? "is closed" : "was never awaited"
          }`
        : null;
    case "task.new": {
      const what = state.tasks.get(event.k)?.qual ?? "a coroutine";
      return event.parent === null || event.parent === undefined
        ? `${event.name} is created for ${what}`
        : `${nameOf(state, event.parent)} creates ${event.name} for ${what}`;
    }
    case "task.cancel":
      return `${nameOf(state, event.k)} is asked to cancel`;
    case "task.resume":
    case "task.suspend":
    case "task.done":
    case "hand.send":
    case "hand.yield":
      return describe(state, state.handoff) || null;
    case "await.enter": {
      if (isLibrary(state, event.from)) return null;
      const who = nameOf(state, event.k ?? state.current);
      if (event.to.kind === "agen") {
        return `${who} asks ${coroutine(state, event.to.id, "an async generator")} for its next value: the chain grows, no handoff`;
      }
      if (event.to.kind !== "coro") return null;
      const name = coroutine(state, event.to.id, "a coroutine");
      const whole = /(?:^|\.)__a(enter|exit)__$/.exec(name);
      if (!whole) return `${who} awaits ${name} directly: the chain grows, no handoff`;
      const does = whole[1] === "enter" ? "enters" : "leaves";
      return `${who} ${does} its async with: the chain grows, no handoff`;
    }
    case "await.exit":
      return event.waited === false && !isLibrary(state, event.from)
        ? `${nameOf(state, event.k ?? state.current)} did not have to wait: the loop is not involved`
        : null;
    case "agen.yield":
      return `${coroutine(state, event.o, "An async generator")} yields ${
        event.val ?? "a value"
      } to its consumer: no handoff`;
    case "agen.close":
      return `${coroutine(state, event.o, "An async generator")} is closed`;
    case "sync":
      return synchronized(state, event);
    case "group.enter":
      return `${doer(state, event.k)} ${GROUPS[event.kind]?.[0] ?? "enters a group"}`;
    case "group.exit": {
      const group = state.groups.get(event.g);
      const [, what] = GROUPS[group?.kind ?? "taskgroup"] ?? ["", "group"];
      const whose = group?.k === null || group === undefined ? "" : ` of ${nameOf(state, group.k)}`;
      return `The ${what}${whose} is over${event.errs ? `, with ${plural(event.errs, "error")}` : ""}`;
    }
    case "net":
      return connected(state, event);
    case "thr": {
      if (isLoopThread(event)) return null;
      const words = { new: "is started", run: "runs", block: "waits", done: "ends" };
      const word = words[event.op as keyof typeof words];
      const fn = state.threads.get(event.x)?.fn;
      return word ? `Thread ${event.x}${fn ? ` (${fn})` : ""} ${word}` : null;
    }
    case "out":
      return printed(event.s, event.text);
    case "exc":
      return event.state === "unhandled"
        ? `${event.type} is not handled${event.text ? `: ${event.text}` : ""}`
        : null;
    case "warn":
    case "lint":
      return event.text;
    case "mark":
      return event.text ?? event.label;
    case "gap":
      // Told where the first is; how many there are, at the end.
      return state.unrecorded === event.n
        ? "The trace is full: from here on only output, errors and the ends of tasks are recorded"
        : null;
    case "trace.end":
      return ended(state, event.how);
    default:
      return null;
  }
}

/** How a group begins, and what it is called. */
const GROUPS: Record<GroupRecord["kind"], [string, string]> = {
  taskgroup: ["opens a TaskGroup", "TaskGroup"],
  timeout: ["sets a timeout", "timeout"],
  gather: ["gathers several awaitables", "gather"],
};

/** Whether a task is in `Queue.join`, the only wait of a queue that ends in "got". */
function joins(state: State, k: TaskId | undefined): boolean {
  return state.tasks.get(k ?? -1)?.chain.some((link) => link.name.endsWith("Queue.join")) ?? false;
}

function synchronized(state: State, event: EventOf<"sync">): string {
  const who = doer(state, event.k);
  const resource = state.resources.get(event.r);
  const name = resource?.name ?? "resource";
  const items = resource?.items ?? 0;
  const left = resource?.waiters.length ?? 0;
  const waiting = left > 0 ? `; ${left} still wait${left === 1 ? "s" : ""}` : "";
  switch (event.op) {
    case "wait": {
      if (event.kind === "queue" && joins(state, event.k)) {
        return `${who} waits until all items of the ${name} are done`;
      }
      if (event.kind === "queue") {
        return `${who} waits: the ${name} is ${items > 0 ? "full" : "empty"}`;
      }
      const holders = resource?.holders.map((k) => nameOf(state, k)) ?? [];
      const held = holders.length > 0 ? `, held by ${holders.join(", ")}` : "";
      return `${who} waits for the ${name}${held}`;
    }
    case "got":
      if (event.kind === "queue") return `${who} sees that all items of the ${name} are done`;
      if (event.kind === "event") return `${who} sees that the ${name} is set`;
      if (event.kind === "barrier") return `${who} passes the ${name}`;
      if (event.kind === "condition") return `${who} has been notified by the ${name}`;
      return `${who} takes the ${name}`;
    case "quit":
      return `${who} gives up waiting for the ${name}`;
    case "release":
      return `${who} releases the ${name}${waiting}`;
    case "set":
      return `${who} sets the ${name}`;
    case "clear":
      return `${who} clears the ${name}`;
    case "notify":
      return `${who} notifies the ${name}`;
    case "put":
      return `${who} puts an item into the ${name}: ${items} inside`;
    case "get":
      return `${who} takes an item out of the ${name}: ${items} left`;
    case "shutdown":
      return `${who} shuts the ${name} down`;
  }
}

function connected(state: State, event: EventOf<"net">): string {
  const who = doer(state, event.k);
  const over = `connection ${event.conn}`;
  const bytes = plural(event.n ?? 0, "byte");
  switch (event.op) {
    case "listen":
      return `${who} listens for connections`;
    case "connect":
      return `${who} opens ${over}`;
    case "accept":
      return "The server accepts a connection";
    case "send":
      return `${who} sends ${bytes} over ${over}`;
    case "recv":
      return `${bytes} arrive${event.n === 1 ? "s" : ""} over ${over}`;
    case "eof":
      return `No more will come over ${over}`;
    case "close":
      return state.connections.get(event.conn)?.listens
        ? "The server no longer listens"
        : `C${over.slice(1)} is closed`;
  }
}

function short(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}

/** What is written, on one line: the first of several, but of a traceback the last, which says what happened. */
function printed(stream: 1 | 2, text: string): string {
  const verb = stream === 2 ? "stderr" : "prints";
  const lines = text.replace(/\n$/, "").split("\n");
  if (lines.length === 1) return `${verb}: ${short(lines[0] ?? "")}`;
  const shown = stream === 2 ? lines.at(-1) : lines[0];
  return `${verb} ${lines.length} lines: ${short(shown ?? "")}${stream === 2 ? "" : " …"}`;
}

function ended(state: State, how: EventOf<"trace.end">["how"]): string {
  const lost = state.unrecorded;
  return `${outcome(state, how)}${lost > 0 ? `; ${lost} of its events are not recorded` : ""}`;
}

function outcome(state: State, how: EventOf<"trace.end">["how"]): string {
  switch (how) {
    case "done":
      return "The program is done";
    case "error":
      return state.failure ? `The program ends with ${state.failure}` : "The program has failed";
    case "stopped":
      return "The program was stopped";
    case "limit":
      return "The program has reached a limit";
  }
}

const CAUSES: Record<string, string> = {
  timer: "a timer is due",
  io: "a connection has news",
  thread: "a thread has news",
  external: "somebody outside has news",
};

/** A handoff in one sentence. */
export function describe(state: State, handoff: Handoff | null): string {
  if (!handoff) return "";
  const who = nameOf(state, handoff.k);
  const at = handoff.line > 0 ? ` at line ${handoff.line}` : "";
  const driven =
    (state.driven !== null && state.objects.get(state.driven)?.name) || "the coroutine";
  switch (handoff.kind) {
    case "resume":
      return handoff.exception
        ? `The loop resumes ${who}${at} by throwing ${handoff.label}`
        : `The loop resumes ${who}${at} with ${handoff.label}`;
    case "await":
      return handoff.label === "·"
        ? `${who} yields to the loop${at}`
        : `${who} awaits ${handoff.label}${at}`;
    case "return":
      return `${handoff.to === "main" ? driven : who} returns ${handoff.label}`;
    case "raise":
      return `${handoff.to === "main" ? driven : who} raises ${handoff.label}`;
    case "cancelled":
      return `${who} is cancelled`;
    case "enter":
      return handoff.from === "loop"
        ? "The loop ends, and module code goes on"
        : "Module code runs";
    case "exit":
      return handoff.to === "loop" ? "Module code hands over to the loop" : "Module code ends";
    case "wake":
      return `The loop wakes${handoff.label ? `: ${CAUSES[handoff.label] ?? handoff.label}` : ""}`;
    case "send":
      return handoff.exception
        ? `Module code throws ${handoff.label} into ${driven}`
        : `Module code sends ${handoff.label} into ${driven}`;
    case "yield":
      return `${driven} yields ${handoff.label}`;
  }
}

/** The scrubber's value text and the playhead line. */
export function playheadText(store: TraceStore, state: State): string {
  const parts = [`handoff ${state.handoffs} of ${store.handoffs}`, seconds(state.t)];
  if (state.handoff) parts.push(describe(state, state.handoff));
  return parts.join(", ");
}

/** The word for a task's status: it is never told by colour alone. */
export function statusOf(task: TaskRecord): string {
  if (task.cancelling) return "cancelling";
  switch (task.status) {
    case "running":
      return "running";
    case "ready":
      return "ready";
    case "waiting":
      return "waiting";
    case "done":
      return "done";
    case "failed":
      return "failed";
    case "cancelled":
      return "cancelled";
  }
}
