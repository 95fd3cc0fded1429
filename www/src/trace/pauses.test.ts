/**
 * What the reducer makes of a trace, against what the engine itself says at every pause: which tasks there are, what each
 * runs, what it awaits. `coroscope trace --pauses` puts the engine's own view between the events.
 */
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { TraceEvent } from "./events.ts";
import { readTrace } from "./reader.ts";
import { apply } from "./reduce.ts";
import { emptyState, type State } from "./state.ts";

interface EngineTask {
  k: number;
  name: string;
  /** `stepping`: a step begins or ends; `woken`: the handle may be on its way. The trace has told of it, or will. */
  state: "running" | "stepping" | "ready" | "waiting" | "woken";
  chain: { o: number; line: number }[];
  awaits: number | null;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));
/** A native build; `cargo xtask test page` makes it. */
const command = process.env.COROSCOPE_COMMAND ?? `${root}target/debug/coroscope`;
/** Instructions between two pauses: few, and no divisor of what loops do. */
const FUEL = "61";
/** Larger traces say nothing more. */
const MOST = 60_000;
const SIDE_BY_SIDE = 3;

function programs(): string[] {
  const folders = ["tests/cases/asyncio/", "tests/cases/async/", "www/examples/"];
  return folders.flatMap((folder) =>
    readdirSync(root + folder)
      .filter((file) => file.endsWith(".py") && !file.startsWith("_"))
      .map((file) => folder + file),
  );
}

/** What of the state says otherwise than the engine; empty when nothing does. */
function differences(state: State, seen: readonly EngineTask[]): string[] {
  const found: string[] = [];
  const over = ["done", "failed", "cancelled"];
  const alive = [...state.tasks.values()].filter((task) => !over.includes(task.status));
  const ids = (tasks: readonly { k: number }[]) => tasks.map(({ k }) => k).sort((a, b) => a - b);
  const [told, real] = [ids(alive).join(), ids(seen).join()];
  if (told !== real) found.push(`tasks ${told}, not ${real}`);
  for (const task of seen) {
    const record = state.tasks.get(task.k);
    if (!record) continue;
    const say = (what: string, ours: unknown, theirs: unknown) => {
      const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)];
      if (a !== b) found.push(`${what} of ${task.name} is ${a}, not ${b}`);
    };
    say("name", record.name, task.name);
    if (task.state === "stepping") continue;
    if (task.state !== "woken" || !["ready", "waiting"].includes(record.status)) {
      say("status", record.status, task.state);
    }
    if (task.state !== "running") {
      say("what is awaited", record.waitsForTask, task.awaits);
      // a coroutine that has not begun is in no line yet
      const known = record.chain.filter(({ o }) => o !== 0);
      const chain = known.map(({ o, line }, n) => ({ o, line: task.chain[n]?.line && line }));
      say(
        "chain",
        chain,
        task.chain.map(({ o, line }) => ({ o, line: line || 0 })),
      );
    } else {
      // what a native drives stands in no chain of awaits, but the trace knows it
      const begins = record.chain.slice(0, task.chain.length);
      say(
        "chain",
        begins.map(({ o }) => o),
        task.chain.map(({ o }) => o),
      );
    }
  }
  return found;
}

/** The first pause at which they differ; and how many there were. */
function compare(events: readonly TraceEvent[]): { pauses: number; difference: string } {
  const state = emptyState();
  let pauses = 0;
  for (const event of events) {
    if ((event.e as string) !== "pause") {
      apply(state, event);
      continue;
    }
    pauses += 1;
    const { tasks } = event as unknown as { tasks: EngineTask[] };
    const [first] = differences(state, tasks);
    if (first) return { pauses, difference: `after event ${state.applied - 1}: ${first}` };
  }
  return { pauses, difference: "" };
}

describe("the reducer", () => {
  it("sees at every pause what the engine sees", { timeout: 600_000 }, async () => {
    expect(existsSync(command), `${command} is not there: cargo build`).toBe(true);
    const run = promisify(execFile);
    const left = programs();
    const failures: string[] = [];
    let compared = 0;
    let pauses = 0;
    const work = async () => {
      for (let file = left.pop(); file !== undefined; file = left.pop()) {
        const words = ["--clock", "virtual", "--fuel", FUEL, "trace", "--pauses", root + file];
        // some programs fail, which is their point
        const { stdout } = await run(command, words, { timeout: 30_000, maxBuffer: 1 << 28 }).catch(
          (error: { stdout?: string }) => ({ stdout: error.stdout ?? "" }),
        );
        const { events } = readTrace(stdout);
        if (events.length > MOST) continue;
        const found = compare(events);
        if (found.pauses > 0) compared += 1;
        pauses += found.pauses;
        if (found.difference !== "") failures.push(`${file} ${found.difference}`);
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    expect(failures.sort().join("\n"), `${failures.length} of ${compared} programs`).toBe("");
    expect(compared).toBeGreaterThan(150);
    expect(pauses).toBeGreaterThan(10_000);
  });
});
