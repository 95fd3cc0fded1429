/**
 * The one script a page loads: `<script type="module" src="…/coroscope.js">`. Registers the elements.
 */
import { setEngineBase } from "./base.ts";
import { CoroPlay } from "./coro-play.ts";
import { CoroPlayer } from "./coro-player.ts";

// The built file stands beside `engine/`; the development server shows both at its root.
setEngineBase(new URL(import.meta.env.DEV ? "/engine/" : "./engine/", import.meta.url).href);

if (!customElements.get("coro-play")) customElements.define("coro-play", CoroPlay);
if (!customElements.get("coro-player")) customElements.define("coro-player", CoroPlayer);

export { CoroPlay, CoroPlayer };

declare global {
  interface HTMLElementTagNameMap {
    "coro-play": CoroPlay;
    "coro-player": CoroPlayer;
  }
}
