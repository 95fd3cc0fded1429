//! How deep a program nests, counted on its tokens.
//!
//! Invariant: a program that passes makes neither the recursive parser nor any walk over its tree that recurses only where
//! tokens nest go deeper than `MAX_DEPTH`. Brackets, indents and f-strings have CPython's own limits (in `messages::tokens`);
//! the sum of everything that nests has this one.
//!
//! The parser needs some 700 bytes of wasm stack a level in the worst case measured (1,550 levels of `yield from` fill the
//! stack of V8); `MAX_DEPTH` leaves a third of it to the rest. CPython's limit depends on its C stack in the same way, and
//! says the same.

use super::errors::{SyntaxError, SyntaxErrorKind};
use super::messages::tokens::{
    DEDENT, FSTRING_END, FSTRING_START, INDENT, Kind, NAME, NEWLINE, NUMBER, STRING, TSTRING_END, TSTRING_START,
    Tokens, kind_of,
};

/// Levels of nesting of any kind.
const MAX_DEPTH: u32 = 1000;
/// Lambdas in defaults of lambdas: the parser goes about a kilobyte deeper for each, and does not look whether it can.
const MAX_LAMBDAS: u32 = 40;
/// Links of one chain of operators, calls, attributes and subscripts.
const MAX_CHAIN: u32 = 30_000;

/// What is open at one level of brackets.
#[derive(Default)]
struct Level {
    /// `-`, `~`, `await`, `**` whose operand goes on
    unary: u32,
    /// `not` whose operand goes on
    not: u32,
    /// lambdas, conditional expressions and yields whose last part goes on
    tail: u32,
    /// lambdas whose parameters go on
    lambdas: u32,
    chain: u32,
}

impl Level {
    fn depth(&self) -> u32 {
        self.unary + self.not + self.tail
    }
}

/// What a token does to the expressions around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    /// ends every expression of its level
    End,
    Colon,
    Comma,
    Assign,
    Lambda,
    Yield,
    Else,
    Not,
    /// `and`, `or`, `if`: ends what binds tighter
    Boolean,
    Compare,
    Power,
    /// binary, or unary where no operand stands before it
    Sign,
    Binary,
    Await,
    Dot,
    Other,
}

const ROLES: [(&str, Role); 19] = [
    ("( [ {", Role::Open),
    (") ] }", Role::Close),
    ("; -> += -= *= /= //= %= &= |= ^= <<= >>= **= @=", Role::End),
    ("for", Role::End),
    (":", Role::Colon),
    (",", Role::Comma),
    ("= :=", Role::Assign),
    ("lambda", Role::Lambda),
    ("yield async", Role::Yield),
    ("else", Role::Else),
    ("not", Role::Not),
    ("and or if", Role::Boolean),
    ("== != < > <= >= in is", Role::Compare),
    ("**", Role::Power),
    ("+ - ~ *", Role::Sign),
    ("/ // % @ & | ^ << >>", Role::Binary),
    ("await", Role::Await),
    (".", Role::Dot),
    ("from", Role::Other),
];

/// What the scan finds besides depth.
#[derive(Default)]
pub struct Scan {
    /// something the parser behind this takes and CPython's does not
    pub suspicious: bool,
}

