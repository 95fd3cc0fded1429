//! The decoder of JSON documents.
//!
//! Invariant: open arrays and objects are on a stack of the frame; a hook is asked for one finished value, and what it gives takes the
//! value's place.

use super::strings::{Wrong, scan_plain, scan_string};
use super::{MAX_DEPTH, decode_error, too_deep};
use crate::heap::{Ref, Visitor};
use crate::object::dict::Dict;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, member};
use crate::object::str::{self, Str};
use crate::object::{int, list, tuple, types};
use crate::resumable;
use crate::text::view::{StrView, Unit};
use crate::value::Value;
use crate::vm::native::{Act, Args, Input, NativeDef, NativeFrame, PyResult, Step, tail};
use crate::vm::{Cx, Vm};

/// `_json.Scanner`.
struct Scanner {
    strict: bool,
    object_hook: Value,
    pairs_hook: Value,
    parse_float: Value,
    parse_int: Value,
    parse_constant: Value,
}

impl NativeObject for Scanner {
    fn visit(&self, v: &mut Visitor) {
        for x in [&self.object_hook, &self.pairs_hook, &self.parse_float, &self.parse_int, &self.parse_constant] {
            v.value(x);
        }
    }
}

async fn new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let context = a.at(1);
    let strict = cx.attr(context, "strict").await?;
    let state = Scanner {
        strict: cx.truth(&strict).await?,
        object_hook: cx.attr(context, "object_hook").await?,
        pairs_hook: cx.attr(context, "object_pairs_hook").await?,
        parse_float: cx.attr(context, "parse_float").await?,
        parse_int: cx.attr(context, "parse_int").await?,
        parse_constant: cx.attr(context, "parse_constant").await?,
    };
    let ty = cx.vm().native_type(&SPEC);
    Ok(crate::heap::alloc(&ty, Native(Box::new(state))).into())
}

/// A container that is being read.
enum Open {
    Array(Vec<Value>),
    Object {
        dict: Ref<Dict>,
        key: Ref<Str>,
    },
    /// for a hook that wants pairs
    Pairs {
        pairs: Vec<Value>,
        key: Ref<Str>,
    },
}

enum State {
    /// a value begins here
    Value,
    /// this value ends here
    After(Value),
    /// a hook was asked for a value
    Asked,
}

/// A document that is being read.
struct Parse {
    scanner: Value,
    doc: Value,
    at: usize,
    stack: Vec<Open>,
    state: State,
    /// keys seen so far, so that equal ones are one object
    keys: Ref<Dict>,
    /// which of them comes next if this object has the keys of another one
    next_key: usize,
}

/// Why reading pauses.
enum Pause {
    Step(Step),
    /// no value here
    Stop(usize),
    Wrong(Wrong),
}

impl From<Wrong> for Pause {
    fn from(w: Wrong) -> Pause {
        Pause::Wrong(w)
    }
}

type Progress<T = State> = Result<T, Pause>;

const COMMA: &std::primitive::str = "Expecting ',' delimiter";
const NAME: &std::primitive::str = "Expecting property name enclosed in double quotes";

/// The text of a document. Nearly all are of one byte a character: those are read without asking how wide they are.
#[derive(Clone, Copy)]
struct Doc<'a> {
    bytes: &'a [u8],
    view: StrView<'a>,
}

