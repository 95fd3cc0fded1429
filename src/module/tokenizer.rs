//! `_tokenize`: the tokens of a source, for the standard library's `tokenize`.
//!
//! Invariant: the tokens are those that the compiler's own messages are made of (`compile::messages::tokens`); here they get the numbers of
//! `token.py`, their text, and positions in characters. All lines are read before the first token is given.

use super::ModuleSpec;
use crate::compile::errors::SyntaxErrorKind;
use crate::compile::messages::tokens::{self, Place, Token, TokenError, Tokens};
use crate::heap::{Mut, Visitor};
use crate::object::bytes::Bytes;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::TypeSpec;
use crate::object::str::Str;
use crate::object::{iter, str, tuple, types};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Vm};
use std::cell::Cell;

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_tokenize",
    doc: "",
    functions: &[],
    init: |vm, dict| {
        let ty = vm.native_type(&ITERATOR);
        let name = vm.intern("TokenizerIter");
        dict.set_interned(&name, ty.value());
        Ok(())
    },
};

/// Numbers of `token.py` for the classes of the tokenizer, in their order.
const CLASSES: [u8; 14] = [1, 2, 3, 4, 5, 6, 0, 59, 60, 61, 62, 63, 64, OP];
/// The same for `tokens::PUNCTUATION`.
const PUNCTUATION: [u8; 47] = [
    46, 48, 44, 45, 52, 36, 37, 38, 39, 40, 41, 42, 43, 50, 27, 28, 29, 30, 33, 34, 35, 47, 51, 53, 7, 8, 9, 10, 25,
    26, 14, 15, 16, 17, 24, 19, 18, 32, 49, 22, 20, 21, 31, 12, 11, 23, 13,
];
const EXCLAMATION: u8 = 54;
const OP: u8 = 55;
const COMMENT: u8 = 65;
const NL: u8 = 66;

/// `TokenizerIter`.
struct Iterator {
    readline: Value,
    encoding: Value,
    /// comments and line ends that mean nothing are tokens too
    extra: bool,
    source: Mut<Option<Source>>,
    next: Cell<usize>,
    /// where the last column was counted: byte, column
    counted: Cell<(usize, usize)>,
    /// the line of the last token: number of its first line, and of its last
    line: Mut<Option<(u32, u32, Value)>>,
}

impl NativeObject for Iterator {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.readline);
        v.value(&self.encoding);
    }
}

/// What was read, cut.
struct Source {
    text: String,
    tokens: Tokens,
    /// lines that end with a carriage return too (the text has none)
    returns: Vec<bool>,
    /// the last line has no end in the source
    implicit: bool,
}

impl Source {
    fn new(text: String, extra: bool) -> Source {
        let mut returns = Vec::new();
        let mut clean = String::with_capacity(text.len() + 1);
        for line in text.split_inclusive('\n') {
            match line.strip_suffix("\r\n") {
                Some(body) => {
                    clean.push_str(body);
                    clean.push('\n');
                    returns.push(true);
                }
                None => {
                    clean.push_str(line);
                    returns.push(false);
                }
            }
        }
        let implicit = !clean.is_empty() && !clean.ends_with('\n');
        if implicit {
            clean.push('\n');
        }
        let tokens = if extra { tokens::tokenize_all(&clean) } else { tokens::tokenize(&clean) };
        Source { text: clean, tokens, returns, implicit }
    }

    /// The lines `first..=last` as they were read.
    fn lines(&self, first: u32, last: u32) -> String {
        let mut out = String::new();
        for line in first..=last {
            let start = self.tokens.line_start(line) as usize;
            let rest = self.text.get(start..).unwrap_or("");
            let end = rest.find('\n');
            out.push_str(rest.get(..end.unwrap_or(rest.len())).unwrap_or(""));
            let is_last = start + end.map_or(rest.len(), |i| i + 1) >= self.text.len();
            if end.is_some() && !(is_last && self.implicit) {
                out.push_str(if self.has_return(line) { "\r\n" } else { "\n" });
            }
        }
        out
    }

    fn has_return(&self, line: u32) -> bool {
        self.returns.get((line as usize).wrapping_sub(1)).copied().unwrap_or(false)
    }
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let extra = a.at(2).as_bool() == Some(true) || crate::object::int::to_i64(a.at(2)).is_some_and(|n| n != 0);
    let state = Iterator {
        readline: a.at(1).clone(),
        encoding: a.some(3).cloned().unwrap_or(Value::NONE),
        extra,
        source: Mut::new(None),
        next: Cell::new(0),
        counted: Cell::new((0, 0)),
        line: Mut::new(None),
    };
    let ty = vm.native_type(&ITERATOR);
    Ok(crate::heap::alloc(&ty, Native(Box::new(state))).into())
}

/// Reads all lines.
async fn read(cx: &mut Cx, it: &Iterator) -> PyResult<String> {
    let mut text = String::new();
    loop {
        let line = match cx.call(&it.readline, []).await {
            Ok(line) => line,
            Err(e) => {
                let ty = types().exc.StopIteration.clone();
                cx.vm().catch(e, &ty)?;
                return Ok(text);
            }
        };
        let line = if line.is_a::<Bytes>() && !it.encoding.is_none() {
            cx.call_method(&line, "decode", [it.encoding.clone(), str::new("replace")]).await?
        } else {
            line
        };
        let Some(s) = line.get::<Str>() else {
            let kind = if it.encoding.is_none() { "string" } else { "bytes" };
            return Err(cx.vm().type_error(format!("readline() returned a non-{kind} object")));
        };
        if s.is_empty() {
            return Ok(text);
        }
        text.push_str(&s.to_text());
        cx.tick(1).await?;
    }
}

