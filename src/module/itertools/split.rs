//! Tools that join or split iterables: chain, pairwise, batched, zip_longest, groupby, tee.

use super::{ITER, NEXT, inner_step, make, run, spec};
use crate::heap::{Mut, Ref, Visitor};
use crate::object::compare::equal_natively;
use crate::object::dict::Dict;
use crate::object::generator::{GenState, Generator};
use crate::object::iter as iterators;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::TypeSpec;
use crate::object::ty::flag;
use crate::object::{class_getitem, tuple};
use crate::resumable;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::pull::{Held, Pull, Puller};
use crate::vm::{Cx, Vm};
use std::cell::Cell;

pub(super) static TYPES: &[&TypeSpec] =
    &[&CHAIN, &PAIRWISE, &BATCHED, &ZIP_LONGEST, &GROUPBY, &GROUPER, &TEE, &TEE_DATA];

// ---- chain

struct Chain {
    /// iterator over the iterables
    source: Mut<Option<Value>>,
    active: Mut<Option<Value>>,
}

impl NativeObject for Chain {
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.source.borrow());
        v.option(&self.active.borrow());
    }
    fn clear(&self) {
        drop((self.source.take(), self.active.take()));
    }
    fn step(&self, vm: &mut Vm) -> Option<PyResult> {
        let Some(active) = self.active.get() else {
            return if self.source.borrow().is_none() { Some(Ok(Value::STOP)) } else { None };
        };
        // the end of one iterable is left to the frame
        match inner_step(vm, &active)? {
            Ok(v) if v.is_stop() => {
                drop(self.active.take());
                None
            }
            r => Some(r),
        }
    }
    fn forwards(&self) -> Option<Ref<Generator>> {
        iterators::generator(self.active.borrow().as_ref()?)
    }
    fn goes_on(&self) -> bool {
        let ended = self.active.borrow().as_ref().and_then(iterators::generator);
        let ended = ended.is_some_and(|g| g.state.get() == GenState::Finished);
        if ended {
            drop(self.active.take());
        }
        ended
    }
    fn puller(&self) -> Option<Puller> {
        Some(|vm, it, held, got| {
            let Some(c) = it.native::<Chain>() else { return Pull::Give(Value::STOP) };
            let finish = || {
                drop(c.source.take());
                Pull::Give(Value::STOP)
            };
            match (held.at, got) {
                // the next iterable could not be had
                _ if held.failed => return if held.at < 3 { finish() } else { Pull::Give(Value::STOP) },
                (1, None) => return finish(),
                (1, Some(iterable)) => {
                    held.at = 2;
                    return Pull::Ask(vm.iter(&iterable));
                }
                (2, active) => c.active.set(active),
                (3, Some(v)) => return Pull::Give(v),
                (3, None) => drop(c.active.take()),
                _ => {}
            }
            let Some(source) = c.source.get() else { return Pull::Give(Value::STOP) };
            match c.active.get() {
                Some(active) => {
                    held.at = 3;
                    Pull::Item(active)
                }
                None => {
                    held.at = 1;
                    Pull::Item(source)
                }
            }
        })
    }
}

fn chain_new(_: &mut Vm, a: &Args) -> PyResult {
    let source = iterators::SeqIter::over_tuple(a.at(1).clone());
    make(a.at(0), Chain { source: Mut::new(Some(source)), active: Mut::new(None) })
}

async fn from_iterable(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let source = cx.iter(a.at(1)).await?;
    make(a.at(0), Chain { source: Mut::new(Some(source)), active: Mut::new(None) })
}

static CHAIN: TypeSpec = spec(
    "chain",
    &[
        leaf("__new__", "(cls, *iterables)", chain_new).stat(),
        ITER,
        NEXT,
        resumable!("from_iterable", "(cls, iterable, /)", from_iterable).class(),
        class_getitem::DEF,
    ],
    "Return a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.",
);

// ---- pairwise

struct Pairwise {
    iterator: Mut<Option<Value>>,
    old: Mut<Option<Value>>,
}