impl<'a> Doc<'a> {
    fn of(view: StrView<'a>) -> Doc<'a> {
        Doc { bytes: u8::borrow(view).unwrap_or(&[]), view }
    }
    #[inline(always)]
    fn get(self, at: usize) -> Option<u32> {
        match self.bytes.get(at) {
            Some(&b) => Some(b as u32),
            None => self.wide(at),
        }
    }
    #[cold]
    fn wide(self, at: usize) -> Option<u32> {
        self.view.get(at)
    }
    #[inline(always)]
    fn is(self, at: usize, b: u8) -> bool {
        self.get(at) == Some(b as u32)
    }
    #[inline]
    fn skip_space(self, mut at: usize) -> usize {
        while matches!(self.get(at), Some(0x20 | 9 | 10 | 13)) {
            at += 1;
        }
        at
    }
    fn digits_end(self, mut at: usize) -> usize {
        while matches!(self.get(at), Some(0x30..=0x39)) {
            at += 1;
        }
        at
    }
}

fn ask(f: &Value, arg: Value) -> Progress {
    Err(Pause::Step(Step::Ask(Act::call(f.clone(), [arg]))))
}

impl Parse {
    fn value(&mut self, vm: &mut Vm, s: &Scanner, doc: Doc) -> Progress {
        let at = self.at;
        let starts = |word: &[u8]| word.iter().enumerate().all(|(i, b)| doc.is(at + i, *b));
        const WORDS: [(&[u8], Value); 3] = [(b"null", Value::NONE), (b"true", Value::TRUE), (b"false", Value::FALSE)];
        const CONSTANTS: [&std::primitive::str; 3] = ["NaN", "Infinity", "-Infinity"];
        match doc.get(at).and_then(|c| u8::try_from(c).ok()) {
            Some(b'"') => {
                let (text, end) = match scan_plain(doc.view, at + 1, s.strict) {
                    Some((text, end)) => (str::from_view(text), end),
                    None => {
                        let (text, end) = scan_string(doc.view, at + 1, s.strict)?;
                        (str::from_view(text.view()), end)
                    }
                };
                vm.charge(((end - at) >> 6) as u32);
                self.at = end;
                Ok(State::After(text))
            }
            Some(b @ (b'{' | b'[')) => {
                if self.stack.len() >= MAX_DEPTH {
                    let what = if b == b'{' { "object" } else { "array" };
                    return Err(Pause::Step(too_deep(vm, &format!("decoding a JSON {what} from a unicode string"))));
                }
                self.at = doc.skip_space(at + 1);
                if b == b'[' {
                    if doc.is(self.at, b']') {
                        self.at += 1;
                        return Ok(State::After(list::new(Vec::new())));
                    }
                    self.stack.push(Open::Array(Vec::new()));
                    return Ok(State::Value);
                }
                let empty = doc.is(self.at, b'}');
                let key = if empty { vm.names.name.clone() } else { self.key(s, doc)? };
                let open = if s.pairs_hook.is_none() {
                    Open::Object { dict: Dict::new(), key }
                } else {
                    Open::Pairs { pairs: Vec::new(), key }
                };
                if empty {
                    self.at += 1;
                    return self.finished(s, open);
                }
                self.stack.push(open);
                Ok(State::Value)
            }
            Some(b'n' | b't' | b'f') => match WORDS.into_iter().find(|(word, _)| starts(word)) {
                Some((word, v)) => {
                    self.at += word.len();
                    Ok(State::After(v))
                }
                None => Err(Pause::Stop(at)),
            },
            Some(b'0'..=b'9') => self.number(s, doc),
            _ => {
                if let Some(word) = CONSTANTS.into_iter().find(|word| starts(word.as_bytes())) {
                    self.at += word.len();
                    return ask(&s.parse_constant, str::new(word));
                }
                self.number(s, doc)
            }
        }
    }

    fn number(&mut self, s: &Scanner, doc: Doc) -> Progress {
        let start = self.at;
        let first = start + doc.is(start, b'-') as usize;
        let mut end = first;
        let mut n = 0i64;
        while let Some(c @ 0x30..=0x39) = doc.get(end) {
            n = n.wrapping_mul(10).wrapping_add(c as i64 - 0x30);
            end += 1;
            if end == first + 1 && n == 0 {
                break;
            }
        }
        if end == first {
            return Err(Pause::Stop(start));
        }
        let whole = end;
        if doc.is(end, b'.') && doc.digits_end(end + 1) > end + 1 {
            end = doc.digits_end(end + 1);
        }
        if doc.is(end, b'e') || doc.is(end, b'E') {
            let sign = (doc.is(end + 1, b'+') || doc.is(end + 1, b'-')) as usize;
            let last = doc.digits_end(end + 1 + sign);
            if last > end + 1 + sign {
                end = last;
            }
        }
        self.at = end;
        let text = doc.view.slice(start, end);
        let t = types();
        if end > whole {
            if s.parse_float.is(&t.float.value())
                && let Some(f) = crate::text::float::parse_view(text)
            {
                return Ok(State::After(Value::float(f)));
            }
            return ask(&s.parse_float, str::new(text.to_buf()));
        }
        if end - first <= 18 && s.parse_int.is(&t.int.value()) {
            return Ok(State::After(Value::int(if first > start { -n } else { n })));
        }
        ask(&s.parse_int, str::new(text.to_buf()))
    }

    /// The key with this text.
    fn known(&mut self, text: StrView) -> Ref<Str> {
        if let Some(at) = self.keys.index_of_text(text) {
            self.next_key = at + 1;
            if let Some(key) = self.keys.key_at(at).and_then(|k| k.get_ref::<Str>()) {
                return key;
            }
        }
        let key = Str::of_view(text);
        self.keys.set_interned(&key, Value::NONE);
        self.next_key = usize::MAX;
        key
    }

    /// Reads a key and its colon.
    fn key(&mut self, s: &Scanner, doc: Doc) -> Progress<Ref<Str>> {
        if !doc.is(self.at, b'"') {
            return Err(Wrong(NAME, self.at).into());
        }
        let (key, end) = match scan_plain(doc.view, self.at + 1, s.strict) {
            // objects of one kind have their keys in one order
            Some((text, end)) => match self.keys.key_at(self.next_key).and_then(|k| k.get_ref::<Str>()) {
                Some(known) if known.view() == text => {
                    self.next_key += 1;
                    (known, end)
                }
                _ => (self.known(text), end),
            },
            None => {
                let (text, end) = scan_string(doc.view, self.at + 1, s.strict)?;
                (self.known(text.view()), end)
            }
        };
        let colon = doc.skip_space(end);
        if !doc.is(colon, b':') {
            return Err(Wrong("Expecting ':' delimiter", colon).into());
        }
        self.at = doc.skip_space(colon + 1);
        Ok(key)
    }

