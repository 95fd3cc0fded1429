//! `_functools`: partial, reduce, cmp_to_key, the cache behind `lru_cache`.
//!
//! Invariant: the cache's entries stand in order of use, the oldest first; a hit moves its entry behind all others; the function runs
//! outside any access to the cache, which may have changed when it returns.

use super::ModuleSpec;
use crate::code::CmpOp;
use crate::heap::{Mut, Ref, Visitor};
use crate::object::dict::Dict;
use crate::object::function::BoundMethod;
use crate::object::native::{Native, NativeObject};
use crate::object::sequence::{push_repr, repr_enter, repr_leave};
use crate::object::spec::{GetSetDef, TypeSpec, getset, getter};
use crate::object::str::{self, Str};
use crate::object::tuple::{self, Tuple};
use crate::object::ty::{Type, flag};
use crate::object::{class_getitem, int, names::Dunder, type_of, types};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::native::{Act, Args, CallArgs, NativeDef, PyResult, Raised, leaf, tail};
use crate::vm::pull::{Held, Pull, Pulling};
use crate::vm::{Cx, Vm};
use std::cell::Cell;

pub static SPEC: ModuleSpec =
    ModuleSpec { name: "_functools", doc: "Tools that operate on functions.", functions: FUNCTIONS, init };

static FUNCTIONS: &[NativeDef] = &[
    tail("reduce", "(function, iterable, /, initial=<unrepresentable>)", reduce),
    leaf("cmp_to_key", "(mycmp)", cmp_to_key),
];

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    for (name, spec) in [("partial", &PARTIAL), ("_lru_cache_wrapper", &CACHE), ("_PlaceholderType", &PLACEHOLDER)] {
        let ty = vm.native_type(spec);
        let name = vm.intern(name);
        dict.set_interned(&name, ty.value());
    }
    let (name, value) = (vm.intern("Placeholder"), placeholder(vm));
    dict.set_interned(&name, value);
    Ok(())
}

fn reduce(vm: &mut Vm, a: &Args) -> Act {
    let (function, initial) = (a.at(0).clone(), a.opt(2).cloned());
    vm.iter(a.at(1)).then(vm, move |vm, r| match r {
        Ok(it) => {
            let pair = tuple::pair(function, it);
            Pulling::with(&pair, fold, initial)
        }
        Err(e) => match vm.catch(e, &types().exc.TypeError.clone()) {
            Ok(()) => Act::Raise(vm.type_error("reduce() arg 2 must support iteration")),
            Err(e) => Act::Raise(e),
        },
    })
}

/// Goes on with `reduce`: the pair is the function and what it takes items from; the total is held.
fn fold(vm: &mut Vm, pair: &Value, held: &mut Held, got: Option<Value>) -> Pull {
    let [function, it] = pair.get::<Tuple>().map_or(&[][..], Tuple::items) else { return Pull::Give(Value::NONE) };
    match (held.at, got) {
        (0, _) => {}
        (1, None) => {
            return match held.values.pop() {
                Some(total) => Pull::Give(total),
                None if held.failed => Pull::Give(Value::NONE),
                None => Pull::Raise(vm.type_error("reduce() of empty iterable with no initial value")),
            };
        }
        (1, Some(v)) => match held.values.pop() {
            Some(total) => {
                held.at = 2;
                return Pull::Ask(Act::call(function.clone(), [total, v]));
            }
            None => held.values.push(v),
        },
        (_, Some(total)) => held.values.push(total),
        (_, None) => return Pull::Give(Value::NONE),
    }
    held.at = 1;
    Pull::Item(it.clone())
}

// ---- Placeholder

struct Placeholder;

impl NativeObject for Placeholder {
    fn visit(&self, _: &mut Visitor) {}
}

#[derive(Default)]
struct TheOne(Option<Value>);

/// The only instance.
fn placeholder(vm: &mut Vm) -> Value {
    if let Some(v) = &vm.state::<TheOne>().0 {
        return v.clone();
    }
    let ty = vm.native_type(&PLACEHOLDER);
    let v: Value = crate::heap::alloc(&ty, Native(Box::new(Placeholder))).into();
    vm.state::<TheOne>().0 = Some(v.clone());
    v
}

