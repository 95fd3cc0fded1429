/**
 * The stage as SVG: `scene(state, layout)`, a pure function of the two. Text is real text.
 *
 * Owns: the picture as a whole. Each part of it has a file: `loop-box.ts`, `coro-box.ts`, `arrows.ts`.
 */
import { type SVGTemplateResult, svg } from "lit";
import { classMap } from "lit/directives/class-map.js";
import type { State } from "../trace/state.ts";
import { bands, connectors } from "./arrows.ts";
import { coroBox } from "./coro-box.ts";
import type { Box, Layout } from "./layout.ts";
import { loopBox } from "./loop-box.ts";

/**
 * `steady`: the playhead moves too fast to follow. Both arrows are drawn as bands that do not change,
 * so that nothing blinks.
 */
export function scene(state: State, at: Layout, steady = false): SVGTemplateResult {
  return svg`
    ${steady ? bands(at) : connectors(state, at)}
    ${mainBox(state, at.main)}
    ${loopBox(state, at)}
    ${coroBox(state, at)}
  `;
}

function mainBox(state: State, box: Box): SVGTemplateResult {
  const holds = state.place === "main";
  return svg`
    <g part="main" class=${classMap({ box: true, holds, faint: !holds })} role="group"
       aria-label=${`MAIN${holds ? ", running" : ""}`}>
      <rect class="frame" x=${box.x} y=${box.y} width=${box.w} height=${box.h} rx="7"></rect>
      <text class="title" x=${box.x + box.w / 2} y=${box.y + box.h / 2 + 5} text-anchor="middle">MAIN</text>
    </g>`;
}
