/**
 * The keys of the stage: which key means what. They work while the stage or the scrubber has the focus,
 * and nowhere else: an element hears no keys of its page.
 */
import type { Speed } from "../trace/playback.ts";
import type { StepKind } from "../trace/store.ts";

/** What keys can ask for. */
export interface Commands {
  step(kind: StepKind, direction: 1 | -1): boolean;
  toggle(): void;
  /** Up or down the list of speeds. */
  shift(by: 1 | -1): void;
  setSpeed(speed: Speed): void;
  toStart(): void;
  toEnd(): void;
}

/** The command of a key press, or null for a key that is somebody else's. */
export function commandOf(event: KeyboardEvent, commands: Commands): (() => void) | null {
  const { key, shiftKey, altKey } = event;
  const back = shiftKey ? -1 : 1;
  switch (key) {
    case "ArrowRight":
    case "PageDown":
      return () => commands.step(shiftKey ? "turn" : "half", 1);
    case "ArrowLeft":
    case "PageUp":
      return () => commands.step(shiftKey ? "turn" : "half", -1);
    case "ArrowDown":
      return () => commands.step(altKey ? "task" : "line", altKey ? back : 1);
    case "ArrowUp":
      return () => commands.step("line", -1);
    case "t":
    case "T":
      return () => commands.step("tick", back);
    case "o":
    case "O":
      return () => commands.step("out", back);
    case "e":
    case "E":
      return () => commands.step("error", back);
    case "]":
      return () => commands.step("mark", 1);
    case "[":
      return () => commands.step("mark", -1);
    case " ":
      return () => commands.toggle();
    case "-":
      return () => commands.shift(-1);
    case "+":
    case "=":
      return () => commands.shift(1);
    case "Home":
      return () => commands.toStart();
    case "End":
      return () => commands.toEnd();
    case "r":
    case "R":
      return () => commands.setSpeed("real");
    case "i":
    case "I":
      return () => {
        commands.setSpeed("instant");
        commands.toEnd();
      };
    default:
      return null;
  }
}
