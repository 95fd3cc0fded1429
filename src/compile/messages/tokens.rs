//! Tokens as CPython's tokenizer cuts them, and its errors.
//!
//! Invariant: one linear pass, no recursion, no panic on any text. Token ends never exceed the text, lines are 1-based, and the
//! pass stops at the first error or at the end marker, so a token list is always a prefix of what CPython's parser would see.

use super::super::errors::SyntaxErrorKind;
use crate::text::equal;
use crate::text::unicode::{is_identifier_continue, is_identifier_start, is_printable};

/// What a token is: a class below, or `PUNCTUATION` / `KEYWORDS` by position.
pub type Kind = u8;

pub const NAME: Kind = 0;
pub const NUMBER: Kind = 1;
pub const STRING: Kind = 2;
pub const NEWLINE: Kind = 3;
pub const INDENT: Kind = 4;
pub const DEDENT: Kind = 5;
pub const ENDMARKER: Kind = 6;
pub const FSTRING_START: Kind = 7;
pub const FSTRING_MIDDLE: Kind = 8;
pub const FSTRING_END: Kind = 9;
pub const TSTRING_START: Kind = 10;
pub const TSTRING_MIDDLE: Kind = 11;
pub const TSTRING_END: Kind = 12;
/// a character that starts no token of the language (`$`, `?`, a backquote)
pub const OTHER: Kind = 13;

/// a comment, for those who want all tokens
pub const COMMENT: Kind = 254;
/// a line end that ends no statement, for those who want all tokens
pub const NL: Kind = 255;

/// Names of the token classes, as the grammar writes them.
pub const CLASSES: [&str; 13] = [
    "NAME",
    "NUMBER",
    "STRING",
    "NEWLINE",
    "INDENT",
    "DEDENT",
    "ENDMARKER",
    "FSTRING_START",
    "FSTRING_MIDDLE",
    "FSTRING_END",
    "TSTRING_START",
    "TSTRING_MIDDLE",
    "TSTRING_END",
];

/// Operators and delimiters, longest first.
pub const PUNCTUATION: [&str; 47] = [
    "**=", "//=", "<<=", ">>=", "...", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", "==", "!=", "<=", ">=",
    "<<", ">>", "**", "//", "->", ":=", "(", ")", "[", "]", "{", "}", "+", "-", "*", "/", "%", "&", "|", "^", "@", "=",
    "<", ">", "~", ",", ":", ".", ";",
];
/// `!` alone is a token inside f-strings only in the grammar, but everywhere in the tokenizer.
pub const EXCLAMATION: Kind = 14 + 47;

pub const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];
pub const FIRST_KEYWORD: Kind = EXCLAMATION + 1;

const MAX_PARENTHESES: usize = 200;
const MAX_INDENTS: usize = 100;
const MAX_STRINGS: usize = 150;
const MAX_FIELDS: i32 = 3;

/// The kind of an operator or keyword spelled `text`.
pub fn kind_of(text: &str) -> Option<Kind> {
    if text == "!" {
        return Some(EXCLAMATION);
    }
    if let Some(i) = PUNCTUATION.iter().position(|p| *p == text) {
        return Some(14 + i as Kind);
    }
    KEYWORDS.binary_search(&text).ok().map(|i| FIRST_KEYWORD + i as Kind)
}

/// The same of a text that is known when the engine is compiled.
pub const fn kind(text: &str) -> Kind {
    let mut i = 0;
    while i < PUNCTUATION.len() {
        if equal(PUNCTUATION[i].as_bytes(), text.as_bytes()) {
            return 14 + i as Kind;
        }
        i += 1;
    }
    let mut i = 0;
    while i < KEYWORDS.len() {
        if equal(KEYWORDS[i].as_bytes(), text.as_bytes()) {
            return FIRST_KEYWORD + i as Kind;
        }
        i += 1;
    }
    panic!("no such operator or keyword")
}

#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub kind: Kind,
    /// bracket depth after the token
    pub level: u8,
    pub start: u32,
    pub end: u32,
    pub line: u32,
    pub end_line: u32,
}

impl Token {
    /// Whether the token has a place of its own in a line (indents, dedents, the end marker and a line end that is not there
    /// have none).
    pub fn placed(&self) -> bool {
        !matches!(self.kind, INDENT | DEDENT | ENDMARKER) && !(self.kind == NEWLINE && self.start == self.end)
    }
}

