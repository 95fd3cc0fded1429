//! Equality and hashes that need no Python code: the fast answers of dict probes, `in`, `==`.
//!
//! Invariant: `Some` answers are what Python would answer; `None` means that only the protocol (`Act`) can tell.

use super::bytes::Bytes;
use super::complex::ComplexBox;
use super::float::FloatBox;
use super::int::BigIntBox;
use super::names::Dunder;
use super::native::Builtin;
use super::str::Str;
use super::tuple::Tuple;
use super::ty::Type;
use super::types;
use crate::heap::Ref;
use crate::text::hash;
use crate::value::{Slot, Value};

/// `a is b or a == b`, as containers compare.
#[inline]
pub fn equal_natively(a: &Value, b: &Value) -> Option<bool> {
    if a.is(b) {
        return Some(true);
    }
    if a.slot().is_int() && b.slot().is_int() {
        return Some(false);
    }
    equal_exact(a, b).or_else(|| equal_tuples(a, b, 3)).or_else(|| {
        let object = &types().object;
        if inherits(a, Dunder::Eq, object) && inherits(b, Dunder::Eq, object) { Some(false) } else { None }
    })
}

/// True if the special method of `v` is known to be that of the built-in type.
fn inherits(v: &Value, d: Dunder, owner: &Ref<Type>) -> bool {
    let m = super::type_ref(v).cached_dunder(d);
    m.payload::<Builtin>().and_then(|b| b.owner.as_ref()).is_some_and(|t| t.is(owner))
}

/// True for tuples that compare as tuples do.
fn is_tuple(v: &Value) -> bool {
    let tuple = &types().tuple;
    tuple.is_type_of(v) || v.is_a::<Tuple>() && inherits(v, Dunder::Eq, tuple)
}

/// Exact tuples of scalars, nested at most `depth` deep.
fn equal_tuples(a: &Value, b: &Value, depth: u32) -> Option<bool> {
    if depth == 0 || !is_tuple(a) || !is_tuple(b) {
        return None;
    }
    let (a, b) = (a.get::<Tuple>()?.items(), b.get::<Tuple>()?.items());
    if a.len() != b.len() {
        // items before the shorter one's end may still have to be compared by Python, visibly
        let short = a.iter().zip(b).all(|(x, y)| x.is(y) || equal_exact(x, y).is_some());
        return if short { Some(false) } else { None };
    }
    for (x, y) in a.iter().zip(b) {
        let equal = if x.is(y) { true } else { equal_exact(x, y).or_else(|| equal_tuples(x, y, depth - 1))? };
        if !equal {
            return Some(false);
        }
    }
    Some(true)
}

/// `a == b` for exact built-in scalars.
pub fn equal_exact(a: &Value, b: &Value) -> Option<bool> {
    let (x, y) = (a.slot(), b.slot());
    if x.is_heap() && y.is_heap() {
        let (s, t) = (a.get::<Str>(), b.get::<Str>());
        if let (Some(s), Some(t)) = (s, t)
            && super::str::is_exact(a)
            && super::str::is_exact(b)
        {
            return Some(s.view() == t.view());
        }
    }
    let bytes = &types().bytes;
    if bytes.is_type_of(a) && bytes.is_type_of(b) {
        return Some(a.get::<Bytes>()?.data() == b.get::<Bytes>()?.data());
    }
    if types().complex.is_type_of(a) || types().complex.is_type_of(b) {
        return super::number::compare(crate::code::CmpOp::Eq, a, b);
    }
    let (n, m) = (number(a)?, number(b)?);
    Some(match (n, m) {
        (Number::Int(i), Number::Int(j)) => i == j,
        (Number::Float(f), Number::Float(g)) => f == g,
        (Number::Int(i), Number::Float(f)) | (Number::Float(f), Number::Int(i)) => {
            compare_int_float(i, f) == Some(std::cmp::Ordering::Equal)
        }
        (Number::Big(i), Number::Big(j)) => i == j,
        (Number::Big(i), Number::Float(f)) | (Number::Float(f), Number::Big(i)) => {
            compare_big_float(i, f) == Some(std::cmp::Ordering::Equal)
        }
        (Number::Big(_), Number::Int(_)) | (Number::Int(_), Number::Big(_)) => false,
        (Number::Other, Number::Other) => x == y,
        // a number never equals None, Ellipsis or an exact str
        (Number::Other, _) | (_, Number::Other) => false,
    })
}

