/** The program an author wrote into a page: where it stands, and what of its text is meant. */

/**
 * The block that holds the program of `element`: the one that `named` points to (a selector, or `@prev`
 * for the block just before), else the code inside the element.
 */
export function blockOf(element: Element, named: string): Element | null {
  if (named) {
    const block =
      named === "@prev" ? element.previousElementSibling : document.querySelector(named);
    return block?.querySelector("code") ?? block;
  }
  return (
    element.querySelector(":scope > pre:not([slot]) > code") ??
    element.querySelector(
      ":scope > pre:not([slot]), :scope > code, :scope > script[type='text/x-python']",
    )
  );
}

/** The text of a block as the author meant it: no blank edge lines, no common indent. */
export function unindent(text: string): string {
  const lines = text
    .replace(/^\s*\n/, "")
    .replace(/\s+$/, "")
    .split("\n");
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const common = Math.min(...indents, 1000);
  return `${lines.map((line) => line.slice(Math.min(common, line.length))).join("\n")}\n`;
}
