//! OrderedDict: a dict whose entries can be moved to either end.
//!
//! Invariant: the order is the dict's own; equality of two of them depends on it. Views and iterators are those of dict under CPython's
//! names.

use super::dict_of;
use crate::object::dict::Dict;
use crate::object::dict_iter::{DictIter, What};
use crate::object::dict_view::DictView;
use crate::object::sequence::{push_repr, repr_enter, repr_leave};
use crate::object::spec::TypeSpec;
use crate::object::ty::flag;
use crate::object::{class_getitem, dict_methods, str, tuple, type_of};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::native::{Act, Args, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};

/// `update` and `__init__`: through `self[key] = value`, as the class's `__setitem__` may be overridden.
async fn update_with(cx: &mut Cx, a: &Args<'static>) -> PyResult {
    let given = a.rest(1);
    if given.len() > 1 {
        let name = format!("expected at most 1 argument, got {}", given.len());
        return Err(cx.vm().type_error(name));
    }
    let target = a.at(0);
    let plain = super::is_dicts_own(cx.vm(), target, "__setitem__");
    let d = dict_of(cx.vm(), target)?;
    if let Some(source) = given.first() {
        if plain {
            dict_methods::update_from(cx, &d, source).await?;
        } else {
            let pairs = Dict::new();
            dict_methods::update_from(cx, &pairs, source).await?;
            for (k, v) in pairs.items() {
                cx.set_item(target, &k, &v).await?;
                cx.tick(1).await?;
            }
        }
    }
    if let Some(k) = a.opt(2).and_then(|k| k.get_ref::<Dict>()) {
        for (key, value) in k.items() {
            cx.set_item(target, &key, &value).await?;
        }
    }
    Ok(Value::NONE)
}

async fn update(cx: &mut Cx, a: Args<'static>) -> PyResult {
    update_with(cx, &a).await
}

async fn move_to_end(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = dict_of(cx.vm(), a.at(0))?;
    let last = match a.opt(2) {
        Some(v) => cx.truth(v).await?,
        None => true,
    };
    let hash = cx.key_hash(a.at(1)).await?;
    match cx.dict_find(&d, a.at(1), hash).await? {
        Some(i) => {
            d.move_to_end(i, last);
            Ok(Value::NONE)
        }
        None => Err(cx.vm().key_error(a.at(1).clone())),
    }
}

async fn popitem(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = dict_of(cx.vm(), a.at(0))?;
    let last = match a.opt(1) {
        Some(v) => cx.truth(v).await?,
        None => true,
    };
    let found = if last { d.pop_last() } else { d.next_entry(0).and_then(|(i, ..)| d.remove_at(i)) };
    match found {
        Some((k, v)) => Ok(tuple::pair(k, v)),
        None => {
            let text = str::new("dictionary is empty");
            Err(cx.vm().key_error(text))
        }
    }
}

async fn pop(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = dict_of(cx.vm(), a.at(0))?;
    if let Some(v) = cx.dict_remove(&d, a.at(1)).await? {
        return Ok(v);
    }
    if let Some(v) = a.opt(2) {
        return Ok(v.clone());
    }
    Err(cx.vm().key_error(a.at(1).clone()))
}

async fn copy(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = dict_of(cx.vm(), a.at(0))?;
    let class = type_of(a.at(0));
    let out = cx.call(&class.value(), []).await?;
    match out.get_ref::<Dict>() {
        Some(o)
            if o.is_empty()
                && super::is_dicts_own(cx.vm(), &out, "__setitem__")
                && super::is_dicts_own(cx.vm(), a.at(0), "__getitem__") =>
        {
            d.copy_into(&o)
        }
        _ => {
            let mut i = 0;
            while let Some((at, k, _)) = d.next_entry(i) {
                let before = d.version();
                let v = cx.get_item(a.at(0), &k).await?;
                cx.set_item(&out, &k, &v).await?;
                unchanged(cx, &d, before)?;
                i = at + 1;
                cx.tick(1).await?;
            }
        }
    }
    Ok(out)
}

