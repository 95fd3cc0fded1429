/**
 * Code that is only read: lines of tokens, without an editor.
 *
 * Owns: every character of the program is on the screen in its place; tokens only add weight. A line
 * number here is the line number of the trace.
 */
import { html, svg, type TemplateResult } from "lit";

/** What the trace says about the lines of the program at one moment. */
export interface LineMarks {
  /** The line that holds the baton, 0 when none does. */
  current: number;
  /** Hue class of the task that runs it. */
  hue: string;
  /** Lines where tasks are parked: hue class of the first, and how many. */
  parked: ReadonlyMap<number, { hue: string; count: number }>;
}

export const NO_MARKS: LineMarks = { current: 0, hue: "hue-0", parked: new Map() };

const TOKEN =
  /(#.*)|((?:\b[rbfuRBFUtT]{1,2})?(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))|\b(async|await|and|as|assert|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)\b|\b(None|True|False|\d[\w.]*)\b/g;

interface Token {
  kind: "" | "comment" | "string" | "keyword" | "constant";
  text: string;
}

/** The program as lines of tokens. */
export function tokenLines(code: string): Token[][] {
  const lines: Token[][] = [[]];
  const push = (kind: Token["kind"], text: string): void => {
    for (const [n, part] of text.split("\n").entries()) {
      if (n > 0) lines.push([]);
      if (part !== "") lines.at(-1)?.push({ kind, text: part });
    }
  };
  let from = 0;
  for (const match of code.matchAll(TOKEN)) {
    push("", code.slice(from, match.index));
    const kind = match[1] ? "comment" : match[2] ? "string" : match[3] ? "keyword" : "constant";
    push(kind, match[0]);
    from = match.index + match[0].length;
  }
  push("", code.slice(from));
  return lines;
}

/** Two bars: a task waits here. Drawn, not written: not every face has the sign. */
export const PARKED = "M3 2.5h3.4v11H3zM9.6 2.5H13v11H9.6z";

function parkedSign(): TemplateResult {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${PARKED}></path>`}</svg>`;
}

export function staticCode(code: string, marks: LineMarks, errorLine: number): TemplateResult {
  const lines = tokenLines(code.replace(/\n$/, ""));
  return html`<pre class="static" part="code" tabindex="0" aria-label="program"><code>${lines.map(
    (tokens, n) => {
      const line = n + 1;
      const parked = marks.parked.get(line);
      const current = marks.current === line;
      const hue = current ? marks.hue : (parked?.hue ?? "");
      const classes = `line ${hue} ${current ? "current" : parked ? "parked" : ""} ${errorLine === line ? "wrong" : ""}`;
      return html`<span class=${classes}><span class="no" part="gutter">${line}</span><span class="text">${tokens.map(
        (token) =>
          token.kind === "" ? token.text : html`<span class=${token.kind}>${token.text}</span>`,
      )}</span>${
        parked && !current
          ? html`<span class="count" title="parked here">${parkedSign()}${parked.count > 1 ? parked.count : ""}</span>`
          : ""
      }
</span>`;
    },
  )}</code></pre>`;
}
