//! Tokens as `tokenize` shows them: comments and line ends that the grammar does not see, CPython's numbers, texts and places.
//!
//! Invariant: what lies between two tokens of the language is blanks, comments, line ends, a backslash before a line end, or the second
//! brace of a doubled one; so it is cut again here without asking the tokenizer.

use super::super::errors::SyntaxError;
use super::raise::Context;
use super::tokens::{
    DEDENT, ENDMARKER, EXCLAMATION, FIRST_KEYWORD, FSTRING_END, FSTRING_MIDDLE, FSTRING_START, INDENT, Kind, NAME,
    NEWLINE, NUMBER, OTHER, PUNCTUATION, Place, STRING, TSTRING_END, TSTRING_MIDDLE, TSTRING_START, Tokens, tokenize,
};

/// Numbers of module `token`.
mod number {
    pub const ENDMARKER: u8 = 0;
    pub const NAME: u8 = 1;
    pub const NUMBER: u8 = 2;
    pub const STRING: u8 = 3;
    pub const NEWLINE: u8 = 4;
    pub const INDENT: u8 = 5;
    pub const DEDENT: u8 = 6;
    pub const EXCLAMATION: u8 = 54;
    pub const OP: u8 = 55;
    pub const FSTRING_START: u8 = 59;
    pub const TSTRING_START: u8 = 62;
    pub const COMMENT: u8 = 65;
    pub const NL: u8 = 66;
    pub const ERRORTOKEN: u8 = 67;
}

/// The numbers of `PUNCTUATION`, in its order.
const OPERATORS: [u8; 47] = [
    46, 48, 44, 45, 52, 36, 37, 38, 39, 40, 41, 42, 43, 50, 27, 28, 29, 30, 33, 34, 35, 47, 51, 53, 7, 8, 9, 10, 25,
    26, 14, 15, 16, 17, 24, 19, 18, 32, 49, 22, 20, 21, 31, 12, 11, 23, 13,
];

/// A token for Python: its number, text, places (line, column in code points).
pub struct Lexeme {
    pub number: u8,
    pub text: String,
    pub start: (u32, u32),
    pub end: (u32, u32),
    /// the lines it stands in
    pub line: String,
}

/// All tokens of a text up to its first error, and that error. With `extra` comments and line ends of no meaning are among them.
pub fn every(source: &str, extra: bool) -> (Vec<Lexeme>, Option<SyntaxError>) {
    let tokens = tokenize(source);
    let mut w = Writer { source, tokens: &tokens, extra, out: Vec::new() };
    let mut at = 0usize;
    for t in &tokens.list {
        let (start, end) = (t.start as usize, t.end as usize);
        w.gap(at, start);
        at = end.max(at);
        match t.kind {
            NEWLINE => w.newline(start, end),
            INDENT => {
                let line = w.line_of(start);
                let begin = tokens.line_start(line) as usize;
                w.push(number::INDENT, begin, start);
            }
            DEDENT | ENDMARKER => w.empty(if t.kind == DEDENT { number::DEDENT } else { number::ENDMARKER }, start),
            kind => w.push(number_of(kind), start, end),
        }
    }
    let error = tokens.error.as_ref().map(|e| {
        let stop = if e.place == Place::EndOfFile { source.len() } else { (e.at as usize).min(source.len()) };
        if e.place == Place::EndOfFile {
            w.gap(at, stop);
            let mut error = Context { source, tokens: &tokens }.token_error(e);
            error.message = "unexpected EOF in multi-line statement".into();
            error.line = e.line;
            error.col = 0;
            return error;
        }
        Context { source, tokens: &tokens }.token_error(e)
    });
    (w.out, error)
}

fn number_of(kind: Kind) -> u8 {
    match kind {
        NAME => number::NAME,
        NUMBER => number::NUMBER,
        STRING => number::STRING,
        FSTRING_START..=FSTRING_END => number::FSTRING_START + (kind - FSTRING_START),
        TSTRING_START..=TSTRING_END => number::TSTRING_START + (kind - TSTRING_START),
        OTHER => number::ERRORTOKEN,
        EXCLAMATION => number::EXCLAMATION,
        k if k >= FIRST_KEYWORD => number::NAME,
        k => OPERATORS.get((k - OTHER - 1) as usize).copied().unwrap_or(number::OP),
    }
}

