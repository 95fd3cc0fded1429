//! Iterators over sequences and callables, and the one place that steps any built-in iterator without a frame.
//!
//! Invariants: an exhausted iterator has let go of what it iterated over and stays exhausted; [`step`] never runs Python and consumes
//! nothing when it answers `None`. The dispatch loop's `for` calls [`SeqIter::step`] and `range::RangeIter::step` directly, and
//! [`step`] for every other built-in iterator, before it asks the protocol.

use super::generator::Generator;
use super::list::List;
use super::spec::TypeSpec;
use super::tuple::Tuple;
use super::{type_ref, types};
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::pull::{Puller, Pulling};
use crate::vm::{Cx, Vm};
use std::cell::Cell;

/// `list_iterator` and `tuple_iterator`.
pub struct SeqIter {
    pub seq: Mut<Option<Value>>,
    pub index: Cell<usize>,
}

impl Payload for SeqIter {
    const KIND: Kind = Kind::SeqIter;
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.seq.borrow());
    }
    fn clear(&self) {
        drop(self.seq.take());
    }
}

impl SeqIter {
    /// `iter(list)`.
    pub fn over_list(list: Value) -> Value {
        crate::heap::alloc(&types().list_iterator, SeqIter { seq: Mut::new(Some(list)), index: Cell::new(0) }).into()
    }
    /// `iter(tuple)`.
    pub fn over_tuple(tuple: Value) -> Value {
        crate::heap::alloc(&types().tuple_iterator, SeqIter { seq: Mut::new(Some(tuple)), index: Cell::new(0) }).into()
    }
    /// The next item; never needs Python. `None` at the end, and from then on.
    #[inline(always)]
    pub fn step(&self) -> Option<Value> {
        let i = self.index.get();
        let item = {
            let seq = self.seq.borrow();
            let s = seq.as_ref()?;
            let shared = |v: &Value| v.slot().copied().take();
            match s.slot().payload::<List>() {
                Some(l) => l.items.borrow().get(i).map(shared),
                None => s.slot().payload::<Tuple>().and_then(|t| t.items().get(i).map(shared)),
            }
        };
        if item.is_some() {
            self.index.set(i + 1);
        } else {
            drop(self.seq.take());
        }
        item
    }
    fn left(&self) -> usize {
        let seq = self.seq.borrow();
        let len = seq
            .as_ref()
            .map_or(0, |s| s.get::<List>().map_or_else(|| s.get::<Tuple>().map_or(0, Tuple::len), List::len));
        len.saturating_sub(self.index.get())
    }
}

/// `list_reverseiterator`; `index` is the next position plus one.
pub struct ListReverse {
    list: Mut<Option<Value>>,
    index: Cell<usize>,
}

impl Payload for ListReverse {
    const KIND: Kind = Kind::ListReverse;
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.list.borrow());
    }
    fn clear(&self) {
        drop(self.list.take());
    }
}

impl ListReverse {
    /// `reversed(list)`.
    pub fn over(list: Value) -> Value {
        let len = list.get::<List>().map_or(0, List::len);
        crate::heap::alloc(
            &types().list_reverse_iterator,
            ListReverse { list: Mut::new(Some(list)), index: Cell::new(len) },
        )
        .into()
    }
    /// The next item, towards the front.
    #[inline]
    pub fn step(&self) -> Option<Value> {
        let i = self.index.get();
        let item = {
            let list = self.list.borrow();
            let l = list.as_ref()?.get::<List>()?;
            if i == 0 { None } else { l.at(i - 1) }
        };
        if item.is_some() {
            self.index.set(i - 1);
        } else {
            drop(self.list.take());
        }
        item
    }
}

/// `iterator`: over an object with `__getitem__` only.
pub struct ItemIter {
    seq: Mut<Option<Value>>,
    index: Cell<i64>,
}

impl Payload for ItemIter {
    const KIND: Kind = Kind::ItemIter;
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.seq.borrow());
    }
    fn clear(&self) {
        drop(self.seq.take());
    }
}

impl ItemIter {
    /// `iter(obj)` by the sequence protocol.
    pub fn over(seq: Value) -> Value {
        crate::heap::alloc(&types().iterator, ItemIter { seq: Mut::new(Some(seq)), index: Cell::new(0) }).into()
    }
}

