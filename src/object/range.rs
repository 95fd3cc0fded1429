//! range: the payload and its iterators.
//!
//! Invariants: a `Small` range's start, stop, step, length and every item fit `i64`; `length` is computed once. `range_iterator` steps
//! with machine integers only.

use super::int;
use super::spec::{GetSetDef, TypeSpec, getter};
use super::types;
use crate::heap::{Kind, Mut, Payload, Visitor};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::cell::Cell;

/// `range(start, stop, step)`.
pub enum Range {
    Small { start: i64, stop: i64, step: i64, len: i64 },
    Big(Box<BigRange>),
}

/// A range of numbers beyond `i64`.
pub struct BigRange {
    pub start: BigInt,
    pub stop: BigInt,
    pub step: BigInt,
    pub len: BigInt,
}

impl Payload for Range {
    const KIND: Kind = Kind::Range;
}

fn small_len(start: i64, stop: i64, step: i64) -> i64 {
    let (low, high, step) = if step > 0 { (start, stop, step as i128) } else { (stop, start, -(step as i128)) };
    if low >= high { 0 } else { ((high as i128 - low as i128 - 1) / step + 1) as i64 }
}

impl Range {
    /// A range of machine integers within ±2^61 (so that no arithmetic on them overflows); `step` is not 0.
    pub fn small(start: i64, stop: i64, step: i64) -> Value {
        crate::heap::alloc(&types().range, Range::Small { start, stop, step, len: small_len(start, stop, step) }).into()
    }
    /// A range of any ints; `step` is not 0.
    pub fn big(start: BigInt, stop: BigInt, step: BigInt) -> Value {
        const LIMIT: i64 = 1 << 61;
        let fits = |n: &BigInt| n.to_i64().filter(|i| (-LIMIT..=LIMIT).contains(i));
        if let (Some(a), Some(b), Some(c)) = (fits(&start), fits(&stop), fits(&step)) {
            return Range::small(a, b, c);
        }
        let len = if step.is_positive() && start < stop {
            (&stop - &start - 1) / &step + 1
        } else if step.is_negative() && start > stop {
            (&start - &stop - 1) / -&step + 1
        } else {
            BigInt::zero()
        };
        crate::heap::alloc(&types().range, Range::Big(Box::new(BigRange { start, stop, step, len }))).into()
    }
    /// start, stop, step as ints of any size.
    pub fn parts(&self) -> (BigInt, BigInt, BigInt) {
        match self {
            Range::Small { start, stop, step, .. } => ((*start).into(), (*stop).into(), (*step).into()),
            Range::Big(b) => (b.start.clone(), b.stop.clone(), b.step.clone()),
        }
    }
    /// start, stop, step as Python ints.
    pub fn values(&self) -> (Value, Value, Value) {
        match self {
            Range::Small { start, stop, step, .. } => (Value::int(*start), Value::int(*stop), Value::int(*step)),
            Range::Big(b) => (int::big(b.start.clone()), int::big(b.stop.clone()), int::big(b.step.clone())),
        }
    }
    /// The number of items.
    pub fn len_big(&self) -> BigInt {
        match self {
            Range::Small { len, .. } => (*len).into(),
            Range::Big(b) => b.len.clone(),
        }
    }
    /// The number of items, if it is an index.
    pub fn len(&self) -> Option<i64> {
        match self {
            Range::Small { len, .. } => Some(*len),
            Range::Big(b) => b.len.to_i64(),
        }
    }
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }
    /// The item at a position that is known to be in range.
    pub fn item(&self, i: &BigInt) -> Value {
        match self {
            Range::Small { start, step, .. } => int::big(BigInt::from(*start) + i * *step),
            Range::Big(b) => int::big(&b.start + i * &b.step),
        }
    }
    /// The position of an int, if it is an item.
    pub fn index_of(&self, n: &BigInt) -> Option<BigInt> {
        let (start, _, step) = self.parts();
        let distance = n - start;
        if !(&distance % &step).is_zero() {
            return None;
        }
        let i = distance / step;
        if i.is_negative() || i >= self.len_big() { None } else { Some(i) }
    }
}

