//! What the dispatch loop asks of containers, iterators, aliases, groups and templates: the joints to those types.

use crate::heap::Kind;
use crate::object::dict_iter::DictIter;
use crate::object::iter::{self, SeqIter};
use crate::object::range::RangeIter;
use crate::object::set::Set;
use crate::object::text_iter::TextIter;
use crate::object::{compare, set_ops, type_ref, types};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, PyResult};

/// What a `for` step gives at once.
pub enum Quick {
    Item(Value),
    End,
    /// ask [`Vm::next`]
    Other,
}

/// A step of the iterators that are walked most; never runs Python, never raises.
#[inline(always)]
pub fn quick_next(it: &Value) -> Quick {
    let item = match it.slot().heap_kind() {
        Some(Kind::RangeIter) => it.slot().payload::<RangeIter>().map(RangeIter::step),
        Some(Kind::SeqIter) => it.slot().payload::<SeqIter>().map(SeqIter::step),
        Some(Kind::TextIter) => it.get::<TextIter>().and_then(TextIter::quick_step),
        Some(Kind::DictIter) => it.get::<DictIter>().and_then(|i| i.step().ok()),
        _ => None,
    };
    match item {
        Some(Some(v)) => Quick::Item(v),
        Some(None) => Quick::End,
        None => Quick::Other,
    }
}
/// `iter(v)` of exact built-in containers.
pub fn native_iter(v: &Value) -> Option<Value> {
    iter::native_iter(v)
}
/// Copies of the items of exact built-in containers.
pub fn native_items(v: &Value) -> Option<Vec<Value>> {
    iter::native_items(v)
}
/// A step of a built-in iterator that needs no Python; STOP at the end.
pub fn native_next(vm: &mut Vm, it: &Value) -> Option<PyResult> {
    iter::step(vm, it)
}
/// A step of any built-in iterator; STOP at the end.
pub fn iter_next(vm: &mut Vm, it: &Value) -> Option<Act> {
    iter::next(vm, it)
}
/// `iter(v)` of an object with `__getitem__` only.
pub fn sequence_iter(v: &Value) -> Value {
    iter::ItemIter::over(v.clone())
}
/// `{a, b, …}`.
pub fn set_build(_: &mut Vm, items: Vec<Value>) -> Act {
    let s = Set::new();
    let natively = items.iter().take_while(|v| compare::hash_natively(v).is_some_and(|h| s.add_natively(v, h))).count();
    if natively == items.len() {
        return Act::Done(s.into());
    }
    Act::run(async move |cx| {
        for v in &items[natively..] {
            set_ops::add(cx, &s, v).await?;
        }
        Ok(s.into())
    })
}
/// `set.add(v)` of a set that is being built.
pub fn set_add(vm: &mut Vm, set: &Value, v: Value) -> Act {
    let Some(s) = set.get_ref::<Set>().filter(|_| type_ref(set).is_subtype(&types().set)) else {
        // only `__conditional_annotations__` can be anything else: a program may have rebound it
        let name = vm.type_name(set);
        return Act::Raise(vm.type_error(format!("'{name}' object is not a set")));
    };
    if compare::hash_natively(&v).is_some_and(|h| s.add_natively(&v, h)) {
        return Act::Done(Value::NONE);
    }
    Act::run(async move |cx| {
        set_ops::add(cx, &s, &v).await?;
        Ok(Value::NONE)
    })
}
/// `set.update(v)` of a set that is being built.
pub fn set_update(vm: &mut Vm, set: &Value, v: Value) -> Act {
    let Some(s) = set.get_ref::<Set>() else { return Act::Raise(vm.type_error("expected a set")) };
    Act::run(async move |cx| {
        set_ops::update(cx, &s, &v).await?;
        Ok(Value::NONE)
    })
}
/// A frozenset of constants (scalars, and tuples and frozensets of them).
pub fn frozen_of_constants(items: Vec<Value>) -> Value {
    let s = set_ops::new(true);
    for v in items {
        let hash = match v.get::<Set>() {
            Some(inner) => Some(inner.hash()),
            None => compare::hash_natively(&v),
        };
        if let Some(h) = hash
            && !s.add_natively(&v, h)
        {
            s.insert_new(v, h);
        }
    }
    s.into()
}
pub fn generic_alias(_: &mut Vm, origin: Value, args: Value) -> Act {
    Act::Done(crate::object::generic_alias::new(origin, args))
}
pub fn match_group(vm: &mut Vm, exc: Value, ty: Value) -> Act {
    crate::object::group::match_group(vm, exc, ty)
}
pub fn prep_reraise_star(_: &mut Vm, orig: Value, list: Value) -> Act {
    crate::object::group::prep_reraise_star(orig, list)
}
pub fn interpolation(_: &mut Vm, parts: Vec<Value>, conversion: u16) -> Act {
    Act::Done(crate::object::template::interpolation(parts, conversion))
}
pub fn template(_: &mut Vm, strings: Value, interpolations: Value) -> Act {
    Act::Done(crate::object::template::template(strings, interpolations))
}