fn is_placeholder(v: &Value) -> bool {
    v.native::<Placeholder>().is_some()
}

static PLACEHOLDER: TypeSpec = TypeSpec {
    module: "functools",
    methods: &[
        leaf("__new__", "(cls)", |vm, _| Ok(placeholder(vm))).stat(),
        leaf("__repr__", "(self, /)", |_, _| Ok(str::new("Placeholder"))),
        leaf("__reduce__", "(self, /)", |_, _| Ok(str::new("Placeholder"))),
    ],
    doc: "The type of the Placeholder singleton.\n\nUsed as a placeholder for partial arguments.",
    ..TypeSpec::of::<Native>("_PlaceholderType")
};

// ---- partial

struct Partial {
    func: Mut<Value>,
    /// tuple
    args: Mut<Value>,
    /// dict
    keywords: Mut<Ref<Dict>>,
    /// number of placeholders among `args`
    places: Cell<usize>,
}

impl NativeObject for Partial {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.func.borrow());
        v.value(&self.args.borrow());
        v.reference(&*self.keywords.borrow());
    }
    fn clear(&self) {
        self.func.set(Value::NONE);
        self.args.set(types().empty_tuple());
    }
}

fn items(t: &Value) -> Vec<Value> {
    t.get::<Tuple>().map_or_else(Vec::new, |t| t.items().to_vec())
}

fn partial_new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some((func, args)) = a.rest(1).split_first() else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if !vm.has_dunder(func, Dunder::Call) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    if args.last().is_some_and(is_placeholder) {
        return Err(vm.type_error("trailing Placeholders are not allowed"));
    }
    let given = a.opt(2).and_then(|k| k.get_ref::<Dict>());
    let given: Vec<(Value, Value)> = given.map_or_else(Vec::new, |k| k.items());
    if given.iter().any(|(_, v)| is_placeholder(v)) {
        return Err(vm.type_error("Placeholder cannot be passed as a keyword argument"));
    }
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Ok(Value::NONE) };
    // a partial of a partial becomes one, unless it has attributes of its own to keep
    let exact = vm.native_type(&PARTIAL);
    let (mut func, mut all, keywords) = (func.clone(), args.to_vec(), Dict::new());
    if let Some(inner) = func.clone().native::<Partial>()
        && type_of(&func).is(&exact)
    {
        let mut rest = args.iter().cloned();
        let mut merged: Vec<Value> = Vec::new();
        for v in items(&inner.args.get()) {
            merged.push(if is_placeholder(&v) { rest.next().unwrap_or(v) } else { v });
        }
        merged.extend(rest);
        all = merged;
        inner.keywords.get().copy_into(&keywords);
        func = inner.func.get();
    }
    for (k, v) in given {
        if let Some(k) = k.get_ref::<Str>() {
            keywords.set_interned(&k, v);
        }
    }
    let places = all.iter().filter(|v| is_placeholder(v)).count();
    let p = Partial {
        func: Mut::new(func),
        args: Mut::new(tuple::new(all)),
        keywords: Mut::new(keywords),
        places: Cell::new(places),
    };
    Ok(crate::heap::alloc_in(&cls, Native(Box::new(p))).into())
}

