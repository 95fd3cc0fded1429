/**
 * The few signs of the interface, as paths on a 16-pixel grid, so that no platform's emoji font decides
 * what "waiting" looks like. Each status has its own shape: it is never told by colour alone.
 */
import { type SVGTemplateResult, svg } from "lit";
import type { TaskRecord } from "../trace/state.ts";

const PATHS = {
  play: "M4.5 2.8v10.4l8.6-5.2z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  start: "M3 3h2v10H3zM13 3v10L6 8z",
  back: "M11.5 2.8v10.4L2.9 8z",
  forward: "M3 2.8v10.4L11 8zM11.4 3h1.9v10h-1.9z",
  turn: "M8 2a6 6 0 1 0 6 6h-1.8A4.2 4.2 0 1 1 8 3.8c1.1 0 2.1.4 2.9 1.1L9.2 6.6H14V1.8l-1.8 1.8A6 6 0 0 0 8 2z",
  stop: "M3.5 3.5h9v9h-9z",
  ready: "M8 2.5 3 7.3l1.3 1.3L8 5.1l3.7 3.5L13 7.3zM8 7.7l-5 4.8 1.3 1.3L8 10.3l3.7 3.5 1.3-1.3z",
  done: "M6.3 12.6 2.4 8.7l1.4-1.4 2.5 2.5 5.9-6 1.4 1.4z",
  failed:
    "m4.2 2.8 3.8 3.8 3.8-3.8 1.4 1.4L9.4 8l3.8 3.8-1.4 1.4L8 9.4l-3.8 3.8-1.4-1.4L6.6 8 2.8 4.2z",
  cancelled:
    "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zm0 1.8c.9 0 1.8.3 2.5.8l-6.1 6.1A4.4 4.4 0 0 1 8 3.6zm0 8.8c-.9 0-1.8-.3-2.5-.8l6.1-6.1A4.4 4.4 0 0 1 8 12.4z",
  list: "M2.5 3.500h2v2h-2zM6.500 3.800h7v1.400h-7zM2.500 7h2v2h-2zM6.500 7.300h7v1.400h-7zM2.500 10.500h2v2h-2zM6.500 10.800h7v1.400h-7z",
  lanes: "M2.500 3h6v2.400h-6zM7 6.800h6.500v2.400H7zM4 10.600h5.500v2.400H4z",
  bolt: "M9.4 1.2 3 9h4l-.6 5.8L13 7H9z",
} as const;

export type IconName = keyof typeof PATHS;

export function iconPath(name: IconName): SVGTemplateResult {
  return svg`<path d=${PATHS[name]}></path>`;
}

export function statusIcon(task: TaskRecord): IconName {
  if (task.cancelling) return "bolt";
  switch (task.status) {
    case "running":
      return "play";
    case "ready":
      return "ready";
    case "waiting":
      return "pause";
    case "done":
      return "done";
    case "failed":
      return "failed";
    case "cancelled":
      return "cancelled";
  }
}
