//! The iterator over sets and frozensets.

use super::set::Set;
use super::spec::TypeSpec;
use super::types;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use std::cell::Cell;

/// `set_iterator`.
pub struct SetIter {
    set: Mut<Option<Ref<Set>>>,
    place: Cell<usize>,
    /// the set's size at the start; usize::MAX once a change was noticed
    used: Cell<usize>,
    left: Cell<usize>,
}

impl Payload for SetIter {
    const KIND: Kind = Kind::SetIter;
    fn visit(&self, v: &mut Visitor) {
        if let Some(s) = &*self.set.borrow() {
            v.reference(s);
        }
    }
    fn clear(&self) {
        drop(self.set.take());
    }
}

impl SetIter {
    /// `iter(set)`.
    pub fn over(set: &Value) -> Value {
        let set = set.get_ref::<Set>();
        let len = set.as_ref().map_or(0, |s| s.len());
        let it = SetIter { set: Mut::new(set), place: Cell::new(0), used: Cell::new(len), left: Cell::new(len) };
        crate::heap::alloc(&types().set_iterator, it).into()
    }
    /// The next key; never needs Python. `Err` is the text of a RuntimeError.
    #[inline]
    pub fn step(&self) -> Result<Option<Value>, &'static str> {
        let next = {
            let set = self.set.borrow();
            let Some(s) = set.as_ref() else { return Ok(None) };
            if s.len() != self.used.get() {
                self.used.set(usize::MAX);
                return Err("Set changed size during iteration");
            }
            s.next_key(self.place.get())
        };
        match next {
            Some((place, key, _)) => {
                self.place.set(place + 1);
                self.left.set(self.left.get().saturating_sub(1));
                Ok(Some(key))
            }
            None => {
                drop(self.set.take());
                Ok(None)
            }
        }
    }
    /// The next key, STOP at the end, or the RuntimeError raised.
    #[inline]
    pub fn step_checked(&self, vm: &mut Vm) -> PyResult {
        match self.step() {
            Ok(v) => Ok(v.unwrap_or(Value::STOP)),
            Err(text) => Err(vm.runtime_error(text)),
        }
    }
}

fn hint(_: &mut Vm, a: &Args) -> PyResult {
    let Some(i) = a.at(0).get::<SetIter>() else { return Ok(Value::int(0)) };
    let same = i.set.borrow().as_ref().is_some_and(|s| s.len() == i.used.get());
    Ok(Value::size(if same { i.left.get() } else { 0 }))
}

fn reduce(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(i) = a.at(0).get::<SetIter>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let copy = SetIter {
        set: Mut::new(i.set.borrow().clone()),
        place: i.place.clone(),
        used: i.used.clone(),
        left: i.left.clone(),
    };
    let mut items = Vec::new();
    loop {
        let v = copy.step_checked(vm)?;
        if v.is_stop() {
            break;
        }
        items.push(v);
    }
    let name = vm.intern("iter");
    let f = vm.builtins.get_interned(&name).unwrap_or(Value::NONE);
    Ok(super::tuple::new(vec![f, super::tuple::new(vec![super::list::new(items)])]))
}

static METHODS: &[NativeDef] = &[
    leaf("__iter__", "(self, /)", super::iter::dunder_iter),
    leaf("__next__", "(self, /)", super::iter::dunder_next),
    leaf("__length_hint__", "(self, /)", hint),
    leaf("__reduce__", "(self, /)", reduce),
];

pub const SPEC: TypeSpec = TypeSpec { methods: METHODS, ..TypeSpec::of::<SetIter>("set_iterator") };