fn partial_call(vm: &mut Vm, a: &Args) -> Act {
    let Some(p) = a.at(0).native::<Partial>() else { return Act::Raise(vm.type_error("expected a partial")) };
    let given = a.rest(1);
    let mut call = CallArgs::default();
    let places = p.places.get();
    if places > 0 {
        if given.len() < places {
            return Act::Raise(vm.type_error(format!(
                "missing positional arguments in 'partial' call; expected at least {places}, got {}",
                given.len()
            )));
        }
        let mut next = given.iter();
        for v in items(&p.args.get()) {
            call.values.push(if is_placeholder(&v) { next.next().cloned().unwrap_or(v) } else { v });
        }
        call.values.extend(next.cloned());
    } else {
        if let Some(t) = p.args.borrow().get::<Tuple>() {
            call.values.extend(t.items().iter().cloned());
        }
        call.values.extend(given.iter().cloned());
    }
    let own = p.keywords.get();
    let more = a.opt(2).and_then(|k| k.get_ref::<Dict>());
    if !own.is_empty() || more.is_some() {
        let merged = match &more {
            None => own,
            Some(more) => {
                let merged = own.copy();
                for (k, v) in more.items() {
                    if let Some(k) = k.get_ref::<Str>() {
                        merged.set_interned(&k, v);
                    }
                }
                merged
            }
        };
        let (names, values): (Vec<Value>, Vec<Value>) = merged.items().into_iter().unzip();
        call.values.extend(values);
        call.names = Some(tuple::new(names));
    }
    Act::Call(p.func.get(), call)
}

async fn partial_repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(p) = a.at(0).native::<Partial>() else { return Ok(Value::NOT_IMPLEMENTED) };
    if !repr_enter(cx.vm(), a.at(0)) {
        return Ok(str::new("..."));
    }
    let r = partial_text(cx, a.at(0), p).await;
    repr_leave(cx.vm(), a.at(0));
    r
}

async fn partial_text(cx: &mut Cx, object: &Value, p: &Partial) -> PyResult {
    let mut out = StrBuilder::new();
    out.push_utf8(&crate::object::qualified_type_name(cx.vm(), object));
    out.push_ascii(b"(");
    push_repr(cx, &mut out, &p.func.get()).await?;
    for v in items(&p.args.get()) {
        out.push_ascii(b", ");
        push_repr(cx, &mut out, &v).await?;
    }
    for (k, v) in p.keywords.get().items() {
        out.push_ascii(b", ");
        let name = cx.str(&k).await?;
        if let Some(s) = name.get::<Str>() {
            out.push_view(s.view());
        }
        out.push_ascii(b"=");
        push_repr(cx, &mut out, &v).await?;
    }
    out.push_ascii(b")");
    Ok(str::new(out.finish()))
}

fn partial_get(_: &mut Vm, a: &Args) -> PyResult {
    Ok(if a.at(1).is_none() { a.at(0).clone() } else { BoundMethod::new(a.at(0).clone(), a.at(1).clone()) })
}

/// The instance's `__dict__`, None if it is empty.
async fn attributes(cx: &mut Cx, v: &Value) -> PyResult {
    let name = cx.vm().names.dict.clone();
    let d = cx.get_attr_opt(v, &name).await?.unwrap_or(Value::NONE);
    Ok(if d.get::<Dict>().is_some_and(Dict::is_empty) { Value::NONE } else { d })
}

async fn partial_reduce(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(p) = a.at(0).native::<Partial>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let attributes = attributes(cx, a.at(0)).await?;
    let func = p.func.get();
    let state = tuple::new(vec![func.clone(), p.args.get(), p.keywords.get().into(), attributes]);
    Ok(tuple::new(vec![type_of(a.at(0)).into(), tuple::new(vec![func]), state]))
}

async fn partial_setstate(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(p) = a.at(0).native::<Partial>() else { return Ok(Value::NONE) };
    let parts = if a.at(1).is_a::<Tuple>() { items(a.at(1)) } else { Vec::new() };
    let [func, args, keywords, attributes] = parts.as_slice() else {
        return Err(cx.vm().type_error("invalid partial state"));
    };
    let keywords = match keywords.get_ref::<Dict>() {
        Some(d) if d.is_exact() => Some(d),
        Some(d) => Some(d.copy()),
        None => keywords.is_none().then(Dict::new),
    };
    let callable = cx.vm().is_callable(func);
    let dict = attributes.get_ref::<Dict>();
    let (Some(keywords), true, true, true) =
        (keywords, args.is_a::<Tuple>(), callable, dict.is_some() || attributes.is_none())
    else {
        return Err(cx.vm().type_error("invalid partial state"));
    };
    let values = items(args);
    if values.last().is_some_and(is_placeholder) {
        return Err(cx.vm().type_error("trailing Placeholders are not allowed"));
    }
    p.places.set(values.iter().filter(|v| is_placeholder(v)).count());
    p.func.set(func.clone());
    p.args.set(if types().tuple.is_type_of(args) { args.clone() } else { tuple::new(values) });
    p.keywords.set(keywords);
    let dict = dict.unwrap_or_else(Dict::new);
    crate::object::object_::set_dict(cx.vm(), a.at(0), Some(dict.into()))?;
    Ok(Value::NONE)
}