impl NativeObject for Pairwise {
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.iterator.borrow());
        v.option(&self.old.borrow());
    }
    fn clear(&self) {
        drop((self.iterator.take(), self.old.take()));
    }
    fn step(&self, vm: &mut Vm) -> Option<PyResult> {
        let Some(it) = self.iterator.get() else { return Some(Ok(Value::STOP)) };
        let old = self.old.get()?;
        Some(match inner_step(vm, &it)? {
            Ok(v) if v.is_stop() => {
                drop((self.iterator.take(), self.old.take()));
                Ok(v)
            }
            Ok(v) => {
                self.old.set(Some(v.clone()));
                Ok(tuple::pair(old, v))
            }
            e => e,
        })
    }
    fn next(&self, _: &mut Vm, it: &Value) -> Option<Act> {
        run(it, async |cx, it| {
            let Some(p) = it.native::<Pairwise>() else { return Ok(Value::STOP) };
            let Some(inner) = p.iterator.get() else { return Ok(Value::STOP) };
            let old = match p.old.get() {
                Some(v) => Some(v),
                None => {
                    let first = cx.next(&inner).await?;
                    if p.iterator.borrow().is_none() {
                        return Ok(Value::STOP);
                    }
                    p.old.set(first.clone());
                    first
                }
            };
            let next = match old {
                Some(_) => cx.next(&inner).await?,
                None => None,
            };
            match (old, next) {
                (Some(old), Some(v)) => {
                    p.old.set(Some(v.clone()));
                    Ok(tuple::pair(old, v))
                }
                _ => {
                    drop((p.iterator.take(), p.old.take()));
                    Ok(Value::STOP)
                }
            }
        })
    }
}

async fn pairwise_new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let it = cx.iter(a.at(1)).await?;
    make(a.at(0), Pairwise { iterator: Mut::new(Some(it)), old: Mut::new(None) })
}

static PAIRWISE: TypeSpec = spec(
    "pairwise",
    &[resumable!("__new__", "(cls, iterable, /)", pairwise_new).stat(), ITER, NEXT],
    "Return an iterator of overlapping pairs taken from the input iterator.",
);

// ---- batched

struct Batched {
    iterator: Mut<Option<Value>>,
    size: usize,
    strict: bool,
}

impl NativeObject for Batched {
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.iterator.borrow());
    }
    fn clear(&self) {
        drop(self.iterator.take());
    }
    fn next(&self, _: &mut Vm, it: &Value) -> Option<Act> {
        run(it, async |cx, it| {
            let Some(b) = it.native::<Batched>() else { return Ok(Value::STOP) };
            let Some(inner) = b.iterator.get() else { return Ok(Value::STOP) };
            let mut items = Vec::with_capacity(b.size.min(1024));
            while items.len() < b.size {
                match cx.next(&inner).await? {
                    Some(v) => items.push(v),
                    None => {
                        drop(b.iterator.take());
                        break;
                    }
                }
                cx.tick(1).await?;
            }
            if items.is_empty() {
                return Ok(Value::STOP);
            }
            if b.strict && items.len() < b.size {
                return Err(cx.vm().value_error("batched(): incomplete batch"));
            }
            Ok(tuple::new(items))
        })
    }
}

async fn batched_new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let n = cx.index_size(a.at(2)).await?;
    let strict = match a.opt(3) {
        Some(v) => cx.truth(v).await?,
        None => false,
    };
    if n < 1 {
        return Err(cx.vm().value_error("n must be at least one"));
    }
    let it = cx.iter(a.at(1)).await?;
    make(a.at(0), Batched { iterator: Mut::new(Some(it)), size: n as usize, strict })
}

static BATCHED: TypeSpec = spec(
    "batched",
    &[resumable!("__new__", "(cls, iterable, n, *, strict=False)", batched_new).stat(), ITER, NEXT],
    "Batch data into tuples of length n. The last batch may be shorter than n.",
);

// ---- zip_longest

struct ZipLongest {
    /// None: exhausted
    iterators: Mut<Vec<Option<Value>>>,
    active: Cell<usize>,
    fill: Value,
}