const _: () = assert!(OPERATORS.len() == PUNCTUATION.len() && FSTRING_MIDDLE < TSTRING_MIDDLE);

struct Writer<'a> {
    source: &'a str,
    tokens: &'a Tokens,
    extra: bool,
    out: Vec<Lexeme>,
}

impl Writer<'_> {
    /// 1-based line of a byte.
    fn line_of(&self, at: usize) -> u32 {
        self.tokens.lines.partition_point(|s| *s as usize <= at) as u32
    }

    fn place(&self, at: usize) -> (u32, u32) {
        let line = self.line_of(at);
        let begin = self.tokens.line_start(line) as usize;
        let text = self.source.get(begin..at.min(self.source.len())).unwrap_or("");
        // behind the last line end there is one more line
        if at >= self.source.len() && text.ends_with('\n') {
            return (line + 1, 0);
        }
        (line, text.chars().count() as u32)
    }

    /// The text of the lines from one byte to another.
    fn lines(&self, start: usize, end: usize) -> String {
        let begin = self.tokens.line_start(self.line_of(start)) as usize;
        let rest = self.source.get(end..).unwrap_or("");
        let at_end = end > begin && self.source.as_bytes().get(end - 1) == Some(&b'\n');
        let stop = if at_end { end } else { end + rest.find('\n').map_or(rest.len(), |i| i + 1) };
        self.source.get(begin..stop).unwrap_or("").to_owned()
    }

    fn add(&mut self, number: u8, text: &str, start: (u32, u32), end: (u32, u32), line: String) {
        let operator = OPERATORS.contains(&number) || number == number::EXCLAMATION;
        let shown = if operator && self.extra { number::OP } else { number };
        let number = if number == number::ERRORTOKEN { number::OP } else { shown };
        self.out.push(Lexeme { number, text: text.to_owned(), start, end, line });
    }

    fn push(&mut self, number: u8, start: usize, end: usize) {
        let text = self.source.get(start..end).unwrap_or("").to_owned();
        let (from, to) = (self.place(start), self.place(end));
        let line = self.lines(start, end);
        self.add(number, &text, from, to, line);
    }

    /// A token without text.
    fn empty(&mut self, number: u8, at: usize) {
        let place = self.place(at);
        if at >= self.source.len() {
            // the end is a line of its own, whether the last line has an end or not
            let last = if place.1 == 0 && self.source.ends_with('\n') { place.0 } else { place.0 + 1 };
            let last = if self.source.is_empty() { 1 } else { last };
            return self.add(number, "", (last, 0), (last, 0), String::new());
        }
        let line = self.lines(at, at);
        self.add(number, "", place, place, line);
    }

    /// The end of a statement: a comment before it, then the line end, which may be missing in the text.
    fn newline(&mut self, start: usize, end: usize) {
        let text = self.source.get(start..end).unwrap_or("");
        let at = if text.ends_with('\n') { end - 1 } else { end };
        if text.starts_with('#') && self.extra {
            self.push(number::COMMENT, start, at);
        }
        self.line_end(number::NEWLINE, at, text.ends_with('\n'));
    }

    fn line_end(&mut self, number: u8, at: usize, there: bool) {
        let (line, col) = self.place(at);
        let text = if there { "\n" } else { "" };
        let lines = self.lines(at, at);
        self.add(number, text, (line, col), (line, col + 1), lines);
    }

    /// Comments and line ends between two tokens.
    fn gap(&mut self, start: usize, end: usize) {
        let bytes = self.source.as_bytes();
        let mut i = start;
        while self.extra && i < end {
            match bytes.get(i) {
                Some(b'#') => {
                    let rest = self.source.get(i..).unwrap_or("");
                    let stop = (i + rest.find('\n').unwrap_or(rest.len())).min(end);
                    self.push(number::COMMENT, i, stop);
                    i = stop;
                    if i >= self.source.len() {
                        self.line_end(number::NL, i, false);
                    }
                }
                Some(b'\n') => {
                    self.line_end(number::NL, i, true);
                    i += 1;
                }
                Some(b'\\') => i += 2,
                _ => i += 1,
            }
        }
    }
}
