/**
 * What an event of the library's objects does to the state: locks and queues, groups, connections, threads.
 *
 * Owns: who holds and who waits. Counts come from the events themselves; an event that was not recorded
 * makes them too small or too large for a while, never negative.
 */
import type { EventOf, TaskId } from "./events.ts";
import type { ResourceRecord, State } from "./state.ts";

const NAMES: Record<ResourceRecord["kind"], string> = {
  lock: "Lock",
  event: "Event",
  condition: "Condition",
  semaphore: "Semaphore",
  barrier: "Barrier",
  queue: "Queue",
};

/** The thread the event loop runs in: it is drawn as the stage itself. */
const LOOP_THREAD = 1;

export function synchronize(state: State, event: EventOf<"sync">): void {
  const { r, kind, op } = event;
  const k = event.k ?? null;
  const old = state.resources.get(r) ?? fresh(state, r, kind);
  const next = { ...old };
  if (k !== null) next.waiters = without(old.waiters, k);
  switch (op) {
    case "wait":
      if (k !== null) next.waiters = [...next.waiters, k];
      break;
    case "got":
      if (k !== null && (kind === "lock" || kind === "semaphore")) {
        next.holders = [...old.holders, k];
      }
      break;
    case "release": {
      // A semaphore may be released by a task that has not taken it.
      const gone = old.holders.includes(k ?? -1) ? k : (old.holders[0] ?? null);
      if (gone !== null) next.holders = without(old.holders, gone);
      break;
    }
    case "set":
    case "shutdown":
      next.set = true;
      break;
    case "clear":
      next.set = false;
      break;
    case "put":
      next.items = old.items + 1;
      break;
    case "get":
      next.items = Math.max(0, old.items - 1);
      break;
    case "quit":
    case "notify":
      break;
  }
  state.resources.set(r, next);
}

function fresh(state: State, r: number, kind: ResourceRecord["kind"]): ResourceRecord {
  let same = 1;
  for (const other of state.resources.values()) if (other.kind === kind) same += 1;
  const word = NAMES[kind] ?? "Resource";
  const name = same > 1 ? `${word} ${same}` : word;
  return { r, kind, name, holders: [], waiters: [], items: 0, set: false };
}

/** The name of the resource that task `k` waits for. */
export function waitsIn(state: State, k: TaskId): string | null {
  for (const { waiters, name } of state.resources.values()) if (waiters.includes(k)) return name;
  return null;
}

export function enterGroup(
  state: State,
  event: EventOf<"group.enter"> | EventOf<"group.exit">,
): void {
  const old = state.groups.get(event.g);
  state.groups.set(event.g, {
    g: event.g,
    kind: old?.kind ?? event.kind ?? "taskgroup",
    k: old?.k ?? event.k ?? null,
    open: event.e === "group.enter",
  });
}

export function connect(state: State, event: EventOf<"net">): void {
  const old = state.connections.get(event.conn) ?? {
    conn: event.conn,
    listens: false,
    accepted: 0,
    ends: [],
    sent: 0,
    received: 0,
    open: true,
  };
  const next = { ...old };
  const k = event.k ?? null;
  const bytes = event.n ?? 0;
  if (k !== null && event.op !== "close" && !old.ends.includes(k)) next.ends = [...old.ends, k];
  switch (event.op) {
    case "listen":
      next.listens = true;
      break;
    case "accept":
      next.accepted = old.accepted + 1;
      break;
    case "send":
      next.sent = old.sent + bytes;
      break;
    case "recv":
      next.received = Math.min(next.sent, old.received + bytes);
      break;
    case "close":
      next.open = false;
      break;
    case "connect":
    case "eof":
      break;
  }
  state.connections.set(event.conn, next);
}

export function runThread(state: State, event: EventOf<"thr">): void {
  if (event.op === "run") {
    // One thread runs at a time: whoever ran before has been taken off.
    for (const [x, other] of state.threads) {
      if (other.status === "running") state.threads.set(x, { ...other, status: "waiting" });
    }
  }
  if (isLoopThread(event)) return;
  const old = state.threads.get(event.x);
  const statuses = { new: "new", run: "running", block: "waiting", done: "done" } as const;
  const status = statuses[event.op as keyof typeof statuses] ?? old?.status ?? "new";
  state.threads.set(event.x, { x: event.x, fn: event.fn ?? old?.fn ?? "", status });
}

/** Whether an event tells of the thread that the loop runs in. */
export function isLoopThread(event: EventOf<"thr">): boolean {
  return event.x === LOOP_THREAD;
}

/** The list without one `k`. */
function without(list: readonly TaskId[], k: TaskId): readonly TaskId[] {
  const at = list.indexOf(k);
  return at < 0 ? list : list.filter((_, n) => n !== at);
}
