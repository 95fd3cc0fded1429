/**
 * What tasks share: locks and queues, connections, threads, open groups; who holds them and who waits.
 *
 * Owns: what is not shown is counted. The order is that of creation; what is closed leaves only when room is short.
 */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { TaskId } from "../trace/events.ts";
import type { ConnectionRecord, GroupRecord, ResourceRecord, State } from "../trace/state.ts";
import { fit } from "./layout.ts";
import { hueOfTask } from "./names.ts";

const SHOWN = 8;
const NAMED = 4;

type Parts = (TemplateResult | string)[];

interface Card {
  key: string;
  name: string;
  /** Still of use: closed ones are faint, and give way first. */
  live: boolean;
  /** The baton, or the lock, is here. */
  held: boolean;
  /** What is told of it; made for those that are shown. */
  parts: () => Parts;
}

export function resources(state: State): TemplateResult | typeof nothing {
  const cards = cardsOf(state);
  if (cards.length === 0) return nothing;
  const shown = cards.length <= SHOWN ? cards : cards.filter((card) => card.live).slice(0, SHOWN);
  const hidden = cards.length - shown.length;
  return html`<ul class="rail shared" part="resources" aria-label="what tasks share">
    ${repeat(
      shown,
      (card) => card.key,
      (
        card,
      ) => html`<li class=${`thing${card.held ? " held" : ""}${card.live ? "" : " closed"}`} part="resource">
        <span class="name">${card.name}</span>${card.parts().map((part) => html`<span>${part}</span>`)}</li>`,
    )}
    ${hidden > 0 ? html`<li class="more">+${hidden} more</li>` : nothing}
  </ul>`;
}

function cardsOf(state: State): Card[] {
  const cards: Card[] = [];
  for (const group of state.groups.values()) {
    // A gather is told by the arrow of the task that waits for it.
    if (group.kind !== "gather") cards.push(groupCard(state, group));
  }
  for (const resource of state.resources.values()) {
    cards.push({
      key: `r${resource.r}`,
      name: resource.name,
      live: true,
      held: resource.holders.length > 0,
      parts: () => resourceParts(state, resource),
    });
  }
  for (const connection of state.connections.values()) {
    cards.push({
      key: `c${connection.conn}`,
      name: connection.listens ? "Server" : `Connection ${connection.conn}`,
      live: connection.open,
      held: false,
      parts: () => connectionParts(state, connection),
    });
  }
  for (const thread of state.threads.values()) {
    cards.push({
      key: `x${thread.x}`,
      name: `Thread ${thread.x}`,
      live: thread.status !== "done",
      held: thread.status === "running",
      parts: () => [thread.fn, thread.status === "new" ? "started" : thread.status].filter(Boolean),
    });
  }
  return cards;
}

function groupCard(state: State, group: GroupRecord): Card {
  return {
    key: `g${group.g}`,
    name: group.kind === "timeout" ? "timeout" : "TaskGroup",
    live: group.open,
    held: false,
    parts: () => groupParts(state, group),
  };
}

function groupParts(state: State, group: GroupRecord): Parts {
  const members = [...state.tasks.values()].filter((task) => task.group === group.g);
  const over = members.filter((task) => task.result !== "").length;
  const parts: Parts = group.k === null ? [] : [names(state, [group.k])];
  if (members.length > 0) parts.push(`${over} of ${members.length} done`);
  if (!group.open) parts.push("over");
  return parts;
}

function resourceParts(state: State, resource: ResourceRecord): Parts {
  const { kind, holders, waiters, items, set } = resource;
  const parts: Parts = [];
  if (kind === "queue") parts.push(items === 0 ? "empty" : `${items} item${items > 1 ? "s" : ""}`);
  if (kind === "event") parts.push(set ? "set" : "not set");
  if (kind === "queue" && set) parts.push("shut down");
  if (holders.length > 0) parts.push(html`held by ${names(state, holders)}`);
  else if (kind === "lock" || kind === "semaphore") parts.push("free");
  if (waiters.length > 0) {
    parts.push(html`${names(state, waiters)} wait${waiters.length === 1 ? "s" : ""}`);
  } else if (parts.length === 0) parts.push("nobody waits");
  return parts;
}

function connectionParts(state: State, connection: ConnectionRecord): Parts {
  const { ends, sent, received, open, listens, accepted } = connection;
  if (listens) return [open ? "listens" : "closed", `${accepted} accepted`];
  const parts: Parts = [];
  if (ends.length > 0) {
    parts.push(html`${ends.map((k, n) => html`${n > 0 ? " ⇄ " : ""}${names(state, [k])}`)}`);
  }
  parts.push(`${sent} byte${sent === 1 ? "" : "s"}`);
  if (sent > received && open) parts.push(`${sent - received} on the way`);
  if (!open) parts.push("closed");
  return parts;
}

/** The names of tasks, each in its colour. */
function names(state: State, tasks: readonly TaskId[]): TemplateResult {
  const more = tasks.length - NAMED;
  return html`${tasks
    .slice(0, NAMED)
    .map(
      (k, n) =>
        html`${n > 0 ? ", " : ""}<b class=${hueOfTask(state, k)}>${fit(state.tasks.get(k)?.name ?? `Task-${k}`, 14)}</b>`,
    )}${more > 0 ? ` and ${more} more` : ""}`;
}