async fn equal(cx: &mut Cx, a: &Args<'static>) -> PyResult<Option<bool>> {
    let x = dict_of(cx.vm(), a.at(0))?;
    let Some(y) = a.at(1).get_ref::<Dict>() else { return Ok(None) };
    if !dict_methods::equal(cx, &x, &y).await? {
        return Ok(Some(false));
    }
    let ordered = cx.vm().native_type(&SPEC);
    if !type_of(a.at(1)).is_subtype(&ordered) {
        return Ok(Some(true));
    }
    let (mut i, mut j) = (0, 0);
    while let (Some((ix, k, _)), Some((iy, l, _))) = (x.next_entry(i), y.next_entry(j)) {
        let before = (x.version(), y.version());
        if !cx.equal(&k, &l).await? {
            return Ok(Some(false));
        }
        unchanged(cx, &x, before.0)?;
        unchanged(cx, &y, before.1)?;
        (i, j) = (ix + 1, iy + 1);
        cx.tick(1).await?;
    }
    Ok(Some(x.next_entry(i).is_none() && y.next_entry(j).is_none()))
}

/// Refuses to go on over a dict that is no longer what it was.
fn unchanged(cx: &mut Cx, d: &Dict, version: u32) -> PyResult<()> {
    match d.version() == version {
        true => Ok(()),
        false => Err(cx.vm().runtime_error("OrderedDict mutated during iteration")),
    }
}

async fn eq(cx: &mut Cx, a: Args<'static>) -> PyResult {
    Ok(equal(cx, &a).await?.map_or(Value::NOT_IMPLEMENTED, Value::bool))
}

async fn ne(cx: &mut Cx, a: Args<'static>) -> PyResult {
    Ok(equal(cx, &a).await?.map_or(Value::NOT_IMPLEMENTED, |e| Value::bool(!e)))
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = dict_of(cx.vm(), a.at(0))?;
    let name = crate::object::type_ref(a.at(0)).name();
    if d.is_empty() {
        return Ok(str::new(format!("{name}()")));
    }
    if !repr_enter(cx.vm(), a.at(0)) {
        return Ok(str::new("..."));
    }
    let mut out = StrBuilder::new();
    out.push_utf8(&name);
    out.push_ascii(b"(");
    let plain: Value = d.copy().into();
    let r = push_repr(cx, &mut out, &plain).await;
    repr_leave(cx.vm(), a.at(0));
    r?;
    out.push_ascii(b")");
    Ok(str::new(out.finish()))
}

async fn or(cx: &mut Cx, a: Args<'static>) -> PyResult {
    join(cx, a.at(0), a.at(0), a.at(1)).await
}

async fn ror(cx: &mut Cx, a: Args<'static>) -> PyResult {
    join(cx, a.at(0), a.at(1), a.at(0)).await
}

/// A dict of `like`'s class with the entries of `x`, then those of `y`.
async fn join(cx: &mut Cx, like: &Value, x: &Value, y: &Value) -> PyResult {
    if !x.is_a::<Dict>() || !y.is_a::<Dict>() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let class: Value = type_of(like).into();
    let out = cx.call(&class, [x.clone()]).await?;
    cx.call_method(&out, "update", [y.clone()]).await?;
    Ok(out)
}

async fn ior(cx: &mut Cx, a: Args<'static>) -> PyResult {
    cx.call_method(a.at(0), "update", [a.at(1).clone()]).await?;
    Ok(a.at(0).clone())
}

fn view(vm: &mut Vm, a: &Args, what: What) -> PyResult {
    let dict = dict_of(vm, a.at(0))?;
    let ty = vm.native_type(match what {
        What::Keys => &KEYS,
        What::Values => &VALUES,
        What::Items => &ITEMS,
    });
    Ok(crate::heap::alloc(&ty, DictView { dict, what }).into())
}

fn keys(vm: &mut Vm, a: &Args) -> PyResult {
    view(vm, a, What::Keys)
}

fn values(vm: &mut Vm, a: &Args) -> PyResult {
    view(vm, a, What::Values)
}

fn items(vm: &mut Vm, a: &Args) -> PyResult {
    view(vm, a, What::Items)
}

fn iterator(vm: &mut Vm, dict: &Value, what: What, reverse: bool) -> Value {
    let ty = vm.native_type(&ITERATOR);
    DictIter::over_ordered(&ty, dict, what, reverse)
}

fn iter(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(iterator(vm, a.at(0), What::Keys, false))
}

fn reversed(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(iterator(vm, a.at(0), What::Keys, true))
}

fn view_iter(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(match a.at(0).get::<DictView>() {
        Some(w) => iterator(vm, &w.dict.value(), w.what, false),
        None => Value::NONE,
    })
}

