/** The playground's layout of the element: loaded only where `layout="columns"` asks for it. */
import { css } from "lit";

export const columnsStyle = css`
  /* Two columns: the playground. The divider's place comes from outside, as a variable. */
  :host([layout="columns"]) { height: 100%; }
  :host([layout="columns"]) .shell { border: 0; border-radius: 0; }
  @container (min-width: 900px) {
    :host([layout="columns"]) .shell {
      height: 100%;
      grid-template-columns: minmax(280px, var(--coro-split, 42%)) minmax(0, 1fr);
      grid-template-rows: auto minmax(0, 1fr) minmax(96px, var(--coro-output-height, 34%));
    }
    :host([layout="columns"]) .bar { grid-column: 1; grid-row: 1; border-top: 0; }
    :host([layout="columns"]) .code-pane { grid-column: 1; grid-row: 2; }
    :host([layout="columns"]) .output-pane { grid-column: 1; grid-row: 3; display: flex; flex-direction: column; min-height: 0; }
    :host([layout="columns"]) .output { flex: 1; max-height: none; }
    :host([layout="columns"]) .stage-pane { grid-column: 2; grid-row: 1 / -1; padding: 22px 24px; overflow: auto; border-inline-start: 1px solid var(--_border); }
  }
  @container (min-width: 600px) and (max-width: 899.98px) {
    :host([layout="columns"]) .shell { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
    :host([layout="columns"]) .bar { grid-column: 1 / -1; grid-row: 1; border-top: 0; }
    :host([layout="columns"]) .stage-pane { grid-column: 1 / -1; grid-row: 2; border-bottom: 1px solid var(--_border); }
    :host([layout="columns"]) .code-pane { grid-column: 1; grid-row: 3; }
    :host([layout="columns"]) .output-pane { grid-column: 2; grid-row: 3; border-top: 0; border-inline-start: 1px solid var(--_border); }
  }
  @container (max-width: 599.98px) {
    :host([layout="columns"]) .stage-pane { order: -1; }
    .bar { position: sticky; bottom: 0; z-index: 2; background: var(--_ground); }
    .run { min-height: 44px; }
  }
`;
