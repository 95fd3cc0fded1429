/** The strip under the ribbon: start, back, play, forward, turn; speed; transcript; where the playhead is. */
import { html, type TemplateResult } from "lit";
import { seconds } from "../trace/narrate.ts";
import { SPEEDS, type Speed } from "../trace/playback.ts";
import type { Commands } from "./keys.ts";
import { icon } from "./rail.ts";

export interface TransportView {
  playing: boolean;
  atStart: boolean;
  atEnd: boolean;
  empty: boolean;
  speed: Speed;
  transcript: boolean;
  /** Null when there is nothing that lanes could show. */
  lanes: boolean | null;
  handoff: number;
  handoffs: number;
  /** Virtual time, in microseconds. */
  t: number;
}

export function transport(
  view: TransportView,
  commands: Commands,
  toggleTranscript: () => void,
  toggleLanes: () => void,
): TemplateResult {
  const index = SPEEDS.indexOf(view.speed);
  const slide = (event: Event): void => {
    const speed = SPEEDS[(event.target as HTMLInputElement).valueAsNumber];
    if (speed !== undefined) commands.setSpeed(speed);
  };
  return html`<div class="transport" part="transport" role="toolbar" aria-label="playback">
    <div class="keys">
      <button title="To the start (Home)" aria-label="to the start" ?disabled=${view.atStart} @click=${() => commands.toStart()}>${icon("start")}</button>
      <button class="common" title="Previous handoff (←)" aria-label="previous handoff" ?disabled=${view.atStart} @click=${() => commands.step("half", -1)}>${icon("back")}</button>
      <button class="toggle common" title="Play or pause (Space)" aria-label=${view.playing ? "pause" : "play"}
        ?disabled=${view.empty} @click=${() => commands.toggle()}>${icon(view.playing ? "pause" : "play")}</button>
      <button class="common" title="Next handoff (→)" aria-label="next handoff" ?disabled=${view.atEnd} @click=${() => commands.step("half", 1)}>${icon("forward")}</button>
      <button title="Next turn (Shift+→)" aria-label="next turn" ?disabled=${view.atEnd} @click=${() => commands.step("turn", 1)}>${icon("turn")}</button>
    </div>
    <label class="speed"><span class="word">Speed</span>
      <input type="range" min="0" max=${SPEEDS.length - 1} step="1" .value=${String(index < 0 ? 1 : index)}
        aria-valuetext=${speedText(view.speed)} @input=${slide}>
      <output>${speedText(view.speed)}</output>
    </label>
    <button title="A lane for each task" aria-label="lanes" aria-pressed=${view.lanes ? "true" : "false"}
      ?disabled=${view.lanes === null} @click=${toggleLanes}>${icon("lanes")}</button>
    <button title="Transcript" aria-label="transcript" aria-pressed=${view.transcript ? "true" : "false"}
      @click=${toggleTranscript}>${icon("list")}</button>
    <span class="playhead" part="playhead">handoff ${view.handoff}/${view.handoffs} · ${seconds(view.t)}</span>
  </div>`;
}

function speedText(speed: Speed): string {
  if (speed === "real") return "real time";
  if (speed === "instant") return "instant";
  return `${speed} / s`;
}
