//! deque.
//!
//! Invariants: with a maximum length the deque is never longer; `state` changes with every change of length or rotation, so that
//! iterators notice; no borrow of the items outlives a step that could run Python.

use crate::code::CmpOp;
use crate::heap::{Mut, Visitor};
use crate::object::list::MAX_ITEMS;
use crate::object::native::{Native, NativeObject};
use crate::object::sequence::{push_repr, repr_enter, repr_leave, with_count};
use crate::object::spec::{GetSetDef, TypeSpec, getter};
use crate::object::ty::{Type, flag};
use crate::object::{class_getitem, int, iter, names::Dunder, str, subscript, tuple, type_of};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};
use std::cell::Cell;
use std::collections::VecDeque;

struct Deque {
    items: Mut<VecDeque<Value>>,
    max: Cell<Option<usize>>,
    state: Cell<u32>,
}

impl NativeObject for Deque {
    fn visit(&self, v: &mut Visitor) {
        self.items.borrow().iter().for_each(|x| v.value(x));
    }
    fn clear(&self) {
        drop(self.items.take());
    }
}

impl Deque {
    fn len(&self) -> usize {
        self.items.borrow().len()
    }
    fn get(&self, i: usize) -> Option<Value> {
        self.items.borrow().get(i).cloned()
    }
    fn changed(&self) {
        self.state.set(self.state.get().wrapping_add(1));
    }
    fn push_back(&self, v: Value) {
        self.changed();
        let dropped = {
            let mut items = self.items.borrow_mut();
            items.push_back(v);
            if self.max.get().is_some_and(|m| items.len() > m) { items.pop_front() } else { None }
        };
        drop(dropped);
    }
    fn push_front(&self, v: Value) {
        self.changed();
        let dropped = {
            let mut items = self.items.borrow_mut();
            items.push_front(v);
            if self.max.get().is_some_and(|m| items.len() > m) { items.pop_back() } else { None }
        };
        drop(dropped);
    }
}

fn this<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Deque> {
    match v.native::<Deque>() {
        Some(d) => Ok(d),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("descriptor requires a 'collections.deque' object but received a '{name}'")))
        }
    }
}

fn new_payload(max: Option<usize>) -> Native {
    Native(Box::new(Deque { items: Mut::default(), max: Cell::new(max), state: Cell::new(0) }))
}

fn new(_: &mut Vm, a: &Args) -> PyResult {
    Ok(match a.at(0).get_ref::<Type>() {
        Some(cls) => crate::heap::alloc_in(&cls, new_payload(None)).into(),
        None => Value::NONE,
    })
}

async fn init(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let max = match a.some(2) {
        None => None,
        Some(m) if !int::is_int(m) => return Err(cx.vm().type_error("an integer is required")),
        Some(m) => match int::to_i64(m) {
            Some(n) if n >= 0 => Some(n as usize),
            Some(_) => return Err(cx.vm().value_error("maxlen must be non-negative")),
            None => return Err(cx.vm().overflow_error("Python int too large to convert to C ssize_t")),
        },
    };
    let d = this(cx.vm(), a.at(0))?;
    d.max.set(max);
    if d.len() > 0 {
        d.changed();
        drop(d.items.take());
    }
    if let Some(iterable) = a.opt(1) {
        extend_back(cx, a.at(0), iterable, false).await?;
    }
    Ok(Value::NONE)
}

/// Appends (or, with `front`, prepends) what an iterable yields.
async fn extend_back(cx: &mut Cx, deque: &Value, iterable: &Value, front: bool) -> PyResult<()> {
    let push = |cx: &mut Cx, v: Value| -> PyResult<()> {
        let d = this(cx.vm(), deque)?;
        if front {
            d.push_front(v)
        } else {
            d.push_back(v)
        }
        if d.len() > MAX_ITEMS { Err(cx.vm().memory_error()) } else { Ok(()) }
    };
    if iterable.is(deque) {
        let copy: Vec<Value> = this(cx.vm(), deque)?.items.borrow().iter().cloned().collect();
        for v in copy {
            push(cx, v)?;
        }
        return Ok(());
    }
    let it = cx.iter(iterable).await?;
    while let Some(v) = cx.next(&it).await? {
        push(cx, v)?;
        cx.tick(1).await?;
    }
    Ok(())
}

