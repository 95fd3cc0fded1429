/**
 * Every event in words: the transcript, the live region, the scrubber's value text.
 *
 * Owns: the sentences. An event without a sentence (queue bookkeeping) gives null and is left out of
 * the transcript. Views never make up their own wording.
 */
import type { TraceEvent } from "./events.ts";
import type { Handoff, State, TaskRecord } from "./state.ts";
import type { TraceStore } from "./store.ts";

export function seconds(micros: number, digits = 3): string {
  return `${(micros / 1e6).toFixed(digits)} s`;
}

function nameOf(state: State, k: number | null | undefined): string {
  if (k === null || k === undefined) return "MAIN";
  return state.tasks.get(k)?.name ?? `Task-${k}`;
}

/** What happened, given the state just after the event. */
export function narrate(state: State, event: TraceEvent): string | null {
  switch (event.e) {
    case "main.enter":
      return event.line ? `Module code runs, line ${event.line}` : "Module code runs";
    case "main.exit":
      return state.place === "loop" ? "Module code hands over to the loop" : "Module code ends";
    case "loop.begin":
      return "An event loop starts";
    case "loop.end":
      return "The event loop closes";
    case "loop.idle":
      return event.until === null || event.until === undefined
        ? "The loop is idle, waiting for I/O"
        : `The loop is idle until ${seconds(event.until)}`;
    case "loop.wake":
      return `The loop wakes${event.cause ? `: ${event.cause}` : ""} at ${seconds(state.t)}`;
    case "block":
      return `The loop is blocked for ${seconds(event.us)}${event.line ? ` by line ${event.line}` : ""}`;
    case "coro.end":
      return event.how === "unawaited" || event.how === "close"
        ? `${state.objects.get(event.o)?.name ?? "A coroutine"} ${
            event.how === "close" ? "is closed" : "was never awaited"
          }`
        : null;
    case "task.new":
      return `${event.name} is created for ${state.tasks.get(event.k)?.qual ?? "a coroutine"}`;
    case "task.cancel":
      return `${nameOf(state, event.k)} is asked to cancel`;
    case "task.resume":
    case "task.suspend":
    case "task.done":
    case "hand.send":
    case "hand.yield":
      return state.handoff ? describe(state, state.handoff) : null;
    case "await.enter":
      return event.to.kind === "coro" || event.to.kind === "agen"
        ? `${nameOf(state, event.k ?? state.current)} awaits ${
            state.objects.get(event.to.id)?.name ?? "a coroutine"
          } directly: the chain grows, no handoff`
        : null;
    case "await.exit":
      return event.waited === false
        ? `${nameOf(state, event.k ?? state.current)} did not have to wait: the loop is not involved`
        : null;
    case "agen.yield":
      return `${state.objects.get(event.o)?.name ?? "An async generator"} yields ${
        event.val ?? "a value"
      } to its consumer`;
    case "out":
      return `${event.s === 2 ? "stderr" : "prints"}: ${event.text.replace(/\n$/, "")}`;
    case "exc":
      return event.state === "unhandled"
        ? `${event.type} is not handled${event.text ? `: ${event.text}` : ""}`
        : null;
    case "warn":
    case "lint":
      return event.text;
    case "mark":
      return event.text ?? event.label;
    case "trace.end":
      return `The run is over: ${event.how}`;
    default:
      return null;
  }
}

/** A handoff in one sentence. */
export function describe(state: State, handoff: Handoff): string {
  const who = nameOf(state, handoff.k);
  const at = handoff.line > 0 ? ` at line ${handoff.line}` : "";
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
      return handoff.to === "main"
        ? `The coroutine returns ${handoff.label}`
        : `${who} returns ${handoff.label}`;
    case "raise":
      return `${handoff.to === "main" ? "The coroutine" : who} raises ${handoff.label}`;
    case "cancelled":
      return `${who} is cancelled`;
    case "enter":
      return "Module code runs";
    case "exit":
      return handoff.to === "loop" ? "Module code hands over to the loop" : "Module code ends";
    case "wake":
      return "The loop wakes";
    case "send":
      return `Module code sends ${handoff.label} into the coroutine`;
    case "yield":
      return `The coroutine yields ${handoff.label}`;
  }
}

/** The scrubber's value text and the playhead line. */
export function playheadText(store: TraceStore, state: State): string {
  const parts = [`handoff ${state.handoffs} of ${store.handoffs}`, seconds(state.t)];
  if (state.handoff) parts.push(describe(state, state.handoff));
  return parts.join(", ");
}

/** Glyph and word for a task's status: never colour alone. */
export function statusOf(task: TaskRecord): { glyph: string; word: string } {
  if (task.cancelling) return { glyph: "⚡", word: "cancelling" };
  switch (task.status) {
    case "running":
      return { glyph: "▶", word: "running" };
    case "ready":
      return { glyph: "⏫", word: "ready" };
    case "waiting":
      return { glyph: "⏸", word: "waiting" };
    case "done":
      return { glyph: "✔", word: "done" };
    case "failed":
      return { glyph: "✖", word: "failed" };
    case "cancelled":
      return { glyph: "⊘", word: "cancelled" };
  }
}