fn view_reversed(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(match a.at(0).get::<DictView>() {
        Some(w) => iterator(vm, &w.dict.value(), w.what, true),
        None => Value::NONE,
    })
}

async fn reduce(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let class: Value = type_of(a.at(0)).into();
    let state = cx.call_method(a.at(0), "__getstate__", []).await?;
    let items = cx.call_method(a.at(0), "items", []).await?;
    let items = cx.iter(&items).await?;
    Ok(tuple::new(vec![class, tuple::new(Vec::new()), state, Value::NONE, items]))
}

async fn fromkeys(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let out = cx.call(a.at(0), []).await?;
    let value = a.opt(2).cloned().unwrap_or(Value::NONE);
    let it = cx.iter(a.at(1)).await?;
    while let Some(key) = cx.next(&it).await? {
        cx.set_item(&out, &key, &value).await?;
        cx.tick(1).await?;
    }
    Ok(out)
}

fn setdefault(_: &mut Vm, a: &Args) -> Act {
    let (dict, key, default) = (a.at(0).clone(), a.at(1).clone(), a.opt(2).cloned().unwrap_or(Value::NONE));
    Act::run(async move |cx| {
        let d = dict_of(cx.vm(), &dict)?;
        if let Some(v) = cx.dict_get(&d, &key).await? {
            return Ok(v);
        }
        cx.set_item(&dict, &key, &default).await?;
        Ok(default)
    })
}

pub(super) static SPEC: TypeSpec = TypeSpec {
    module: "collections",
    base: |t| &t.dict,
    flags: flag::BASETYPE | flag::MATCH_SELF | flag::MAPPING | flag::WEAKREFABLE | flag::HAS_DICT,
    getset: &[crate::object::class::DICT_DEF],
    unhashable: true,
    methods: &[
        resumable!("__init__", "(self, /, *args, **kwargs)", update),
        resumable!("update", "(self, /, *args, **kwargs) -> None", update),
        resumable!("move_to_end", "(self, key, last=True)", move_to_end),
        resumable!("popitem", "(self, last=True)", popitem),
        resumable!("pop", "(self, key, default=<unrepresentable>)", pop),
        tail("setdefault", "(self, key, default=None)", setdefault),
        resumable!("fromkeys", "(cls, iterable, value=None)", fromkeys).class(),
        resumable!("copy", "(self, /)", copy),
        resumable!("__eq__", "(self, value, /)", eq),
        resumable!("__ne__", "(self, value, /)", ne),
        resumable!("__repr__", "(self, /)", repr),
        resumable!("__or__", "(self, value, /)", or),
        resumable!("__ror__", "(self, value, /)", ror),
        resumable!("__ior__", "(self, value, /)", ior),
        leaf("__iter__", "(self, /)", iter),
        leaf("__reversed__", "(self, /)", reversed),
        leaf("keys", "(self, /)", keys),
        leaf("values", "(self, /)", values),
        leaf("items", "(self, /)", items),
        resumable!("__reduce__", "(self, /)", reduce),
        class_getitem::DEF,
    ],
    doc: "Dictionary that remembers insertion order",
    ..TypeSpec::of::<Dict>("OrderedDict")
};

static ITERATOR: TypeSpec =
    TypeSpec { methods: crate::object::dict_iter::METHODS, ..TypeSpec::of::<DictIter>("odict_iterator") };
static KEYS: TypeSpec = TypeSpec {
    base: |t| &t.dict_keys,
    methods: &[leaf("__iter__", "(self, /)", view_iter), leaf("__reversed__", "(self, /)", view_reversed)],
    unhashable: true,
    ..TypeSpec::of::<DictView>("odict_keys")
};
static VALUES: TypeSpec = TypeSpec {
    base: |t| &t.dict_values,
    methods: &[leaf("__iter__", "(self, /)", view_iter), leaf("__reversed__", "(self, /)", view_reversed)],
    ..TypeSpec::of::<DictView>("odict_values")
};
static ITEMS: TypeSpec = TypeSpec {
    base: |t| &t.dict_items,
    methods: &[leaf("__iter__", "(self, /)", view_iter), leaf("__reversed__", "(self, /)", view_reversed)],
    unhashable: true,
    ..TypeSpec::of::<DictView>("odict_items")
};
