//! What an expression is, read off its tokens.
//!
//! Invariant: every function takes a token range that the grammar accepted as an expression and looks at each token a bounded
//! number of times; nothing recurses. Brackets and f-strings inside the range count as one piece.

use super::peg::Range;
use super::tokens::{
    FSTRING_END, FSTRING_START, Kind, NAME, NUMBER, STRING, TSTRING_END, TSTRING_START, Token, kind_of,
};

/// The kinds of expression that messages tell apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    Name,
    Attribute,
    Subscript,
    Starred,
    List,
    Tuple,
    Compare,
    Other(&'static str),
}

impl Shape {
    /// CPython's name for the kind.
    pub fn name(self) -> &'static str {
        match self {
            Shape::Name => "name",
            Shape::Attribute => "attribute",
            Shape::Subscript => "subscript",
            Shape::Starred => "starred",
            Shape::List => "list",
            Shape::Tuple => "tuple",
            Shape::Compare => "comparison",
            Shape::Other(name) => name,
        }
    }
}

fn is(token: &Token, text: &str) -> bool {
    kind_of(text) == Some(token.kind)
}

fn opens(kind: Kind) -> bool {
    matches!(kind, FSTRING_START | TSTRING_START) || ["(", "[", "{"].into_iter().any(|b| kind_of(b) == Some(kind))
}

fn closes(kind: Kind) -> bool {
    matches!(kind, FSTRING_END | TSTRING_END) || [")", "]", "}"].into_iter().any(|b| kind_of(b) == Some(kind))
}

/// The tokens of a range that are inside no bracket of the range, opening brackets included, with their indexes. A list, so that
/// there is one copy of this code.
#[inline(never)]
fn outer(all: &[Token], range: Range) -> std::vec::IntoIter<(u32, Token)> {
    let mut depth = 0u32;
    let mut found = Vec::new();
    for (t, i) in slice(all, range).iter().zip(range.0..) {
        if closes(t.kind) {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            found.push((i, *t));
        }
        if opens(t.kind) {
            depth += 1;
        }
    }
    found.into_iter()
}

fn slice(all: &[Token], range: Range) -> &[Token] {
    all.get(range.0 as usize..range.1 as usize).unwrap_or(&[])
}

/// The ranges between the commas of a list, commas of lambda parameters aside. A trailing comma makes no empty item.
pub fn items(all: &[Token], range: Range) -> Vec<Range> {
    let mut found = Vec::new();
    let (mut start, mut lambdas) = (range.0, 0u32);
    for (i, t) in outer(all, range) {
        if is(&t, "lambda") {
            lambdas += 1;
        } else if is(&t, ":") {
            lambdas = lambdas.saturating_sub(1);
        } else if is(&t, ",") && lambdas == 0 {
            found.push((start, i));
            start = i + 1;
        }
    }
    if start < range.1 {
        found.push((start, range.1));
    }
    found
}

/// Index of the bracket that closes the one at `open`.
fn closing(all: &[Token], open: u32, end: u32) -> Option<u32> {
    outer(all, (open, end)).find(|(_, t)| closes(t.kind)).map(|(i, _)| i)
}

fn has(all: &[Token], range: Range, words: &[&str]) -> bool {
    outer(all, range).any(|(_, t)| words.iter().any(|w| is(&t, w)))
}

fn has_comma(all: &[Token], range: Range) -> bool {
    let list = items(all, range);
    list.len() > 1 || list.first().is_some_and(|i| i.1 < range.1)
}

/// What is left of a range without the parentheses that only group.
pub fn ungroup(all: &[Token], mut range: Range) -> Range {
    while range.1 > range.0 + 2
        && slice(all, range).first().is_some_and(|t| is(t, "("))
        && closing(all, range.0, range.1) == Some(range.1 - 1)
    {
        let inner = (range.0 + 1, range.1 - 1);
        let yields = slice(all, inner).first().is_some_and(|t| is(t, "yield"));
        if !yields && (has(all, inner, &["for"]) || has_comma(all, inner)) {
            break;
        }
        range = inner;
    }
    range
}