async fn extend(cx: &mut Cx, a: Args<'static>) -> PyResult {
    extend_back(cx, a.at(0), a.at(1), false).await?;
    Ok(Value::NONE)
}

async fn extendleft(cx: &mut Cx, a: Args<'static>) -> PyResult {
    extend_back(cx, a.at(0), a.at(1), true).await?;
    Ok(Value::NONE)
}

async fn iadd(cx: &mut Cx, a: Args<'static>) -> PyResult {
    extend_back(cx, a.at(0), a.at(1), false).await?;
    Ok(a.at(0).clone())
}

fn append(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a.at(0))?.push_back(a.at(1).clone());
    Ok(Value::NONE)
}

fn appendleft(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a.at(0))?.push_front(a.at(1).clone());
    Ok(Value::NONE)
}

fn pop(vm: &mut Vm, a: &Args) -> PyResult {
    let d = this(vm, a.at(0))?;
    let v = d.items.borrow_mut().pop_back();
    match v {
        Some(v) => {
            d.changed();
            Ok(v)
        }
        None => Err(vm.index_error("pop from an empty deque")),
    }
}

fn popleft(vm: &mut Vm, a: &Args) -> PyResult {
    let d = this(vm, a.at(0))?;
    let v = d.items.borrow_mut().pop_front();
    match v {
        Some(v) => {
            d.changed();
            Ok(v)
        }
        None => Err(vm.index_error("pop from an empty deque")),
    }
}

fn clear(vm: &mut Vm, a: &Args) -> PyResult {
    let d = this(vm, a.at(0))?;
    d.changed();
    drop(d.items.take());
    Ok(Value::NONE)
}

fn reverse(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a.at(0))?.items.borrow_mut().make_contiguous().reverse();
    Ok(Value::NONE)
}

fn rotate(vm: &mut Vm, a: &Args) -> Act {
    fn by(vm: &mut Vm, v: &Value, n: i64) -> PyResult {
        let d = this(vm, v)?;
        let len = d.len();
        if len > 1 {
            d.changed();
            d.items.borrow_mut().rotate_right(n.rem_euclid(len as i64) as usize);
        }
        Ok(Value::NONE)
    }
    match a.opt(1).map_or(Some(1), subscript::index_natively) {
        Some(n) => by(vm, a.at(0), n).into(),
        None => {
            let (d, n) = (a.at(0).clone(), a.at(1).clone());
            Act::run(async move |cx| {
                let n = cx.index_size(&n).await?;
                by(cx.vm(), &d, n)
            })
        }
    }
}

/// The length of a deque.
pub fn length(v: &Value) -> Option<usize> {
    v.native::<Deque>().map(Deque::len)
}

fn len(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::size(this(vm, a.at(0))?.len()))
}

/// The position that a subscript names, with `f` for what to do there.
fn at_index(vm: &mut Vm, a: &Args, f: fn(&mut Vm, &Deque, usize, &Value) -> PyResult) -> Act {
    fn go(
        vm: &mut Vm,
        v: &Value,
        i: i64,
        value: &Value,
        f: fn(&mut Vm, &Deque, usize, &Value) -> PyResult,
    ) -> PyResult {
        let d = this(vm, v)?;
        match subscript::position(i, d.len()) {
            Some(p) => f(vm, d, p, value),
            None => Err(vm.index_error("deque index out of range")),
        }
    }
    let value = a.get(2).cloned().unwrap_or(Value::NONE);
    if let Some(i) = subscript::index_natively(a.at(1)) {
        return go(vm, a.at(0), i, &value, f).into();
    }
    if !vm.has_dunder(a.at(1), Dunder::Index) {
        let name = vm.type_name(a.at(1));
        return Act::Raise(vm.type_error(format!("sequence index must be integer, not '{name}'")));
    }
    let (d, i) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        let i = cx.sequence_index(&i).await?;
        go(cx.vm(), &d, i, &value, f)
    })
}

