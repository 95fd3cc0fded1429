//! How deep a program nests, counted on its tokens.
//!
//! Invariant: a program that passes can be parsed on a wasm stack of 1 MiB and compiled on a native stack of 128 KiB, because
//! everything that nests is counted here before the parser sees it. Brackets, indents and f-strings have CPython's own limits
//! (in `messages::tokens`); their sum with all other nesting has `MAX_DEPTH`, for the parser, which recurses the same for all;
//! the bytes the compiler uses for each kind have `MAX_BYTES`.
//!
//! Measured: the parser needs at most 700 bytes of V8's wasm stack a level (1,550 levels of `yield from` fill it; f-strings
//! twice that, of which there are at most 150). The compiler's bytes on x86-64 are the numbers in `cost`, rounded up; a
//! release build overflowed 128 KiB at 134 lambdas, 132 list comprehensions, 332 powers and 67 functions with type parameters
//! inside each other, and takes thousands of operators or attributes in a chain without any. CPython's limit depends on its
//! C stack in the same way, and it says the same.

use super::errors::{Stage, SyntaxError, SyntaxErrorKind};
use super::messages::tokens::{
    DEDENT, EXCLAMATION, FSTRING_END, FSTRING_MIDDLE, FSTRING_START, INDENT, Kind, NAME, NEWLINE, NUMBER, STRING,
    TSTRING_END, TSTRING_MIDDLE, TSTRING_START, Tokens, kind,
};

/// Levels of nesting of any kind.
const MAX_DEPTH: u32 = 1000;
/// Bytes of stack for compiling what nests deepest.
const MAX_BYTES: u32 = 100_000;
/// Lambdas in defaults of lambdas: the parser goes about a kilobyte deeper for each, and does not look whether it can.
const MAX_LAMBDAS: u32 = 40;
/// Links of one chain of operators, calls, attributes and subscripts.
const MAX_CHAIN: u32 = 30_000;

/// Bytes the compiler takes for a level of each kind.
mod cost {
    pub const GROUP: u32 = 150;
    pub const TUPLE: u32 = 800;
    pub const TRAILER: u32 = 490;
    pub const DISPLAY: u32 = 350;
    pub const PATTERN: u32 = 640;
    pub const OPERATOR: u32 = 500;
    pub const COMPREHENSION: u32 = 1000;
    pub const CLAUSE: u32 = 220;
    /// a prefix, and one more right after it
    pub const PREFIX: u32 = 250;
    pub const AGAIN: u32 = 60;
    pub const AWAIT: u32 = 200;
    pub const POWER: u32 = 400;
    pub const LAMBDA: u32 = 950;
    pub const BLOCK: u32 = 380;
    pub const SCOPE: u32 = 950;
    pub const GENERIC: u32 = 1850;
}

/// What goes on at one level of brackets or of indentation, how many and how many bytes.
#[derive(Default)]
struct Level {
    /// `-`, `~`, `await`, `**` whose operand goes on
    unary: (u32, u32),
    /// `not` whose operand goes on
    not: (u32, u32),
    /// lambdas, conditional expressions and yields whose last part goes on
    tail: (u32, u32),
    /// the innermost of these is a conditional expression
    conditional: bool,
    /// lambdas whose parameters go on
    lambdas: u32,
    chain: u32,
    /// bytes for the level itself, and for the deepest thing in it so far
    own: u32,
    deepest: u32,
    /// inside brackets
    bracket: bool,
    /// a comma makes it a tuple
    tuple: bool,
    operator: bool,
    comprehension: bool,
}

impl Level {
    fn depth(&self) -> u32 {
        self.unary.0 + self.not.0 + self.tail.0
    }

    fn bytes(&self) -> u32 {
        self.unary.1 + self.not.1 + self.tail.1
    }

    fn end_operand(&mut self) {
        (self.unary, self.not, self.chain) = ((0, 0), (0, 0), 0);
    }

    fn end_expression(&mut self) {
        self.end_operand();
        (self.tail, self.lambdas, self.conditional) = ((0, 0), 0, false);
    }
}

fn add(counter: &mut (u32, u32), bytes: u32) {
    *counter = (counter.0 + 1, counter.1.saturating_add(bytes));
}

/// What a token does to the expressions around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    /// ends every expression of its level
    End,
    For,
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
    /// binary, or a prefix where no operand stands before it
    Sign,
    Await,
    Dot,
    Other,
}

