//! The encoder of JSON documents.
//!
//! Invariant: open containers are on a stack of the frame; `open` has the identities of those that are being written, so that one inside
//! itself is found at once.

use super::strings::{ANY, ASCII, push_string};
use super::{MAX_DEPTH, too_deep};
use crate::heap::Visitor;
use crate::object::dict::Dict;
use crate::object::list::List;
use crate::object::native::{Builtin, Native, NativeObject};
use crate::object::number::Int;
use crate::object::spec::TypeSpec;
use crate::object::str::{self, Str};
use crate::object::tuple::{self, Tuple};
use crate::object::{int, list, qualified_type_name, sequence, types};
use crate::tables::Hashing;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::native::{Act, Args, Input, NativeDef, NativeFrame, PyResult, Step, leaf, tail};
use crate::vm::{Raised, Vm};
use std::borrow::Cow;
use std::collections::HashSet;

/// `_json.Encoder`.
struct Encoder {
    /// None: containers inside themselves are not looked for
    markers: Value,
    default: Value,
    encoder: Value,
    /// how strings are written without asking `encoder`: ASCII only, or any character
    quick: Option<bool>,
    indent: Option<Value>,
    key_separator: Value,
    item_separator: Value,
    sort_keys: bool,
    skip_keys: bool,
    allow_nan: bool,
}

impl NativeObject for Encoder {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.markers);
        v.value(&self.default);
        v.value(&self.encoder);
    }
}

fn is_true(v: &Value) -> bool {
    v.as_bool().unwrap_or_else(|| !v.is_none() && int::to_i64(v) != Some(0))
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let markers = a.at(1).clone();
    if !markers.is_none() && !markers.is_a::<Dict>() {
        let name = vm.type_name(&markers);
        return Err(vm.type_error(format!("make_encoder() argument 1 must be dict or None, not {name}")));
    }
    for i in [5, 6] {
        if !a.at(i).is_a::<Str>() {
            let name = vm.type_name(a.at(i));
            return Err(vm.type_error(format!("make_encoder() argument {i} must be str, not {name}")));
        }
    }
    let quick = a.at(3).get::<Builtin>().filter(|b| b.owner.is_none()).and_then(|b| match b.def.name {
        ASCII => Some(true),
        ANY => Some(false),
        _ => None,
    });
    let state = Encoder {
        markers,
        default: a.at(2).clone(),
        encoder: a.at(3).clone(),
        quick,
        indent: a.some(4).cloned(),
        key_separator: a.at(5).clone(),
        item_separator: a.at(6).clone(),
        sort_keys: is_true(a.at(7)),
        skip_keys: is_true(a.at(8)),
        allow_nan: is_true(a.at(9)),
    };
    let ty = vm.native_type(&SPEC);
    Ok(crate::heap::alloc(&ty, Native(Box::new(state))).into())
}

/// Something that is being written.
enum Level {
    List {
        list: Value,
        next: usize,
    },
    Dict {
        dict: Value,
        items: std::vec::IntoIter<(Value, Value)>,
        key: Value,
        empty: bool,
    },
    /// what `default` gave in place of this object
    Default(Value),
}

enum State {
    /// write this
    Value(Value),
    /// go on with the topmost level
    Next,
    /// `encoder` was asked for this value's text
    Encoding,
    /// `encoder` was asked for the text of a key, whose value comes next
    EncodingKey(Value),
    /// `default` was asked about this object
    Asked(Value),
    /// the items of this mapping were asked for
    Items(Value),
}

/// A document that is being written.
struct Encode {
    encoder: Value,
    out: StrBuilder,
    stack: Vec<Level>,
    state: State,
    open: HashSet<u64, Hashing>,
    /// containers that are open, counted from the level that was asked for
    depth: usize,
}

fn push(out: &mut StrBuilder, v: &Value) {
    if let Some(s) = v.get::<Str>() {
        out.push_view(s.view());
    }
}

