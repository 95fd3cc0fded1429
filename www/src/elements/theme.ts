/**
 * Colours, faces and sizes: the public `--coro-…` variables and the private ones they become.
 *
 * Owns: contrast. Every task hue keeps 4.5:1 on the paper of its theme, and the eight stay apart for
 * the common kinds of colour blindness (theme.test.ts measures both).
 */
import { css, unsafeCSS } from "lit";

export const LIGHT = {
  bg: "#ffffff",
  ground: "#f6f7f9",
  fg: "#15181d",
  muted: "#5d6672",
  border: "#d5dae1",
  hover: "#e9ecf0",
  error: "#c4162a",
  warn: "#9a6200",
  ok: "#1a7f4b",
  loop: "#7f8997",
  tasks: ["#0a66c8", "#b8500a", "#b03a86", "#4f3590", "#8c3b3b", "#0e7490", "#6f6b05", "#007a6c"],
} as const;

export const DARK = {
  bg: "#171a20",
  ground: "#0f1115",
  fg: "#e8ebf0",
  muted: "#98a2b0",
  border: "#323842",
  hover: "#242932",
  error: "#ff7a85",
  warn: "#e9b44c",
  ok: "#5fd39a",
  loop: "#717b89",
  tasks: ["#6cb2ff", "#f5a15c", "#f193cb", "#9d86f5", "#eba3a3", "#63d2ec", "#d4cd62", "#45d1b2"],
} as const;

const pair = (name: Exclude<keyof typeof LIGHT, "tasks">): string =>
  `light-dark(${LIGHT[name]}, ${DARK[name]})`;

const tasks = LIGHT.tasks
  .map(
    (light, n) =>
      `--_task-${n + 1}: var(--coro-task-${n + 1}, light-dark(${light}, ${DARK.tasks[n]}));`,
  )
  .join("\n    ");

export const themeStyle = css`
  :host {
    color-scheme: light dark;
    --_bg: var(--coro-bg, ${unsafeCSS(pair("bg"))});
    --_ground: var(--coro-ground, ${unsafeCSS(pair("ground"))});
    --_fg: var(--coro-fg, ${unsafeCSS(pair("fg"))});
    --_muted: var(--coro-muted, ${unsafeCSS(pair("muted"))});
    --_border: var(--coro-border, ${unsafeCSS(pair("border"))});
    --_hover: ${unsafeCSS(pair("hover"))};
    --_accent: var(--coro-accent, var(--_fg));
    --_error: var(--coro-error, ${unsafeCSS(pair("error"))});
    --_warn: var(--coro-warn, ${unsafeCSS(pair("warn"))});
    --_ok: ${unsafeCSS(pair("ok"))};
    --_loop: var(--coro-loop, ${unsafeCSS(pair("loop"))});
    ${unsafeCSS(tasks)}
    --_radius: var(--coro-radius, 12px);
    --_font: var(--coro-font, system-ui, -apple-system, "Segoe UI", Inter, Roboto, "Helvetica Neue", sans-serif);
    --_mono: var(--coro-code-font, ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace);
  }
  :host([theme="light"]) { color-scheme: light; }
  :host([theme="dark"]) { color-scheme: dark; }
  :host([theme="inherit"]) { color-scheme: inherit; }
`;