impl NativeObject for ZipLongest {
    fn visit(&self, v: &mut Visitor) {
        self.iterators.borrow().iter().for_each(|i| v.option(i));
        v.value(&self.fill);
    }
    fn clear(&self) {
        drop(self.iterators.take());
    }
    fn step(&self, vm: &mut Vm) -> Option<PyResult> {
        let iterators = self.iterators.borrow().clone();
        if self.active.get() == 0 || iterators.iter().flatten().any(|i| iterators::native_depth(i) == 0) {
            return None;
        }
        let mut items = Vec::with_capacity(iterators.len());
        for (i, inner) in iterators.iter().enumerate() {
            let v = match inner {
                Some(inner) => match iterators::step(vm, inner)? {
                    Ok(v) => v,
                    Err(e) => {
                        self.active.set(0);
                        return Some(Err(e));
                    }
                },
                None => self.fill.clone(),
            };
            if v.is_stop() {
                self.active.set(self.active.get().saturating_sub(1));
                if self.active.get() == 0 {
                    return Some(Ok(v));
                }
                let old = self.iterators.borrow_mut().get_mut(i).and_then(Option::take);
                drop(old);
                items.push(self.fill.clone());
            } else {
                items.push(v);
            }
        }
        Some(Ok(tuple::new(items)))
    }
    fn next(&self, _: &mut Vm, it: &Value) -> Option<Act> {
        run(it, async |cx, it| {
            let Some(z) = it.native::<ZipLongest>() else { return Ok(Value::STOP) };
            if z.active.get() == 0 {
                return Ok(Value::STOP);
            }
            let n = z.iterators.borrow().len();
            let mut items = Vec::with_capacity(n);
            for i in 0..n {
                let inner = z.iterators.borrow().get(i).cloned().flatten();
                let v = match inner {
                    None => None,
                    Some(inner) => match cx.next(&inner).await {
                        Ok(Some(v)) => Some(v),
                        Ok(None) => {
                            z.active.set(z.active.get().saturating_sub(1));
                            if z.active.get() == 0 {
                                return Ok(Value::STOP);
                            }
                            let old = z.iterators.borrow_mut().get_mut(i).and_then(Option::take);
                            drop(old);
                            None
                        }
                        Err(e) => {
                            z.active.set(0);
                            return Err(e);
                        }
                    },
                };
                items.push(v.unwrap_or_else(|| z.fill.clone()));
            }
            Ok(tuple::new(items))
        })
    }
}

async fn zip_longest_new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let fill = match a.opt(2).and_then(|d| d.get::<Dict>()) {
        None => Value::NONE,
        Some(given) => {
            let key = cx.vm().intern("fillvalue");
            match given.get_interned(&key).filter(|_| given.len() == 1) {
                Some(fill) => fill,
                None => return Err(cx.vm().type_error("zip_longest() got an unexpected keyword argument")),
            }
        }
    };
    let mut iterators = Vec::with_capacity(a.rest(1).len());
    for v in a.rest(1) {
        iterators.push(Some(cx.iter(v).await?));
    }
    let active = Cell::new(iterators.len());
    make(a.at(0), ZipLongest { iterators: Mut::new(iterators), active, fill })
}

static ZIP_LONGEST: TypeSpec = spec(
    "zip_longest",
    &[
        resumable!("__new__", "(cls, *iterables, **kwargs) -> (cls, *iterables, fillvalue=None)", zip_longest_new)
            .stat(),
        ITER,
        NEXT,
    ],
    "Return a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument.",
);

// ---- groupby

struct GroupBy {
    iterator: Value,
    key_function: Value,
    /// UNBOUND until the first item
    target_key: Mut<Value>,
    current_key: Mut<Value>,
    /// UNBOUND once it was given to a group
    current: Mut<Value>,
    /// identity of the group whose items are being given
    group: Cell<u64>,
}

impl NativeObject for GroupBy {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.iterator);
        v.value(&self.key_function);
        for m in [&self.target_key, &self.current_key, &self.current] {
            v.value(&m.borrow());
        }
    }
    fn clear(&self) {
        for m in [&self.target_key, &self.current_key, &self.current] {
            m.set(Value::UNBOUND);
        }
    }
    fn puller(&self) -> Option<Puller> {
        Some(|vm, it, held, got| {
            let Some(g) = it.native::<GroupBy>().filter(|_| !held.failed) else { return Pull::Give(Value::STOP) };
            let mut other = None;
            match (held.at, got) {
                (0, _) => g.group.set(0),
                (SAME, got) => other = got.and_then(|same| same.as_bool()).map(|same| !same),
                (_, got) => {
                    if let Some(pull) = g.read(held, got) {
                        return pull;
                    }
                }
            }
            // what is left of the last group is skipped
            let (current, target) = (g.current_key.get(), g.target_key.get());
            let other = match other {
                Some(other) => other,
                None if current.is_unbound() => false,
                None if target.is_unbound() => true,
                None => match equal_natively(&target, &current) {
                    Some(same) => !same,
                    None => {
                        held.at = SAME;
                        return Pull::Ask(vm.equal(&target, &current));
                    }
                },
            };
            if !other {
                held.at = ITEM;
                return Pull::Item(g.iterator.clone());
            }
            g.target_key.set(current.clone());
            let ty = vm.native_type(&GROUPER);
            let grouper = Grouper { parent: it.clone(), key: current.clone() };
            let group: Value = crate::heap::alloc(&ty, Native(Box::new(grouper))).into();
            g.group.set(group.identity());
            Pull::Give(tuple::pair(current, group))
        })
    }
}