/// The text of a number, None, True or False; `None` for other objects.
fn simple(vm: &mut Vm, e: &Encoder, v: &Value) -> Option<PyResult<Cow<'static, std::primitive::str>>> {
    if v.is_none() {
        return Some(Ok("null".into()));
    }
    if let Some(b) = v.as_bool() {
        return Some(Ok(if b { "true" } else { "false" }.into()));
    }
    if let Some(f) = v.as_float() {
        if f.is_finite() {
            return Some(Ok(crate::text::float::repr(f).into()));
        }
        let text = crate::text::float::special(f);
        return Some(match e.allow_nan {
            false => Err(vm.value_error(format!("Out of range float values are not JSON compliant: {text}"))),
            true if f.is_nan() => Ok("NaN".into()),
            true => Ok(if f > 0.0 { "Infinity" } else { "-Infinity" }.into()),
        });
    }
    match Int::of(v)? {
        Int::Small(n) => Some(Ok(n.to_string().into())),
        Int::Big(n) => {
            let limit = crate::object::text_args::digit_limit(vm);
            Some(match crate::text::int::big_to_decimal(n, limit) {
                Some(text) => Ok(text.into()),
                None => Err(vm.value_error(crate::text::int::too_long_to_print(limit))),
            })
        }
    }
}

impl Encode {
    fn newline(&mut self, e: &Encoder) {
        if let Some(indent) = &e.indent {
            self.out.push_char(10);
            for _ in 0..self.depth {
                push(&mut self.out, indent);
            }
        }
    }