/// `range_iterator`.
pub struct RangeIter {
    pub next: Cell<i64>,
    pub left: Cell<i64>,
    pub step: Cell<i64>,
}

impl Payload for RangeIter {
    const KIND: Kind = Kind::RangeIter;
}

impl RangeIter {
    /// The next number; never needs Python. `None` at the end.
    #[inline(always)]
    pub fn step(&self) -> Option<Value> {
        let left = self.left.get();
        if left <= 0 {
            return None;
        }
        self.left.set(left - 1);
        let n = self.next.get();
        self.next.set(n.wrapping_add(self.step.get()));
        Some(Value::int(n))
    }
}

/// `longrange_iterator`.
pub struct BigRangeIter {
    start: BigInt,
    step: BigInt,
    len: BigInt,
    index: Mut<BigInt>,
}

impl Payload for BigRangeIter {
    const KIND: Kind = Kind::BigRangeIter;
    fn visit(&self, _: &mut Visitor) {}
}

impl BigRangeIter {
    /// The next number.
    pub fn step(&self) -> Option<Value> {
        let mut index = self.index.borrow_mut();
        if *index >= self.len {
            return None;
        }
        let n = &self.start + &*index * &self.step;
        *index += 1;
        Some(int::big(n))
    }
}

fn iterate(start: BigInt, step: BigInt, len: BigInt) -> Value {
    if let (Some(next), Some(step), Some(left), Some(_)) =
        (start.to_i64(), step.to_i64(), len.to_i64(), (&start + &step * &len).to_i64())
    {
        let it = RangeIter { next: Cell::new(next), left: Cell::new(left), step: Cell::new(step) };
        return crate::heap::alloc(&types().range_iterator, it).into();
    }
    crate::heap::alloc(&types().longrange_iterator, BigRangeIter { start, step, len, index: Mut::new(BigInt::zero()) })
        .into()
}

/// `iter(range)`.
pub fn iter(v: &Value) -> Value {
    match v.get::<Range>() {
        Some(Range::Small { start, step, len, .. }) => {
            let it = RangeIter { next: Cell::new(*start), left: Cell::new(*len), step: Cell::new(*step) };
            crate::heap::alloc(&types().range_iterator, it).into()
        }
        Some(Range::Big(b)) => iterate(b.start.clone(), b.step.clone(), b.len.clone()),
        None => Value::NONE,
    }
}

/// `reversed(range)`.
pub fn reversed(v: &Value) -> Value {
    let Some(r) = v.get::<Range>() else { return Value::NONE };
    let ((start, _, step), len) = (r.parts(), r.len_big());
    let last = start + (&len - BigInt::one()) * &step;
    iterate(last, -step, len)
}

// ---- methods of the iterators

fn next(vm: &mut Vm, a: &Args) -> PyResult {
    match a.at(0).get::<RangeIter>().and_then(RangeIter::step) {
        Some(v) => Ok(v),
        None => Err(vm.stop_iteration(Value::NONE)),
    }
}

fn hint(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::int(a.at(0).get::<RangeIter>().map_or(0, |i| i.left.get())))
}

fn reduce(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(i) = a.at(0).get::<RangeIter>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let (next, step, left) = (i.next.get(), i.step.get(), i.left.get());
    let name = vm.intern("iter");
    let f = vm.builtins.get_interned(&name).unwrap_or(Value::NONE);
    let range = Range::big(next.into(), BigInt::from(next) + BigInt::from(step) * left, step.into());
    Ok(super::tuple::new(vec![f, super::tuple::new(vec![range]), Value::NONE]))
}