/// Why the tokenizer stopped before the end.
#[derive(Clone, Debug)]
pub struct TokenError {
    pub kind: SyntaxErrorKind,
    pub message: String,
    pub line: u32,
    /// byte offset in the text that the column is counted to
    pub at: u32,
    /// end of the marked range, when it is not the start
    pub end: Option<u32>,
    pub place: Place,
    /// inside an f-string or t-string, where an error of the parser counts more
    pub nested: bool,
}

/// How CPython reports a tokenizer error, which decides what overrides what and how columns are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// raised inside the tokenizer: wins over any syntax error before it
    Tokenizer,
    /// raised by the parser when it meets the bad token, marked from `at`
    Parser,
    /// the same, for errors without a token: the column is that of the tokenizer
    Cursor,
    /// the text ended inside brackets or after a backslash
    EndOfFile,
}

/// A bracket that is open.
#[derive(Clone, Copy, Debug)]
pub struct Bracket {
    pub byte: u8,
    pub offset: u32,
    pub line: u32,
}

/// The tokens of a text.
pub struct Tokens {
    pub list: Vec<Token>,
    pub error: Option<TokenError>,
    /// brackets open where the tokenizer stopped
    pub open: Vec<Bracket>,
    /// number literals that run into a keyword: kind of literal, its end
    pub warnings: Vec<(&'static str, u32)>,
    /// start of each line
    pub lines: Vec<u32>,
}

impl Tokens {
    /// Start of a 1-based line.
    pub fn line_start(&self, line: u32) -> u32 {
        self.lines.get((line as usize).saturating_sub(1)).copied().unwrap_or(0)
    }
}

struct Interpolated {
    quote: u8,
    size: u8,
    raw: bool,
    template: bool,
    start: u32,
    line: u32,
    /// brackets open inside the current replacement fields
    depth: i32,
    /// `depth` at which each open field started; -1: in the text
    field: i32,
    in_spec: bool,
    /// in the text, not in an expression
    text: bool,
}

struct Tokenizer<'a> {
    bytes: &'a [u8],
    source: &'a str,
    pos: usize,
    line: u32,
    /// where the line, or the lines joined to it, began
    buffer: usize,
    indents: Vec<(u32, u32)>,
    brackets: Vec<Bracket>,
    strings: Vec<Interpolated>,
    out: Vec<Token>,
    lines: Vec<u32>,
    warnings: Vec<(&'static str, u32)>,
    /// comments and all line ends are tokens, and numbers may have leading zeros
    all: bool,
}

type Stop = Box<TokenError>;

/// Cuts `source`, whose line ends are `\n`.
pub fn tokenize(source: &str) -> Tokens {
    cut(source, false)
}

/// The same, with comments and line ends that the parser does not see.
pub fn tokenize_all(source: &str) -> Tokens {
    cut(source, true)
}

fn cut(source: &str, all: bool) -> Tokens {
    let mut t = Tokenizer {
        bytes: source.as_bytes(),
        source,
        pos: 0,
        // nothing read is line 0
        line: !source.is_empty() as u32,
        buffer: 0,
        indents: vec![(0, 0)],
        brackets: Vec::new(),
        strings: Vec::new(),
        out: Vec::with_capacity(source.len() / 4),
        lines: vec![0],
        warnings: Vec::new(),
        all,
    };
    let error = t.run().err().map(|e| *e);
    Tokens { list: t.out, error, open: t.brackets, warnings: t.warnings, lines: t.lines }
}

fn ident_start(c: u8) -> bool {
    c.is_ascii_alphabetic() || c == b'_' || c >= 128
}

fn ident_part(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_' || c >= 128
}

impl Tokenizer<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.pos + ahead).copied().unwrap_or(0)
    }

    fn at_end(&self) -> bool {
        self.pos >= self.bytes.len()
    }

    /// Takes a byte; counts the line it ends unless it ends the text.
    fn bump(&mut self) {
        if self.peek(0) == b'\n' && self.pos + 1 < self.bytes.len() {
            self.line += 1;
            self.lines.push(self.pos as u32 + 1);
        }
        self.pos += 1;
    }

    fn push(&mut self, kind: Kind, start: usize, line: u32) {
        self.out.push(Token {
            kind,
            level: self.brackets.len() as u8,
            start: start as u32,
            end: self.pos as u32,
            line,
            end_line: self.line,
        });
    }

    fn fail<T>(&self, message: impl Into<String>) -> Result<T, Stop> {
        self.fail_at(message, self.pos)
    }

    fn fail_at<T>(&self, message: impl Into<String>, at: usize) -> Result<T, Stop> {
        Err(Box::new(TokenError {
            kind: SyntaxErrorKind::SyntaxError,
            message: message.into(),
            line: self.line,
            at: at as u32,
            end: None,
            place: Place::Tokenizer,
            nested: !self.strings.is_empty(),
        }))
    }

    fn fail_range<T>(&self, message: impl Into<String>, start: usize, end: usize) -> Result<T, Stop> {
        let mut e = self.fail_at::<T>(message, start + 1);
        if let Err(e) = &mut e {
            e.end = Some(end as u32);
        }
        e
    }

    fn fail_parser<T>(&self, kind: SyntaxErrorKind, message: &str, at: usize, place: Place) -> Result<T, Stop> {
        let nested = !self.strings.is_empty();
        Err(Box::new(TokenError {
            kind,
            message: message.into(),
            line: self.line,
            at: at as u32,
            end: None,
            place,
            nested,
        }))
    }

    fn end_of_file<T>(&self) -> Result<T, Stop> {
        let message = "unexpected EOF while parsing";
        self.fail_parser(SyntaxErrorKind::SyntaxError, message, self.bytes.len(), Place::EndOfFile)
    }

    /// End of the current line, its newline included.
    fn line_end(&self) -> usize {
        let from = self.pos.min(self.bytes.len());
        self.bytes[from..].iter().position(|b| *b == b'\n').map_or(self.bytes.len(), |i| from + i + 1)
    }

    fn tab_error<T>(&self) -> Result<T, Stop> {
        let start = self.lines.last().copied().unwrap_or(0) as usize;
        let message = "inconsistent use of tabs and spaces in indentation";
        self.fail_parser(SyntaxErrorKind::TabError, message, start, Place::Parser)
    }

    fn run(&mut self) -> Result<(), Stop> {
        let mut line_begins = true;
        loop {
            if self.strings.last().is_some_and(|s| s.text) {
                self.string_text()?;
                continue;
            }
            if line_begins {
                line_begins = false;
                self.indentation()?;
            }
            while matches!(self.peek(0), b' ' | b'\t' | 12) {
                self.pos += 1;
            }
            // a line end after a comment is marked from the comment on
            let mut start = self.pos;
            if self.peek(0) == b'#' {
                while !self.at_end() && self.peek(0) != b'\n' {
                    self.pos += 1;
                }
                if self.all {
                    self.push(COMMENT, start, self.line);
                    start = self.pos;
                }
            }
            if self.at_end() {
                if !self.brackets.is_empty() {
                    return self.end_of_file();
                }
                while self.indents.len() > 1 {
                    self.indents.pop();
                    self.push(DEDENT, self.pos, self.line);
                }
                self.push(ENDMARKER, self.pos, self.line);
                return Ok(());
            }
            let c = self.peek(0);
            if c == b'\n' {
                let before = self.out.iter().rev().find(|t| !matches!(t.kind, COMMENT | NL));
                let blank = matches!(before, None | Some(Token { kind: NEWLINE | INDENT | DEDENT, .. }));
                let line = self.line;
                self.bump();
                let ends = self.brackets.is_empty() && !blank;
                if ends || self.all {
                    self.push(if ends { NEWLINE } else { NL }, start, line);
                    if let Some(t) = self.out.last_mut() {
                        t.end_line = line;
                    }
                }
                self.buffer = self.pos;
                line_begins = self.brackets.is_empty();
            } else if ident_start(c) {
                self.word(start)?;
            } else if c.is_ascii_digit() || (c == b'.' && self.peek(1).is_ascii_digit()) {
                self.number(start)?;
            } else if c == b'"' || c == b'\'' {
                self.string(start)?;
            } else if c == b'\\' {
                self.continuation()?;
            } else {
                self.punctuation(start)?;
            }
        }
    }

    /// A backslash: the next line goes on.
    fn continuation(&mut self) -> Result<(), Stop> {
        self.pos += 1;
        if self.peek(0) != b'\n' {
            let message = "unexpected character after line continuation character";
            // CPython counts from the start of what it has buffered, which may be some lines back
            let at = self.lines.last().copied().unwrap_or(0) as usize + self.pos.saturating_sub(self.buffer);
            return self.fail_parser(SyntaxErrorKind::SyntaxError, message, at, Place::Parser);
        }
        self.bump();
        if self.at_end() { self.end_of_file() } else { Ok(()) }
    }

    fn indentation(&mut self) -> Result<(), Stop> {
        let (mut col, mut alt, mut continued) = (0u32, 0u32, 0u32);
        loop {
            match self.peek(0) {
                b' ' => (col, alt) = (col + 1, alt + 1),
                b'\t' => (col, alt) = ((col / 8 + 1) * 8, alt + 1),
                12 => (col, alt) = (0, 0),
                b'\\' => {
                    if continued == 0 {
                        continued = col;
                    }
                    self.continuation()?;
                    self.buffer = self.pos;
                    continue;
                }
                _ => break,
            }
            self.pos += 1;
        }
        if matches!(self.peek(0), b'#' | b'\n') || self.at_end() {
            return Ok(());
        }
        if continued != 0 {
            (col, alt) = (continued, continued);
        }
        let (top, top_alt) = self.indents.last().copied().unwrap_or((0, 0));
        if col == top {
            return if alt == top_alt { Ok(()) } else { self.tab_error() };
        }
        if col > top {
            if self.indents.len() >= MAX_INDENTS {
                let start = self.lines.last().copied().unwrap_or(0) as usize;
                let message = "too many levels of indentation";
                return self.fail_parser(SyntaxErrorKind::IndentationError, message, start, Place::Parser);
            }
            if alt <= top_alt {
                return self.tab_error();
            }
            self.indents.push((col, alt));
            self.push(INDENT, self.pos, self.line);
            return Ok(());
        }
        let mut dedents = 0;
        while self.indents.len() > 1 && self.indents.last().is_some_and(|top| col < top.0) {
            self.indents.pop();
            dedents += 1;
        }
        let (top, top_alt) = self.indents.last().copied().unwrap_or((0, 0));
        if col != top {
            let message = "unindent does not match any outer indentation level";
            return self.fail_parser(SyntaxErrorKind::IndentationError, message, self.line_end(), Place::Cursor);
        }
        if alt != top_alt {
            return self.tab_error();
        }
        for _ in 0..dedents {
            self.push(DEDENT, self.pos, self.line);
        }
        Ok(())
    }

    /// A name, a keyword, or a string with a prefix.
    fn word(&mut self, start: usize) -> Result<(), Stop> {
        // b, r, u, f, t
        let mut seen = [false; 5];
        while let Some(i) = b"bruft".iter().position(|p| *p == self.peek(0).to_ascii_lowercase()) {
            if seen[i] {
                break;
            }
            seen[i] = true;
            self.pos += 1;
            if matches!(self.peek(0), b'"' | b'\'') {
                const CLASHES: [(usize, usize); 7] = [(2, 0), (2, 1), (2, 3), (2, 4), (0, 3), (0, 4), (3, 4)];
                if let Some((a, b)) = CLASHES.into_iter().find(|(a, b)| seen[*a] && seen[*b]) {
                    let (a, b) = (char::from(b"bruft"[a]), char::from(b"bruft"[b]));
                    return self.fail_range(format!("'{a}' and '{b}' prefixes are incompatible"), start, self.pos + 1);
                }
                return if seen[3] || seen[4] {
                    self.interpolated(start, seen[1], seen[4])
                } else {
                    self.string(start)
                };
            }
        }
        let mut ascii = true;
        while ident_part(self.peek(0)) {
            ascii &= self.peek(0) < 128;
            self.pos += 1;
        }
        let text = self.source.get(start..self.pos).unwrap_or("");
        if !ascii {
            let bad = text.char_indices().find(|(i, c)| {
                if *i == 0 { !is_identifier_start(*c as u32) } else { !is_identifier_continue(*c as u32) }
            });
            if let Some((i, c)) = bad {
                let code = c as u32;
                let message = if is_printable(code) {
                    format!("invalid character '{c}' (U+{code:04X})")
                } else {
                    format!("invalid non-printable character U+{code:04X}")
                };
                return self.fail_at(message, start + i + c.len_utf8());
            }
        }
        let kind = KEYWORDS.binary_search(&text).map_or(NAME, |i| FIRST_KEYWORD + i as Kind);
        self.push(kind, start, self.line);
        Ok(())
    }

    fn digits(&mut self, digit: fn(u8) -> bool) -> bool {
        loop {
            while digit(self.peek(0)) {
                self.pos += 1;
            }
            if self.peek(0) != b'_' {
                return true;
            }
            self.pos += 1;
            if !digit(self.peek(0)) {
                return false;
            }
        }
    }

    fn decimal_digits(&mut self) -> Result<(), Stop> {
        if self.digits(|c| c.is_ascii_digit()) { Ok(()) } else { self.fail("invalid decimal literal") }
    }

    fn number(&mut self, start: usize) -> Result<(), Stop> {
        let mut kind = "decimal";
        let radix: Option<(&'static str, fn(u8) -> bool)> = match (self.peek(0), self.peek(1) | 32) {
            (b'0', b'x') => Some(("hexadecimal", |c| c.is_ascii_hexdigit())),
            (b'0', b'o') => Some(("octal", |c| matches!(c, b'0'..=b'7'))),
            (b'0', b'b') => Some(("binary", |c| matches!(c, b'0' | b'1'))),
            _ => None,
        };
        if let Some((name, digit)) = radix {
            kind = name;
            self.pos += 2;
            if self.peek(0) == b'_' {
                self.pos += 1;
            }
            let complete = digit(self.peek(0)) && self.digits(digit);
            let c = self.peek(0);
            if c.is_ascii_digit() {
                let c = char::from(c);
                return self.fail_at(format!("invalid digit '{c}' in {kind} literal"), self.pos + 1);
            }
            if !complete {
                return self.fail(format!("invalid {kind} literal"));
            }
        } else {
            let zero = self.peek(0) == b'0';
            let mut zeros_end = 0;
            if zero {
                if !self.digits(|c| c == b'0') && !self.peek(0).is_ascii_digit() {
                    return self.fail("invalid decimal literal");
                }
                zeros_end = self.pos + 1;
            }
            let old_octal = zero && self.peek(0).is_ascii_digit();
            if self.peek(0).is_ascii_digit() {
                self.decimal_digits()?;
            }
            let mut whole = true;
            if self.peek(0) == b'.' {
                whole = false;
                self.pos += 1;
                if self.peek(0).is_ascii_digit() {
                    self.decimal_digits()?;
                }
            }
            if self.peek(0) | 32 == b'e' {
                let sign = matches!(self.peek(1), b'+' | b'-') as usize;
                if self.peek(1 + sign).is_ascii_digit() {
                    whole = false;
                    self.pos += 1 + sign;
                    self.decimal_digits()?;
                } else if sign == 1 {
                    self.pos += 2;
                    return self.fail("invalid decimal literal");
                } else {
                    // `1else`: the literal ends before the letter
                    self.number_end("decimal")?;
                    self.push(NUMBER, start, self.line);
                    return Ok(());
                }
            }
            if self.peek(0) | 32 == b'j' {
                whole = false;
                self.pos += 1;
                kind = "imaginary";
            }
            if old_octal && whole && !self.all {
                let message =
                    "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
                return self.fail_range(message, start, zeros_end);
            }
        }
        self.number_end(kind)?;
        self.push(NUMBER, start, self.line);
        Ok(())
    }

    /// What may follow a number: a keyword with a warning, no other letter.
    fn number_end(&mut self, kind: &'static str) -> Result<(), Stop> {
        let rest = self.bytes.get(self.pos..).unwrap_or(b"");
        let word = |w: &[u8]| rest.starts_with(w) && !rest.get(w.len()).copied().is_some_and(ident_part);
        let short = |w: &[u8]| rest.starts_with(w);
        let keyword = [&b"and"[..], b"else", b"for", b"or", b"not"].into_iter().any(word)
            || [&b"if"[..], b"in", b"is"].into_iter().any(short);
        if keyword {
            self.warnings.push((kind, self.pos as u32));
            return Ok(());
        }
        let c = self.peek(0);
        if c < 128 && ident_part(c) { self.fail(format!("invalid {kind} literal")) } else { Ok(()) }
    }

    fn string(&mut self, start: usize) -> Result<(), Stop> {
        let quote = self.peek(0);
        let line = self.line;
        let size = if self.peek(1) == quote && self.peek(2) == quote { 3 } else { 1 };
        self.pos += size;
        let (mut ended, mut escaped) = (0, false);
        while ended != size {
            let c = self.peek(0);
            if self.at_end() || (size == 1 && c == b'\n') {
                let detected = self.line;
                self.line = line;
                if let Some(s) = self.strings.last()
                    && s.quote == quote
                    && usize::from(s.size) == size
                {
                    let letter = if s.template { 't' } else { 'f' };
                    return self.fail_at(format!("{letter}-string: expecting '}}'"), start + 1);
                }
                let message = if size == 3 {
                    format!("unterminated triple-quoted string literal (detected at line {detected})")
                } else if escaped {
                    format!(
                        "unterminated string literal (detected at line {detected}); perhaps you escaped the end quote?"
                    )
                } else {
                    format!("unterminated string literal (detected at line {detected})")
                };
                return self.fail_at(message, start + 1);
            }
            self.bump();
            if c == quote {
                ended += 1;
                continue;
            }
            ended = 0;
            if c == b'\\' && !self.at_end() {
                escaped |= self.peek(0) == quote;
                self.bump();
            }
        }
        self.push(STRING, start, line);
        Ok(())
    }

    /// The opening of an f-string or t-string.
    fn interpolated(&mut self, start: usize, raw: bool, template: bool) -> Result<(), Stop> {
        let quote = self.peek(0);
        let size = if self.peek(1) == quote && self.peek(2) == quote { 3 } else { 1 };
        self.pos += size;
        if self.strings.len() + 1 >= MAX_STRINGS {
            return self.fail("too many nested f-strings or t-strings");
        }
        self.strings.push(Interpolated {
            quote,
            size: size as u8,
            raw,
            template,
            start: start as u32,
            line: self.line,
            depth: 0,
            field: -1,
            in_spec: false,
            text: true,
        });
        self.push(if template { TSTRING_START } else { FSTRING_START }, start, self.line);
        Ok(())
    }

    /// One step through the text of the innermost f-string: a middle, the end, or the start of a field.
    fn string_text(&mut self) -> Result<(), Stop> {
        let Some(s) = self.strings.last() else { return Ok(()) };
        let (quote, size, raw, template) = (s.quote, usize::from(s.size), s.raw, s.template);
        let (begin, begin_line, depth) = (s.start as usize, s.line, s.depth);
        let in_spec = s.in_spec && s.field >= 0;
        let letter = if template { 't' } else { 'f' };
        let middle = if template { TSTRING_MIDDLE } else { FSTRING_MIDDLE };
        let (start, line) = (self.pos, self.line);
        if self.peek(0) == b'{' && self.peek(1) != b'{' {
            return self.open_field(letter);
        }
        if (0..size).all(|i| self.peek(i) == quote) {
            self.pos += size;
            self.strings.pop();
            self.push(if template { TSTRING_END } else { FSTRING_END }, start, line);
            return Ok(());
        }
        let (mut ended, mut named) = (0, false);
        while ended != size {
            let c = self.peek(0);
            if self.at_end() || (size == 1 && c == b'\n') {
                if in_spec && c == b'\n' {
                    self.pos += 1;
                    let message = format!(
                        "{letter}-string: newlines are not allowed in format specifiers for single quoted {letter}-strings"
                    );
                    return self.fail(message);
                }
                let detected = self.line;
                self.line = begin_line;
                let triple = if size == 3 { "triple-quoted " } else { "" };
                let message = format!("unterminated {triple}{letter}-string literal (detected at line {detected})");
                return self.fail_at(message, begin + 1);
            }
            if c == quote {
                ended += 1;
                self.pos += 1;
                continue;
            }
            ended = 0;
            match c {
                b'{' => {
                    if self.peek(1) == b'{' && !in_spec {
                        self.pos += 1;
                        self.push(middle, start, line);
                        self.pos += 1;
                        return Ok(());
                    }
                    self.push(middle, start, line);
                    return self.open_field(letter);
                }
                b'}' => {
                    if named {
                        self.pos += 1;
                    } else if self.peek(1) == b'}' && !in_spec && depth == 0 {
                        self.pos += 1;
                        self.push(middle, start, line);
                        self.pos += 1;
                        return Ok(());
                    } else if let Some(s) = self.strings.last_mut() {
                        s.text = false;
                        s.in_spec = false;
                    }
                    self.push(middle, start, line);
                    return Ok(());
                }
                b'\\' => {
                    self.pos += 1;
                    let next = self.peek(0);
                    if matches!(next, b'{' | b'}') || self.at_end() {
                        continue;
                    }
                    self.bump();
                    if !raw && next == b'N' && self.peek(0) == b'{' {
                        self.pos += 1;
                        named = true;
                    }
                }
                _ => self.bump(),
            }
        }
        self.pos -= size;
        self.push(middle, start, line);
        Ok(())
    }

    fn open_field(&mut self, letter: char) -> Result<(), Stop> {
        let Some(s) = self.strings.last_mut() else { return Ok(()) };
        s.field += 1;
        s.text = false;
        s.in_spec = false;
        let deep = s.field >= MAX_FIELDS;
        if deep {
            self.fail(format!("{letter}-string: expressions nested too deeply"))
        } else {
            self.punctuation(self.pos)
        }
    }

    fn punctuation(&mut self, start: usize) -> Result<(), Stop> {
        let c = self.peek(0);
        let line = self.line;
        // the end of a field's expression, before `:=` and `!=` are looked for
        if let Some(s) = self.strings.last_mut()
            && c == b':'
            && s.field >= 0
            && s.depth - 1 == s.field
        {
            s.text = true;
            s.in_spec = true;
            self.pos += 1;
            self.push(14 + COLON, start, line);
            return Ok(());
        }
        let rest = self.bytes.get(start..).unwrap_or(b"");
        let mut kind = OTHER;
        let mut length = 1;
        for (i, p) in PUNCTUATION.iter().enumerate() {
            if rest.starts_with(p.as_bytes()) {
                (kind, length) = (14 + i as Kind, p.len());
                break;
            }
        }
        if length > 1 {
            self.pos += length;
            self.push(kind, start, line);
            return Ok(());
        }
        self.pos += 1;
        match c {
            b'(' | b'[' | b'{' => {
                if self.brackets.len() >= MAX_PARENTHESES {
                    return self.fail("too many nested parentheses");
                }
                self.brackets.push(Bracket { byte: c, offset: start as u32, line });
                if let Some(s) = self.strings.last_mut() {
                    s.depth += 1;
                }
            }
            b')' | b']' | b'}' => self.close(c)?,
            b'!' => kind = EXCLAMATION,
            0..=31 | 127 => {
                return self.fail(format!("invalid non-printable character U+{c:04X}"));
            }
            _ => {}
        }
        self.push(kind, start, line);
        Ok(())
    }

    fn close(&mut self, c: u8) -> Result<(), Stop> {
        let shown = char::from(c);
        let letter = self.strings.last().map_or('f', |s| if s.template { 't' } else { 'f' });
        if let Some(s) = self.strings.last()
            && s.depth == 0
            && c == b'}'
        {
            return self.fail(format!("{letter}-string: single '}}' is not allowed"));
        }
        let open = self.brackets.pop();
        // who wants all tokens gets them, whether brackets match or not
        if open.is_none() && !self.all {
            return self.fail(format!("unmatched '{shown}'"));
        }
        let matches = |open: u8| matches!((open, c), (b'(', b')') | (b'[', b']') | (b'{', b'}'));
        if let Some(open) = open.filter(|open| !self.all && !matches(open.byte)) {
            if let Some(s) = self.strings.last()
                && open.byte == b'{'
                && s.depth - 1 == s.field
            {
                return self.fail(format!("{letter}-string: unmatched '{shown}'"));
            }
            let opened = char::from(open.byte);
            let line = if open.line == self.line { String::new() } else { format!(" on line {}", open.line) };
            return self
                .fail(format!("closing parenthesis '{shown}' does not match opening parenthesis '{opened}'{line}"));
        }
        if let Some(s) = self.strings.last_mut() {
            s.depth -= 1;
            if s.depth < 0 {
                return self.fail(format!("{letter}-string: unmatched '{shown}'"));
            }
            if c == b'}' && s.depth == s.field {
                s.field -= 1;
                s.text = true;
                s.in_spec = false;
            }
        }
        Ok(())
    }
}

/// Position of `:` in `PUNCTUATION`.
const COLON: Kind = 44;