fn part(vm: &mut Vm, v: &Value, f: fn(&Partial) -> Value) -> PyResult {
    match v.native::<Partial>() {
        Some(p) => Ok(f(p)),
        None => Err(vm.type_error("expected a partial")),
    }
}

static PARTIAL_PARTS: &[GetSetDef] = &[
    getset("__dict__", crate::object::object_::get_dict, |vm, v, value| match value {
        Some(d) => crate::object::object_::set_dict(vm, v, Some(d)),
        None => Err(vm.type_error("cannot delete __dict__")),
    }),
    getter("func", |vm, v| part(vm, v, |p| p.func.get())),
    getter("args", |vm, v| part(vm, v, |p| p.args.get())),
    getter("keywords", |vm, v| part(vm, v, |p| p.keywords.get().into())),
];

static PARTIAL: TypeSpec = TypeSpec {
    module: "functools",
    flags: flag::BASETYPE | flag::HAS_DICT | flag::WEAKREFABLE,
    methods: &[
        leaf("__new__", "(cls, /, *args, **kwargs)", partial_new).stat(),
        tail("__call__", "(self, /, *args, **kwargs)", partial_call),
        leaf("__get__", "(self, instance, owner=None, /)", partial_get),
        resumable!("__repr__", "(self, /)", partial_repr),
        resumable!("__reduce__", "(self, /)", partial_reduce),
        resumable!("__setstate__", "(self, object, /)", partial_setstate),
        class_getitem::DEF,
    ],
    getset: PARTIAL_PARTS,
    doc: "Create a new function with partial application of the given arguments and keywords.",
    ..TypeSpec::of::<Native>("partial")
};

// ---- cmp_to_key

/// `cmp_to_key(f)` (no object yet), or a key made by it.
struct KeyWrapper {
    compare: Value,
    object: Mut<Option<Value>>,
}

impl NativeObject for KeyWrapper {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.compare);
        v.option(&self.object.borrow());
    }
    fn clear(&self) {
        drop(self.object.take());
    }
}

fn key_wrapper(vm: &mut Vm, compare: Value, object: Option<Value>) -> Value {
    let ty = vm.native_type(&KEY_WRAPPER);
    crate::heap::alloc(&ty, Native(Box::new(KeyWrapper { compare, object: Mut::new(object) }))).into()
}

/// The comparison that tells the order of two keys of one `cmp_to_key`: it gives a number that is negative where `<` holds.
pub fn comparison(x: &Value, y: &Value) -> Option<Act> {
    let (x, y) = (x.native::<KeyWrapper>()?, y.native::<KeyWrapper>()?);
    Some(Act::call(x.compare.clone(), [x.object.get()?, y.object.get()?]))
}

fn cmp_to_key(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(key_wrapper(vm, a.at(0).clone(), None))
}

fn key_call(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(k) = a.at(0).native::<KeyWrapper>() else { return Ok(Value::NONE) };
    let compare = k.compare.clone();
    Ok(key_wrapper(vm, compare, Some(a.at(1).clone())))
}

fn key_compare(vm: &mut Vm, a: &Args, op: CmpOp) -> Act {
    let (Some(x), Some(y)) = (a.at(0).native::<KeyWrapper>(), a.at(1).native::<KeyWrapper>()) else {
        return Act::Raise(vm.type_error("other argument must be K instance"));
    };
    let (Some(u), Some(v)) = (x.object.get(), y.object.get()) else {
        let ty = types().exc.AttributeError.clone();
        return Act::Raise(vm.error(&ty, "object"));
    };
    Act::call(x.compare.clone(), [u, v]).then(vm, move |vm, r| match r {
        Ok(order) => match order.as_small() {
            Some(order) => Act::Done(Value::bool(op.of_order(order.cmp(&0)))),
            None => vm.compare(op, &order, &Value::int(0)),
        },
        Err(e) => Act::Raise(e),
    })
}

