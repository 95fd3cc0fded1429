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
use crate::text::view::StrView;
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

fn skip_space(doc: StrView, mut at: usize) -> usize {
    while matches!(doc.get(at), Some(0x20 | 9 | 10 | 13)) {
        at += 1;
    }
    at
}

fn is(doc: StrView, at: usize, b: u8) -> bool {
    doc.get(at) == Some(b as u32)
}

fn digits_end(doc: StrView, mut at: usize) -> usize {
    while matches!(doc.get(at), Some(0x30..=0x39)) {
        at += 1;
    }
    at
}

fn ask(f: &Value, arg: Value) -> Progress {
    Err(Pause::Step(Step::Ask(Act::call(f.clone(), [arg]))))
}

impl Parse {
    fn value(&mut self, vm: &mut Vm, s: &Scanner, doc: StrView) -> Progress {
        let at = self.at;
        let starts = |word: &[u8]| word.iter().enumerate().all(|(i, b)| is(doc, at + i, *b));
        const WORDS: [(&[u8], Value); 3] = [(b"null", Value::NONE), (b"true", Value::TRUE), (b"false", Value::FALSE)];
        const CONSTANTS: [&std::primitive::str; 3] = ["NaN", "Infinity", "-Infinity"];
        match doc.get(at).and_then(|c| u8::try_from(c).ok()) {
            Some(b'"') => {
                let (text, end) = scan_string(doc, at + 1, s.strict)?;
                vm.charge(((end - at) >> 6) as u32);
                self.at = end;
                Ok(State::After(str::new(text)))
            }
            Some(b @ (b'{' | b'[')) => {
                if self.stack.len() >= MAX_DEPTH {
                    let what = if b == b'{' { "object" } else { "array" };
                    return Err(Pause::Step(too_deep(vm, &format!("decoding a JSON {what} from a unicode string"))));
                }
                self.at = skip_space(doc, at + 1);
                if b == b'[' {
                    if is(doc, self.at, b']') {
                        self.at += 1;
                        return Ok(State::After(list::new(Vec::new())));
                    }
                    self.stack.push(Open::Array(Vec::new()));
                    return Ok(State::Value);
                }
                let empty = is(doc, self.at, b'}');
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
            _ => {
                if let Some(word) = CONSTANTS.into_iter().find(|word| starts(word.as_bytes())) {
                    self.at += word.len();
                    return ask(&s.parse_constant, str::new(word));
                }
                self.number(s, doc)
            }
        }
    }

    fn number(&mut self, s: &Scanner, doc: StrView) -> Progress {
        let start = self.at;
        let first = start + is(doc, start, b'-') as usize;
        let mut end = match doc.get(first) {
            Some(0x30) => first + 1,
            Some(0x31..=0x39) => digits_end(doc, first),
            _ => return Err(Pause::Stop(start)),
        };
        let whole = end;
        if is(doc, end, b'.') && digits_end(doc, end + 1) > end + 1 {
            end = digits_end(doc, end + 1);
        }
        if is(doc, end, b'e') || is(doc, end, b'E') {
            let sign = (is(doc, end + 1, b'+') || is(doc, end + 1, b'-')) as usize;
            let last = digits_end(doc, end + 1 + sign);
            if last > end + 1 + sign {
                end = last;
            }
        }
        self.at = end;
        let text = doc.slice(start, end);
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
            let n = text.iter().filter(|c| *c != b'-' as u32).fold(0i64, |n, c| n * 10 + (c as i64 - 0x30));
            return Ok(State::After(Value::int(if first > start { -n } else { n })));
        }
        ask(&s.parse_int, str::new(text.to_buf()))
    }

    /// Reads a key and its colon.
    fn key(&mut self, s: &Scanner, doc: StrView) -> Progress<Ref<Str>> {
        if !is(doc, self.at, b'"') {
            return Err(Wrong(NAME, self.at).into());
        }
        let plain = scan_plain(doc, self.at + 1, s.strict);
        let (key, end) = match plain.and_then(|(text, end)| Some((self.keys.key_with(text)?, end))) {
            Some(known) => known,
            None => {
                let (text, end) = scan_string(doc, self.at + 1, s.strict)?;
                let mut key = Str::new(text);
                match self.keys.key_with(key.view()) {
                    Some(known) => key = known,
                    None => self.keys.set_interned(&key, Value::NONE),
                }
                (key, end)
            }
        };
        let colon = skip_space(doc, end);
        if !is(doc, colon, b':') {
            return Err(Wrong("Expecting ':' delimiter", colon).into());
        }
        self.at = skip_space(doc, colon + 1);
        Ok(key)
    }

    /// Puts a value where it belongs, and reads what follows it.
    fn after(&mut self, s: &Scanner, doc: StrView, v: Value) -> Progress {
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
        self.at = skip_space(doc, self.at);
        if is(doc, self.at, close) {
            self.at += 1;
            return match self.stack.pop() {
                Some(open) => self.finished(s, open),
                None => Ok(State::Value),
            };
        }
        if !is(doc, self.at, b',') {
            return Err(Wrong(COMMA, self.at).into());
        }
        let comma = self.at;
        self.at = skip_space(doc, comma + 1);
        if is(doc, self.at, close) {
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
        loop {
            let progress = match std::mem::replace(&mut self.state, State::Asked) {
                State::Value => self.value(vm, s, text.view()),
                State::After(v) => self.after(s, text.view(), v),
                State::Asked => return Step::Return(Value::NONE),
            };
            match progress {
                Ok(state) => self.state = state,
                Err(Pause::Step(step)) => return step,
                Err(Pause::Stop(at)) => return Step::Raise(vm.stop_iteration(Value::size(at))),
                Err(Pause::Wrong(Wrong(message, at))) => return Step::Ask(decode_error(message, doc.clone(), at)),
            }
            if vm.charge(1) {
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
    Act::begin(vm, Parse { scanner, doc, at, stack: Vec::new(), state: State::Value, keys: Dict::new() })
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