/// The state of `__setstate__`.
fn state(vm: &mut Vm, v: &Value) -> PyResult<BigInt> {
    match int::to_big(v) {
        Some(n) => Ok(n),
        None => {
            let name = super::qualified_type_name(vm, v);
            Err(vm.type_error(format!("state must be an int, not {name}")))
        }
    }
}

fn setstate(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(n) = int::to_big(a.at(1)) else {
        let name = vm.type_name(a.at(1));
        return Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")));
    };
    if let Some(i) = a.at(0).get::<RangeIter>() {
        let n = n.clamp(BigInt::zero(), i.left.get().into()).to_i64().unwrap_or(0);
        i.next.set(i.next.get().wrapping_add(n.wrapping_mul(i.step.get())));
        i.left.set(i.left.get() - n);
    }
    Ok(Value::NONE)
}

static ITERATOR_METHODS: &[NativeDef] = &[
    leaf("__iter__", "(self, /)", super::iter::dunder_iter),
    leaf("__next__", "(self, /)", next),
    leaf("__length_hint__", "(self, /)", hint),
    leaf("__reduce__", "(self, /)", reduce),
    leaf("__setstate__", "(self, state, /)", setstate),
];

fn big_next(vm: &mut Vm, a: &Args) -> PyResult {
    match a.at(0).get::<BigRangeIter>().and_then(BigRangeIter::step) {
        Some(v) => Ok(v),
        None => Err(vm.stop_iteration(Value::NONE)),
    }
}

fn big_hint(_: &mut Vm, a: &Args) -> PyResult {
    Ok(a.at(0).get::<BigRangeIter>().map_or(Value::int(0), |i| int::big(&i.len - &*i.index.borrow())))
}

fn big_reduce(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(i) = a.at(0).get::<BigRangeIter>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let start = &i.start + &*i.index.borrow() * &i.step;
    let stop = &i.start + &i.len * &i.step;
    let name = vm.intern("iter");
    let f = vm.builtins.get_interned(&name).unwrap_or(Value::NONE);
    let range = Range::big(start, stop, i.step.clone());
    Ok(super::tuple::new(vec![f, super::tuple::new(vec![range]), Value::NONE]))
}

fn big_setstate(vm: &mut Vm, a: &Args) -> PyResult {
    let n = state(vm, a.at(1))?;
    if let Some(i) = a.at(0).get::<BigRangeIter>() {
        let index = &*i.index.borrow() + n.max(BigInt::zero());
        i.index.set(index.min(i.len.clone()));
    }
    Ok(Value::NONE)
}

static BIG_ITERATOR_METHODS: &[NativeDef] = &[
    leaf("__reduce__", "(self, /)", big_reduce),
    leaf("__setstate__", "(self, state, /)", big_setstate),
    leaf("__iter__", "(self, /)", super::iter::dunder_iter),
    leaf("__next__", "(self, /)", big_next),
    leaf("__length_hint__", "(self, /)", big_hint),
];

static GETSET: &[GetSetDef] = &[
    getter("start", |_, v| Ok(v.get::<Range>().map_or(Value::NONE, |r| r.values().0))),
    getter("stop", |_, v| Ok(v.get::<Range>().map_or(Value::NONE, |r| r.values().1))),
    getter("step", |_, v| Ok(v.get::<Range>().map_or(Value::NONE, |r| r.values().2))),
];

pub const SPEC: TypeSpec = TypeSpec {
    flags: super::ty::flag::SEQUENCE,
    methods: super::range_methods::METHODS,
    getset: GETSET,
    doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object",
    ..TypeSpec::of::<Range>("range")
};
pub const ITERATOR: TypeSpec = TypeSpec { methods: ITERATOR_METHODS, ..TypeSpec::of::<RangeIter>("range_iterator") };
pub const LONG_ITERATOR: TypeSpec =
    TypeSpec { methods: BIG_ITERATOR_METHODS, ..TypeSpec::of::<BigRangeIter>("longrange_iterator") };
