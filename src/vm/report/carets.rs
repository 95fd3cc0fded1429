//! The source lines under a traceback entry and the marks below them.
//!
//! Invariant: columns are counted in characters of the shown line; wide characters take two marks. The marks point at the operator of a
//! binary operation and at the brackets of a call or subscript, found by parsing the marked segment.

use crate::code::Position;
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;

/// Where the marks change: (line, column) of the end of the left part and the start of the right part, within the segment.
struct Anchors {
    left: (usize, usize),
    right: (usize, usize),
}

/// The indented source lines of a position, with marks where CPython draws them.
pub fn excerpt(source: &str, position: &Position) -> String {
    let first = position.line as usize;
    let last = (position.end_line as usize).max(first);
    let raw: Vec<&str> = source.lines().skip(first.saturating_sub(1)).take(last - first + 1).collect();
    if raw.is_empty() || first == 0 {
        return String::new();
    }
    let start = char_column(raw[0], position.col as usize);
    let end = char_column(raw[raw.len() - 1], position.end_col as usize);
    // common indentation goes
    let margin = raw.iter().filter(|l| !l.trim().is_empty()).map(|l| l.len() - l.trim_start().len()).min().unwrap_or(0);
    let lines: Vec<Vec<char>> =
        raw.iter().map(|l| l.get(margin..).unwrap_or("").trim_end_matches('\r').chars().collect()).collect();
    let (start, end) = (start.saturating_sub(margin), end.saturating_sub(margin));
    if raw.len() == 1 && lines[0].iter().all(|c| c.is_whitespace()) {
        return String::new();
    }
    let segment = segment_of(&lines, start, end);
    let anchors = anchors(&segment);
    let show = position.end_col > 0 && should_mark(&lines, start, end, anchors.is_some());
    let mut wanted: Vec<usize> = vec![0, lines.len() - 1];
    let mut marks: Option<((usize, usize), (usize, usize))> = None;
    if let Some(a) = &anchors {
        let shift = |(l, c): (usize, usize)| if l == 0 { (l, c + start) } else { (l, c) };
        marks = Some((shift(a.left), shift(a.right)));
        for (l, _) in [a.left, a.right] {
            wanted.extend(l.saturating_sub(1)..=l + 1);
        }
    }
    wanted.retain(|&l| l < lines.len());
    crate::order::sort_by(&mut wanted, Ord::cmp);
    wanted.dedup();
    let mut out = String::new();
    let mut before: Option<usize> = None;
    for &l in &wanted {
        if let Some(b) = before {
            match l - b {
                2 => line_text(&lines, l - 1, start, end, show, marks, &mut out),
                d if d > 2 => out.push_str(&format!("    ...<{} lines>...\n", d - 1)),
                _ => {}
            }
        }
        line_text(&lines, l, start, end, show, marks, &mut out);
        before = Some(l);
    }
    out
}

/// Character index of a byte column.
fn char_column(line: &str, byte: usize) -> usize {
    line.char_indices().take_while(|(i, _)| *i < byte).count()
}

fn segment_of(lines: &[Vec<char>], start: usize, end: usize) -> String {
    let last = lines.len() - 1;
    let mut out = String::new();
    for (i, l) in lines.iter().enumerate() {
        let from = if i == 0 { start.min(l.len()) } else { 0 };
        let to = if i == last { end.min(l.len()).max(from) } else { l.len() };
        if i > 0 {
            out.push('\n');
        }
        out.extend(&l[from..to]);
    }
    out
}

fn line_text(
    lines: &[Vec<char>],
    l: usize,
    start: usize,
    end: usize,
    show: bool,
    marks: Option<((usize, usize), (usize, usize))>,
    out: &mut String,
) {
    let line = &lines[l];
    out.push_str("    ");
    out.extend(line);
    while out.ends_with(' ') {
        out.pop();
    }
    out.push('\n');
    if !show {
        return;
    }
    let indent = line.iter().take_while(|c| c.is_whitespace()).count();
    let n = if l == lines.len() - 1 { end.min(line.len()) } else { line.len() };
    let mut row = String::new();
    for (col, c) in line.iter().enumerate().take(n) {
        let mark = if col < indent || l == 0 && col < start {
            ' '
        } else {
            match marks {
                Some((left, right)) if (l, col) >= left && (l, col) < right => '^',
                Some(_) => '~',
                None => '^',
            }
        };
        row.push(mark);
        if is_wide(*c) {
            row.push(mark);
        }
    }
    out.push_str("    ");
    out.push_str(row.trim_end());
    out.push('\n');
}

/// Characters that take two columns.
fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x1100..=0x115f | 0x2e80..=0x303e | 0x3041..=0x33ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xa000..=0xa4cf | 0xac00..=0xd7a3
        | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1f64f | 0x1f900..=0x1f9ff | 0x20000..=0x3fffd)
}