static KEY_WRAPPER: TypeSpec = TypeSpec {
    module: "functools",
    unhashable: true,
    methods: &[
        leaf("__call__", "(self, obj)", key_call),
        tail("__lt__", "(self, value, /)", |vm, a| key_compare(vm, a, CmpOp::Lt)),
        tail("__le__", "(self, value, /)", |vm, a| key_compare(vm, a, CmpOp::Le)),
        tail("__eq__", "(self, value, /)", |vm, a| key_compare(vm, a, CmpOp::Eq)),
        tail("__ne__", "(self, value, /)", |vm, a| key_compare(vm, a, CmpOp::Ne)),
        tail("__gt__", "(self, value, /)", |vm, a| key_compare(vm, a, CmpOp::Gt)),
        tail("__ge__", "(self, value, /)", |vm, a| key_compare(vm, a, CmpOp::Ge)),
    ],
    getset: &[getset(
        "obj",
        |_, v| Ok(v.native::<KeyWrapper>().and_then(|k| k.object.get()).unwrap_or(Value::NONE)),
        |_, v, new| {
            if let Some(k) = v.native::<KeyWrapper>() {
                drop(k.object.replace(new));
            }
            Ok(())
        },
    )],
    flags: flag::NO_INSTANTIATION,
    ..TypeSpec::of::<Native>("KeyWrapper")
};

// ---- the cache of lru_cache

struct Cache {
    function: Value,
    entries: Ref<Dict>,
    /// None: without bound
    max: Option<usize>,
    typed: bool,
    info: Value,
    hits: Cell<i64>,
    misses: Cell<i64>,
}

impl NativeObject for Cache {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.function);
        v.reference(&self.entries);
        v.value(&self.info);
    }
    fn clear(&self) {
        self.entries.clear();
    }
}

fn cache_new(vm: &mut Vm, a: &Args) -> PyResult {
    let function = a.at(1);
    if !vm.has_dunder(function, Dunder::Call) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let max = match a.at(2) {
        m if m.is_none() => None,
        m if int::is_int(m) => Some(int::to_i64(m).unwrap_or(i64::MAX).max(0) as usize),
        _ => return Err(vm.type_error("maxsize should be integer or None")),
    };
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Ok(Value::NONE) };
    let typed = a.at(3).as_bool() == Some(true) || a.at(3).as_small().is_some_and(|i| i != 0);
    let cache = Cache {
        function: function.clone(),
        entries: Dict::new(),
        max,
        typed,
        info: a.at(4).clone(),
        hits: Cell::new(0),
        misses: Cell::new(0),
    };
    Ok(crate::heap::alloc_in(&cls, Native(Box::new(cache))).into())
}

/// The key that a call's arguments make: the argument itself if it is one int or str.
fn cache_key(vm: &mut Vm, typed: bool, args: &[Value], keywords: &[(Value, Value)]) -> Value {
    if let ([one], true, false) = (args, keywords.is_empty(), typed)
        && (one.as_small().is_some() || str::is_exact(one) || types().int.is_type_of(one))
    {
        return one.clone();
    }
    let mut key = args.to_vec();
    if !keywords.is_empty() {
        key.push(placeholder(vm));
        for (k, v) in keywords {
            key.push(k.clone());
            key.push(v.clone());
        }
    }
    if typed {
        key.extend(args.iter().map(|v| Value::from(type_of(v))));
        key.extend(keywords.iter().map(|(_, v)| Value::from(type_of(v))));
    }
    tuple::new(key)
}