/// What a step of a group or of the groups waits for: an item, its key, a comparison of keys.
const ITEM: u32 = 1;
const KEY: u32 = 2;
const SAME: u32 = 3;

impl GroupBy {
    /// Goes on with reading the next item and its key; `None` once they are there.
    fn read(&self, held: &mut Held, got: Option<Value>) -> Option<Pull> {
        let (v, key) = match (held.at, got) {
            (ITEM, Some(v)) if self.key_function.is_none() => (v.clone(), v),
            (ITEM, Some(v)) => {
                held.at = KEY;
                held.values.push(v.clone());
                return Some(Pull::Ask(Act::call(self.key_function.clone(), [v])));
            }
            (KEY, Some(key)) => (held.values.pop()?, key),
            _ => return Some(Pull::Give(Value::STOP)),
        };
        self.current.set(v);
        self.current_key.set(key);
        None
    }
}

struct Grouper {
    parent: Value,
    key: Value,
}

impl NativeObject for Grouper {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.parent);
        v.value(&self.key);
    }
    fn puller(&self) -> Option<Puller> {
        Some(|vm, it, held, got| {
            let Some(x) = it.native::<Grouper>().filter(|_| !held.failed) else { return Pull::Give(Value::STOP) };
            let Some(g) = x.parent.native::<GroupBy>() else { return Pull::Give(Value::STOP) };
            let mut same = None;
            match (held.at, got) {
                (0, _) if g.group.get() != it.identity() => return Pull::Give(Value::STOP),
                (0, _) if g.current.borrow().is_unbound() => {
                    held.at = ITEM;
                    return Pull::Item(g.iterator.clone());
                }
                (0, _) => {}
                (SAME, got) => same = Some(got.and_then(|same| same.as_bool()) == Some(true)),
                (_, got) => {
                    if let Some(pull) = g.read(held, got) {
                        return pull;
                    }
                }
            }
            let same = match same {
                Some(same) => same,
                None => {
                    let current = g.current_key.get();
                    match equal_natively(&x.key, &current) {
                        Some(same) => same,
                        None => {
                            held.at = SAME;
                            return Pull::Ask(vm.equal(&x.key, &current));
                        }
                    }
                }
            };
            let v = if same { g.current.replace(Value::UNBOUND) } else { Value::UNBOUND };
            Pull::Give(if v.is_unbound() { Value::STOP } else { v })
        })
    }
}

fn groupby_new(vm: &mut Vm, a: &Args) -> Act {
    let (class, key_function) = (a.at(0).clone(), a.opt(2).cloned().unwrap_or(Value::NONE));
    vm.iter(a.at(1)).then(vm, move |_, r| {
        let unbound = || Mut::new(Value::UNBOUND);
        let iterator = match r {
            Ok(it) => it,
            Err(e) => return Act::Raise(e),
        };
        let (target_key, current_key, current) = (unbound(), unbound(), unbound());
        let group = Cell::new(0);
        make(&class, GroupBy { iterator, key_function, target_key, current_key, current, group }).into()
    })
}

fn no_new(vm: &mut Vm, a: &Args) -> PyResult {
    let name = a.at(0).get::<crate::object::ty::Type>().map_or(String::new(), |t| t.name());
    Err(vm.type_error(format!("cannot create '{name}' instances")))
}

static GROUPBY: TypeSpec = spec(
    "groupby",
    &[tail("__new__", "(cls, iterable, key=None)", groupby_new).stat(), ITER, NEXT],
    "make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping.",
);
static GROUPER: TypeSpec = TypeSpec {
    module: "itertools",
    methods: &[leaf("__new__", "(cls, *args, **kwargs)", no_new).stat(), ITER, NEXT],
    ..TypeSpec::of::<Native>("_grouper")
};

// ---- tee