fn get_item(vm: &mut Vm, a: &Args) -> Act {
    at_index(vm, a, |_, d, i, _| Ok(d.get(i).unwrap_or(Value::NONE)))
}

fn set_item(vm: &mut Vm, a: &Args) -> Act {
    at_index(vm, a, |_, d, i, v| {
        let old = d.items.borrow_mut().get_mut(i).map(|place| std::mem::replace(place, v.clone()));
        drop(old);
        Ok(Value::NONE)
    })
}

fn del_item(vm: &mut Vm, a: &Args) -> Act {
    at_index(vm, a, |_, d, i, _| {
        d.changed();
        let old = d.items.borrow_mut().remove(i);
        drop(old);
        Ok(Value::NONE)
    })
}

async fn insert(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let i = cx.index_size(a.at(1)).await?;
    let d = this(cx.vm(), a.at(0))?;
    if d.max.get().is_some_and(|m| d.len() >= m) {
        return Err(cx.vm().index_error("deque already at its maximum size"));
    }
    d.changed();
    let at = subscript::bound(i, d.len());
    d.items.borrow_mut().insert(at, a.at(2).clone());
    Ok(Value::NONE)
}

/// Position of the first equal item among `start..stop`; a change of the deque meanwhile is an error.
async fn find(
    cx: &mut Cx,
    deque: &Value,
    x: &Value,
    start: usize,
    stop: usize,
    error: fn(&mut Vm) -> crate::vm::Raised,
) -> PyResult<Option<usize>> {
    let d = this(cx.vm(), deque)?;
    let state = d.state.get();
    let mut i = start;
    while i < stop
        && let Some(v) = d.get(i)
    {
        let equal = cx.equal(&v, x).await?;
        if d.state.get() != state {
            return Err(error(cx.vm()));
        }
        if equal {
            return Ok(Some(i));
        }
        i += 1;
        cx.tick(1).await?;
    }
    Ok(None)
}

fn mutated(vm: &mut Vm) -> crate::vm::Raised {
    vm.runtime_error("deque mutated during iteration")
}

async fn remove(cx: &mut Cx, a: Args<'static>) -> PyResult {
    match find(cx, a.at(0), a.at(1), 0, usize::MAX, |vm| vm.index_error("deque mutated during remove().")).await? {
        Some(i) => {
            let d = this(cx.vm(), a.at(0))?;
            d.changed();
            let old = d.items.borrow_mut().remove(i);
            drop(old);
            Ok(Value::NONE)
        }
        None => Err(cx.vm().value_error("deque.remove(x): x not in deque")),
    }
}

async fn contains(cx: &mut Cx, a: Args<'static>) -> PyResult {
    Ok(Value::bool(find(cx, a.at(0), a.at(1), 0, usize::MAX, mutated).await?.is_some()))
}

async fn index(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let start = match a.opt(2) {
        Some(v) => cx.slice_index(v).await?,
        None => 0,
    };
    let stop = match a.opt(3) {
        Some(v) => cx.slice_index(v).await?,
        None => i64::MAX,
    };
    let len = this(cx.vm(), a.at(0))?.len();
    let (start, stop) = (subscript::bound(start, len), subscript::bound(stop, len));
    match find(cx, a.at(0), a.at(1), start, stop, mutated).await? {
        Some(i) => Ok(Value::size(i)),
        None => Err(cx.vm().value_error("deque.index(x): x not in deque")),
    }
}

async fn count(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = this(cx.vm(), a.at(0))?;
    let state = d.state.get();
    let (mut n, mut i) = (0, 0);
    while let Some(v) = d.get(i) {
        n += cx.equal(&v, a.at(1)).await? as i64;
        if d.state.get() != state {
            return Err(mutated(cx.vm()));
        }
        i += 1;
        cx.tick(1).await?;
    }
    Ok(Value::int(n))
}

