//! range: the methods.

use super::int;
use super::names::Dunder;
use super::range::Range;
use super::slice::Slice;
use crate::heap::Ref;
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

fn new(vm: &mut Vm, a: &Args) -> Act {
    let step = a.opt(3).cloned().unwrap_or(Value::int(1));
    let (start, stop) = match a.opt(2) {
        None => (Value::int(0), a.at(1).clone()),
        Some(stop) => (a.at(1).clone(), stop.clone()),
    };
    if let (Some(x), Some(y), Some(z)) = (start.as_small(), stop.as_small(), step.as_small()) {
        if z == 0 {
            return Act::Raise(vm.value_error("range() arg 3 must not be zero"));
        }
        return Act::Done(Range::small(x, y, z));
    }
    Act::run(async move |cx| {
        let (start, stop, step) = (cx.index_big(&start).await?, cx.index_big(&stop).await?, cx.index_big(&step).await?);
        if step.is_zero() {
            return Err(cx.vm().value_error("range() arg 3 must not be zero"));
        }
        Ok(Range::big(start, stop, step))
    })
}

fn this<'a>(vm: &mut Vm, a: &'a Args) -> PyResult<&'a Range> {
    super::receiver(vm, a.at(0), "range")
}

fn len(vm: &mut Vm, a: &Args) -> PyResult {
    match this(vm, a)?.len() {
        Some(n) => Ok(Value::int(n)),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn bool(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::bool(!this(vm, a)?.is_empty()))
}

fn iter(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a)?;
    Ok(super::range::iter(a.at(0)))
}

fn reversed(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a)?;
    Ok(super::range::reversed(a.at(0)))
}

fn repr(vm: &mut Vm, a: &Args) -> PyResult {
    let (start, stop, step) = this(vm, a)?.parts();
    Ok(super::str::new(if step.is_one() {
        format!("range({start}, {stop})")
    } else {
        format!("range({start}, {stop}, {step})")
    }))
}

/// Equal as sequences: same length, and first items and steps equal where they matter.
fn same(x: &Range, y: &Range) -> bool {
    let n = x.len_big();
    if n != y.len_big() {
        return false;
    }
    let (a, b) = (x.parts(), y.parts());
    n.is_zero() || (a.0 == b.0 && (n.is_one() || a.2 == b.2))
}

fn eq(vm: &mut Vm, a: &Args) -> PyResult {
    let x = this(vm, a)?;
    Ok(a.at(1).get::<Range>().map_or(Value::NOT_IMPLEMENTED, |y| Value::bool(same(x, y))))
}

fn ne(vm: &mut Vm, a: &Args) -> PyResult {
    let x = this(vm, a)?;
    Ok(a.at(1).get::<Range>().map_or(Value::NOT_IMPLEMENTED, |y| Value::bool(!same(x, y))))
}

fn hash(vm: &mut Vm, a: &Args) -> PyResult {
    let r = this(vm, a)?;
    let n = r.len_big();
    let (start, _, step) = r.parts();
    let first = if n.is_zero() { Value::NONE } else { int::big(start) };
    let by = if n.is_zero() || n.is_one() { Value::NONE } else { int::big(step) };
    let key = super::tuple::new(vec![int::big(n), first, by]);
    Ok(Value::int(super::compare::hash_natively(&key).unwrap_or(0)))
}

fn reduce(vm: &mut Vm, a: &Args) -> PyResult {
    let (start, stop, step) = this(vm, a)?.values();
    let ty: Value = Ref::clone(&super::types().range).into();
    Ok(super::tuple::new(vec![ty, super::tuple::new(vec![start, stop, step])]))
}

/// The int inside a value that compares as an exact int; other values are compared item by item.
fn exact_int(v: &Value) -> Option<BigInt> {
    if v.as_small().is_some() || v.as_bool().is_some() || super::types().int.is_type_of(v) {
        int::to_big(v)
    } else {
        None
    }
}

fn contains(vm: &mut Vm, a: &Args) -> Act {
    let r = match this(vm, a) {
        Ok(r) => r,
        Err(e) => return Act::Raise(e),
    };
    if let (Range::Small { start, step, len, .. }, Some(n)) = (r, a.at(1).as_small()) {
        let distance = n as i128 - *start as i128;
        let (step, len) = (*step as i128, *len as i128);
        return Act::Done(Value::bool(distance % step == 0 && (0..len).contains(&(distance / step))));
    }
    if let Some(n) = exact_int(a.at(1)) {
        return Act::Done(Value::bool(r.index_of(&n).is_some()));
    }
    let (range, item) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| Ok(Value::bool(find(cx, &range, &item).await?.is_some())))
}