    /// Begins a container, or an object that `default` is asked about.
    fn enter(&mut self, vm: &mut Vm, e: &Encoder, v: &Value) -> Result<(), Step> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(too_deep(vm, "encoding a JSON object"));
        }
        if !e.markers.is_none() && !self.open.insert(v.identity()) {
            return Err(Step::Raise(vm.value_error("Circular reference detected")));
        }
        Ok(())
    }

    fn opened(&mut self, bracket: u8, level: Level) {
        self.out.push_char(bracket as u32);
        self.stack.push(level);
        self.depth += 1;
    }

    fn value(&mut self, vm: &mut Vm, e: &Encoder, v: Value) -> Result<State, Step> {
        if let Some(s) = v.get::<Str>() {
            return match e.quick {
                Some(ascii) => {
                    push_string(&mut self.out, s.view(), ascii);
                    Ok(State::Next)
                }
                None => {
                    self.state = State::Encoding;
                    Err(Step::Ask(Act::call(e.encoder.clone(), [v.clone()])))
                }
            };
        }
        if let Some(n) = v.as_small() {
            self.out.push_int(n);
            return Ok(State::Next);
        }
        if let Some(f) = v.as_float().filter(|f| f.is_finite()) {
            self.out.push_ascii(crate::text::float::repr(f).as_bytes());
            return Ok(State::Next);
        }
        match simple(vm, e, &v) {
            Some(Ok(text)) => {
                self.out.push_utf8(&text);
                return Ok(State::Next);
            }
            Some(Err(error)) => return Err(Step::Raise(error)),
            None => {}
        }
        if v.is_a::<List>() || v.is_a::<Tuple>() {
            if sequence::length(&v) == 0 {
                self.out.push_ascii(b"[]");
                return Ok(State::Next);
            }
            self.enter(vm, e, &v)?;
            self.opened(b'[', Level::List { list: v, next: 0 });
            return Ok(State::Next);
        }
        if let Some(d) = v.get::<Dict>() {
            if d.is_empty() {
                self.out.push_ascii(b"{}");
                return Ok(State::Next);
            }
            self.enter(vm, e, &v)?;
            let plain = types().dict.is_type_of(&v);
            let mut items = d.items();
            if e.sort_keys {
                if !plain || !items.iter().all(|(k, _)| str::is_exact(k)) {
                    self.state = State::Items(v.clone());
                    return Err(Step::Ask(sorted_items(&v)));
                }
                items.sort_by(|(x, _), (y, _)| match (x.get::<Str>(), y.get::<Str>()) {
                    (Some(x), Some(y)) => x.view().cmp(&y.view()),
                    _ => std::cmp::Ordering::Equal,
                });
            } else if !plain {
                self.state = State::Items(v.clone());
                return Err(Step::Ask(mapping_items(&v)));
            }
            self.begin_dict(v.clone(), items);
            return Ok(State::Next);
        }
        self.enter(vm, e, &v)?;
        self.state = State::Asked(v.clone());
        Err(Step::Ask(Act::call(e.default.clone(), [v])))
    }

    fn begin_dict(&mut self, dict: Value, items: Vec<(Value, Value)>) {
        self.opened(b'{', Level::Dict { dict, items: items.into_iter(), key: Value::NONE, empty: true });
    }

    /// Writes what comes before the next value of the topmost level; or closes it.
    fn next(&mut self, vm: &mut Vm, e: &Encoder) -> Result<State, Step> {
        match self.stack.last_mut() {
            None => {
                let text = str::new(std::mem::take(&mut self.out).finish());
                Err(Step::Return(tuple::new(vec![text])))
            }
            Some(Level::Default(object)) => {
                let identity = object.identity();
                self.open.remove(&identity);
                self.stack.pop();
                Ok(State::Next)
            }
            Some(Level::List { list, next }) => match sequence::item(list, *next) {
                Some(v) => {
                    if *next > 0 {
                        push(&mut self.out, &e.item_separator);
                    }
                    *next += 1;
                    self.newline(e);
                    Ok(State::Value(v))
                }
                None => {
                    let identity = list.identity();
                    self.close(e, identity, b']', true);
                    Ok(State::Next)
                }
            },
            Some(Level::Dict { dict, items, key, empty }) => {
                let Some((k, v)) = items.next() else {
                    let (identity, any) = (dict.identity(), !*empty);
                    self.close(e, identity, b'}', any);
                    return Ok(State::Next);
                };
                *key = k.clone();
                let first = *empty;
                let text = if k.is_a::<Str>() {
                    None
                } else {
                    match simple(vm, e, &k) {
                        Some(Ok(text)) => Some(text),
                        Some(Err(error)) => return Err(Step::Raise(error)),
                        None if e.skip_keys => return Ok(State::Next),
                        None => {
                            let name = qualified_type_name(vm, &k);
                            let text = format!("keys must be str, int, float, bool or None, not {name}");
                            // what is around the object is noted, not its own key
                            self.stack.pop();
                            return Err(Step::Raise(vm.type_error(text)));
                        }
                    }
                };
                *empty = false;
                if !first {
                    push(&mut self.out, &e.item_separator);
                }
                self.newline(e);
                let k = match text {
                    Some(text) if e.quick.is_some() => {
                        self.out.push_char(0x22);
                        self.out.push_utf8(&text);
                        self.out.push_char(0x22);
                        push(&mut self.out, &e.key_separator);
                        return Ok(State::Value(v));
                    }
                    Some(text) => str::new(text.into_owned()),
                    None => k,
                };
                match (e.quick, k.get::<Str>()) {
                    (Some(ascii), Some(s)) => {
                        push_string(&mut self.out, s.view(), ascii);
                        push(&mut self.out, &e.key_separator);
                        Ok(State::Value(v))
                    }
                    _ => {
                        self.state = State::EncodingKey(v);
                        Err(Step::Ask(Act::call(e.encoder.clone(), [k])))
                    }
                }
            }
        }
    }

    fn close(&mut self, e: &Encoder, identity: u64, bracket: u8, any: bool) {
        self.open.remove(&identity);
        self.stack.pop();
        self.depth -= 1;
        if any {
            self.newline(e);
        }
        self.out.push_char(bracket as u32);
    }

    /// What was asked for is there.
    fn answer(&mut self, vm: &mut Vm, e: &Encoder, v: Value) -> Result<State, Step> {
        match std::mem::replace(&mut self.state, State::Next) {
            State::Asked(object) => {
                self.stack.push(Level::Default(object));
                Ok(State::Value(v))
            }
            State::Items(dict) => {
                let pairs = v.get::<List>().map(|l| l.items.borrow().clone()).unwrap_or_default();
                let mut items = Vec::with_capacity(pairs.len());
                for pair in &pairs {
                    match pair.get::<Tuple>().map(|t| t.items()) {
                        Some([k, v]) => items.push((k.clone(), v.clone())),
                        _ => return Err(Step::Raise(vm.value_error("items must return 2-tuples"))),
                    }
                }
                self.begin_dict(dict, items);
                Ok(State::Next)
            }
            State::Encoding | State::EncodingKey(_) if !v.is_a::<Str>() => {
                let name = vm.type_name(&v);
                Err(Step::Raise(vm.type_error(format!("encoder() must return a string, not {name}"))))
            }
            State::Encoding => {
                push(&mut self.out, &v);
                Ok(State::Next)
            }
            State::EncodingKey(value) => {
                push(&mut self.out, &v);
                push(&mut self.out, &e.key_separator);
                Ok(State::Value(value))
            }
            state => Ok(state),
        }
    }

    /// Says in notes where in the document the error is.
    fn fail(&mut self, vm: &mut Vm, e: Raised) -> Step {
        let exception = vm.take_raised(e);
        let mut notes: Vec<(String, Option<Value>)> = Vec::new();
        while let Some(level) = self.stack.pop() {
            notes.push(match level {
                Level::List { list, next } => (
                    format!("when serializing {} item {}", qualified_type_name(vm, &list), next.saturating_sub(1)),
                    None,
                ),
                Level::Dict { dict, key, .. } => {
                    (format!("when serializing {} item ", qualified_type_name(vm, &dict)), Some(key))
                }
                Level::Default(object) => {
                    (format!("when serializing {} object", qualified_type_name(vm, &object)), None)
                }
            });
        }
        if notes.is_empty() {
            return Step::Raise(vm.raise(exception));
        }
        Step::Ask(Act::run(async move |cx| {
            for (mut note, key) in notes {
                if let Some(key) = key {
                    let shown = cx.repr(&key).await?;
                    note.push_str(&shown.get::<Str>().map_or(String::new(), |s| s.to_text()));
                }
                cx.call_method(&exception, "add_note", [str::new(note)]).await?;
                cx.tick(1).await?;
            }
            Err(cx.vm().raise(exception))
        }))
    }
}