/// Items read by the fastest of several iterators, in links of a list: each iterator holds the link it will read next.
struct TeeLink {
    iterator: Value,
    /// item and following link, once read
    item: Mut<Option<(Value, Value)>>,
    reading: Cell<bool>,
}

impl NativeObject for TeeLink {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.iterator);
        if let Some((item, next)) = &*self.item.borrow() {
            v.value(item);
            v.value(next);
        }
    }
    fn clear(&self) {
        drop(self.item.take());
    }
}

struct Tee {
    link: Mut<Value>,
}

impl NativeObject for Tee {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.link.borrow());
    }
    fn next(&self, _: &mut Vm, it: &Value) -> Option<Act> {
        let link = self.link.get();
        if let Some((item, next)) = link.native::<TeeLink>().and_then(|l| l.item.get()) {
            self.link.set(next);
            return Some(Act::Done(item));
        }
        run(it, async |cx, it| {
            let Some(t) = it.native::<Tee>() else { return Ok(Value::STOP) };
            let link = t.link.get();
            let Some(l) = link.native::<TeeLink>() else { return Ok(Value::STOP) };
            if l.reading.get() {
                return Err(cx.vm().runtime_error("cannot re-enter the tee iterator"));
            }
            l.reading.set(true);
            let read = cx.next(&l.iterator).await;
            l.reading.set(false);
            let Some(v) = read? else { return Ok(Value::STOP) };
            let next = new_link(cx.vm(), l.iterator.clone());
            l.item.set(Some((v.clone(), next.clone())));
            t.link.set(next);
            Ok(v)
        })
    }
}

fn new_link(vm: &mut Vm, iterator: Value) -> Value {
    let ty = vm.native_type(&TEE_DATA);
    crate::heap::alloc(&ty, Native(Box::new(TeeLink { iterator, item: Mut::new(None), reading: Cell::new(false) })))
        .into()
}

fn new_tee(vm: &mut Vm, link: Value) -> Value {
    let ty = vm.native_type(&TEE);
    crate::heap::alloc(&ty, Native(Box::new(Tee { link: Mut::new(link) }))).into()
}

/// A tee iterator over any iterable; over another tee iterator, from where that one stands.
async fn tee_over(cx: &mut Cx, iterable: &Value) -> PyResult {
    let it = cx.iter(iterable).await?;
    let link = match it.native::<Tee>() {
        Some(t) => t.link.get(),
        None => new_link(cx.vm(), it),
    };
    Ok(new_tee(cx.vm(), link))
}

async fn tee(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let n = match a.opt(1) {
        Some(n) => cx.index_size(n).await?,
        None => 2,
    };
    if n < 0 {
        return Err(cx.vm().value_error("n must be >= 0"));
    }
    if n == 0 {
        return Ok(tuple::new(Vec::new()));
    }
    if n as usize > crate::object::list::MAX_ITEMS {
        return Err(cx.vm().memory_error());
    }
    let first = tee_over(cx, a.at(0)).await?;
    let link = first.native::<Tee>().map_or(Value::NONE, |t| t.link.get());
    let mut all = Vec::with_capacity(n as usize);
    all.push(first);
    for _ in 1..n {
        all.push(new_tee(cx.vm(), link.clone()));
        cx.tick(1).await?;
    }
    Ok(tuple::new(all))
}

async fn tee_new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    tee_over(cx, a.at(1)).await
}

fn tee_copy(vm: &mut Vm, a: &Args) -> PyResult {
    let link = a.at(0).native::<Tee>().map_or(Value::NONE, |t| t.link.get());
    Ok(new_tee(vm, link))
}

static TEE: TypeSpec = TypeSpec {
    module: "itertools",
    flags: flag::WEAKREFABLE,
    methods: &[
        resumable!("__new__", "(cls, iterable, /)", tee_new).stat(),
        ITER,
        NEXT,
        leaf("__copy__", "(self, /)", tee_copy),
    ],
    doc: "Iterator wrapped to make it copyable.",
    ..TypeSpec::of::<Native>("_tee")
};
static TEE_DATA: TypeSpec = TypeSpec {
    module: "itertools",
    methods: &[leaf("__new__", "(cls, *args, **kwargs)", no_new).stat()],
    doc: "Data container common to multiple tee objects.",
    ..TypeSpec::of::<Native>("_tee_dataobject")
};

pub(super) static FUNCTIONS: &[NativeDef] = &[resumable!("tee", "(iterable, n=2, /)", tee)];
