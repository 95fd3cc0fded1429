//! count, cycle, repeat.

use super::{ITER, NEXT, inner_step, make, run, spec};
use crate::code::BinOp;
use crate::heap::{Mut, Visitor};
use crate::object::native::NativeObject;
use crate::object::sequence::push_repr;
use crate::object::spec::TypeSpec;
use crate::object::{int, names::Dunder, number, str, types};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::native::{Act, Args, PyResult, leaf};
use crate::vm::{Cx, Vm};
use std::cell::Cell;

pub(super) static TYPES: &[&TypeSpec] = &[&COUNT, &CYCLE, &REPEAT];

// ---- count

struct Count {
    value: Mut<Value>,
    by: Value,
    /// both are exact ints
    ints: bool,
}

impl NativeObject for Count {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.value.borrow());
        v.value(&self.by);
    }
    fn native_depth(&self) -> u8 {
        self.ints as u8
    }
    fn step(&self, vm: &mut Vm) -> Option<PyResult> {
        let now = self.value.get();
        let next = match (now.as_small(), self.by.as_small()) {
            (Some(a), Some(b)) if let Some(next) = a.checked_add(b) => Value::int(next),
            _ if self.ints => match number::binary(vm, BinOp::Add, &now, &self.by)? {
                Ok(next) => next,
                Err(e) => return Some(Err(e)),
            },
            _ => return None,
        };
        self.value.set(next);
        Some(Ok(now))
    }
    fn next(&self, _: &mut Vm, it: &Value) -> Option<Act> {
        run(it, async |cx, it| {
            let Some(c) = it.native::<Count>() else { return Ok(Value::STOP) };
            let now = c.value.get();
            let next = cx.binary(BinOp::Add, &now, &c.by).await?;
            c.value.set(next);
            Ok(now)
        })
    }
}

fn is_number(vm: &mut Vm, v: &Value) -> bool {
    int::is_int(v) || [Dunder::Index, Dunder::Int, Dunder::Float, Dunder::Complex].iter().any(|d| vm.has_dunder(v, *d))
}

fn count_new(vm: &mut Vm, a: &Args) -> PyResult {
    let mut start = a.opt(1).cloned().unwrap_or(Value::int(0));
    let mut step = a.opt(2).cloned().unwrap_or(Value::int(1));
    if !is_number(vm, &start) || !is_number(vm, &step) {
        return Err(vm.type_error("a number is required"));
    }
    // what is counted up one by one are plain ints, of whatever class they were given
    if int::is_int(&start)
        && int::is_int(&step)
        && int::to_i64(&step) == Some(1)
        && let Some(n) = int::to_i64(&start)
    {
        (start, step) = (Value::int(n), Value::int(1));
    }
    let ints = [&start, &step].iter().all(|v| v.as_small().is_some() || types().int.is_type_of(v));
    make(a.at(0), Count { value: Mut::new(start), by: step, ints })
}

async fn count_repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(c) = a.at(0).native::<Count>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let mut out = StrBuilder::new();
    out.push_utf8(&crate::object::type_ref(a.at(0)).name());
    out.push_ascii(b"(");
    push_repr(cx, &mut out, &c.value.get()).await?;
    if c.by.as_small() != Some(1) {
        out.push_ascii(b", ");
        push_repr(cx, &mut out, &c.by).await?;
    }
    out.push_ascii(b")");
    Ok(str::new(out.finish()))
}

static COUNT: TypeSpec = spec(
    "count",
    &[
        leaf("__new__", "(cls, start=0, step=1)", count_new).stat(),
        ITER,
        NEXT,
        resumable!("__repr__", "(self, /)", count_repr),
    ],
    "Return a count object whose .__next__() method returns consecutive values.",
);

// ---- cycle

struct Cycle {
    iterator: Mut<Option<Value>>,
    saved: Mut<Vec<Value>>,
    index: Cell<usize>,
}

impl Cycle {
    /// The next saved item; STOP if there is none.
    fn again(&self) -> Value {
        let saved = self.saved.borrow();
        let Some(v) = saved.get(self.index.get()) else { return Value::STOP };
        let next = self.index.get() + 1;
        self.index.set(if next >= saved.len() { 0 } else { next });
        v.clone()
    }
}

impl NativeObject for Cycle {
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.iterator.borrow());
        v.values(&self.saved.borrow());
    }
    fn clear(&self) {
        drop((self.iterator.take(), self.saved.take()));
    }
    fn step(&self, vm: &mut Vm) -> Option<PyResult> {
        let Some(it) = self.iterator.get() else { return Some(Ok(self.again())) };
        Some(match inner_step(vm, &it)? {
            Ok(v) if v.is_stop() => {
                drop(self.iterator.take());
                Ok(self.again())
            }
            Ok(v) => {
                self.saved.borrow_mut().push(v.clone());
                Ok(v)
            }
            e => e,
        })
    }
    fn next(&self, _: &mut Vm, it: &Value) -> Option<Act> {
        run(it, async |cx, it| {
            let Some(c) = it.native::<Cycle>() else { return Ok(Value::STOP) };
            if let Some(inner) = c.iterator.get() {
                if let Some(v) = cx.next(&inner).await? {
                    c.saved.borrow_mut().push(v.clone());
                    return Ok(v);
                }
                drop(c.iterator.take());
            }
            Ok(c.again())
        })
    }
}

async fn cycle_new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let it = cx.iter(a.at(1)).await?;
    make(a.at(0), Cycle { iterator: Mut::new(Some(it)), saved: Mut::default(), index: Cell::new(0) })
}

static CYCLE: TypeSpec = spec(
    "cycle",
    &[resumable!("__new__", "(cls, iterable, /)", cycle_new).stat(), ITER, NEXT],
    "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
);

// ---- repeat

struct Repeat {
    object: Value,
    /// -1: without end
    left: Cell<i64>,
}

impl NativeObject for Repeat {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.object);
    }
    fn native_depth(&self) -> u8 {
        1
    }
    fn step(&self, _: &mut Vm) -> Option<PyResult> {
        let left = self.left.get();
        if left == 0 {
            return Some(Ok(Value::STOP));
        }
        if left > 0 {
            self.left.set(left - 1);
        }
        Some(Ok(self.object.clone()))
    }
}

async fn repeat_new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let left = match a.opt(2) {
        Some(n) => cx.index_size(n).await?.max(0),
        None => -1,
    };
    make(a.at(0), Repeat { object: a.at(1).clone(), left: Cell::new(left) })
}

async fn repeat_repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(r) = a.at(0).native::<Repeat>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let mut out = StrBuilder::new();
    out.push_utf8(&crate::object::type_ref(a.at(0)).name());
    out.push_ascii(b"(");
    push_repr(cx, &mut out, &r.object).await?;
    if r.left.get() >= 0 {
        out.push_utf8(&format!(", {}", r.left.get()));
    }
    out.push_ascii(b")");
    Ok(str::new(out.finish()))
}

fn repeat_hint(vm: &mut Vm, a: &Args) -> PyResult {
    match a.at(0).native::<Repeat>().map(|r| r.left.get()) {
        Some(n) if n >= 0 => Ok(Value::int(n)),
        _ => Err(vm.type_error("len() of unsized object")),
    }
}

static REPEAT: TypeSpec = spec(
    "repeat",
    &[
        resumable!("__new__", "(cls, object, times=<unrepresentable>) -> None", repeat_new).stat(),
        ITER,
        NEXT,
        resumable!("__repr__", "(self, /)", repeat_repr),
        leaf("__length_hint__", "(self, /)", repeat_hint),
    ],
    "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.",
);
