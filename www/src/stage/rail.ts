/**
 * The rail: every task, in the order of creation, never re-sorted. Up to twelve as cards, more as
 * groups by coroutine function with counts: what is not shown is counted.
 */
import { html, nothing, svg, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { statusOf } from "../trace/narrate.ts";
import type { State, TaskRecord, TaskStatus } from "../trace/state.ts";
import { type IconName, iconPath, statusIcon } from "./icons.ts";
import { fit } from "./layout.ts";
import { hueOf } from "./names.ts";

const CARDS = 12;

export function icon(name: IconName): TemplateResult {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true">${svg`${iconPath(name)}`}</svg>`;
}

export function rail(
  state: State,
  selected: number | null,
  select: (k: number) => void,
): TemplateResult | typeof nothing {
  const tasks = [...state.tasks.values()].filter((task) => !task.lib);
  if (tasks.length === 0) return nothing;
  return html`<ul class="rail" part="rail" aria-label="tasks">
    ${
      tasks.length <= CARDS
        ? repeat(
            tasks,
            (task) => task.k,
            (task) => card(state, task, task.k === selected, select),
          )
        : groups(tasks)
    }
  </ul>`;
}

function card(
  state: State,
  task: TaskRecord,
  selected: boolean,
  select: (k: number) => void,
): TemplateResult {
  const { word } = statusOf(task);
  const woken = state.handoff?.wakes.includes(task.k) ?? false;
  const what =
    task.status === "waiting"
      ? task.waitsFor === "·"
        ? ""
        : task.waitsFor
      : task.result && task.result !== "None"
        ? task.result
        : task.qual === task.name
          ? ""
          : task.qual;
  const classes = ["card", hueOf(task.ordinal), task.cancelling ? "cancelling" : task.status];
  if (woken) classes.push("woken");
  return html`<li>
    <button part="card" class=${classes.join(" ")} aria-pressed=${selected ? "true" : "false"}
      title=${`${task.name} · ${task.qual} · ${word}`} @click=${() => select(task.k)}>
      ${icon(statusIcon(task))}<span class="name">${fit(task.name, 16)}</span><span class="unseen">, ${word}</span>${
        what ? html`<span class="what">${fit(what, 22)}</span>` : nothing
      }
    </button>
  </li>`;
}

const ORDER: readonly TaskStatus[] = ["running", "ready", "waiting", "done", "failed", "cancelled"];

function groups(tasks: readonly TaskRecord[]): unknown {
  const byName = new Map<string, TaskRecord[]>();
  for (const task of tasks) {
    const group = byName.get(task.qual);
    if (group) group.push(task);
    else byName.set(task.qual, [task]);
  }
  return repeat(
    [...byName],
    ([name]) => name,
    ([name, members]) => {
      const counts = ORDER.map((status) => ({
        status,
        count: members.filter((task) => task.status === status).length,
      })).filter(({ count }) => count > 0);
      return html`<li class="card group ${hueOf(members[0]?.ordinal ?? 0)}">
        <span class="name">${fit(name, 20)} ×${members.length}</span>
        <span class="counts">${counts.map(({ status, count }) => `${count} ${status}`).join(" · ")}</span>
      </li>`;
    },
  );
}
