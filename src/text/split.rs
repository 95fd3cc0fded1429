//! Cutting text into pieces: `split`, `rsplit`, `splitlines`, `partition`, `replace`, `expandtabs`.
//!
//! Owns the piece rule: results are index ranges into the view, in order of position, and cost one pass.
//! `bytes` uses the same functions over a Latin-1 view with its own idea of white space and line ends.

use super::builder::{StrBuf, StrBuilder};
use super::search::{self, Matches};
use super::unicode;
use super::view::{StrView, Unit, with_units};

/// A half-open range of code points.
pub type Span = (usize, usize);

/// Pieces that there is room for from the beginning.
const FIRST: usize = 12;

/// What separates words and lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Blank {
    /// As `str` has it: every Unicode space, every Unicode line boundary.
    Unicode,
    /// As `bytes` has it: six ASCII characters, and `\n`, `\r`, `\r\n`.
    Ascii,
}

impl Blank {
    /// White space?
    #[inline]
    pub fn is_space(self, c: u32) -> bool {
        match self {
            Blank::Unicode => unicode::is_space(c),
            Blank::Ascii => matches!(c, 9..=13 | 32),
        }
    }
    #[inline]
    fn is_line_break(self, c: u32) -> bool {
        match self {
            Blank::Unicode => unicode::is_line_break(c),
            Blank::Ascii => matches!(c, 10 | 13),
        }
    }
}

/// Words between runs of white space; after `max` cuts the rest is one piece, its trailing space kept.
pub fn split_space(v: StrView, max: usize, blank: Blank) -> Vec<Span> {
    with_units!(v, u => words(u, max, blank))
}

fn words<U: Unit>(units: &[U], max: usize, blank: Blank) -> Vec<Span> {
    let mut out = Vec::with_capacity(FIRST);
    let mut at = 0;
    loop {
        let rest = units.get(at..).unwrap_or(&[]);
        let Some(skip) = rest.iter().position(|u| !blank.is_space(u.code())) else { return out };
        let start = at + skip;
        if out.len() >= max {
            out.push((start, units.len()));
            return out;
        }
        let rest = units.get(start..).unwrap_or(&[]);
        at = start + rest.iter().position(|u| blank.is_space(u.code())).unwrap_or(rest.len());
        out.push((start, at));
    }
}

/// The same from the right.
pub fn rsplit_space(v: StrView, max: usize, blank: Blank) -> Vec<Span> {
    let mut out = Vec::new();
    let mut i = v.len();
    loop {
        while i > 0 && blank.is_space(v.at(i - 1)) {
            i -= 1;
        }
        if i == 0 {
            break;
        }
        if out.len() >= max {
            out.push((0, i));
            break;
        }
        let end = i;
        while i > 0 && !blank.is_space(v.at(i - 1)) {
            i -= 1;
        }
        out.push((i, end));
    }
    out.reverse();
    out
}

/// Pieces between occurrences of a non-empty separator, at most `max` cuts.
pub fn split(v: StrView, sep: StrView, max: usize) -> Vec<Span> {
    let mut out = Vec::with_capacity(FIRST);
    let mut start = 0;
    each_match(v, sep, max, &mut |at| {
        out.push((start, at));
        start = at + sep.len();
    });
    out.push((start, v.len()));
    out
}

/// The same from the right.
pub fn rsplit(v: StrView, sep: StrView, max: usize) -> Vec<Span> {
    let mut out = Vec::new();
    let mut end = v.len();
    while out.len() < max && !sep.is_empty() {
        let Some(at) = v.rfind(sep, 0, end) else { break };
        out.push((at + sep.len(), end));
        end = at;
    }
    out.push((0, end));
    out.reverse();
    out
}

/// Calls `f` with the index of each non-overlapping occurrence of a non-empty needle.
fn each_match(v: StrView, needle: StrView, max: usize, f: &mut dyn FnMut(usize)) {
    with_units!(v, u => if let Some(n) = needle.units_as() {
        for at in Matches::new(u, &n).take(max) {
            f(at);
        }
    })
}

/// Lines; the ends are part of the pieces when `keep_ends`.
pub fn split_lines(v: StrView, keep_ends: bool, blank: Blank) -> Vec<Span> {
    with_units!(v, u => lines(u, keep_ends, blank))
}

fn lines<U: Unit>(units: &[U], keep_ends: bool, blank: Blank) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    while let Some(rest) = units.get(start..).filter(|r| !r.is_empty()) {
        let text_end = start + rest.iter().position(|u| blank.is_line_break(u.code())).unwrap_or(rest.len());
        let code = |i: usize| units.get(i).map(|u| u.code());
        let end = match (code(text_end), code(text_end + 1)) {
            (Some(13), Some(10)) => text_end + 2,
            (Some(_), _) => text_end + 1,
            (None, _) => text_end,
        };
        out.push((start, if keep_ends { end } else { text_end }));
        start = end;
    }
    out
}

/// How often `replace` will replace, and how long the result will be. `None` when that overflows.
pub fn plan_replace(v: StrView, from: StrView, to: StrView, max: usize) -> Option<(usize, usize)> {
    let count = if max == 0 {
        0
    } else {
        with_units!(v, u => match from.units_as() {
            Some(n) => search::count(u, &n, max),
            None => 0,
        })
    };
    let kept = v.len() - count.checked_mul(from.len())?;
    let len = kept.checked_add(count.checked_mul(to.len())?)?;
    Some((count, len))
}

/// The text with the first `count` occurrences replaced; `count` comes from [`plan_replace`].
pub fn replace(v: StrView, from: StrView, to: StrView, count: usize) -> StrBuf {
    let mut out = StrBuilder::with_capacity(v.len());
    if from.is_empty() {
        // Before every code point, and at the end when the count reaches it.
        for (i, c) in v.iter().enumerate() {
            if i < count {
                out.push_view(to);
            }
            out.push_char(c);
        }
        if count > v.len() {
            out.push_view(to);
        }
        return out.finish();
    }
    let mut start = 0;
    each_match(v, from, count, &mut |at| {
        out.push_view(v.slice(start, at));
        out.push_view(to);
        start = at + from.len();
    });
    out.push_view(v.from(start));
    out.finish()
}

/// `expandtabs`; `None` when the result would be longer than `limit`.
pub fn expand_tabs(v: StrView, tab_size: usize, limit: usize) -> Option<StrBuf> {
    let mut out = StrBuilder::with_capacity(v.len());
    let mut column = 0usize;
    for c in v.iter() {
        if c == 9 {
            if tab_size > 0 {
                let n = tab_size - column % tab_size;
                if out.len().checked_add(n)? > limit {
                    return None;
                }
                column += n;
                out.push_repeat(32, n);
            }
        } else {
            column = if c == 10 || c == 13 { 0 } else { column + 1 };
            out.push_char(c);
        }
    }
    Some(out.finish())
}