/// The kind of an expression without grouping parentheses.
pub fn shape(all: &[Token], range: Range) -> Shape {
    let t = slice(all, range);
    let (Some(first), Some(last)) = (t.first(), t.last()) else { return Shape::Tuple };
    let begins = |w: &str| is(first, w);
    let contains = |w: &[&str]| has(all, range, w);
    let enclosed = opens(first.kind) && closing(all, range.0, range.1) == Some(range.1 - 1);
    let inner = (range.0 + 1, range.1.saturating_sub(1));
    if begins("yield") {
        return Shape::Other("yield expression");
    }
    if has_comma(all, range) {
        return Shape::Tuple;
    }
    if begins("*") {
        return Shape::Starred;
    }
    if contains(&[":="]) {
        return Shape::Other("named expression");
    }
    if begins("lambda") {
        return Shape::Other("lambda");
    }
    if contains(&["if"]) {
        return Shape::Other("conditional expression");
    }
    if contains(&["or", "and"]) || begins("not") {
        return Shape::Other("expression");
    }
    if contains(&["==", "!=", "<", ">", "<=", ">=", "in", "is"]) {
        return Shape::Compare;
    }
    if contains(&["+", "-", "~", "*", "/", "//", "%", "@", "&", "|", "^", "<<", ">>", "**"]) {
        return Shape::Other("expression");
    }
    if begins("await") {
        return Shape::Other("await expression");
    }
    let strings = |t: &Token| matches!(t.kind, STRING | FSTRING_START | FSTRING_END | TSTRING_START | TSTRING_END);
    if outer(all, range).all(|(_, t)| strings(&t)) {
        if t.iter().any(|t| t.kind == TSTRING_START) {
            return Shape::Other("t-string expression");
        }
        let formatted = t.iter().any(|t| t.kind == FSTRING_START);
        return Shape::Other(if formatted { "f-string expression" } else { "literal" });
    }
    if enclosed {
        let comprehension = has(all, inner, &["for"]);
        if begins("(") {
            return if comprehension { Shape::Other("generator expression") } else { Shape::Tuple };
        }
        if begins("[") {
            return if comprehension { Shape::Other("list comprehension") } else { Shape::List };
        }
        let before_for = outer(all, inner).find(|(_, t)| is(t, "for")).map_or(inner.1, |(i, _)| i);
        let pair = dict_pair(all, (inner.0, before_for));
        return Shape::Other(match (comprehension, pair || inner.0 == inner.1) {
            (true, true) => "dict comprehension",
            (true, false) => "set comprehension",
            (false, true) => "dict literal",
            (false, false) => "set display",
        });
    }
    if is(last, ")") {
        return Shape::Other("function call");
    }
    if is(last, "]") {
        return Shape::Subscript;
    }
    if t.len() > 1 {
        return Shape::Attribute;
    }
    match first.kind {
        NAME => Shape::Name,
        NUMBER => Shape::Other("literal"),
        _ if begins("True") => Shape::Other("True"),
        _ if begins("False") => Shape::Other("False"),
        _ if begins("None") => Shape::Other("None"),
        _ => Shape::Other("ellipsis"),
    }
}

/// Whether the inside of braces starts with a `key: value` or a `**mapping`.
fn dict_pair(all: &[Token], range: Range) -> bool {
    let mut lambdas = 0u32;
    for (i, t) in outer(all, range) {
        if is(&t, "**") && i == range.0 {
            return true;
        }
        if is(&t, "lambda") {
            lambdas += 1;
        } else if is(&t, ":") {
            if lambdas == 0 {
                return true;
            }
            lambdas -= 1;
        }
    }
    false
}

/// Which targets a statement takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Targets {
    Assign,
    Delete,
    For,
}

/// The first part of a target list that cannot be a target.
pub fn invalid_target(all: &[Token], range: Range, targets: Targets) -> Option<Range> {
    let mut todo = vec![range];
    while let Some(range) = todo.pop() {
        let range = ungroup(all, range);
        match shape(all, range) {
            Shape::Name | Shape::Attribute | Shape::Subscript => {}
            Shape::Starred if targets != Targets::Delete => todo.push((range.0 + 1, range.1)),
            kind @ (Shape::List | Shape::Tuple) => {
                let bracketed = slice(all, range).first().is_some_and(|t| opens(t.kind))
                    && closing(all, range.0, range.1) == Some(range.1 - 1);
                let inner = if kind == Shape::List || bracketed { (range.0 + 1, range.1 - 1) } else { range };
                let mut parts = items(all, inner);
                parts.reverse();
                todo.append(&mut parts);
            }
            Shape::Compare if targets == Targets::For => {
                let ops = ["==", "!=", "<", ">", "<=", ">=", "in", "is", "not"];
                let op = outer(all, range).find(|(_, t)| ops.iter().any(|w| is(t, w)));
                if let Some((i, t)) = op
                    && is(&t, "in")
                {
                    todo.push((range.0, i));
                }
            }
            _ => return Some(range),
        }
    }
    None
}

/// The last condition of a comprehension's clauses, or what its last clause iterates over.
pub fn last_condition(all: &[Token], range: Range) -> Range {
    let mut start = range.0;
    let mut in_clause = false;
    for (i, t) in outer(all, range) {
        if is(&t, "for") {
            in_clause = false;
        } else if is(&t, "in") && !in_clause {
            in_clause = true;
            start = i + 1;
        } else if is(&t, "if") {
            start = i + 1;
        }
    }
    ungroup(all, (start, range.1))
}

/// Whether a call argument is `name=value`.
pub fn is_keyword(all: &[Token], item: Range) -> bool {
    matches!(slice(all, item), [name, equals, ..] if name.kind == NAME && is(equals, "="))
}

/// Whether a call argument is `**mapping`.
pub fn is_mapping(all: &[Token], item: Range) -> bool {
    slice(all, item).first().is_some_and(|t| is(t, "**"))
}
