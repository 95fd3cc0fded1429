//! Cutting text into pieces: `split`, `rsplit`, `splitlines`, `partition`, `replace`, `expandtabs`.
//!
//! Owns the piece rule: results are index ranges into the view, in order of position, and cost one pass.
//! `bytes` uses the same functions over a Latin-1 view with its own idea of white space and line ends.

use super::builder::{StrBuf, StrBuilder};
use super::search::{self, Matches};
use super::unicode;
use super::view::{Kind, StrView, Unit, with_units};

/// A half-open range of code points.
pub type Span = (usize, usize);

/// Takes pieces; false if it wants no more.
pub type Sink<'a> = dyn FnMut(Span) -> bool + 'a;

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
pub fn split_space(v: StrView, max: usize, blank: Blank, out: &mut Sink) {
    with_units!(v, u => words(u, max, blank, out))
}

fn words<U: Unit>(units: &[U], max: usize, blank: Blank, out: &mut Sink) {
    let (mut at, mut cuts) = (0, 0);
    loop {
        let rest = units.get(at..).unwrap_or(&[]);
        let Some(skip) = rest.iter().position(|u| !blank.is_space(u.code())) else { return };
        let start = at + skip;
        if cuts >= max {
            out((start, units.len()));
            return;
        }
        cuts += 1;
        let rest = units.get(start..).unwrap_or(&[]);
        at = start + rest.iter().position(|u| blank.is_space(u.code())).unwrap_or(rest.len());
        if !out((start, at)) {
            return;
        }
    }
}

/// The same from the right; so is the order of the pieces.
pub fn rsplit_space(v: StrView, max: usize, blank: Blank, out: &mut Sink) {
    let (mut i, mut cuts) = (v.len(), 0);
    loop {
        while i > 0 && blank.is_space(v.at(i - 1)) {
            i -= 1;
        }
        if i == 0 {
            return;
        }
        if cuts >= max {
            out((0, i));
            return;
        }
        cuts += 1;
        let end = i;
        while i > 0 && !blank.is_space(v.at(i - 1)) {
            i -= 1;
        }
        if !out((i, end)) {
            return;
        }
    }
}

/// Pieces between occurrences of a non-empty separator, at most `max` cuts.
pub fn split(v: StrView, sep: StrView, max: usize, out: &mut Sink) {
    let mut start = 0;
    let go_on = each_match(v, sep, max, &mut |at| {
        let go_on = out((start, at));
        start = at + sep.len();
        go_on
    });
    if go_on {
        out((start, v.len()));
    }
}

/// The same from the right; so is the order of the pieces.
pub fn rsplit(v: StrView, sep: StrView, max: usize, out: &mut Sink) {
    let (mut end, mut cuts) = (v.len(), 0);
    while cuts < max && !sep.is_empty() {
        let Some(at) = v.rfind(sep, 0, end) else { break };
        if !out((at + sep.len(), end)) {
            return;
        }
        end = at;
        cuts += 1;
    }
    out((0, end));
}

/// Calls `f` with the index of each non-overlapping occurrence of a non-empty needle, as long as it says true.
fn each_match(v: StrView, needle: StrView, max: usize, f: &mut dyn FnMut(usize) -> bool) -> bool {
    with_units!(v, u => match needle.units_as() {
        Some(n) => Matches::new(u, &n).take(max).all(f),
        None => true,
    })
}

/// Lines; the ends are part of the pieces when `keep_ends`.
pub fn split_lines(v: StrView, keep_ends: bool, blank: Blank, out: &mut Sink) {
    with_units!(v, u => lines(u, keep_ends, blank, out))
}

fn lines<U: Unit>(units: &[U], keep_ends: bool, blank: Blank, out: &mut Sink) {
    let mut start = 0;
    while let Some(rest) = units.get(start..).filter(|r| !r.is_empty()) {
        let text_end = start + rest.iter().position(|u| blank.is_line_break(u.code())).unwrap_or(rest.len());
        let code = |i: usize| units.get(i).map(|u| u.code());
        let end = match (code(text_end), code(text_end + 1)) {
            (Some(13), Some(10)) => text_end + 2,
            (Some(_), _) => text_end + 1,
            (None, _) => text_end,
        };
        if !out((start, if keep_ends { end } else { text_end })) {
            return;
        }
        start = end;
    }
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

/// The text with the first `count` occurrences replaced; `count` and the length of the result come from [`plan_replace`].
pub fn replace(v: StrView, from: StrView, to: StrView, (count, len): (usize, usize)) -> StrBuf {
    if let (Some(u), Some(from), Some(to)) = (u8::borrow(v), u8::borrow(from), u8::borrow(to))
        && !from.is_empty()
    {
        let out = replace_bytes(u, from, to, count, len);
        return if v.kind() == Kind::Ascii && to.is_ascii() { StrBuf::Ascii(out) } else { StrBuf::from_latin1(out) };
    }
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
        true
    });
    out.push_view(v.from(start));
    out.finish()
}

fn replace_bytes(units: &[u8], from: &[u8], to: &[u8], count: usize, len: usize) -> Vec<u8> {
    if from.len() == to.len() {
        let mut out = units.to_vec();
        for at in Matches::new(units, from).take(count) {
            if let Some(place) = out.get_mut(at..at + to.len()) {
                place.copy_from_slice(to);
            }
        }
        return out;
    }
    let mut out = Vec::with_capacity(len);
    let mut start = 0;
    for at in Matches::new(units, from).take(count) {
        out.extend_from_slice(units.get(start..at).unwrap_or(&[]));
        out.extend_from_slice(to);
        start = at + from.len();
    }
    out.extend_from_slice(units.get(start..).unwrap_or(&[]));
    out
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
