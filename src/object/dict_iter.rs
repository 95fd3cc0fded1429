//! Iterators over dicts, in both directions.
//!
//! Invariant: an iterator notices that its dict changed size, and says so at every later step; otherwise it yields every entry that is
//! live when it passes.

use super::dict::Dict;
use super::spec::TypeSpec;
use super::ty::Type;
use super::types;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use std::cell::Cell;

/// What an iterator or view shows of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    Keys,
    Values,
    Items,
}

/// The six dict iterator types.
pub struct DictIter {
    dict: Mut<Option<Ref<Dict>>>,
    what: What,
    reverse: bool,
    /// an OrderedDict's, which words errors differently
    ordered: bool,
    /// forward: where to look next; backward: behind where to look next
    position: Cell<usize>,
    /// the dict's size at the start; usize::MAX once a change was noticed
    used: Cell<usize>,
    left: Cell<usize>,
}

impl Payload for DictIter {
    const KIND: Kind = Kind::DictIter;
    fn visit(&self, v: &mut Visitor) {
        if let Some(d) = &*self.dict.borrow() {
            v.reference(d);
        }
    }
    fn clear(&self) {
        drop(self.dict.take());
    }
}

impl DictIter {
    /// An iterator over a dict (or an instance of a subclass).
    pub fn over(dict: &Value, what: What, reverse: bool) -> Value {
        let t = types();
        let ty = match (what, reverse) {
            (What::Keys, false) => &t.dict_key_iterator,
            (What::Values, false) => &t.dict_value_iterator,
            (What::Items, false) => &t.dict_item_iterator,
            (What::Keys, true) => &t.dict_reverse_key_iterator,
            (What::Values, true) => &t.dict_reverse_value_iterator,
            (What::Items, true) => &t.dict_reverse_item_iterator,
        };
        DictIter::new(ty, dict, what, reverse, false)
    }

    /// The same over an OrderedDict, as an instance of a type of its own.
    pub fn over_ordered(ty: &Ref<Type>, dict: &Value, what: What, reverse: bool) -> Value {
        DictIter::new(ty, dict, what, reverse, true)
    }

    fn new(ty: &Ref<Type>, dict: &Value, what: What, reverse: bool, ordered: bool) -> Value {
        let dict = dict.get_ref::<Dict>();
        let len = dict.as_ref().map_or(0, |d| d.len());
        let dict_end = dict.as_ref().map_or(0, |d| d.end());
        let it = DictIter {
            dict: Mut::new(dict),
            what,
            reverse,
            ordered,
            // entries made later stand behind it and are not met, even if the dict was emptied and filled in between
            position: Cell::new(if reverse { dict_end } else { 0 }),
            used: Cell::new(len),
            left: Cell::new(len),
        };
        crate::heap::alloc(ty, it).into()
    }

    /// True for an iterator over items.
    pub fn gives_pairs(&self) -> bool {
        self.what == What::Items
    }

    /// The next key, value or item tuple; never needs Python. `Err` is the text of a RuntimeError.
    #[inline]
    pub fn step(&self) -> Result<Option<Value>, &'static str> {
        Ok(self.step_entry()?.map(|(key, value)| match self.what {
            What::Keys => key,
            What::Values => value,
            What::Items => super::tuple::pair(key, value),
        }))
    }

    fn changed(&self, what: &'static str) -> &'static str {
        if self.ordered { "OrderedDict mutated during iteration" } else { what }
    }

    /// The next key and value.
    #[inline]
    pub fn step_entry(&self) -> Result<Option<(Value, Value)>, &'static str> {
        let entry = {
            let dict = self.dict.borrow();
            let Some(d) = dict.as_ref() else { return Ok(None) };
            if d.len() != self.used.get() {
                self.used.set(usize::MAX);
                return Err(self.changed("dictionary changed size during iteration"));
            }
            if self.reverse && self.position.get() > d.end() {
                // it was emptied and filled again
                None
            } else if self.reverse {
                d.previous_entry(self.position.get())
            } else {
                d.next_entry(self.position.get())
            }
        };
        let Some((i, key, value)) = entry else {
            drop(self.dict.take());
            return Ok(None);
        };
        if self.left.get() == 0 {
            return Err(self.changed("dictionary keys changed during iteration"));
        }
        self.left.set(self.left.get() - 1);
        self.position.set(if self.reverse { i } else { i + 1 });
        Ok(Some((key, value)))
    }

    /// The next item, STOP at the end, or the RuntimeError raised.
    #[inline]
    pub fn step_checked(&self, vm: &mut Vm) -> PyResult {
        match self.step() {
            Ok(v) => Ok(v.unwrap_or(Value::STOP)),
            Err(text) => Err(vm.runtime_error(text)),
        }
    }
}

fn hint(_: &mut Vm, a: &Args) -> PyResult {
    let Some(i) = a.at(0).get::<DictIter>() else { return Ok(Value::int(0)) };
    let same = i.dict.borrow().as_ref().is_some_and(|d| d.len() == i.used.get());
    Ok(Value::size(if same { i.left.get() } else { 0 }))
}

/// `(iter, (list of what is left,))`; the iterator itself does not move.
fn reduce(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(i) = a.at(0).get::<DictIter>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let copy = DictIter {
        dict: Mut::new(i.dict.borrow().clone()),
        what: i.what,
        reverse: i.reverse,
        ordered: i.ordered,
        position: i.position.clone(),
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

pub(crate) static METHODS: &[NativeDef] = &[
    leaf("__iter__", "(self, /)", super::iter::dunder_iter),
    leaf("__next__", "(self, /)", super::iter::dunder_next),
    leaf("__length_hint__", "(self, /)", hint),
    leaf("__reduce__", "(self, /)", reduce),
];

const fn spec(name: &'static str) -> TypeSpec {
    TypeSpec { methods: METHODS, ..TypeSpec::of::<DictIter>(name) }
}

pub const KEYS: TypeSpec = spec("dict_keyiterator");
pub const VALUES: TypeSpec = spec("dict_valueiterator");
pub const ITEMS: TypeSpec = spec("dict_itemiterator");
pub const REVERSE_KEYS: TypeSpec = spec("dict_reversekeyiterator");
pub const REVERSE_VALUES: TypeSpec = spec("dict_reversevalueiterator");
pub const REVERSE_ITEMS: TypeSpec = spec("dict_reverseitemiterator");