fn cache_call(vm: &mut Vm, a: &Args) -> Act {
    let Some(c) = a.at(0).native::<Cache>() else { return Act::Raise(vm.type_error("expected a cache")) };
    let args = a.rest(1);
    let keywords = a.opt(2).and_then(|k| k.get_ref::<Dict>()).map_or_else(Vec::new, |k| k.items());
    let passed_on = || {
        let mut call = CallArgs::from(args);
        if !keywords.is_empty() {
            call.values.extend(keywords.iter().map(|(_, v)| v.clone()));
            call.names = Some(tuple::new(keywords.iter().map(|(k, _)| k.clone()).collect()));
        }
        call
    };
    if c.max == Some(0) {
        c.misses.set(c.misses.get() + 1);
        return Act::Call(c.function.clone(), passed_on());
    }
    let key = cache_key(vm, c.typed, args, &keywords);
    if let Some(hash) = crate::object::compare::hash_natively(&key)
        && let Ok(Some(i)) = c.entries.find(&key, hash)
    {
        return Act::Done(hit(c, i));
    }
    let (cache, call) = (a.at(0).clone(), passed_on());
    Act::run(async move |cx| {
        let Some(c) = cache.native::<Cache>() else { return Ok(Value::NONE) };
        let hash = cx.hash(&key).await?;
        if let Some(i) = cx.dict_find(&c.entries, &key, hash).await? {
            return Ok(hit(c, i));
        }
        c.misses.set(c.misses.get() + 1);
        let result = cx.call_kw(&c.function, call).await?;
        // the function may have filled in this very key
        match cx.dict_find(&c.entries, &key, hash).await? {
            Some(i) if c.max.is_none() => c.entries.set_value_at(i, result.clone()),
            Some(_) => {}
            None => {
                if c.max.is_some_and(|m| c.entries.len() >= m) {
                    let oldest = c.entries.next_entry(0).and_then(|(i, ..)| c.entries.remove_at(i));
                    drop(oldest);
                }
                c.entries.insert_new(key, hash, result.clone());
            }
        }
        Ok(result)
    })
}

fn hit(c: &Cache, i: usize) -> Value {
    c.hits.set(c.hits.get() + 1);
    let v = c.entries.value_at(i).unwrap_or(Value::NONE);
    if c.max.is_some() {
        c.entries.move_to_end(i, true);
    }
    v
}

fn cache_info(_: &mut Vm, a: &Args) -> Act {
    let Some(c) = a.at(0).native::<Cache>() else { return Act::Done(Value::NONE) };
    let max = c.max.map_or(Value::NONE, Value::size);
    Act::call(c.info.clone(), [Value::int(c.hits.get()), Value::int(c.misses.get()), max, Value::size(c.entries.len())])
}

fn cache_clear(_: &mut Vm, a: &Args) -> PyResult {
    if let Some(c) = a.at(0).native::<Cache>() {
        c.hits.set(0);
        c.misses.set(0);
        c.entries.clear();
    }
    Ok(Value::NONE)
}

async fn cache_reduce(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let name = cx.vm().names.qualname.clone();
    cx.get_attr(a.at(0), &name).await
}

fn itself(_: &mut Vm, a: &Args) -> PyResult {
    Ok(a.at(0).clone())
}

static CACHE: TypeSpec = TypeSpec {
    module: "functools",
    flags: flag::BASETYPE | flag::HAS_DICT | flag::WEAKREFABLE,
    methods: &[
        leaf("__new__", "(cls, user_function, maxsize, typed, cache_info_type)", cache_new).stat(),
        tail("__call__", "(self, /, *args, **kwargs)", cache_call),
        leaf("__get__", "(self, instance, owner=None, /)", partial_get),
        tail("cache_info", "(self, /)", cache_info),
        leaf("cache_clear", "(self, /)", cache_clear),
        resumable!("__reduce__", "(self, /)", cache_reduce),
        leaf("__copy__", "(self, /)", itself),
        leaf("__deepcopy__", "(self, memo, /)", itself),
    ],
    getset: &[crate::object::class::DICT_DEF],
    doc: "Create a cached callable that wraps another function.",
    ..TypeSpec::of::<Native>("_lru_cache_wrapper")
};
