//! What the actions of the grammar do: find the place, word the message.
//!
//! Invariant: columns follow CPython's arithmetic exactly, its quirks included: a column is counted in the line the error
//! starts in, whichever line it ends in, and a missing column shows as 0 or -1.

use super::super::errors::{Stage, SyntaxError, SyntaxErrorKind};
use super::escapes;
use super::peg::{Action, Range, Verdict};
use super::shape::{self, Targets, invalid_target, items, last_condition, ungroup};
use super::tokens::{FSTRING_END, FSTRING_START, Place, STRING, TSTRING_END, TSTRING_START, Token, TokenError, Tokens};

/// Digits of an integer literal past which the value is not converted.
const MAX_DIGITS: usize = 4300;

/// A byte position: line and column in it; -1: none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub line: u32,
    pub col: i64,
}

/// The text and tokens that messages are about.
pub struct Context<'a> {
    pub source: &'a str,
    pub tokens: &'a Tokens,
}

impl<'a> Context<'a> {
    pub(super) fn text(&self, token: &Token) -> &'a str {
        self.source.get(token.start as usize..token.end as usize).unwrap_or("")
    }

    /// A line with its newline.
    fn line(&self, line: u32) -> &'a str {
        let rest = self.source.get(self.tokens.line_start(line) as usize..).unwrap_or("");
        let end = rest.find('\n').map_or(rest.len(), |i| i + 1);
        rest.get(..end).unwrap_or("")
    }

    fn begin(&self, token: &Token) -> Point {
        let col =
            if token.placed() { i64::from(token.start) - i64::from(self.tokens.line_start(token.line)) } else { -1 };
        Point { line: token.line, col }
    }

    fn finish(&self, token: &Token) -> Point {
        let col =
            if token.placed() { i64::from(token.end) - i64::from(self.tokens.line_start(token.end_line)) } else { -1 };
        Point { line: token.end_line, col }
    }

    /// The tokenizer's line once `fill` tokens are read.
    fn current_line(&self, fill: u32) -> u32 {
        match self.tokens.list.get((fill as usize).wrapping_sub(1)) {
            Some(t) => t.end_line,
            None => self.tokens.error.as_ref().map_or(1, |e| e.line),
        }
    }

    /// An error from `start` to `end`, both already 1-based columns or quirks below 1.
    pub(super) fn error(&self, message: String, start: Point, end: Point, current: u32) -> SyntaxError {
        let line = self.line(start.line);
        let text = if current <= start.line { line } else { line.strip_suffix('\n').unwrap_or(line) };
        let column = |col: i64| if col > 0 { characters(text, col as usize) } else { col.max(-1) as i32 };
        SyntaxError {
            kind: SyntaxErrorKind::SyntaxError,
            message,
            line: start.line,
            col: column(start.col).max(0) as u32,
            end_line: end.line,
            end_col: column(end.col),
            text: Some(text.to_owned()),
            stage: Stage::Parsing,
        }
    }

    fn between(&self, message: String, start: Point, end: Point, fill: u32) -> SyntaxError {
        let up = |p: Point| Point { col: p.col + 1, ..p };
        self.error(message, up(start), up(end), self.current_line(fill))
    }

    fn range(&self, message: String, from: Range, to: Range, fill: u32) -> Option<SyntaxError> {
        let start = self.begin(self.tokens.list.get(from.0 as usize)?);
        let end = self.finish(self.tokens.list.get((to.1 as usize).checked_sub(1)?)?);
        Some(self.between(message, start, end, fill))
    }

    /// The error at one token.
    pub fn at_token(&self, message: String, token: u32, fill: u32) -> Option<SyntaxError> {
        self.range(message, (token, token + 1), (token, token + 1), fill)
    }

    /// The error at a token, or where the tokenizer stands if the token has no place.
    pub fn near_token(&self, message: String, token: u32, fill: u32) -> Option<SyntaxError> {
        let t = self.tokens.list.get(token as usize)?;
        if t.placed() {
            return self.at_token(message, token, fill);
        }
        let last = self.tokens.list.get((fill as usize).checked_sub(1)?)?;
        let col = i64::from(last.end) - i64::from(self.tokens.line_start(last.end_line));
        let end = Point { line: t.end_line, col: -1 };
        Some(self.error(message, Point { line: t.line, col }, end, self.current_line(fill)))
    }

    /// "'(' was never closed".
    pub fn never_closed(&self, current: u32) -> Option<SyntaxError> {
        let open = self.tokens.open.last()?;
        let col = i64::from(open.offset) - i64::from(self.tokens.line_start(open.line)) + 1;
        let message = format!("'{}' was never closed", char::from(open.byte));
        Some(self.error(message, Point { line: open.line, col }, Point { line: open.line, col: 0 }, current))
    }

    /// The tokenizer's own error, as the parser reports it on meeting it.
    pub fn token_error(&self, e: &TokenError) -> SyntaxError {
        let line_start = self.tokens.line_start(e.line);
        let col = i64::from(e.at) - i64::from(line_start);
        let (start, end) = match e.place {
            Place::EndOfFile if !self.tokens.open.is_empty() => {
                if let Some(error) = self.never_closed(e.line) {
                    return error;
                }
                (col, -1)
            }
            Place::EndOfFile | Place::Cursor => (col, -1),
            Place::Parser => (col + 1, 0),
            Place::Tokenizer => (col, e.end.map_or(col, |end| i64::from(end) - i64::from(line_start))),
        };
        let message = e.message.clone();
        // the tokenizer quotes the line without its newline
        let current = if e.place == Place::Tokenizer { e.line + 1 } else { e.line };
        let mut error =
            self.error(message, Point { line: e.line, col: start }, Point { line: e.line, col: end }, current);
        error.kind = e.kind;
        error
    }

    /// Runs an action of the grammar.
    pub fn act(&self, action: Action) -> Verdict<SyntaxError> {
        let Action { text, a, b, mark, fill, tokens } = action;
        if text.starts_with(|c: char| c.is_ascii_uppercase()) {
            return self.say(&action);
        }
        let raise = |e: Option<SyntaxError>| e.map_or(Verdict::Fail, Verdict::Raise);
        let token = |i: u32| tokens.get(i as usize);
        let word = |r: Range| token(r.0).map_or("", |t| self.text(t));
        let last = fill.saturating_sub(1);
        match text {
            "comma" => {
                let group = ungroup(tokens, a);
                let legacy = group.1 == group.0 + 1 && matches!(word(group), "print" | "exec");
                let level = token(mark.wrapping_sub(1)).map_or(0, |t| t.level);
                if legacy || level == 0 {
                    return Verdict::Fail;
                }
                let message = "invalid syntax. Perhaps you forgot a comma?";
                raise(self.range(message.into(), group, ungroup(tokens, b), fill))
            }
            "legacy" => {
                let name = word(a);
                if !matches!(name, "print" | "exec") {
                    return Verdict::Fail;
                }
                let message = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
                raise(self.range(message, a, ungroup(tokens, b), fill))
            }
            "genexp" => {
                let values: Vec<Range> = positional(tokens, a);
                match values.last() {
                    Some(v) if values.len() > 1 => {
                        let message = "Generator expression must be parenthesized";
                        raise(self.range(message.into(), ungroup(tokens, *v), last_condition(tokens, b), fill))
                    }
                    _ => Verdict::Fail,
                }
            }
            "positional" => {
                let unpacking = items(tokens, a).into_iter().any(|i| shape::is_mapping(tokens, i));
                let message = if unpacking {
                    "positional argument follows keyword argument unpacking"
                } else {
                    "positional argument follows keyword argument"
                };
                raise(self.near_token(message.into(), last, fill))
            }
            "patterns" => {
                let parts = items(tokens, a);
                let keyword = parts.iter().rposition(|i| shape::is_keyword(tokens, *i)).unwrap_or(0);
                match (parts.get(keyword + 1), parts.last()) {
                    (Some(from), Some(to)) => {
                        raise(self.range("positional patterns follow keyword patterns".into(), *from, *to, fill))
                    }
                    _ => Verdict::Fail,
                }
            }
            "flufl" => {
                let touching = matches!((token(a.0), token(b.0)), (Some(x), Some(y)) if x.end == y.start);
                if !touching {
                    return Verdict::Fail;
                }
                raise(self.range("invalid syntax.  Maybe you meant '!=' instead of '<>'?".into(), a, b, fill))
            }
            "real" | "imaginary" => {
                let imaginary = word(a).ends_with(['j', 'J']);
                if imaginary == (text == "imaginary") {
                    return Verdict::Pass;
                }
                raise(self.at_token(format!("{text} number required in complex literal"), a.0, fill))
            }
            "digits" => match too_many_digits(word(a)) {
                Some(message) => {
                    let Some(t) = token(a.0) else { return Verdict::Pass };
                    let end = Point { line: t.end_line, col: -1 };
                    Verdict::Raise(self.between(message, Point { line: t.line, col: -1 }, end, fill))
                }
                None => Verdict::Pass,
            },
            "string" => {
                let literal = escapes::literal(word(a));
                if literal.bytes && !literal.body.is_ascii() {
                    return raise(self.at_token("bytes can only contain ASCII literal characters".into(), a.0, fill));
                }
                match escapes::fault(literal.body, literal.bytes, literal.raw) {
                    Some(message) => raise(self.near_token(message, last, fill)),
                    None => Verdict::Pass,
                }
            }
            "middle" => {
                let raw = enclosing(tokens, a.0).is_some_and(|t| self.text(t).contains(['r', 'R']));
                match escapes::fault(word(a), false, raw) {
                    Some(message) => raise(self.near_token(message, last, fill)),
                    None => Verdict::Pass,
                }
            }
            "concat" => {
                let bytes = |t: &Token| match t.kind {
                    STRING => Some(escapes::literal(self.text(t)).bytes),
                    FSTRING_START => Some(false),
                    _ => None,
                };
                let all = tokens.get(a.0 as usize..a.1 as usize).unwrap_or(&[]);
                let mut depth = 0u32;
                let (mut some, mut others) = (false, false);
                for t in all {
                    if matches!(t.kind, FSTRING_END | TSTRING_END) {
                        depth = depth.saturating_sub(1);
                    }
                    if depth == 0
                        && let Some(b) = bytes(t)
                    {
                        some |= b;
                        others |= !b;
                    }
                    if matches!(t.kind, FSTRING_START | TSTRING_START) {
                        depth += 1;
                    }
                }
                if some && others {
                    return raise(self.near_token("cannot mix bytes and nonbytes literals".into(), last, fill));
                }
                Verdict::Pass
            }
            "mix" => {
                let mut start = a.1.saturating_sub(1);
                if token(start).is_some_and(|t| t.kind != STRING) {
                    let mut depth = 0u32;
                    while let Some(t) = token(start) {
                        depth += matches!(t.kind, FSTRING_END | TSTRING_END) as u32;
                        depth -= matches!(t.kind, FSTRING_START | TSTRING_START) as u32;
                        if depth == 0 || start == 0 {
                            break;
                        }
                        start -= 1;
                    }
                }
                let message = "cannot mix t-string literals with string or bytes literals";
                raise(self.range(message.into(), (start, a.1), b, fill))
            }
            "conversion" => {
                let letter = match enclosing(tokens, a.0) {
                    Some(t) if t.kind == TSTRING_START => 't',
                    _ => 'f',
                };
                let (Some(mark), Some(name)) = (token(a.0), token(b.0)) else { return Verdict::Pass };
                if mark.end != name.start {
                    let message =
                        format!("{letter}-string: conversion type must come right after the exclamation mark");
                    return raise(self.range(message, a, b, fill));
                }
                let name = self.text(name);
                if matches!(name, "s" | "r" | "a") {
                    return Verdict::Pass;
                }
                let message =
                    format!("{letter}-string: invalid conversion character '{name}': expected 's', 'r', or 'a'");
                raise(self.at_token(message, b.0, fill))
            }
            _ => Verdict::Pass,
        }
    }

    /// An action that only says something: where, captures, text.
    fn say(&self, action: &Action) -> Verdict<SyntaxError> {
        let Action { text, a, b, mark, fill, tokens } = *action;
        let (place, message) = text.split_once(' ').unwrap_or((text, ""));
        let place = place.as_bytes();
        let capture = |i: usize| match place.get(i) {
            Some(b'b') => ungroup(tokens, b),
            Some(b'c') => last_condition(tokens, b),
            Some(b'l') => items(tokens, b).last().map_or(b, |i| ungroup(tokens, *i)),
            _ => ungroup(tokens, a),
        };
        let mut subject = capture(1);
        let last = fill.saturating_sub(1);
        let kind = place.first().copied().unwrap_or(b'E');
        let targets = match kind {
            b'S' => Some(Targets::Assign),
            b'D' => Some(Targets::Delete),
            b'T' => Some(Targets::For),
            _ => None,
        };
        if let Some(targets) = targets {
            match invalid_target(tokens, subject, targets) {
                Some(range) => subject = range,
                None => return Verdict::Fail,
            }
        }
        let mut full = String::with_capacity(message.len() + 16);
        let mut rest = message;
        while let Some((before, after)) = rest.split_once('%') {
            full.push_str(before);
            let mut after = after.chars();
            match after.next() {
                Some('x') => full.push_str(shape::shape(tokens, subject).name()),
                Some('t') => full.push_str(tokens.get(subject.0 as usize).map_or("", |t| self.text(t))),
                Some('l') => full.push_str(&tokens.get(a.0 as usize).map_or(0, |t| t.line).to_string()),
                _ => {
                    let tuple = shape::shape(tokens, ungroup(tokens, a)) == shape::Shape::Tuple;
                    full.push_str(if tuple { "constraints" } else { "bound" });
                }
            }
            rest = after.as_str();
        }
        full.push_str(rest);
        let error = match kind {
            b'R' => self.range(full, subject, capture(2), fill),
            b'F' => self.starting_from(full, subject, fill),
            b'E' | b'I' => self.near_token(full, last, fill),
            b'N' => {
                if mark as usize >= tokens.len() {
                    return Verdict::OutOfTokens;
                }
                self.near_token(full, mark, fill.max(mark + 1))
            }
            b'K' => self.after_key(full, subject, fill),
            _ => self.range(full, subject, subject, fill),
        };
        match error {
            Some(e) if kind == b'I' => Verdict::Raise(e.kind(SyntaxErrorKind::IndentationError)),
            Some(e) => Verdict::Raise(e),
            None => Verdict::Fail,
        }
    }

    /// From a token to where the tokenizer stands.
    fn starting_from(&self, message: String, from: Range, fill: u32) -> Option<SyntaxError> {
        let start = self.begin(self.tokens.list.get(from.0 as usize)?);
        let last = self.tokens.list.get((fill as usize).checked_sub(1)?)?;
        let col = i64::from(last.end) - i64::from(self.tokens.line_start(last.end_line));
        let start = Point { col: start.col + 1, ..start };
        Some(self.error(message, start, Point { line: last.end_line, col }, self.current_line(fill)))
    }

    /// At the last character of an expression, with no end column.
    fn after_key(&self, message: String, key: Range, fill: u32) -> Option<SyntaxError> {
        let first = self.begin(self.tokens.list.get(key.0 as usize)?);
        let last = self.finish(self.tokens.list.get((key.1 as usize).checked_sub(1)?)?);
        let start = Point { line: first.line, col: last.col };
        let end = Point { line: last.line, col: 0 };
        Some(self.error(message, start, end, self.current_line(fill)))
    }
}

