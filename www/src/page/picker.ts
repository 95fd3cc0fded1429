/** The list of programs: examples by group, then what this browser has kept, narrowed by a search. */
import { html, nothing, type TemplateResult } from "lit";
import { type Example, find, groups } from "../../examples/index.ts";
import type { Draft } from "./settings.ts";

export interface PickerActions {
  search(text: string): void;
  pick(example: Example): void;
  restore(draft: Draft): void;
}

export function picker(
  current: string,
  query: string,
  drafts: readonly Draft[],
  actions: PickerActions,
): TemplateResult {
  const wanted = query.trim().toLowerCase();
  const fits = (text: string): boolean => text.toLowerCase().includes(wanted);
  const shown = groups
    .map((group) => ({
      title: group.title,
      examples: group.examples.filter((one) => fits(`${one.title} ${one.about} ${group.title}`)),
    }))
    .filter((group) => group.examples.length > 0);
  const kept = drafts.filter((draft) => fits(draft.code));
  return html`
    <input class="search" type="search" placeholder="Search programs" aria-label="Search programs" autofocus
      .value=${query} @input=${(event: Event) => actions.search((event.target as HTMLInputElement).value)}>
    <div class="list">
      ${shown.map(
        (group) => html`<h2>${group.title}</h2>
          <ul>${group.examples.map(
            (example) => html`<li><button class="choice" data-example=${example.id}
              aria-current=${example.id === current ? "true" : "false"} @click=${() => actions.pick(example)}>
              <span class="title">${example.title}</span><span class="about">${example.about}</span>
            </button></li>`,
          )}</ul>`,
      )}
      ${
        kept.length === 0
          ? nothing
          : html`<h2>Your programs</h2>
            <ul>${kept.map(
              (draft) => html`<li><button class="choice" @click=${() => actions.restore(draft)}>
                <span class="title">${firstWords(draft)}</span>
                <span class="about">${new Date(draft.when).toLocaleString(document.documentElement.lang || "en", { dateStyle: "medium", timeStyle: "short" })}</span>
              </button></li>`,
            )}</ul>`
      }
      ${shown.length === 0 && kept.length === 0 ? html`<p class="none">Nothing matches “${query}”.</p>` : nothing}
    </div>`;
}

function firstWords(draft: Draft): string {
  const origin = find(draft.example)?.title;
  return origin ? `${origin}, edited` : (draft.code.trim().split("\n")[0] ?? "empty").slice(0, 40);
}
