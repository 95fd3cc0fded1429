/**
 * The one script a page loads: `<script type="module" src="…/coroscope.js">`. Registers the elements.
 */
import { setEngineBase } from "./base.ts";
import { CoroPlay } from "./coro-play.ts";

// The built file stands beside `engine/`; the development server shows both at its root.
setEngineBase(new URL(import.meta.env.DEV ? "/engine/" : "./engine/", import.meta.url).href);

if (!customElements.get("coro-play")) customElements.define("coro-play", CoroPlay);

export { CoroPlay };

declare global {
  interface HTMLElementTagNameMap {
    "coro-play": CoroPlay;
  }
}