/// The next item of an `iterator`; STOP at the end.
pub async fn item_iter_next(cx: &mut Cx, it: &Value) -> PyResult {
    let Some(i) = it.get::<ItemIter>() else { return Ok(Value::STOP) };
    let Some(seq) = i.seq.get() else { return Ok(Value::STOP) };
    let index = i.index.get();
    if index == i64::MAX {
        return Err(cx.vm().overflow_error("iter index too large"));
    }
    match cx.get_item(&seq, &Value::int(index)).await {
        Ok(v) => {
            i.index.set(i.index.get().max(index) + 1);
            Ok(v)
        }
        Err(e) => {
            let (index, stop) = (types().exc.IndexError.clone(), types().exc.StopIteration.clone());
            let ty = if cx.vm().raised_is(&index) { index } else { stop };
            cx.vm().catch(e, &ty)?;
            drop(i.seq.take());
            Ok(Value::STOP)
        }
    }
}

/// `callable_iterator`: `iter(callable, sentinel)`.
pub struct CallIter {
    parts: Mut<Option<(Value, Value)>>,
}

impl Payload for CallIter {
    const KIND: Kind = Kind::CallIter;
    fn visit(&self, v: &mut Visitor) {
        if let Some((callable, sentinel)) = &*self.parts.borrow() {
            v.value(callable);
            v.value(sentinel);
        }
    }
    fn clear(&self) {
        drop(self.parts.take());
    }
}

impl CallIter {
    /// `iter(callable, sentinel)`.
    pub fn over(callable: Value, sentinel: Value) -> Value {
        crate::heap::alloc(&types().callable_iterator, CallIter { parts: Mut::new(Some((callable, sentinel))) }).into()
    }
}

/// The next result of a `callable_iterator`; STOP at the end.
pub async fn call_iter_next(cx: &mut Cx, it: &Value) -> PyResult {
    let Some(i) = it.get::<CallIter>() else { return Ok(Value::STOP) };
    let Some((callable, sentinel)) = i.parts.get() else { return Ok(Value::STOP) };
    match cx.call(&callable, []).await {
        Ok(v) => {
            // the call may have exhausted the iterator
            if i.parts.borrow().is_none() {
                return Ok(Value::STOP);
            }
            if cx.equal(&sentinel, &v).await? {
                drop(i.parts.take());
                return Ok(Value::STOP);
            }
            Ok(v)
        }
        Err(e) => {
            let stop = types().exc.StopIteration.clone();
            cx.vm().catch(e, &stop)?;
            drop(i.parts.take());
            Ok(Value::STOP)
        }
    }
}

/// How deep built-in iterators over built-in iterators are stepped without a frame.
const NATIVE_DEPTH: u8 = 12;

/// 0: stepping this iterator may need Python. Otherwise [`step`] answers, through that many layers.
pub fn native_depth(it: &Value) -> u8 {
    let ty = type_ref(it);
    match ty.kind {
        Kind::SeqIter | Kind::ListReverse | Kind::RangeIter | Kind::TextIter | Kind::DictIter | Kind::SetIter => 1,
        Kind::Enumerate if types().enumerate.is_type_of(it) => {
            it.get::<super::enumerate::Enumerate>().map_or(0, |e| e.depth)
        }
        Kind::Zip if types().zip.is_type_of(it) => it.get::<super::zip::Zip>().map_or(0, |z| z.depth),
        Kind::Reversed if types().reversed.is_type_of(it) => {
            it.get::<super::reversed::Reversed>().is_some_and(|r| r.is_native()) as u8
        }
        Kind::Native if ty.is_static() => it.get::<super::native::Native>().map_or(0, |n| n.0.native_depth()),
        _ => 0,
    }
}

/// The depth of an iterator over these.
pub fn native_depth_over(inner: &[Value]) -> u8 {
    let mut depth = 0;
    for it in inner {
        match native_depth(it) {
            0 => return 0,
            d => depth = depth.max(d),
        }
    }
    if depth < NATIVE_DEPTH { depth + 1 } else { 0 }
}