/// `list(mapping.items())`.
fn mapping_items(v: &Value) -> Act {
    let v = v.clone();
    Act::run(async move |cx| {
        let items = cx.call_method(&v, "items", []).await?;
        let items = cx.collect(&items).await?;
        Ok(list::new(items))
    })
}

/// `sorted(mapping.items())`.
fn sorted_items(v: &Value) -> Act {
    let v = v.clone();
    Act::run(async move |cx| {
        let act = mapping_items(&v);
        let items = cx.act(act).await?;
        cx.call_method(&items, "sort", []).await?;
        Ok(items)
    })
}

impl NativeFrame for Encode {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        let encoder = self.encoder.clone();
        let Some(e) = encoder.native::<Encoder>() else { return Step::Return(Value::NONE) };
        let mut progress = match input {
            // a note is there already when the stack is gone
            Input::Raised(error) => return self.fail(vm, error),
            Input::Value(v) => self.answer(vm, e, v),
            _ => Ok(std::mem::replace(&mut self.state, State::Next)),
        };
        loop {
            progress = match progress {
                Ok(State::Value(v)) => self.value(vm, e, v),
                Ok(_) => self.next(vm, e),
                Err(Step::Raise(error)) => return self.fail(vm, error),
                Err(step) => return step,
            };
            if vm.charge(1)
                && let Ok(state) = progress
            {
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
    let level = int::to_i64(a.at(2)).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let state = State::Value(a.at(1).clone());
    let work = Encode {
        encoder: a.at(0).clone(),
        out: StrBuilder::new(),
        stack: Vec::new(),
        state,
        open: HashSet::with_hasher(Hashing),
        depth: level,
    };
    Act::begin(vm, work)
}

static METHODS: &[NativeDef] = &[
    leaf(
        "__new__",
        "(cls, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
        new,
    )
    .stat(),
    tail("__call__", "(self, obj, _current_indent_level)", call),
];

pub static SPEC: TypeSpec = TypeSpec {
    module: "_json",
    doc: "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    methods: METHODS,
    ..TypeSpec::of::<Native>("Encoder")
};