async fn next(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(it) = a.at(0).native::<Iterator>() else { return Err(cx.vm().stop_iteration(Value::NONE)) };
    if it.source.borrow().is_none() {
        let text = read(cx, it).await?;
        it.source.set(Some(Source::new(text, it.extra)));
    }
    let i = it.next.get();
    it.next.set(i + 1);
    let error = {
        let source = it.source.borrow();
        let Some(source) = &*source else { return Ok(Value::NONE) };
        if let Some(token) = source.tokens.list.get(i) {
            return Ok(it.shown(source, token));
        }
        match &source.tokens.error {
            Some(e) if i == source.tokens.list.len() => Some(describe(source, e)),
            _ => None,
        }
    };
    match error {
        Some((class, args)) => {
            let e = cx.call(&class, args).await?;
            Err(cx.vm().raise(e))
        }
        None => Err(cx.vm().stop_iteration(Value::NONE)),
    }
}

/// The exception for an error of the tokenizer.
fn describe(source: &Source, e: &TokenError) -> (Value, Vec<Value>) {
    let exc = &types().exc;
    let class = match e.kind {
        SyntaxErrorKind::IndentationError => &exc.IndentationError,
        SyntaxErrorKind::TabError => &exc.TabError,
        _ => &exc.SyntaxError,
    };
    let start = source.tokens.line_start(e.line) as usize;
    let text = source.lines(e.line, e.line);
    let text = text.trim_end_matches(['\r', '\n']);
    let (message, offset) = match e.place {
        Place::EndOfFile => ("unexpected EOF in multi-line statement", 0),
        Place::Tokenizer => {
            (&*e.message, source.text.get(start..e.at as usize).map_or(0, |s| s.chars().count() as i64))
        }
        Place::Parser | Place::Cursor => (&*e.message, text.chars().count() as i64 + 1),
    };
    let place =
        [str::new("<string>"), Value::int(e.line as i64), Value::int(offset), str::new(text), Value::NONE, Value::NONE];
    (class.value(), vec![str::new(message), tuple::new(place.to_vec())])
}

impl Iterator {
    /// Characters from the start of a line to byte `at` of it.
    fn column(&self, source: &Source, line: u32, at: usize) -> i64 {
        let start = source.tokens.line_start(line) as usize;
        let (mut from, mut column) = self.counted.get();
        if from < start || from > at {
            (from, column) = (start, 0);
        }
        column += source.text.get(from..at).map_or(0, |s| s.chars().count());
        self.counted.set((at, column));
        column as i64
    }

    /// The line, or the lines from `first` to `last`.
    fn line_text(&self, source: &Source, first: u32, last: u32) -> Value {
        if let Some((a, b, text)) = &*self.line.borrow()
            && (*a, *b) == (first, last)
        {
            return text.clone();
        }
        let text = str::new(source.lines(first, last));
        self.line.set(Some((first, last, text.clone())));
        text
    }

    /// A token as `(type, text, start, end, line)`.
    fn shown(&self, source: &Source, t: &Token) -> Value {
        let number = match t.kind {
            tokens::COMMENT => COMMENT,
            tokens::NL => NL,
            tokens::EXCLAMATION => EXCLAMATION,
            k if k > tokens::EXCLAMATION => 1,
            k => match CLASSES.get(k as usize) {
                Some(n) => *n,
                None => PUNCTUATION.get(k as usize - CLASSES.len()).copied().unwrap_or(OP),
            },
        };
        let number = if self.extra && (7..OP).contains(&number) { OP } else { number };
        let (start, end) = (t.start as usize, t.end as usize);
        let trailing = t.kind == tokens::ENDMARKER || t.kind == tokens::DEDENT && start >= source.text.len();
        let string = matches!(t.kind, tokens::STRING | tokens::FSTRING_START..=tokens::TSTRING_END);
        if trailing || (!self.extra && matches!(t.kind, tokens::INDENT | tokens::DEDENT)) {
            let (line, column) = if self.extra { (t.line + 1, 0) } else { (t.line + trailing as u32, -1) };
            let text = if trailing { str::new("") } else { self.line_text(source, t.line, t.line) };
            let place = tuple::pair(Value::int(line as i64), Value::int(column));
            return tuple::new(vec![Value::int(number as i64), str::new(""), place.clone(), place, text]);
        }
        let line = self.line_text(source, if string { t.line } else { t.end_line }, t.end_line);
        let is_end = matches!(t.kind, tokens::NEWLINE | tokens::NL);
        let start = if t.kind == tokens::INDENT { source.tokens.line_start(t.line) as usize } else { start };
        let from = self.column(source, t.line, start);
        let (text, to) = if is_end {
            let implicit = source.implicit && end >= source.text.len();
            let returned = source.has_return(t.line);
            let text = match (implicit || !self.extra, returned) {
                (true, _) => "",
                (_, true) => "\r\n",
                _ => "\n",
            };
            (text, from + if self.extra { 1 + (returned && !implicit) as i64 } else { 0 })
        } else {
            let text = source.text.get(start..end).unwrap_or("");
            (text, self.column(source, t.end_line, end))
        };
        tuple::new(vec![
            Value::int(number as i64),
            str::new(text),
            tuple::pair(Value::int(t.line as i64), Value::int(from)),
            tuple::pair(Value::int(t.end_line as i64), Value::int(to)),
            line,
        ])
    }
}

static ITERATOR: TypeSpec =
    TypeSpec { module: "_tokenize", methods: METHODS, ..TypeSpec::of::<Native>("TokenizerIter") };

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, readline, /, *, extra_tokens, encoding=None)", new).stat(),
    leaf("__iter__", "(self, /)", iter::dunder_iter),
    resumable!("__next__", "(self, /)", next),
];