/// A new deque of the same class and maximum length, with these items.
async fn like(cx: &mut Cx, deque: &Value, items: VecDeque<Value>) -> PyResult {
    let max = this(cx.vm(), deque)?.max.get();
    let ty = cx.vm().native_type(&DEQUE);
    let class = type_of(deque);
    if class.is(&ty) {
        let out: Value = crate::heap::alloc(&ty, new_payload(max)).into();
        let d = this(cx.vm(), &out)?;
        for v in items {
            d.push_back(v);
        }
        return Ok(out);
    }
    let list = crate::object::list::new(items.into());
    let class: Value = class.into();
    match max {
        Some(m) => cx.call(&class, [list, Value::size(m)]).await,
        None => cx.call(&class, [list]).await,
    }
}

async fn copy(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let items = this(cx.vm(), a.at(0))?.items.borrow().clone();
    like(cx, a.at(0), items).await
}

async fn add(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let mut items = this(cx.vm(), a.at(0))?.items.borrow().clone();
    let Some(other) = a.at(1).native::<Deque>() else {
        let name = cx.vm().type_name(a.at(1));
        return Err(cx.vm().type_error(format!("can only concatenate deque (not \"{name}\") to deque")));
    };
    items.extend(other.items.borrow().iter().cloned());
    like(cx, a.at(0), items).await
}

/// The items `n` times over; with a maximum length only the last ones.
fn repeated(vm: &mut Vm, d: &Deque, n: i64) -> PyResult<VecDeque<Value>> {
    let items = d.items.borrow();
    let n = n.max(0) as usize;
    let Some(total) = items.len().checked_mul(n) else { return Err(vm.memory_error()) };
    let keep = total.min(d.max.get().unwrap_or(usize::MAX));
    if keep > MAX_ITEMS {
        return Err(vm.memory_error());
    }
    let len = items.len().max(1);
    Ok((total - keep..total).filter_map(|i| items.get(i % len).cloned()).collect())
}

fn mul(vm: &mut Vm, a: &Args) -> Act {
    if let Err(e) = this(vm, a.at(0)) {
        return Act::Raise(e);
    }
    let (deque, n) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| {
        let n = cx.index_size(&n).await?;
        let d = this(cx.vm(), &deque)?;
        let items = repeated(cx.vm(), d, n)?;
        like(cx, &deque, items).await
    })
}

fn imul(vm: &mut Vm, a: &Args) -> Act {
    if let Err(e) = this(vm, a.at(0)) {
        return Act::Raise(e);
    }
    with_count(vm, a.at(0), a.at(1), |vm, v, n| {
        let d = this(vm, v)?;
        let items = repeated(vm, d, n)?;
        d.changed();
        drop(d.items.replace(items));
        Ok(v.clone())
    })
}

async fn compare(cx: &mut Cx, a: Args<'static>, op: CmpOp) -> PyResult {
    let x = this(cx.vm(), a.at(0))?;
    let Some(y) = a.at(1).native::<Deque>() else { return Ok(Value::NOT_IMPLEMENTED) };
    if matches!(op, CmpOp::Eq | CmpOp::Ne) && (a.at(0).is(a.at(1)) || x.len() != y.len()) {
        return Ok(Value::bool(a.at(0).is(a.at(1)) == (op == CmpOp::Eq)));
    }
    let (states, mut i) = ((x.state.get(), y.state.get()), 0);
    loop {
        let (Some(u), Some(v)) = (x.get(i), y.get(i)) else {
            return Ok(Value::bool(op.of_order(x.len().cmp(&y.len()))));
        };
        if !cx.equal(&u, &v).await? {
            return match op {
                CmpOp::Eq => Ok(Value::FALSE),
                CmpOp::Ne => Ok(Value::TRUE),
                op => cx.compare(op, &u, &v).await,
            };
        }
        if (x.state.get(), y.state.get()) != states {
            return Err(mutated(cx.vm()));
        }
        i += 1;
        cx.tick(1).await?;
    }
}