/// Checks the depth of a program.
pub fn check(tokens: &Tokens) -> Result<Scan, SyntaxError> {
    let mut roles = [Role::Other; 128];
    for (words, role) in ROLES {
        for kind in words.split(' ').filter_map(kind_of) {
            if let Some(slot) = roles.get_mut(usize::from(kind)) {
                *slot = role;
            }
        }
    }
    let role_of = |kind: Kind| roles.get(usize::from(kind)).copied().unwrap_or(Role::Other);
    let constant = ["None", "True", "False", "..."].map(|w| kind_of(w).unwrap_or(0));
    let [yield_kind, from, assign] = ["yield", "from", "="].map(|w| kind_of(w).unwrap_or(0));
    let starts = ["lambda", "await", "not", "-", "+", "~", "*", "!"].map(|w| kind_of(w).unwrap_or(0));
    let mut scan = Scan::default();
    let mut levels: Vec<Level> = Vec::new();
    let mut level = Level::default();
    let mut total = 0u32;
    let mut previous: Option<Kind> = None;
    for token in &tokens.list {
        let operand = previous.is_some_and(|p| {
            matches!(p, NAME | NUMBER | STRING | FSTRING_END | TSTRING_END)
                || role_of(p) == Role::Close
                || constant.contains(&p)
        });
        let before = level.depth();
        let role = role_of(token.kind);
        if previous == Some(yield_kind) {
            let opens = matches!(token.kind, NAME | NUMBER | STRING | NEWLINE | FSTRING_START | TSTRING_START)
                || role == Role::Open;
            let closes = matches!(role, Role::Close | Role::Colon) || token.kind == from || token.kind == assign;
            let semicolon = role == Role::End && kind_of(";") == Some(token.kind);
            scan.suspicious |=
                !(opens || closes || semicolon || constant.contains(&token.kind) || starts.contains(&token.kind));
        }
        match role {
            Role::Open => {
                level.chain += operand as u32;
                total += 1;
                levels.push(std::mem::take(&mut level));
                previous = Some(token.kind);
                if total > MAX_DEPTH {
                    return Err(too_deep());
                }
                continue;
            }
            Role::Close => {
                total = total.saturating_sub(level.depth() + 1);
                level = levels.pop().unwrap_or_default();
                previous = Some(token.kind);
                continue;
            }
            Role::End => level = Level::default(),
            Role::Colon if level.lambdas > 0 => level.lambdas -= 1,
            Role::Comma | Role::Assign if level.lambdas > 0 => (level.unary, level.not, level.chain) = (0, 0, 0),
            Role::Colon | Role::Comma | Role::Assign => level = Level::default(),
            Role::Lambda => (level.tail, level.lambdas) = (level.tail + 1, level.lambdas + 1),
            Role::Yield => level.tail += 1,
            Role::Else => (level.tail, level.unary, level.not, level.chain) = (level.tail + 1, 0, 0, 0),
            Role::Not if operand => (level.unary, level.chain) = (0, 0),
            Role::Not => level.not += 1,
            Role::Boolean => (level.unary, level.not, level.chain) = (0, 0, 0),
            Role::Compare => (level.unary, level.chain) = (0, 0),
            Role::Power => level.unary += 1,
            Role::Sign | Role::Binary if operand => (level.unary, level.chain) = (0, level.chain + 1),
            Role::Sign | Role::Binary | Role::Await => level.unary += 1,
            Role::Dot => level.chain += 1,
            Role::Other => match token.kind {
                NEWLINE => level = Level::default(),
                INDENT | FSTRING_START | TSTRING_START => total += 1,
                DEDENT | FSTRING_END | TSTRING_END => total = total.saturating_sub(1),
                _ => {}
            },
        }
        total = (total + level.depth()).saturating_sub(before);
        if total > MAX_DEPTH || level.lambdas > MAX_LAMBDAS {
            return Err(too_deep());
        }
        if level.chain > MAX_CHAIN {
            let message = "maximum recursion depth exceeded during compilation";
            return Err(bare(SyntaxErrorKind::RecursionError, message, token.line));
        }
        previous = Some(token.kind);
    }
    Ok(scan)
}

fn too_deep() -> SyntaxError {
    bare(SyntaxErrorKind::MemoryError, "Parser stack overflowed - Python source too complex to parse", 0)
}

/// An error about the program as a whole.
fn bare(kind: SyntaxErrorKind, message: &str, line: u32) -> SyntaxError {
    SyntaxError { kind, message: message.into(), line, col: 0, end_line: line, end_col: 0, text: None }
}