/// `a < b` for exact built-in scalars and shallow tuples of them; `None` if the protocol must be asked.
#[inline]
pub fn less_natively(a: &Value, b: &Value) -> Option<bool> {
    if let (Some(i), Some(j)) = (a.as_small(), b.as_small()) {
        return Some(i < j);
    }
    less_scalars(a, b).or_else(|| less_tuples(a, b))
}

fn less_scalars(a: &Value, b: &Value) -> Option<bool> {
    if let Some(less) = super::number::compare(crate::code::CmpOp::Lt, a, b) {
        return Some(less);
    }
    if super::str::is_exact(a) && super::str::is_exact(b) {
        return Some(a.get::<Str>()?.view() < b.get::<Str>()?.view());
    }
    None
}

fn less_tuples(a: &Value, b: &Value) -> Option<bool> {
    let t = types();
    if !t.tuple.is_type_of(a) || !t.tuple.is_type_of(b) {
        return None;
    }
    let (a, b) = (a.get::<Tuple>()?.items(), b.get::<Tuple>()?.items());
    for (x, y) in a.iter().zip(b) {
        if !equal_natively(x, y)? {
            return less_scalars(x, y);
        }
    }
    Some(a.len() < b.len())
}

enum Number<'a> {
    Int(i64),
    Big(&'a num_bigint::BigInt),
    Float(f64),
    /// an immediate or exact str: equal only to itself (strs were compared before)
    Other,
}

fn number(v: &Value) -> Option<Number<'_>> {
    let s = v.slot();
    if s.is_int() {
        return Some(Number::Int(s.int()));
    }
    if s.is_float() {
        return Some(Number::Float(s.float()));
    }
    if !s.is_heap() {
        return Some(match s {
            Slot::TRUE => Number::Int(1),
            Slot::FALSE => Number::Int(0),
            _ => Number::Other,
        });
    }
    let t = types();
    if t.float.is_type_of(v) {
        return v.get::<FloatBox>().map(|f| Number::Float(f.0));
    }
    if t.int.is_type_of(v) {
        return v.get::<BigIntBox>().map(|b| Number::Big(&b.0));
    }
    if t.str.is_type_of(v) || t.bytes.is_type_of(v) {
        return Some(Number::Other);
    }
    None
}

/// Order of an int and a float, exactly; `None` for nan.
pub fn compare_int_float(i: i64, f: f64) -> Option<std::cmp::Ordering> {
    if f.is_nan() {
        return None;
    }
    if f >= 9.3e18 {
        return Some(std::cmp::Ordering::Less);
    }
    if f <= -9.3e18 {
        return Some(std::cmp::Ordering::Greater);
    }
    let whole = f.trunc();
    // within ±9.3e18, a whole float fits i128
    match (i as i128).cmp(&(whole as i128)) {
        std::cmp::Ordering::Equal => 0.0f64.partial_cmp(&(f - whole)),
        o => Some(o),
    }
}

/// Order of a big int and a float, exactly; `None` for nan.
pub fn compare_big_float(i: &num_bigint::BigInt, f: f64) -> Option<std::cmp::Ordering> {
    use num_traits::FromPrimitive;
    if f.is_nan() {
        return None;
    }
    if f.is_infinite() {
        return Some(if f > 0.0 { std::cmp::Ordering::Less } else { std::cmp::Ordering::Greater });
    }
    let whole = num_bigint::BigInt::from_f64(f.trunc())?;
    match i.cmp(&whole) {
        std::cmp::Ordering::Equal => 0.0f64.partial_cmp(&(f - f.trunc())),
        o => Some(o),
    }
}