/// `iter(v)` for exact built-in containers.
#[inline]
pub fn native_iter(v: &Value) -> Option<Value> {
    let t = types();
    Some(match type_ref(v).kind {
        Kind::List if t.list.is_type_of(v) => SeqIter::over_list(v.clone()),
        Kind::Tuple if t.tuple.is_type_of(v) => SeqIter::over_tuple(v.clone()),
        Kind::Range => super::range::iter(v),
        Kind::Dict if t.dict.is_type_of(v) => super::dict_iter::DictIter::over(v, super::dict_iter::What::Keys, false),
        Kind::Set if t.set.is_type_of(v) || t.frozenset.is_type_of(v) => super::set_iter::SetIter::over(v),
        Kind::DictView => super::dict_view::iter(v)?,
        Kind::SeqIter | Kind::RangeIter | Kind::DictIter | Kind::SetIter | Kind::ListReverse | Kind::TextIter => {
            v.clone()
        }
        _ => return super::text_iter::over_exact(v),
    })
}

/// `iter(v)` where it needs no Python: of exact built-in containers, and of generators and built-in iterators, which are their own.
pub fn iter_natively(v: &Value) -> Option<Value> {
    native_iter(v).or_else(|| if generator(v).is_some() || puller(v).is_some() { Some(v.clone()) } else { None })
}

/// An iterator that [`step`] answers for, over a built-in container or such an iterator; `None` for others.
pub fn steppable(v: &Value) -> Option<Value> {
    native_iter(v).or_else(|| Some(v.clone())).filter(|it| native_depth(it) > 0)
}

/// Copies of the items of an exact built-in container.
pub fn native_items(v: &Value) -> Option<Vec<Value>> {
    let t = types();
    Some(match type_ref(v).kind {
        Kind::List if t.list.is_type_of(v) => crate::value::copies(&v.get::<List>()?.items.borrow()),
        Kind::Tuple if t.tuple.is_type_of(v) => crate::value::copies(v.get::<Tuple>()?.items()),
        Kind::Dict if t.dict.is_type_of(v) => v.get::<super::dict::Dict>()?.keys(),
        Kind::Set if t.set.is_type_of(v) || t.frozenset.is_type_of(v) => v.get::<super::set::Set>()?.keys(),
        Kind::DictView => v.get::<super::dict_view::DictView>()?.copies(),
        _ => return super::text_iter::items(v),
    })
}

/// The next item of a built-in iterator that needs no Python: [`step`] by another name, for the protocol.
#[inline]
pub fn native_next(vm: &mut Vm, it: &Value) -> Option<PyResult> {
    step(vm, it)
}

/// Steps a built-in iterator that needs no Python: its next item, STOP at the end. `None` (and nothing consumed) if the protocol must
/// be asked.
#[inline]
pub fn step(vm: &mut Vm, it: &Value) -> Option<PyResult> {
    let ty = type_ref(it);
    match ty.kind {
        Kind::SeqIter => it.get::<SeqIter>().map(|i| Ok(i.step().unwrap_or(Value::STOP))),
        Kind::RangeIter => it.get::<super::range::RangeIter>().map(|i| Ok(i.step().unwrap_or(Value::STOP))),
        Kind::TextIter => it.get::<super::text_iter::TextIter>().map(|i| i.step_checked(vm)),
        Kind::DictIter => it.get::<super::dict_iter::DictIter>().map(|i| i.step_checked(vm)),
        Kind::SetIter => it.get::<super::set_iter::SetIter>().map(|i| i.step_checked(vm)),
        Kind::ListReverse => it.get::<ListReverse>().map(|i| Ok(i.step().unwrap_or(Value::STOP))),
        Kind::Enumerate if types().enumerate.is_type_of(it) => super::enumerate::step(vm, it),
        Kind::Zip if types().zip.is_type_of(it) => super::zip::step(vm, it),
        Kind::Reversed if types().reversed.is_type_of(it) => super::reversed::step(it),
        Kind::Native if ty.is_static() => it.get::<super::native::Native>().and_then(|n| n.0.step(vm)),
        _ => None,
    }
}

/// Steps an iterator whose items are pairs that it would make for this step only, for a loop that takes them apart at once.
/// `None` (and nothing consumed) if [`step`] must be asked.
pub fn step_pair(vm: &mut Vm, it: &Value) -> Option<PyResult<Option<(Value, Value)>>> {
    match it.slot().heap_kind()? {
        Kind::Enumerate if types().enumerate.is_type_of(it) => super::enumerate::step_pair(vm, it),
        Kind::Zip if types().zip.is_type_of(it) => super::zip::step_pair(vm, it),
        Kind::DictIter => {
            let i = it.get::<super::dict_iter::DictIter>().filter(|i| i.gives_pairs())?;
            Some(i.step_entry().map_err(|text| vm.runtime_error(text)))
        }
        _ => None,
    }
}