    /// Puts a value where it belongs, and reads what follows it.
    fn after(&mut self, s: &Scanner, doc: Doc, v: Value) -> Progress {
        let close = match self.stack.last_mut() {
            None => {
                let end = Value::size(self.at);
                return Err(Pause::Step(Step::Return(tuple::pair(v, end))));
            }
            Some(Open::Array(items)) => {
                items.push(v);
                b']'
            }
            Some(Open::Object { dict, key }) => {
                dict.set_interned(key, v);
                b'}'
            }
            Some(Open::Pairs { pairs, key }) => {
                pairs.push(tuple::pair(key.value(), v));
                b'}'
            }
        };
        self.at = doc.skip_space(self.at);
        if doc.is(self.at, close) {
            self.at += 1;
            return match self.stack.pop() {
                Some(open) => self.finished(s, open),
                None => Ok(State::Value),
            };
        }
        if !doc.is(self.at, b',') {
            return Err(Wrong(COMMA, self.at).into());
        }
        let comma = self.at;
        self.at = doc.skip_space(comma + 1);
        if doc.is(self.at, close) {
            let text = match close {
                b']' => "Illegal trailing comma before end of array",
                _ => "Illegal trailing comma before end of object",
            };
            return Err(Wrong(text, comma).into());
        }
        if close == b'}' {
            let next = self.key(s, doc)?;
            if let Some(Open::Object { key, .. } | Open::Pairs { key, .. }) = self.stack.last_mut() {
                *key = next;
            }
        }
        Ok(State::Value)
    }

    /// The value of a container that was closed.
    fn finished(&mut self, s: &Scanner, open: Open) -> Progress {
        match open {
            Open::Array(items) => Ok(State::After(list::new(items))),
            Open::Pairs { pairs, .. } => ask(&s.pairs_hook, list::new(pairs)),
            Open::Object { dict, .. } if s.object_hook.is_none() => Ok(State::After(dict.into())),
            Open::Object { dict, .. } => ask(&s.object_hook, dict.into()),
        }
    }
}

impl NativeFrame for Parse {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        let (scanner, doc) = (self.scanner.clone(), self.doc.clone());
        let (Some(s), Some(text)) = (scanner.native::<Scanner>(), doc.get::<Str>()) else {
            return Step::Return(Value::NONE);
        };
        match input {
            Input::Raised(e) => return Step::Raise(e),
            Input::Value(v) if matches!(self.state, State::Asked) => self.state = State::After(v),
            _ => {}
        }
        let doc_view = Doc::of(text.view());
        let mut state = std::mem::replace(&mut self.state, State::Asked);
        loop {
            let progress = match state {
                State::Value => self.value(vm, s, doc_view),
                State::After(v) => self.after(s, doc_view, v),
                State::Asked => return Step::Return(Value::NONE),
            };
            match progress {
                Ok(next) => state = next,
                Err(Pause::Step(step)) => return step,
                Err(Pause::Stop(at)) => return Step::Raise(vm.stop_iteration(Value::size(at))),
                Err(Pause::Wrong(Wrong(message, at))) => return Step::Ask(decode_error(message, doc.clone(), at)),
            }
            if vm.charge(1) {
                self.state = state;
                return Step::Again;
            }
        }
    }
    fn label(&self) -> &'static std::primitive::str {
        "json"
    }
}

fn call(vm: &mut Vm, a: &Args) -> Act {
    if !a.at(1).is_a::<Str>() {
        let name = vm.type_name(a.at(1));
        return Act::Raise(vm.type_error(format!("first argument must be a string, not {name}")));
    }
    let at = match int::to_i64(a.at(2)) {
        Some(n) if n < 0 => return Act::Raise(vm.value_error("idx cannot be negative")),
        Some(n) => n as usize,
        None => usize::MAX / 2,
    };
    let (scanner, doc) = (a.at(0).clone(), a.at(1).clone());
    Act::begin(vm, Parse { scanner, doc, at, stack: Vec::new(), state: State::Value, keys: Dict::new(), next_key: 0 })
}

fn state(v: &Value, f: fn(&Scanner) -> Value) -> PyResult {
    Ok(v.native::<Scanner>().map_or(Value::NONE, f))
}

static GETSET: &[GetSetDef] = &[
    member("strict", |_, v| state(v, |s| Value::bool(s.strict))),
    member("object_hook", |_, v| state(v, |s| s.object_hook.clone())),
    member("object_pairs_hook", |_, v| state(v, |s| s.pairs_hook.clone())),
    member("parse_float", |_, v| state(v, |s| s.parse_float.clone())),
    member("parse_int", |_, v| state(v, |s| s.parse_int.clone())),
    member("parse_constant", |_, v| state(v, |s| s.parse_constant.clone())),
];

static METHODS: &[NativeDef] =
    &[resumable!("__new__", "(cls, context)", new).stat(), tail("__call__", "(self, string, idx)", call)];

pub static SPEC: TypeSpec = TypeSpec {
    module: "_json",
    doc: "JSON scanner object",
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Native>("Scanner")
};
