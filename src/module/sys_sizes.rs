//! What `sys.getsizeof` says: the sizes that the objects have in a 64-bit CPython, its collector's header included.
//!
//! Invariant: only instances of built-in classes and plain instances of the program's classes are answered for here, and only by what they
//! hold; everything else is asked for its `__sizeof__`.

use crate::heap::Kind;
use crate::object::bytes::ByteArray;
use crate::object::dict::Dict;
use crate::object::function::BoundMethod;
use crate::object::generator::Generator;
use crate::object::list::List;
use crate::object::native::Builtin;
use crate::object::set::Set;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, flag};
use crate::object::{type_ref, types};
use crate::value::Value;

/// Bytes in front of what the collector looks after.
const GC: usize = 16;
/// Of an instance for its attributes and weak references.
const ATTRIBUTES: usize = 16;
/// Reference count and type.
const HEAD: usize = 16;

/// The size of `v`, if it is known without asking it.
pub(super) fn of(v: &Value) -> Option<usize> {
    let ty = type_ref(v);
    if ty.is_static() {
        return held(v, ty);
    }
    if ty.kind == Kind::Plain {
        // instances of a class that adds nothing but attributes
        return ty.has(flag::HAS_DICT).then_some(GC + HEAD + ATTRIBUTES);
    }
    if !matches!(ty.kind, Kind::List | Kind::Tuple | Kind::Dict | Kind::Set) {
        return None;
    }
    let base = ty.mro.borrow().iter().find(|t| t.is_static()).cloned()?;
    let own = if ty.has(flag::HAS_DICT) { ATTRIBUTES } else { 0 };
    held(v, &base).map(|n| n + own)
}

/// The size of an instance of the built-in class `ty`.
fn held(v: &Value, ty: &Type) -> Option<usize> {
    Some(match ty.kind {
        Kind::List => GC + 40 + 8 * list_slots(v.get::<List>()?),
        Kind::Tuple if std::ptr::eq(ty, &*types().tuple) => GC + 32 + 8 * v.get::<Tuple>()?.items().len(),
        Kind::Set => GC + 200 + set_slots(v.get::<Set>()?.len()),
        Kind::Dict => {
            let dict = v.get::<Dict>()?;
            GC + 48
                + dict_keys(dict)
                + match ty.name().as_str() {
                    "OrderedDict" => {
                        64 + 32 * dict.len() + if dict.is_empty() { 0 } else { 8 * dict_table(dict.len()) }
                    }
                    "defaultdict" => 8,
                    _ => 0,
                }
        }
        Kind::ByteArray => match v.get::<ByteArray>()?.data.borrow().len() {
            0 => 56,
            n => 57 + n,
        },
        Kind::Generator => {
            let frame = v.get::<Generator>()?.frame();
            let locals = if frame.code.is_null() { 0 } else { frame.code().unit.varnames.len() };
            GC + 152 + 8 * (locals + if locals > 1 { 3 } else { 2 })
        }
        Kind::Plain => HEAD,
        Kind::Float => HEAD + 8,
        Kind::Complex => HEAD + 16,
        Kind::Function => GC + 152,
        Kind::Builtin => GC + 56,
        Kind::BoundMethod if v.get::<BoundMethod>()?.func.is_a::<Builtin>() => GC + 56,
        Kind::BoundMethod => GC + 48,
        Kind::DictIter => GC + 56,
        Kind::SetIter => GC + 48,
        Kind::TextIter | Kind::ListReverse => GC + 32,
        Kind::Type => 416,
        Kind::Module => GC + 56,
        Kind::Cell | Kind::DictView => GC + 24,
        Kind::Slice => GC + 40,
        Kind::Range => HEAD + 32,
        Kind::SeqIter => GC + 32,
        Kind::Enumerate => GC + 56,
        Kind::Zip => GC + 48,
        Kind::Map => GC + 40,
        Kind::Filter => GC + 32,
        _ => return None,
    })
}

/// The room of a list: exact if it was made of something whose length was known, else as appending one by one leaves it.
fn list_slots(list: &List) -> usize {
    let (n, room) = (list.len(), list.items.borrow().capacity());
    if n == 0 {
        return if room == 0 { 0 } else { 4 };
    }
    if room == n {
        return if n > 2 { n.next_multiple_of(2) } else { n };
    }
    let mut slots = 0;
    while slots < n {
        slots = (slots + 1 + ((slots + 1) >> 3) + 6) & !3;
    }
    slots
}

/// Bytes of a set's table beyond the one of eight entries that is part of it.
fn set_slots(n: usize) -> usize {
    let mut table = 8;
    for used in 5..=n {
        if used * 5 >= (table - 1) * 3 {
            let wanted = if used > 50_000 { used * 2 } else { used * 4 };
            table = (wanted + 1).next_power_of_two();
        }
    }
    if table == 8 { 0 } else { table * 16 }
}

/// Indexes of a dict with so many keys.
fn dict_table(n: usize) -> usize {
    let mut table = 8;
    while table * 2 / 3 < n {
        table *= 2;
    }
    table
}

/// Bytes of a dict's keys: indexes as wide as needed, entries without a hash while all keys are strs.
fn dict_keys(dict: &Dict) -> usize {
    let n = dict.len();
    if n == 0 {
        return 0;
    }
    let entry = if dict.has_only_str_keys() { 16 } else { 24 };
    let table = dict_table(n);
    let width = match table {
        0..0x100 => 1,
        0x100..0x10000 => 2,
        _ => 4,
    };
    32 + table * width + table * 2 / 3 * entry
}