/// What stepping any iterator of this folder takes: `Done(STOP)`, or a frame's STOP result, at the end. `None` for other objects
/// (and for instances of subclasses, whose `__next__` may be overridden).
pub fn next(vm: &mut Vm, it: &Value) -> Option<Act> {
    if let Some(r) = step(vm, it) {
        return Some(r.into());
    }
    let t = types();
    match type_ref(it).kind {
        Kind::ItemIter => Some(run(it, async |cx, it| item_iter_next(cx, it).await)),
        Kind::CallIter => Some(run(it, async |cx, it| call_iter_next(cx, it).await)),
        Kind::Map if t.map.is_type_of(it) => Some(super::map::next(vm, it)),
        Kind::Reversed if t.reversed.is_type_of(it) => {
            Some(run(it, async |cx, it| super::reversed::next(cx, it).await))
        }
        Kind::Native if type_ref(it).is_static() => {
            it.get::<super::native::Native>().and_then(|n| n.0.next(vm, it)).or_else(|| pull(it))
        }
        _ => pull(it),
    }
}

/// A generator, which no class derives from.
pub fn generator(it: &Value) -> Option<Ref<Generator>> {
    if types().generator.is_type_of(it) { it.get_ref::<Generator>() } else { None }
}

/// See `NativeObject::forwards`.
pub fn forwards(it: &Value) -> Option<Ref<Generator>> {
    let native = it.get::<super::native::Native>().filter(|_| type_ref(it).is_static())?;
    native.0.forwards()
}

fn pull(it: &Value) -> Option<Act> {
    puller(it).map(|pull| Pulling::act(it, pull))
}

/// How the iterators go on that ask others and need no future for it; `None` for all others, and for instances of subclasses.
pub fn puller(it: &Value) -> Option<Puller> {
    let ty = type_ref(it);
    if !ty.is_static() {
        return None;
    }
    Some(match ty.kind {
        Kind::Enumerate => super::enumerate::pull,
        Kind::Zip => super::zip::pull,
        Kind::Map => super::map::pull,
        Kind::Filter => super::filter::pull,
        Kind::Native => return it.get::<super::native::Native>().and_then(|n| n.0.puller()),
        _ => return None,
    })
}

/// The `__next__` of iterators that have one, of subclasses as well.
pub fn pulled_next(vm: &mut Vm, a: &Args) -> Act {
    let it = a.at(0);
    let act = match type_ref(it).kind {
        Kind::Enumerate => {
            super::enumerate::step(vm, it).map_or_else(|| Pulling::act(it, super::enumerate::pull), Act::from)
        }
        Kind::Zip => super::zip::step(vm, it).map_or_else(|| Pulling::act(it, super::zip::pull), Act::from),
        Kind::Map => super::map::next(vm, it),
        _ => Pulling::act(it, super::filter::pull),
    };
    ending(vm, act)
}

/// What `__next__` does where the protocol does `act`: a STOP is a StopIteration.
pub fn ending(vm: &mut Vm, act: Act) -> Act {
    match act {
        Act::Done(v) => stop_to_error(vm, Ok(v)).into(),
        act @ Act::Frame(_) => act.then(vm, |vm, r| stop_to_error(vm, r).into()),
        act => act,
    }
}

fn run<F>(it: &Value, f: F) -> Act
where
    F: AsyncFnOnce(&mut Cx, &Value) -> PyResult + 'static,
{
    let it = it.clone();
    Act::run(async move |cx| f(cx, &it).await)
}