/// Marks are left out when they would underline the whole line and say nothing, or a whole call statement.
fn should_mark(lines: &[Vec<char>], start: usize, end: usize, anchored: bool) -> bool {
    let text: String = lines.iter().map(|l| l.iter().collect::<String>()).collect::<Vec<_>>().join("\n");
    if let Some(module) = parse(&text) {
        let Some(statement) = module.first() else { return false };
        let value: Option<&Expr> = match statement {
            Stmt::Return(r) => {
                r.value.as_deref().filter(|v| matches!(v, Expr::Call(c) if matches!(&*c.func, Expr::Name(_))))
            }
            Stmt::Assign(a) if matches!(a.targets.as_slice(), [Expr::Name(_)]) => {
                Some(&*a.value).filter(|v| matches!(v, Expr::Call(_)))
            }
            _ => None,
        };
        if let Some(v) = value {
            let (from, to) = (v.range().start().to_usize(), v.range().end().to_usize());
            let last: String = lines[lines.len() - 1].iter().take(end).collect();
            let tail = text.len() - lines[lines.len() - 1].iter().collect::<String>().len() + last.len();
            let head: usize = lines[0].iter().take(start).collect::<String>().len();
            if from == head && to == tail {
                return false;
            }
        }
    }
    if anchored {
        return true;
    }
    let first = &lines[0];
    let last = &lines[lines.len() - 1];
    first.iter().take(start).any(|c| !c.is_whitespace()) || last.iter().skip(end).any(|c| !c.is_whitespace())
}

fn parse(text: &str) -> Option<Vec<Stmt>> {
    crate::compile::parse_module_quietly(text)
}

/// The parts of a binary operation, call or subscript that fills the segment.
fn anchors(segment: &str) -> Option<Anchors> {
    // in brackets, so that line breaks are allowed; the first line is the bracket's own
    let wrapped = format!("(\n{segment}\n)");
    let module = parse(&wrapped)?;
    let [Stmt::Expr(statement)] = module.as_slice() else { return None };
    let place = |offset: usize| -> (usize, usize) {
        let before = &wrapped[..offset.min(wrapped.len())];
        let line = before.matches('\n').count();
        let col = before.rsplit('\n').next().unwrap_or("").chars().count();
        (line.saturating_sub(1), col)
    };
    let bytes = wrapped.as_bytes();
    // the first byte from `at` that is neither blank, comment, continuation nor closing bracket
    let next_code = |mut at: usize, skip_closing: bool| -> usize {
        while at < bytes.len() {
            match bytes[at] {
                b'#' => {
                    while at < bytes.len() && bytes[at] != b'\n' {
                        at += 1;
                    }
                }
                b' ' | b'\t' | b'\n' | b'\\' | b'\r' | 0xc => at += 1,
                b')' if skip_closing => at += 1,
                _ => break,
            }
        }
        at
    };
    match &*statement.value {
        Expr::BinOp(b) => {
            let at = next_code(b.left.range().end().to_usize(), true);
            let mut end = at + 1;
            if bytes.get(end).is_some_and(|c| !c.is_ascii_whitespace() && !matches!(c, b'\\' | b'#'))
                && end < b.right.range().start().to_usize()
                && b"*/<>".contains(&bytes[end])
            {
                end += 1;
            }
            Some(Anchors { left: place(at), right: place(end) })
        }
        Expr::Subscript(s) => {
            let mut at = next_code(s.value.range().end().to_usize(), false);
            while at < bytes.len() && bytes[at] != b'[' {
                at += 1;
            }
            Some(Anchors { left: place(at), right: place(s.range().end().to_usize()) })
        }
        Expr::Call(c) => {
            let mut at = next_code(c.func.range().end().to_usize(), false);
            while at < bytes.len() && bytes[at] != b'(' {
                at += 1;
            }
            Some(Anchors { left: place(at), right: place(c.range().end().to_usize()) })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(source: &str, col: u32, end_col: u32) -> String {
        excerpt(source, &Position { line: 1, end_line: 1, col, end_col })
    }

    #[test]
    fn marks_are_cpythons() {
        assert_eq!(at("x = 1 / 0", 4, 9), "    x = 1 / 0\n        ~~^~~\n");
        assert_eq!(at("    f(1)", 4, 8), "    f(1)\n    ~^^^\n");
        assert_eq!(at("raise ValueError(1)", 0, 19), "    raise ValueError(1)\n");
        assert_eq!(at("y = d['k']", 4, 10), "    y = d['k']\n        ~^^^^^\n");
        assert_eq!(at("return f(1)", 7, 11), "    return f(1)\n");
    }
}