/// The roles of operators and keywords by their kinds.
const ROLES: [Role; 128] = {
    let mut roles = [Role::Other; 128];
    let mut all: &[(&[&str], Role)] = &[
        (&["(", "[", "{"], Role::Open),
        (&[")", "]", "}"], Role::Close),
        (&[";", "->", "+=", "-=", "*=", "/=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>=", "**=", "@="], Role::End),
        (&["for"], Role::For),
        (&[":"], Role::Colon),
        (&[","], Role::Comma),
        (&["=", ":="], Role::Assign),
        (&["lambda"], Role::Lambda),
        (&["yield", "async"], Role::Yield),
        (&["else"], Role::Else),
        (&["not"], Role::Not),
        (&["and", "or", "if"], Role::Boolean),
        (&["==", "!=", "<", ">", "<=", ">=", "in", "is"], Role::Compare),
        (&["**"], Role::Power),
        (&["+", "-", "~", "*", "/", "//", "%", "@", "&", "|", "^", "<<", ">>"], Role::Sign),
        (&["await"], Role::Await),
        (&["."], Role::Dot),
    ];
    while let [(texts, role), rest @ ..] = all {
        let mut texts = *texts;
        while let [text, rest @ ..] = texts {
            roles[kind(text) as usize] = *role;
            texts = rest;
        }
        all = rest;
    }
    roles
};

fn role_of(kind: Kind) -> Role {
    ROLES.get(usize::from(kind)).copied().unwrap_or(Role::Other)
}

const PAREN: Kind = kind("(");
const SQUARE: Kind = kind("[");
const YIELD: Kind = kind("yield");
const SCOPES: [Kind; 2] = [kind("def"), kind("class")];
const CONSTANTS: [Kind; 4] = [kind("None"), kind("True"), kind("False"), kind("...")];
/// What may stand behind `yield` besides names, numbers, texts and brackets.
const AFTER_YIELD: [Kind; 16] = [
    kind("None"),
    kind("True"),
    kind("False"),
    kind("..."),
    kind("lambda"),
    kind("await"),
    kind("not"),
    kind("-"),
    kind("+"),
    kind("~"),
    kind("*"),
    EXCLAMATION,
    kind("from"),
    kind("="),
    kind(":"),
    kind(";"),
];
/// Comparing by identity, a tuple that is asserted, leaving a `finally`.
const WARNED: [Kind; 3] = [kind("is"), kind("assert"), kind("finally")];

/// What the scan finds besides depth.
#[derive(Default)]
pub struct Scan {
    /// something the parser behind this takes and CPython's does not
    pub suspicious: bool,
    /// something that CPython may warn of when it has the tree: see `messages::warn`
    pub warns: bool,
}

/// The first tokens of a logical line.
#[derive(Clone, Copy, Default)]
struct Line {
    /// bytes for the block after it
    block: u32,
    pattern: bool,
    tokens: u32,
    /// `def` or `class` and its name have been read
    named: bool,
}