macro_rules! comparisons {
    ($($name:ident = $op:ident;)*) => { $(async fn $name(cx: &mut Cx, a: Args<'static>) -> PyResult { compare(cx, a, CmpOp::$op).await })* };
}
comparisons! { lt = Lt; le = Le; eq = Eq; ne = Ne; gt = Gt; ge = Ge; }

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let d = this(cx.vm(), a.at(0))?;
    if !repr_enter(cx.vm(), a.at(0)) {
        return Ok(str::new("[...]"));
    }
    let mut out = StrBuilder::new();
    out.push_utf8(&crate::object::type_ref(a.at(0)).name());
    out.push_ascii(b"(");
    let items: Vec<Value> = d.items.borrow().iter().cloned().collect();
    let list = crate::object::list::new(items);
    let r = push_repr(cx, &mut out, &list).await;
    repr_leave(cx.vm(), a.at(0));
    r?;
    if let Some(m) = d.max.get() {
        out.push_utf8(&format!(", maxlen={m}"));
    }
    out.push_ascii(b")");
    Ok(str::new(out.finish()))
}

async fn reduce(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let max = this(cx.vm(), a.at(0))?.max.get();
    let state = cx.call_method(a.at(0), "__getstate__", []).await?;
    let it = cx.iter(a.at(0)).await?;
    let args = match max {
        Some(m) => tuple::pair(tuple::new(Vec::new()), Value::size(m)),
        None => tuple::new(Vec::new()),
    };
    Ok(tuple::new(vec![type_of(a.at(0)).into(), args, state, it]))
}

// ---- iterators

struct DequeIter {
    deque: Value,
    state: u32,
    /// items given
    given: Cell<usize>,
    left: Cell<usize>,
    reverse: bool,
}

impl NativeObject for DequeIter {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.deque);
    }
    fn native_depth(&self) -> u8 {
        1
    }
    fn step(&self, vm: &mut Vm) -> Option<PyResult> {
        let d = self.deque.native::<Deque>()?;
        if d.state.get() != self.state {
            self.left.set(0);
            return Some(Err(mutated(vm)));
        }
        if self.left.get() == 0 {
            return Some(Ok(Value::STOP));
        }
        let i = self.given.get();
        let v = d.get(if self.reverse { d.len().wrapping_sub(i + 1) } else { i });
        self.given.set(i + 1);
        self.left.set(self.left.get() - 1);
        Some(Ok(v.unwrap_or(Value::STOP)))
    }
}

fn iterator(vm: &mut Vm, v: &Value, reverse: bool) -> PyResult {
    let d = this(vm, v)?;
    let (state, left) = (d.state.get(), d.len());
    let ty = vm.native_type(if reverse { &REVERSE_ITERATOR } else { &ITERATOR });
    let it = DequeIter { deque: v.clone(), state, given: Cell::new(0), left: Cell::new(left), reverse };
    Ok(crate::heap::alloc(&ty, Native(Box::new(it))).into())
}

fn dunder_iter(vm: &mut Vm, a: &Args) -> PyResult {
    iterator(vm, a.at(0), false)
}

fn reversed(vm: &mut Vm, a: &Args) -> PyResult {
    iterator(vm, a.at(0), true)
}

fn iterator_new(vm: &mut Vm, a: &Args, reverse: bool) -> PyResult {
    if a.at(1).native::<Deque>().is_none() {
        let name = vm.type_name(a.at(1));
        return Err(vm.type_error(format!("argument 1 must be collections.deque, not {name}")));
    }
    let it = iterator(vm, a.at(1), reverse)?;
    if let (Some(i), Some(n)) = (it.native::<DequeIter>(), a.opt(2).and_then(int::to_i64)) {
        let n = (n.max(0) as usize).min(i.left.get());
        i.given.set(n);
        i.left.set(i.left.get() - n);
    }
    Ok(it)
}

fn forward_new(vm: &mut Vm, a: &Args) -> PyResult {
    iterator_new(vm, a, false)
}

fn reverse_new(vm: &mut Vm, a: &Args) -> PyResult {
    iterator_new(vm, a, true)
}

fn hint(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::size(a.at(0).native::<DequeIter>().map_or(0, |i| i.left.get())))
}

fn iterator_reduce(_: &mut Vm, a: &Args) -> PyResult {
    let Some(i) = a.at(0).native::<DequeIter>() else { return Ok(Value::NONE) };
    Ok(tuple::pair(type_of(a.at(0)).into(), tuple::pair(i.deque.clone(), Value::size(i.given.get()))))
}

