//! slice: the payload, and what it selects.
//!
//! Invariant: [`Indices`] never leave the sequence they were computed for: `start + step * i` is a valid index for every
//! `i < count`.

use super::int;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::PyResult;
use num_bigint::Sign;

/// A slice object; each part is any object, None when left out.
pub struct Slice {
    // what dies first stands first
    pub step: Mut<Value>,
    pub start: Mut<Value>,
    pub stop: Mut<Value>,
}

impl Payload for Slice {
    const KIND: Kind = Kind::Slice;
    fn visit(&self, v: &mut Visitor) {
        for part in [&self.start, &self.stop, &self.step] {
            v.value(&part.borrow());
        }
    }
    fn clear(&self) {
        for part in [&self.start, &self.stop, &self.step] {
            part.set(Value::NONE);
        }
    }
}

/// A new slice.
pub fn new(start: Value, stop: Value, step: Value) -> Value {
    let slice = Slice { start: Mut::new(start), stop: Mut::new(stop), step: Mut::new(step) };
    crate::heap::alloc(&super::types().slice, slice).into()
}

/// What a slice selects in a sequence of known length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Indices {
    /// The first index; with a count of 0 the place where an insertion would go.
    pub start: isize,
    /// As in `slice.indices`.
    pub stop: isize,
    /// Never 0.
    pub step: isize,
    /// Number of items.
    pub count: usize,
}

impl Indices {
    /// The indexes, in the order of the slice.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..self.count as isize).map(move |i| (self.start + i * self.step) as usize)
    }
    /// As a plain range, when the step is 1.
    pub fn as_range(self) -> Option<std::ops::Range<usize>> {
        (self.step == 1).then(|| self.start as usize..self.start as usize + self.count)
    }
}

/// True if a part needs no `__index__` call.
fn is_plain(v: &Value) -> bool {
    v.is_none() || int::is_int(v)
}

/// An int as an index: what does not fit saturates.
fn saturated(v: &Value) -> isize {
    match int::to_i64(v) {
        Some(n) => isize::try_from(n).unwrap_or(if n < 0 { isize::MIN } else { isize::MAX }),
        None if int::to_big(v).is_some_and(|n| n.sign() == Sign::Minus) => isize::MIN,
        None => isize::MAX,
    }
}

impl Slice {
    /// True if [`Slice::indices`] can answer without calling Python (parts are ints or None).
    pub fn is_native(&self) -> bool {
        is_plain(&self.start.borrow()) && is_plain(&self.stop.borrow()) && is_plain(&self.step.borrow())
    }

    /// What the slice selects among `len` items. Parts must be ints or None ([`Slice::is_native`]; convert others
    /// first): a part that is neither counts as None.
    pub fn indices(&self, vm: &mut Vm, len: usize) -> PyResult<Indices> {
        let part = |m: &Mut<Value>| {
            let v = m.borrow();
            int::is_int(&v).then(|| saturated(&v))
        };
        // A step of isize::MIN could not be negated.
        let step = part(&self.step).unwrap_or(1).max(-isize::MAX);
        if step == 0 {
            return Err(vm.value_error("slice step cannot be zero"));
        }
        let len = isize::try_from(len).unwrap_or(isize::MAX);
        let (low, high) = if step < 0 { (-1, len - 1) } else { (0, len) };
        let clamp = |n: Option<isize>, default: isize| match n {
            None => default,
            Some(n) if n < 0 => n.saturating_add(len).max(low),
            Some(n) => n.min(high),
        };
        let start = clamp(part(&self.start), if step < 0 { high } else { low });
        let stop = clamp(part(&self.stop), if step < 0 { low } else { high });
        let span = if step < 0 { start - stop } else { stop - start };
        let count = if span > 0 { ((span - 1) / step.abs()) as usize + 1 } else { 0 };
        Ok(Indices { start, stop, step, count })
    }

    /// A slice with every part converted by `__index__`: itself when nothing needs it.
    pub async fn converted(this: Ref<Slice>, cx: &mut crate::vm::Cx) -> PyResult<Ref<Slice>> {
        if this.is_native() {
            return Ok(this);
        }
        let mut parts = [this.start.get(), this.stop.get(), this.step.get()];
        for p in &mut parts {
            if !is_plain(p) {
                let message = "slice indices must be integers or None or have an __index__ method";
                *p = super::text_args::index(cx, p, message).await?;
            }
        }
        let [start, stop, step] = parts.map(Mut::new);
        Ok(crate::heap::alloc(&super::types().slice, Slice { start, stop, step }))
    }
}
