/**
 * The editor: CodeMirror 6 with Python, and what the trace says about its lines.
 *
 * Owns: marks never change the text or the cursor. They are decorations that move with the text they
 * stand on, so an edit while a run is shown leaves them on the lines they were recorded for.
 */
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, type Range, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  WidgetType,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { type LineMarks, PARKED } from "../elements/code.ts";

/** A place in the program that is wrong; lines and columns from 1. */
export interface Wrong {
  message: string;
  line: number;
  col: number;
  endLine: number;
  endCol: number;
}

export interface Editor {
  value: string;
  showMarks(marks: LineMarks): void;
  showErrors(errors: readonly Wrong[]): void;
  /** With the cursor at the end of that line, when one is given. */
  focus(line?: number): void;
  dispose(): void;
}

export interface EditorOptions {
  root: ShadowRoot;
  code: string;
  changed(): void;
  run(): void;
}

const setMarks = StateEffect.define<LineMarks>();
const setWrong = StateEffect.define<readonly Wrong[]>();

const SVG = "http://www.w3.org/2000/svg";

class ParkedWidget extends WidgetType {
  private readonly count: number;
  private readonly hue: string;

  constructor(count: number, hue: string) {
    super();
    this.count = count;
    this.hue = hue;
  }

  override eq(other: ParkedWidget): boolean {
    return other.count === this.count && other.hue === this.hue;
  }

  override toDOM(): HTMLElement {
    const span = document.createElement("span");
    span.className = `count ${this.hue}`;
    span.title = "parked here";
    const sign = document.createElementNS(SVG, "svg");
    sign.setAttribute("viewBox", "0 0 16 16");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", PARKED);
    sign.append(path);
    span.append(sign, this.count > 1 ? String(this.count) : "");
    return span;
  }
}

const marksField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    let next = decorations.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) next = decorate(transaction.state, effect.value);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorate(state: EditorState, marks: LineMarks): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const [number, { hue, count }] of marks.parked) {
    if (number < 1 || number > state.doc.lines || number === marks.current) continue;
    const line = state.doc.line(number);
    ranges.push(Decoration.line({ class: `parked ${hue}` }).range(line.from));
    ranges.push(
      Decoration.widget({ widget: new ParkedWidget(count, hue), side: 1 }).range(line.to),
    );
  }
  if (marks.current >= 1 && marks.current <= state.doc.lines) {
    const line = state.doc.line(marks.current);
    ranges.push(Decoration.line({ class: `current ${marks.hue}` }).range(line.from));
  }
  return Decoration.set(ranges, true);
}