const fn iterator_spec(name: &'static str, methods: &'static [NativeDef]) -> TypeSpec {
    TypeSpec { module: "collections", methods, ..TypeSpec::of::<Native>(name) }
}

pub(super) static ITERATOR: TypeSpec = iterator_spec(
    "_deque_iterator",
    &[
        leaf("__new__", "(cls, deque, index=0, /)", forward_new).stat(),
        leaf("__iter__", "(self, /)", iter::dunder_iter),
        leaf("__next__", "(self, /)", iter::dunder_next),
        leaf("__length_hint__", "(self, /)", hint),
        leaf("__reduce__", "(self, /)", iterator_reduce),
    ],
);
pub(super) static REVERSE_ITERATOR: TypeSpec = iterator_spec(
    "_deque_reverse_iterator",
    &[
        leaf("__new__", "(cls, deque, index=0, /)", reverse_new).stat(),
        leaf("__iter__", "(self, /)", iter::dunder_iter),
        leaf("__next__", "(self, /)", iter::dunder_next),
        leaf("__length_hint__", "(self, /)", hint),
        leaf("__reduce__", "(self, /)", iterator_reduce),
    ],
);

static GETSET: &[GetSetDef] = &[getter("maxlen", |vm, v| Ok(this(vm, v)?.max.get().map_or(Value::NONE, Value::size)))];

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, *args, **kwargs)", new).stat(),
    resumable!("__init__", "(self, iterable=(), maxlen=None) -> (self, [iterable[, maxlen]])", init),
    leaf("append", "(self, item, /)", append),
    leaf("appendleft", "(self, item, /)", appendleft),
    leaf("clear", "(self, /)", clear),
    resumable!("copy", "(self, /)", copy),
    resumable!("__copy__", "(self, /)", copy),
    resumable!("count", "(self, value, /)", count),
    resumable!("extend", "(self, iterable, /)", extend),
    resumable!("extendleft", "(self, iterable, /)", extendleft),
    resumable!("index", "(self, value, start=0, stop=sys.maxsize, /)", index),
    resumable!("insert", "(self, index, value, /)", insert),
    leaf("pop", "(self, /)", pop),
    leaf("popleft", "(self, /)", popleft),
    resumable!("remove", "(self, value, /)", remove),
    leaf("reverse", "(self, /)", reverse),
    tail("rotate", "(self, n=1, /)", rotate),
    leaf("__len__", "(self, /)", len),
    leaf("__iter__", "(self, /)", dunder_iter),
    leaf("__reversed__", "(self, /)", reversed),
    resumable!("__contains__", "(self, key, /)", contains),
    tail("__getitem__", "(self, key, /)", get_item),
    tail("__setitem__", "(self, key, value, /)", set_item),
    tail("__delitem__", "(self, key, /)", del_item),
    resumable!("__add__", "(self, value, /)", add),
    resumable!("__iadd__", "(self, value, /)", iadd),
    tail("__mul__", "(self, value, /)", mul),
    tail("__rmul__", "(self, value, /)", mul),
    tail("__imul__", "(self, value, /)", imul),
    resumable!("__lt__", "(self, value, /)", lt),
    resumable!("__le__", "(self, value, /)", le),
    resumable!("__eq__", "(self, value, /)", eq),
    resumable!("__ne__", "(self, value, /)", ne),
    resumable!("__gt__", "(self, value, /)", gt),
    resumable!("__ge__", "(self, value, /)", ge),
    resumable!("__repr__", "(self, /)", repr),
    resumable!("__reduce__", "(self, /)", reduce),
    class_getitem::DEF,
];

pub(super) static DEQUE: TypeSpec = TypeSpec {
    module: "collections",
    flags: flag::BASETYPE | flag::SEQUENCE | flag::WEAKREFABLE,
    unhashable: true,
    methods: METHODS,
    getset: GETSET,
    doc: "A list-like sequence optimized for data accesses near its endpoints.",
    ..TypeSpec::of::<Native>("deque")
};