/// The positional arguments of a call, in CPython's order.
fn positional(tokens: &[Token], args: Range) -> Vec<Range> {
    let keyword = |i: &Range| shape::is_keyword(tokens, *i) || shape::is_mapping(tokens, *i);
    items(tokens, args).into_iter().filter(|i| !keyword(i)).collect()
}

/// The opening of the f-string or t-string around a token.
fn enclosing(tokens: &[Token], at: u32) -> Option<&Token> {
    let mut depth = 0u32;
    for t in tokens.get(..at as usize)?.iter().rev() {
        match t.kind {
            FSTRING_END | TSTRING_END => depth += 1,
            FSTRING_START | TSTRING_START if depth == 0 => return Some(t),
            FSTRING_START | TSTRING_START => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The message about an integer literal that is too long to convert.
pub fn too_many_digits(number: &str) -> Option<String> {
    if number.len() <= MAX_DIGITS || !number.bytes().all(|c| c.is_ascii_digit() || c == b'_') {
        return None;
    }
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (digits > MAX_DIGITS).then(|| {
        format!(
            "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {digits} digits; use \
             sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid \
             decimal conversion limits."
        )
    })
}

/// Characters in the first `bytes` bytes of a line, where a cut character counts and so does the end of the line.
fn characters(line: &str, bytes: usize) -> i32 {
    let inside = bytes.min(line.len());
    let count = line.as_bytes()[..inside].iter().filter(|b| **b & 0xC0 != 0x80).count();
    (count + (bytes > line.len()) as usize) as i32
}