/** What is wrong is underlined until the text there is edited. */
const wrongField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    let next = transaction.docChanged ? Decoration.none : decorations;
    for (const effect of transaction.effects) {
      if (!effect.is(setWrong)) continue;
      next = Decoration.set(
        effect.value.flatMap((error) => wrongRanges(transaction.state, error)),
        true,
      );
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Weight and slant say what a token is; colour is kept for tasks. */
const highlight = HighlightStyle.define([
  {
    tag: [
      tags.keyword,
      tags.controlKeyword,
      tags.definitionKeyword,
      tags.moduleKeyword,
      tags.operatorKeyword,
    ],
    class: "keyword",
  },
  { tag: [tags.comment], class: "comment" },
  { tag: [tags.string, tags.special(tags.string)], class: "string" },
  { tag: [tags.number, tags.bool, tags.null], class: "constant" },
]);

const theme = EditorView.theme({
  "&": {
    backgroundColor: "transparent",
    color: "var(--_fg)",
    fontSize: "var(--coro-font-size, 14px)",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--_mono)", lineHeight: "1.6" },
  ".cm-content": { padding: "12px 0", caretColor: "var(--_fg)" },
  ".cm-line": { padding: "0 14px 0 10px" },
  ".cm-cursor": { borderLeftColor: "var(--_fg)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--_muted)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": {
    padding: "0 8px 0 12px",
    minWidth: "2.6em",
  },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    {
      backgroundColor: "color-mix(in oklab, var(--_fg) 16%, transparent)",
    },
  ".cm-matchingBracket": { outline: "1px solid var(--_border)", backgroundColor: "transparent" },
  ".cm-line.current": { backgroundColor: "var(--hue-soft)", boxShadow: "inset 3px 0 var(--hue)" },
  ".cm-line.parked": { boxShadow: "inset 3px 0 color-mix(in oklab, var(--hue) 45%, transparent)" },
  ".cm-tooltip": {
    backgroundColor: "var(--_bg)",
    color: "var(--_fg)",
    border: "1px solid var(--_border)",
    borderRadius: "8px",
  },
  ".cm-line.wrong": {
    backgroundColor: "color-mix(in oklab, var(--_error) 10%, transparent)",
    boxShadow: "inset 3px 0 var(--_error)",
  },
  ".wrong-part": { textDecoration: "underline wavy var(--_error)", textUnderlineOffset: "4px" },
  ".cm-panels": { backgroundColor: "var(--_ground)", color: "var(--_fg)" },
});

/**
 * Text typed over a selection. Left to the browser, it keeps the look of what is replaced by a `style` attribute, which a strict
 * policy refuses and reports. Only text that is there at once: what is still being composed stays with the browser.
 */
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { state } = view;
    const { from, to } = state.selection.main;
    const text = event.data;
    if (event.inputType !== "insertText" || !text || from === to || view.composing) return false;
    if (state.selection.ranges.length > 1) return false;
    const lines = state.toText(text);
    const insert = () =>
      state.update({
        changes: { from, to, insert: lines },
        selection: { anchor: from + lines.length },
        scrollIntoView: true,
        userEvent: "input.type",
      });
    const handled = state
      .facet(EditorView.inputHandler)
      .some((handler) => handler(view, from, to, text, insert));
    if (!handled) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

export function createEditor(parent: HTMLElement, options: EditorOptions): Editor {
  const run = (): boolean => {
    options.run();
    return true;
  };
  const view = new EditorView({
    parent,
    root: options.root,
    state: EditorState.create({
      doc: options.code,
      extensions: [
        lineNumbers(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        indentUnit.of("    "),
        pythonLanguage,
        syntaxHighlighting(highlight),
        marksField,
        wrongField,
        theme,
        typeOver,
        EditorView.contentAttributes.of({ "aria-label": "program", tabindex: "0" }),
        keymap.of([
          { key: "Mod-Enter", run },
          { key: "Shift-Enter", run },
          // Tab indents; Escape, then Tab, leaves the editor.
          ...closeBracketsKeymap,
          ...historyKeymap,
          ...defaultKeymap,
          indentWithTab,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.changed();
        }),
      ],
    }),
  });
  return {
    get value() {
      return view.state.doc.toString();
    },
    set value(code: string) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: code } });
    },
    showMarks(marks) {
      view.dispatch({ effects: setMarks.of(marks) });
    },
    showErrors(errors) {
      view.dispatch({ effects: setWrong.of(errors) });
      const [first] = errors;
      if (first)
        view.dispatch({ effects: EditorView.scrollIntoView(range(view.state, first).from) });
    },
    focus(line) {
      if (line) {
        const { doc } = view.state;
        view.dispatch({ selection: { anchor: doc.line(Math.min(line, doc.lines)).to } });
      }
      view.focus();
    },
    dispose: () => view.destroy(),
  };
}

function range(state: EditorState, error: Wrong): { from: number; to: number } {
  const position = (line: number, col: number): number => {
    const at = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
    return Math.min(at.to, at.from + Math.max(0, col - 1));
  };
  const from = position(error.line, error.col);
  const to = position(error.endLine || error.line, error.endCol || error.col + 1);
  return { from, to: Math.max(from, to) };
}

/** The words that are wrong, and their line; at the end of a line there may be no word. */
function wrongRanges(state: EditorState, error: Wrong): Range<Decoration>[] {
  const { from, to } = range(state, error);
  const attributes = { title: error.message, "aria-invalid": "true" };
  const line = Decoration.line({ class: "wrong", attributes }).range(state.doc.lineAt(from).from);
  if (from === to) return [line];
  return [line, Decoration.mark({ class: "wrong-part", attributes }).range(from, to)];
}
