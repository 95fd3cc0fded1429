/**
 * The rail: every task, in the order of creation, never re-sorted. Up to twelve as cards, up to two hundred as tiles,
 * more as bars, both by coroutine function with counts: what is not shown is counted.
 */
import { html, nothing, svg, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { statusOf } from "../trace/narrate.ts";
import type { State, TaskRecord, TaskStatus } from "../trace/state.ts";
import { type IconName, iconPath, statusIcon } from "./icons.ts";
import { fit } from "./layout.ts";
import { hueOf } from "./names.ts";

const CARDS = 12;
const TILES = 200;

export function icon(name: IconName): TemplateResult {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true">${svg`${iconPath(name)}`}</svg>`;
}

type Select = (k: number) => void;

export function rail(
  state: State,
  selected: number | null,
  select: Select,
): TemplateResult | typeof nothing {
  const tasks = [...state.tasks.values()].filter((task) => !task.lib);
  if (tasks.length === 0) return nothing;
  const chosen = selected === null ? undefined : state.tasks.get(selected);
  return html`<ul class="rail" part="rail" aria-label="tasks">
    ${
      tasks.length <= CARDS
        ? repeat(
            tasks,
            (task) => task.k,
            (task) => card(state, task, task.k === selected, select),
          )
        : groups(tasks, selected, select)
    }
  </ul>
  ${chosen ? about(state, chosen) : nothing}`;
}

function card(state: State, task: TaskRecord, selected: boolean, select: Select): TemplateResult {
  const word = statusOf(task);
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

/** The chosen task in full. */
function about(state: State, task: TaskRecord): TemplateResult {
  const word = statusOf(task);
  const calls = task.chain.filter((frame) => !frame.lib);
  const chain = calls
    .map(
      (frame) =>
        `${frame.name}()${frame.line > 0 && task.result === "" ? ` line ${frame.line}` : ""}`,
    )
    .join(" → ");
  const wait = task.status === "waiting" && task.waitsFor !== "·" ? ` for ${task.waitsFor}` : "";
  const maker = task.parent === null ? "" : (state.tasks.get(task.parent)?.name ?? "");
  return html`<p class=${`about ${hueOf(task.ordinal)}`} part="about"><b>${task.name}</b> ${word}${wait}${
    chain ? html` · <span class="code">${chain}</span>` : nothing
  } · ${task.turns} turn${task.turns === 1 ? "" : "s"}${maker ? ` · made by ${maker}` : ""}${
    task.result ? html` · <span class="code">${task.result}</span>` : nothing
  }</p>`;
}

const ORDER: readonly TaskStatus[] = ["running", "ready", "waiting", "done", "failed", "cancelled"];

function groups(tasks: readonly TaskRecord[], selected: number | null, select: Select): unknown {
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
      const one = members.length === 1 ? "single" : "";
      return html`<li class=${`group ${one} ${hueOf(members[0]?.ordinal ?? 0)}`} part="group">
        <span class="name">${fit(name, 20)}${one ? "" : ` ×${members.length}`}</span>
        <span class="counts">${counts.map(({ status, count }) => `${count} ${status}`).join(" · ")}</span>
        ${
          tasks.length <= TILES
            ? tiles(members, selected, select)
            : html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">${bars(counts, members.length)}</svg>`
        }
      </li>`;
    },
  );
}

/** One tile a task. A group is one stop of the Tab key; arrows go from tile to tile. */
function tiles(
  members: readonly TaskRecord[],
  selected: number | null,
  select: Select,
): TemplateResult {
  const stop = members.some((task) => task.k === selected) ? selected : members[0]?.k;
  const key = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    const all = [...(event.currentTarget as HTMLElement).querySelectorAll("button")];
    const next = all[all.indexOf(event.target as HTMLButtonElement) + by];
    event.preventDefault();
    event.stopPropagation();
    next?.focus();
  };
  return html`<span class="tiles" @keydown=${key}>${repeat(
    members,
    (task) => task.k,
    (task) => {
      const word = statusOf(task);
      const label = `${task.name}, ${word}`;
      return html`<button part="tile" class=${`tile ${hueOf(task.ordinal)} ${task.status}`} tabindex=${task.k === stop ? 0 : -1}
        aria-label=${label} title=${label} aria-pressed=${task.k === selected ? "true" : "false"}
        @click=${() => select(task.k)}>${icon(statusIcon(task))}</button>`;
    },
  )}</span>`;
}

function bars(counts: readonly { status: TaskStatus; count: number }[], all: number): unknown {
  let x = 0;
  return counts.map(({ status, count }) => {
    const w = (count / all) * 100;
    x += w;
    return svg`<rect class=${status} x=${x - w} y="0" width=${w} height="8"></rect>`;
  });
}
