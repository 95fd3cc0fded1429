/** A run at one moment as plain JSON, for scripts and tests. */
import { type Moment, positionOf } from "../trace/moment.ts";
import { plainState } from "../trace/state.ts";
import type { Player } from "./player.ts";

export function stateOf(player: Player, at?: Moment): Record<string, unknown> | null {
  const position = at === undefined ? player.position : positionOf(player.store, at);
  return position === null ? null : plainState(player.store.stateAt(position));
}