/// Position of the first item that equals `item`, by comparison.
async fn find(cx: &mut Cx, range: &Value, item: &Value) -> PyResult<Option<i64>> {
    let it = super::range::iter(range);
    let mut i = 0;
    while let Some(x) = cx.next(&it).await? {
        cx.tick(1).await?;
        if cx.equal(&x, item).await? {
            return Ok(Some(i));
        }
        i += 1;
    }
    Ok(None)
}

async fn count(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let r = this(cx.vm(), &a)?;
    if let Some(n) = exact_int(a.at(1)) {
        return Ok(Value::int(r.index_of(&n).is_some() as i64));
    }
    let it = super::range::iter(a.at(0));
    let mut n = 0;
    while let Some(x) = cx.next(&it).await? {
        cx.tick(1).await?;
        n += cx.equal(&x, a.at(1)).await? as i64;
    }
    Ok(Value::int(n))
}

async fn index(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let r = this(cx.vm(), &a)?;
    let found = match exact_int(a.at(1)) {
        Some(n) => r.index_of(&n).map(int::big),
        None => find(cx, a.at(0), a.at(1)).await?.map(Value::int),
    };
    match found {
        Some(i) => Ok(i),
        None if exact_int(a.at(1)).is_some() => Err(cx.vm().value_error("range.index(x): x not in range")),
        None => Err(cx.vm().value_error("sequence.index(x): x not in sequence")),
    }
}

fn get_item(vm: &mut Vm, a: &Args) -> Act {
    let r = match this(vm, a) {
        Ok(r) => r,
        Err(e) => return Act::Raise(e),
    };
    if let (Range::Small { start, step, len, .. }, Some(i)) = (r, a.at(1).as_small()) {
        let i = if i < 0 { i + len } else { i };
        return if i >= 0 && i < *len {
            match i.checked_mul(*step).and_then(|d| d.checked_add(*start)) {
                Some(n) => Act::Done(Value::int(n)),
                None => Act::Done(r.item(&i.into())),
            }
        } else {
            Act::Raise(vm.index_error("range object index out of range"))
        };
    }
    let (range, key) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        let Some(r) = range.get::<Range>() else { return Ok(Value::NONE) };
        if key.is_a::<Slice>() {
            let len = r.len_big();
            let (from, to, by) = super::slice_methods::big_indices(cx, &key, &len).await?;
            let (start, _, step) = r.parts();
            return Ok(Range::big(&start + &from * &step, &start + &to * &step, by * &step));
        }
        if !cx.vm().has_dunder(&key, Dunder::Index) {
            let name = cx.vm().type_name(&key);
            return Err(cx.vm().type_error(format!("range indices must be integers or slices, not {name}")));
        }
        let mut i = cx.index_big(&key).await?;
        if i.is_negative() {
            i += r.len_big();
        }
        if i.is_negative() || i >= r.len_big() {
            return Err(cx.vm().index_error("range object index out of range"));
        }
        debug_assert!(i.to_i64().is_some() || matches!(r, Range::Big(_)));
        Ok(r.item(&i))
    })
}

pub(super) static METHODS: &[NativeDef] = &[
    tail("__new__", "(cls, start, stop=<unrepresentable>, step=<unrepresentable>, /) -> None", new).stat(),
    leaf("__len__", "(self, /)", len),
    leaf("__bool__", "(self, /)", bool),
    leaf("__iter__", "(self, /)", iter),
    leaf("__reversed__", "(self, /)", reversed),
    leaf("__repr__", "(self, /)", repr),
    leaf("__eq__", "(self, value, /)", eq),
    leaf("__ne__", "(self, value, /)", ne),
    leaf("__hash__", "(self, /)", hash),
    tail("__contains__", "(self, key, /)", contains),
    tail("__getitem__", "(self, key, /)", get_item),
    resumable!("count", "(self, object, /)", count),
    resumable!("index", "(self, object, /)", index),
    leaf("__reduce__", "(self, /)", reduce),
];