/// How many items an object says it will yield: `__len__`, else `__length_hint__`; `None` if it does not say.
pub async fn length_hint(cx: &mut Cx, v: &Value) -> PyResult<Option<i64>> {
    let type_error = types().exc.TypeError.clone();
    if cx.vm().has_dunder(v, super::names::Dunder::Len) {
        match cx.len(v).await {
            Ok(n) => return Ok(Some(n as i64)),
            Err(e) => cx.vm().catch(e, &type_error)?,
        }
    }
    let Some(act) = cx.vm().call_dunder(v, super::names::Dunder::LengthHint, &[]) else { return Ok(None) };
    let hint = match cx.act(act).await {
        Ok(v) => v,
        Err(e) => {
            cx.vm().catch(e, &type_error)?;
            return Ok(None);
        }
    };
    if hint.is_not_implemented() {
        return Ok(None);
    }
    if !super::int::is_int(&hint) {
        let name = cx.vm().type_name(&hint);
        return Err(cx.vm().type_error(format!("__length_hint__ must be an integer, not {name}")));
    }
    match super::int::to_i64(&hint) {
        Some(n) if n >= 0 => Ok(Some(n)),
        Some(_) => Err(cx.vm().value_error("__length_hint__() should return >= 0")),
        None => Err(cx.vm().overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// Turns a STOP into StopIteration, as `__next__` methods end.
pub fn stop_to_error(vm: &mut Vm, r: PyResult) -> PyResult {
    match r {
        Ok(v) if v.is_stop() => Err(vm.stop_iteration(Value::NONE)),
        r => r,
    }
}

/// `__next__` of iterators that [`step`] knows.
pub fn dunder_next(vm: &mut Vm, a: &Args) -> PyResult {
    let r = step(vm, a.at(0)).unwrap_or(Ok(Value::STOP));
    stop_to_error(vm, r)
}

/// `__iter__` of iterators.
pub fn dunder_iter(_: &mut Vm, a: &Args) -> PyResult {
    Ok(a.at(0).clone())
}

fn seq_hint(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::size(a.at(0).get::<SeqIter>().map_or(0, SeqIter::left)))
}

/// `(iter, (container,), index)`, or over an empty container once exhausted: what `copy` and `pickle` rebuild an iterator from.
pub fn reduce(vm: &mut Vm, function: &str, rest: Option<(Value, Value)>) -> Act {
    let name = vm.intern(function);
    let builtin = vm.builtins.get_interned(&name).unwrap_or(Value::NONE);
    Act::Done(match rest {
        Some((seq, state)) if state.is_unbound() => super::tuple::new(vec![builtin, super::tuple::new(vec![seq])]),
        Some((seq, state)) => super::tuple::new(vec![builtin, super::tuple::new(vec![seq]), state]),
        None => super::tuple::new(vec![builtin, super::tuple::new(vec![super::tuple::new(Vec::new())])]),
    })
}

fn seq_reduce(vm: &mut Vm, a: &Args) -> Act {
    let rest = a.at(0).get::<SeqIter>().and_then(|i| i.seq.get().map(|s| (s, Value::size(i.index.get()))));
    let empty_list = rest.is_none() && types().list_iterator.is_type_of(a.at(0));
    reduce(vm, "iter", if empty_list { Some((super::list::new(Vec::new()), Value::UNBOUND)) } else { rest })
}

fn seq_setstate(_: &mut Vm, a: &Args) -> PyResult {
    if let (Some(i), Some(n)) = (a.at(0).get::<SeqIter>(), super::int::to_i64(a.at(1)))
        && i.seq.borrow().is_some()
    {
        let end = i.index.get() + i.left();
        i.index.set((n.max(0) as usize).min(end));
    }
    Ok(Value::NONE)
}

static SEQ_METHODS: &[NativeDef] = &[
    leaf("__iter__", "(self, /)", dunder_iter),
    leaf("__next__", "(self, /)", dunder_next),
    leaf("__length_hint__", "(self, /)", seq_hint),
    tail("__reduce__", "(self, /)", seq_reduce),
    leaf("__setstate__", "(self, state, /)", seq_setstate),
];

fn reverse_hint(_: &mut Vm, a: &Args) -> PyResult {
    let Some(i) = a.at(0).get::<ListReverse>() else { return Ok(Value::int(0)) };
    let len = i.list.borrow().as_ref().and_then(|l| l.get::<List>().map(List::len));
    Ok(Value::size(len.filter(|&n| n >= i.index.get()).map_or(0, |_| i.index.get())))
}

fn reverse_reduce(vm: &mut Vm, a: &Args) -> Act {
    let rest =
        a.at(0).get::<ListReverse>().and_then(|i| i.list.get().map(|s| (s, Value::int(i.index.get() as i64 - 1))));
    match rest {
        Some(rest) => reduce(vm, "reversed", Some(rest)),
        None => reduce(vm, "iter", Some((super::list::new(Vec::new()), Value::UNBOUND))),
    }
}

fn reverse_setstate(_: &mut Vm, a: &Args) -> PyResult {
    if let (Some(i), Some(n)) = (a.at(0).get::<ListReverse>(), super::int::to_i64(a.at(1))) {
        let len = i.list.borrow().as_ref().and_then(|l| l.get::<List>().map(List::len));
        if let Some(len) = len {
            i.index.set((n.clamp(-1, len as i64 - 1) + 1) as usize);
        }
    }
    Ok(Value::NONE)
}

static REVERSE_METHODS: &[NativeDef] = &[
    leaf("__iter__", "(self, /)", dunder_iter),
    leaf("__next__", "(self, /)", dunder_next),
    leaf("__length_hint__", "(self, /)", reverse_hint),
    tail("__reduce__", "(self, /)", reverse_reduce),
    leaf("__setstate__", "(self, state, /)", reverse_setstate),
];

async fn item_next(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let r = item_iter_next(cx, a.at(0)).await;
    stop_to_error(cx.vm(), r)
}

async fn item_hint(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(i) = a.at(0).get::<ItemIter>() else { return Ok(Value::int(0)) };
    let Some(seq) = i.seq.get() else { return Ok(Value::int(0)) };
    if !cx.vm().has_dunder(&seq, super::names::Dunder::Len) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let len = cx.len(&seq).await? as i64;
    Ok(Value::int((len - i.index.get()).max(0)))
}

fn item_reduce(vm: &mut Vm, a: &Args) -> Act {
    let rest = a.at(0).get::<ItemIter>().and_then(|i| i.seq.get().map(|s| (s, Value::int(i.index.get()))));
    reduce(vm, "iter", rest)
}

fn item_setstate(_: &mut Vm, a: &Args) -> PyResult {
    if let (Some(i), Some(n)) = (a.at(0).get::<ItemIter>(), super::int::to_i64(a.at(1))) {
        i.index.set(n.max(0));
    }
    Ok(Value::NONE)
}

static ITEM_METHODS: &[NativeDef] = &[
    leaf("__iter__", "(self, /)", dunder_iter),
    resumable!("__next__", "(self, /)", item_next),
    resumable!("__length_hint__", "(self, /)", item_hint),
    tail("__reduce__", "(self, /)", item_reduce),
    leaf("__setstate__", "(self, state, /)", item_setstate),
];

async fn call_next(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let r = call_iter_next(cx, a.at(0)).await;
    stop_to_error(cx.vm(), r)
}

fn call_reduce(vm: &mut Vm, a: &Args) -> Act {
    let parts = a.at(0).get::<CallIter>().and_then(|i| i.parts.get());
    match parts {
        Some((callable, sentinel)) => {
            let name = vm.intern("iter");
            let iter = vm.builtins.get_interned(&name).unwrap_or(Value::NONE);
            Act::Done(super::tuple::new(vec![iter, super::tuple::new(vec![callable, sentinel])]))
        }
        None => reduce(vm, "iter", None),
    }
}

static CALL_METHODS: &[NativeDef] = &[
    leaf("__iter__", "(self, /)", dunder_iter),
    resumable!("__next__", "(self, /)", call_next),
    tail("__reduce__", "(self, /)", call_reduce),
];

pub const LIST_ITERATOR: TypeSpec = TypeSpec { methods: SEQ_METHODS, ..TypeSpec::of::<SeqIter>("list_iterator") };
pub const TUPLE_ITERATOR: TypeSpec = TypeSpec { methods: SEQ_METHODS, ..TypeSpec::of::<SeqIter>("tuple_iterator") };
pub const LIST_REVERSE_ITERATOR: TypeSpec =
    TypeSpec { methods: REVERSE_METHODS, ..TypeSpec::of::<ListReverse>("list_reverseiterator") };
pub const ITERATOR: TypeSpec = TypeSpec { methods: ITEM_METHODS, ..TypeSpec::of::<ItemIter>("iterator") };
pub const CALLABLE_ITERATOR: TypeSpec =
    TypeSpec { methods: CALL_METHODS, ..TypeSpec::of::<CallIter>("callable_iterator") };