/// Checks the depth of a program.
pub fn check(source: &str, tokens: &Tokens) -> Result<Scan, SyntaxError> {
    let mut scan = Scan::default();
    let mut levels: Vec<Level> = Vec::new();
    let mut level = Level::default();
    let mut line = Line { block: cost::BLOCK, ..Line::default() };
    let mut total = 0u32;
    let mut previous: Option<Kind> = None;
    // cost of a prefix here: little, right after another one
    let mut prefix = cost::PREFIX;
    for token in &tokens.list {
        let operand = previous.is_some_and(|p| {
            matches!(p, NAME | NUMBER | STRING | FSTRING_END | TSTRING_END)
                || role_of(p) == Role::Close
                || CONSTANTS.contains(&p)
        });
        let field = matches!(previous, Some(FSTRING_START | FSTRING_MIDDLE | TSTRING_START | TSTRING_MIDDLE));
        let before = level.depth();
        let role = role_of(token.kind);
        if previous == Some(YIELD) {
            let starts = matches!(token.kind, NAME | NUMBER | STRING | NEWLINE | FSTRING_START | TSTRING_START);
            scan.suspicious |=
                !(starts || matches!(role, Role::Open | Role::Close) || AFTER_YIELD.contains(&token.kind));
        }
        if line.tokens < 2 && SCOPES.contains(&token.kind) {
            line.block = cost::SCOPE;
        }
        line.pattern |= line.tokens == 0 && source.get(token.start as usize..token.end as usize) == Some("case");
        let generic = line.block == cost::SCOPE && line.named && token.kind == SQUARE;
        line.named = token.kind == NAME && previous.is_some_and(|p| SCOPES.contains(&p));
        if generic {
            line.block = cost::GENERIC;
        }
        line.tokens += 1;
        match role {
            Role::Open => {
                // a literal or display that is called or subscripted
                scan.warns |= operand && previous != Some(NAME);
                level.chain += operand as u32;
                total += 1;
                let own = match operand {
                    _ if line.pattern => cost::PATTERN,
                    true => cost::TRAILER,
                    false if field => cost::TRAILER,
                    false if token.kind == PAREN => cost::GROUP,
                    false => cost::DISPLAY,
                };
                let tuple = !operand && token.kind == PAREN;
                let inner = Level { own, bracket: true, tuple, ..Level::default() };
                levels.push(std::mem::replace(&mut level, inner));
            }
            Role::Close => {
                total = total.saturating_sub(before + 1);
                close(&mut level, &mut levels)?;
            }
            Role::Colon if level.lambdas > 0 => level.lambdas -= 1,
            Role::Comma | Role::Assign if level.lambdas > 0 => level.end_operand(),
            Role::Comma => {
                level.end_expression();
                if std::mem::take(&mut level.tuple) {
                    level.own += cost::TUPLE;
                }
            }
            Role::End | Role::Colon | Role::Assign => level.end_expression(),
            Role::For => {
                level.end_expression();
                if level.bracket {
                    let first = !std::mem::replace(&mut level.comprehension, true);
                    level.own = level.own.saturating_add(cost::CLAUSE + first as u32 * cost::COMPREHENSION);
                }
            }
            Role::Lambda => {
                add(&mut level.tail, cost::LAMBDA);
                level.conditional = false;
                level.lambdas += 1;
            }
            Role::Yield => add(&mut level.tail, cost::AWAIT),
            Role::Else => {
                level.end_operand();
                let again = std::mem::replace(&mut level.conditional, true);
                add(&mut level.tail, if again { cost::AGAIN } else { cost::PREFIX });
            }
            Role::Not if !operand => add(&mut level.not, prefix),
            Role::Boolean => level.end_operand(),
            Role::Power if operand => add(&mut level.unary, cost::POWER),
            Role::Not | Role::Compare => {
                scan.warns |= WARNED.contains(&token.kind);
                (level.unary, level.chain) = ((0, 0), 0);
            }
            Role::Sign if operand => (level.unary, level.chain) = ((0, 0), level.chain + 1),
            Role::Sign | Role::Power => add(&mut level.unary, prefix),
            Role::Await => add(&mut level.unary, cost::AWAIT),
            Role::Dot => level.chain += 1,
            Role::Other => match token.kind {
                kind if WARNED.contains(&kind) => scan.warns = true,
                NEWLINE => level.end_expression(),
                INDENT => {
                    total += 1;
                    let inner = Level { own: line.block, ..Level::default() };
                    levels.push(std::mem::replace(&mut level, inner));
                }
                DEDENT => {
                    total = total.saturating_sub(before + 1);
                    close(&mut level, &mut levels)?;
                }
                FSTRING_START | TSTRING_START => total += 1,
                FSTRING_END | TSTRING_END => total = total.saturating_sub(1),
                _ => {}
            },
        }
        if matches!(token.kind, NEWLINE | INDENT | DEDENT) {
            // a block is as costly as the line that opens it
            let block = if token.kind == NEWLINE { line.block } else { cost::BLOCK };
            line = Line { block, ..Line::default() };
        } else if line.tokens == 1 && !SCOPES.contains(&token.kind) {
            line.block = cost::BLOCK;
        }
        level.operator |=
            level.bracket && operand && matches!(role, Role::Sign | Role::Compare | Role::Boolean | Role::Not);
        level.deepest = level.deepest.max(level.bytes());
        if !matches!(token.kind, INDENT | DEDENT) && !matches!(role, Role::Open | Role::Close) {
            total = (total + level.depth()).saturating_sub(before);
        }
        if total > MAX_DEPTH || level.lambdas > MAX_LAMBDAS || level.deepest > MAX_BYTES {
            return Err(too_deep());
        }
        if level.chain > MAX_CHAIN {
            let message = "maximum recursion depth exceeded during compilation";
            return Err(bare(SyntaxErrorKind::RecursionError, message, token.line));
        }
        prefix = if !operand && matches!(role, Role::Sign | Role::Not) { cost::AGAIN } else { cost::PREFIX };
        previous = Some(token.kind);
    }
    Ok(scan)
}

/// Ends a level: the one around it goes as deep as this one below what goes on there.
fn close(level: &mut Level, levels: &mut Vec<Level>) -> Result<(), SyntaxError> {
    let outer = levels.pop().unwrap_or_default();
    let inner = std::mem::replace(level, outer);
    let operator = if inner.operator { cost::OPERATOR } else { 0 };
    let bytes = inner.own.saturating_add(inner.deepest).saturating_add(operator);
    level.deepest = level.deepest.max(level.bytes().saturating_add(bytes));
    if level.deepest > MAX_BYTES { Err(too_deep()) } else { Ok(()) }
}

fn too_deep() -> SyntaxError {
    bare(SyntaxErrorKind::MemoryError, "Parser stack overflowed - Python source too complex to parse", 0)
}

/// An error about the program as a whole.
fn bare(kind: SyntaxErrorKind, message: &str, line: u32) -> SyntaxError {
    SyntaxError {
        kind,
        message: message.into(),
        line,
        col: 0,
        end_line: line,
        end_col: 0,
        text: None,
        stage: Stage::Parsing,
    }
}
