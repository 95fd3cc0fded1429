//! Iterators over str, bytes, bytearray and memoryview.
//!
//! Invariant: stepping never needs Python; an exhausted iterator has let go of what it iterated over and stays exhausted.
//! A bytearray is read as it is at each step, however it changes meanwhile.

use super::bytes::{ByteArray, Bytes};
use super::memoryview::MemoryView;
use super::spec::TypeSpec;
use super::str::{self, Str};
use super::tuple;
use super::{int, memoryview_type, types};
use crate::heap::{Kind, Mut, Payload, Visitor, limit};
use crate::text::view;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use std::cell::Cell;

/// `str_iterator` and its kin.
pub struct TextIter {
    seq: Mut<Option<Value>>,
    index: Cell<usize>,
}

impl Payload for TextIter {
    const KIND: Kind = Kind::TextIter;
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.seq.borrow());
    }
    fn clear(&self) {
        drop(self.seq.take());
    }
}

/// `iter(v)` of a str, bytes, bytearray or memoryview, subclasses included; `None` for anything else.
pub fn over(v: &Value) -> Option<Value> {
    let t = types();
    let ty = if let Some(s) = v.get::<Str>() {
        if s.view().kind() == view::Kind::Ascii { &t.str_ascii_iterator } else { &t.str_iterator }
    } else if v.is_a::<Bytes>() {
        &t.bytes_iterator
    } else if v.is_a::<ByteArray>() {
        &t.bytearray_iterator
    } else if v.is_a::<MemoryView>() {
        &t.memory_iterator
    } else {
        return None;
    };
    Some(crate::heap::alloc(ty, TextIter { seq: Mut::new(Some(v.clone())), index: Cell::new(0) }).into())
}

/// `iter(v)` when `v` is exactly of one of these types, so that no class can have another `__iter__`.
pub fn over_exact(v: &Value) -> Option<Value> {
    let t = types();
    let exact = [&t.str, &t.bytes, &t.bytearray, &t.memoryview].iter().any(|ty| ty.is_type_of(v));
    // several dimensions are refused in the method
    if exact && v.get::<MemoryView>().is_none_or(|m| m.shape.is_none() && !m.is_released()) { over(v) } else { None }
}

impl TextIter {
    /// The next item; `None` at the end, and from then on.
    #[inline]
    pub fn step(&self) -> Option<Value> {
        let i = self.index.get();
        let item = {
            let seq = self.seq.borrow();
            let v = seq.as_ref()?;
            if let Some(s) = v.get::<Str>() {
                s.view().get(i).map(str::from_char)
            } else if let Some(b) = v.get::<Bytes>() {
                b.data().get(i).map(|b| Value::int(*b as i64))
            } else if let Some(b) = v.get::<ByteArray>() {
                b.data.borrow().get(i).map(|b| Value::int(*b as i64))
            } else {
                v.get::<MemoryView>().and_then(|m| memoryview_type::item_at(m, i))
            }
        };
        if item.is_some() {
            self.index.set(i + 1);
        } else if !self.is_cut_off() {
            drop(self.seq.take());
        }
        item
    }

    /// True if the next step has to say that the view was released.
    fn is_cut_off(&self) -> bool {
        let seq = self.seq.borrow();
        let view = seq.as_ref().and_then(|v| v.get::<MemoryView>());
        view.is_some_and(|m| m.is_released() && self.index.get() < m.len)
    }

    /// The next item, STOP at the end.
    pub fn step_checked(&self, vm: &mut Vm) -> PyResult {
        let item =
            self.quick_step().ok_or_else(|| vm.value_error("operation forbidden on released memoryview object"))?;
        Ok(item.unwrap_or(Value::STOP))
    }

    /// The next item, or that there is none; `None` if that is an error.
    #[inline]
    pub fn quick_step(&self) -> Option<Option<Value>> {
        let item = self.step();
        if item.is_none() && self.is_cut_off() { None } else { Some(item) }
    }

    fn len(&self) -> usize {
        self.seq.borrow().as_ref().map_or(0, length)
    }
}

/// The number of items of a str, bytes, bytearray or memoryview; 0 of anything else.
fn length(v: &Value) -> usize {
    if let Some(s) = v.get::<Str>() {
        s.len()
    } else if let Some(b) = v.get::<Bytes>() {
        b.data().len()
    } else if let Some(b) = v.get::<ByteArray>() {
        b.data.borrow().len()
    } else {
        v.get::<MemoryView>().map_or(0, |m| m.len)
    }
}

/// All items of an exact str, bytes, bytearray or memoryview, if there is room for them: whoever steps through them asks piece by piece.
pub fn items(v: &Value) -> Option<Vec<Value>> {
    if !limit::fits(length(v).saturating_mul(size_of::<Value>())) {
        return None;
    }
    if str::is_exact(v) {
        return Some(v.get::<Str>()?.view().iter().map(str::from_char).collect());
    }
    let it = over_exact(v)?;
    let it = it.get::<TextIter>()?;
    Some(std::iter::from_fn(|| it.step()).collect())
}

/// `__iter__` of these types.
pub(super) fn dunder_iter(_: &mut Vm, a: &Args) -> PyResult {
    Ok(over(a.at(0)).unwrap_or(Value::NONE))
}

fn next(vm: &mut Vm, a: &Args) -> PyResult {
    match a.at(0).get::<TextIter>().map(|i| i.step_checked(vm)) {
        Some(Ok(v)) if !v.is_stop() => Ok(v),
        Some(Err(e)) => Err(e),
        _ => Err(vm.stop_iteration(Value::NONE)),
    }
}

fn hint(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::size(a.at(0).get::<TextIter>().map_or(0, |i| i.len().saturating_sub(i.index.get()))))
}

fn reduce(vm: &mut Vm, a: &Args) -> PyResult {
    let name = vm.intern("iter");
    let iter = vm.builtins.get_interned(&name).unwrap_or(Value::NONE);
    let state = a.at(0).get::<TextIter>().and_then(|i| Some((i.seq.get()?, i.index.get())));
    Ok(tuple::new(match state {
        Some((seq, index)) => vec![iter, tuple::new(vec![seq]), Value::size(index)],
        None => vec![iter, tuple::new(vec![tuple::new(Vec::new())])],
    }))
}

fn set_state(_: &mut Vm, a: &Args) -> PyResult {
    if let (Some(i), Some(n)) = (a.at(0).get::<TextIter>(), int::to_i64(a.at(1))) {
        i.index.set(usize::try_from(n).unwrap_or(0).min(i.len()));
    }
    Ok(Value::NONE)
}

const METHODS: &[NativeDef] = &[
    leaf("__iter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
    leaf("__next__", "(self, /)", next),
    leaf("__length_hint__", "(self, /)", hint),
    leaf("__reduce__", "(self, /)", reduce),
    leaf("__setstate__", "(self, state, /)", set_state),
];

/// The type of one of these iterators.
pub const fn spec(name: &'static std::primitive::str) -> TypeSpec {
    TypeSpec { methods: METHODS, ..TypeSpec::of::<TextIter>(name) }
}