/// `hash(v)` for exact built-in scalars and tuples of them; `None` if the protocol must be asked.
pub fn hash_natively(v: &Value) -> Option<i64> {
    let s = v.slot();
    if s.is_int() {
        return Some(hash::int(s.int()));
    }
    if s.is_float() {
        return Some(hash::float(s.float(), 0));
    }
    if !s.is_heap() {
        return Some(match s {
            Slot::TRUE => 1,
            Slot::FALSE => 0,
            Slot::NONE => 0xfca8_6420,
            _ => (s.0 >> 3) as i64 * 0x1000_0193,
        });
    }
    let t = types();
    if t.str.is_type_of(v) {
        return v.get::<Str>().map(|s| s.hash());
    }
    if t.float.is_type_of(v) {
        return v.get::<FloatBox>().filter(|f| !f.0.is_nan()).map(|f| hash::float(f.0, 0));
    }
    if t.int.is_type_of(v) {
        return v.get::<BigIntBox>().map(|b| hash::big(&b.0));
    }
    if t.tuple.is_type_of(v) {
        return hash_tuple_natively(v, 3);
    }
    if t.bytes.is_type_of(v) {
        return v.get::<Bytes>().map(|b| b.hash());
    }
    if t.frozenset.is_type_of(v) {
        return v.get::<super::set::Set>().map(|s| s.hash());
    }
    if t.complex.is_type_of(v) {
        let c = v.get::<ComplexBox>().filter(|c| !c.re.is_nan() && !c.im.is_nan())?;
        return Some(hash::complex(hash::float(c.re, 0), hash::float(c.im, 0)));
    }
    // what a class inherits
    let inherited = super::type_ref(v).cached_dunder(Dunder::Hash).payload::<Builtin>()?.owner.as_ref()?;
    if inherited.is(&t.object) {
        Some(super::object_::address_hash(v))
    } else if inherited.is(&t.tuple) {
        hash_tuple_natively(v, 3)
    } else if inherited.is(&t.str) {
        v.get::<Str>().map(|s| s.hash())
    } else {
        None
    }
}

/// Tuples nested at most `depth` deep; deeper ones go through the protocol.
fn hash_tuple_natively(v: &Value, depth: u32) -> Option<i64> {
    let t = v.get::<Tuple>()?;
    let mut acc = TupleHash::new();
    for item in t.items() {
        let h = if item.is_a::<Tuple>() {
            if depth == 0 || !types().tuple.is_type_of(item) && !inherits(item, Dunder::Hash, &types().tuple) {
                return None;
            }
            hash_tuple_natively(item, depth - 1)?
        } else {
            hash_natively(item)?
        };
        acc.add(h);
    }
    Some(acc.finish(t.len()))
}

/// CPython's tuple hash (xxHash-based), item by item.
pub struct TupleHash(u64);

impl TupleHash {
    const P1: u64 = 11400714785074694791;
    const P2: u64 = 14029467366897019727;
    const P5: u64 = 2870177450012600261;
    #[allow(clippy::new_without_default)]
    pub fn new() -> TupleHash {
        TupleHash(Self::P5)
    }
    /// The next item's hash.
    pub fn add(&mut self, lane: i64) {
        self.0 = self.0.wrapping_add((lane as u64).wrapping_mul(Self::P2)).rotate_left(31).wrapping_mul(Self::P1);
    }
    /// The hash without the length: a slice's.
    pub fn finish_plain(self) -> i64 {
        if self.0 == u64::MAX { 1546275796 } else { self.0 as i64 }
    }
    /// The hash of a tuple of `len` items.
    pub fn finish(self, len: usize) -> i64 {
        let acc = self.0.wrapping_add(len as u64 ^ (Self::P5 ^ 3527539));
        if acc == u64::MAX { 1546275796 } else { acc as i64 }
    }
}
