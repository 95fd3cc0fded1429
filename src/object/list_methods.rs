//! list: the methods.
//!
//! Invariant: nothing here keeps a borrow of a list's items across anything that could run Python; positions are computed from the
//! length at the moment of use.

use super::list::{List, MAX_ITEMS};
use super::sequence;
use super::slice::{Indices, Slice};
use super::spec::TypeSpec;
use super::subscript::{self, Subscript};
use super::tuple::Tuple;
use super::ty::{Type, flag};
use super::types;
use crate::code::CmpOp;
use crate::resumable;
use crate::value::Value;
use crate::vm::drain::{Taken, drain, source_of};
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};

fn this<'a>(vm: &mut Vm, a: &'a Args) -> PyResult<&'a List> {
    super::receiver(vm, a.at(0), "list")
}

macro_rules! this {
    ($vm:expr, $a:expr) => {
        match this($vm, $a) {
            Ok(l) => l,
            Err(e) => return Act::Raise(e),
        }
    };
}

fn new(_: &mut Vm, a: &Args) -> PyResult {
    Ok(match a.at(0).get_ref::<Type>() {
        Some(cls) => crate::heap::alloc_in(&cls, List::payload(Vec::new())).into(),
        None => Value::NONE,
    })
}

fn init(vm: &mut Vm, a: &Args) -> Act {
    let list = this!(vm, a);
    drop(list.items.take());
    match a.opt(1) {
        Some(iterable) => extend_with(vm, a.at(0), iterable),
        None => Act::Done(Value::NONE),
    }
}

/// Items that are taken before the first pause.
const AT_ONCE: u32 = 4096;

/// `list.extend(iterable)`, what `[*iterable]` and `list(iterable)` do as well. Done(None).
pub fn extend_with(vm: &mut Vm, list: &Value, iterable: &Value) -> Act {
    let Some(l) = list.get::<List>() else { return Act::Raise(vm.type_error("expected a list")) };
    if let Some(items) = super::iter::native_items(iterable) {
        let mut to = l.items.borrow_mut();
        if to.is_empty() && to.capacity() == 0 {
            *to = items;
        } else {
            to.extend(items);
        }
        return Act::Done(Value::NONE);
    }
    let range = iterable.get::<super::range::Range>();
    if range.is_some_and(|r| r.len().is_none()) {
        return Act::Raise(vm.overflow_error("Python int too large to convert to C ssize_t"));
    }
    if let Some(n) = range.and_then(|r| usize::try_from(r.len()?).ok())
        && let Err(e) = reserve(vm, l, n)
    {
        return Act::Raise(e);
    }
    // as many as a slice may take
    let native = super::iter::steppable(iterable);
    if let Some(it) = &native {
        for _ in 0..AT_ONCE {
            vm.charge(1);
            match super::iter::step(vm, it).unwrap_or(Ok(Value::STOP)) {
                Ok(v) if v.is_stop() => return Act::Done(Value::NONE),
                Ok(v) => {
                    let full = l.items.borrow().len() == l.items.borrow().capacity();
                    if full && let Err(e) = reserve(vm, l, 1) {
                        return Act::Raise(e);
                    }
                    l.items.borrow_mut().push(v);
                }
                Err(e) => return Act::Raise(e),
            }
        }
    }
    if native.is_none()
        && let Some(source) = source_of(iterable)
    {
        let Some(l) = list.get_ref::<List>() else { return Act::Done(Value::NONE) };
        return drain(source, move |vm, item| {
            let Some(v) = item else { return Taken::Done(Ok(Value::NONE)) };
            if l.items.borrow().len() == l.items.borrow().capacity()
                && let Err(e) = reserve(vm, &l, 1)
            {
                return Taken::Done(Err(e));
            }
            l.items.borrow_mut().push(v);
            Taken::More
        });
    }
    let (list, iterable) = (list.clone(), iterable.clone());
    Act::run(async move |cx| {
        let it = match native {
            Some(it) => it,
            None => cx.iter(&iterable).await?,
        };
        if !super::type_ref(&iterable).is_static() {
            // only the errors of what a class says about its length matter
            super::iter::length_hint(cx, &iterable).await?;
        }
        extend_from(cx, &list, &it).await?;
        Ok(Value::NONE)
    })
}

/// Room for `more` items, or MemoryError.
fn reserve(vm: &mut Vm, l: &List, more: usize) -> PyResult<()> {
    let mut items = l.items.borrow_mut();
    let grows = more > items.capacity() - items.len();
    if items.len() > MAX_ITEMS
        || grows && !crate::heap::limit::fits(more.saturating_mul(size_of::<Value>()))
        || if items.is_empty() { items.try_reserve_exact(more) } else { items.try_reserve(more) }.is_err()
    {
        return Err(vm.memory_error());
    }
    Ok(())
}

/// Appends what an iterator yields, item by item.
async fn extend_from(cx: &mut Cx, list: &Value, it: &Value) -> PyResult<()> {
    const BATCH: u32 = 1024;
    let Some(l) = list.get::<List>() else { return Ok(()) };
    let native = super::iter::native_depth(it) > 0;
    loop {
        for _ in 0..BATCH {
            let v = if native {
                super::iter::step(cx.vm(), it).unwrap_or(Ok(Value::STOP))?
            } else {
                cx.next(it).await?.unwrap_or(Value::STOP)
            };
            if v.is_stop() {
                return Ok(());
            }
            if l.items.borrow().len() == l.items.borrow().capacity() {
                reserve(cx.vm(), l, 1)?;
            }
            l.items.borrow_mut().push(v);
            if !native {
                cx.tick(1).await?;
            }
        }
        if native {
            cx.tick(BATCH).await?;
        }
    }
}

fn extend(vm: &mut Vm, a: &Args) -> Act {
    this!(vm, a);
    extend_with(vm, a.at(0), a.at(1))
}

fn iadd(vm: &mut Vm, a: &Args) -> Act {
    this!(vm, a);
    // a class's `__radd__` comes before a sequence's own in-place addition
    if !super::type_ref(a.at(1)).is_static()
        && !a.at(1).is_a::<List>()
        && vm.has_dunder(a.at(1), super::names::Dunder::RAdd)
    {
        return Act::Done(Value::NOT_IMPLEMENTED);
    }
    let list = a.at(0).clone();
    match extend_with(vm, a.at(0), a.at(1)) {
        Act::Done(_) => Act::Done(list),
        Act::Raise(e) => Act::Raise(e),
        act => Act::run(async move |cx| cx.act(act).await.map(|_| list)),
    }
}

fn append(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a)?.items.borrow_mut().push(a.at(1).clone());
    Ok(Value::NONE)
}

fn clear(vm: &mut Vm, a: &Args) -> PyResult {
    let l = this(vm, a)?;
    super::list::drop_from_end(l.items.replace(super::list::emptied(!l.is_empty())));
    Ok(Value::NONE)
}

fn copy(vm: &mut Vm, a: &Args) -> PyResult {
    let items = crate::value::copies(&this(vm, a)?.items.borrow());
    Ok(super::list::new(items))
}

fn reverse(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a)?.items.borrow_mut().reverse();
    Ok(Value::NONE)
}

fn len(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::size(this(vm, a)?.len()))
}

fn iter(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a)?;
    Ok(super::iter::SeqIter::over_list(a.at(0).clone()))
}

fn reversed(vm: &mut Vm, a: &Args) -> PyResult {
    this(vm, a)?;
    Ok(super::iter::ListReverse::over(a.at(0).clone()))
}

/// What a position argument's conversion leads to: at once for ints, after `__index__` otherwise.
fn with_index(vm: &mut Vm, a: &Args, at: usize, default: i64, f: fn(&mut Vm, &[Value], i64) -> PyResult) -> Act {
    let index = match a.opt(at) {
        None => Some(default),
        Some(v) => subscript::index_natively(v),
    };
    if let Some(i) = index {
        return f(vm, a, i).into();
    }
    let values = a.to_vec();
    Act::run(async move |cx| {
        let i = cx.sequence_index(&values[at]).await?;
        f(cx.vm(), &values, i)
    })
}

fn pop(vm: &mut Vm, a: &Args) -> Act {
    let list = this!(vm, a);
    if a.opt(1).is_none()
        && let Some(v) = list.items.borrow_mut().pop()
    {
        return Act::Done(v);
    }
    with_index(vm, a, 1, -1, |vm, a, i| {
        let Some(list) = a.first().and_then(|v| v.get::<List>()) else { return Ok(Value::NONE) };
        let n = list.len();
        match subscript::position(i, n) {
            Some(p) => Ok(list.items.borrow_mut().remove(p)),
            None if n == 0 => Err(vm.index_error("pop from empty list")),
            None => Err(vm.index_error("pop index out of range")),
        }
    })
}

fn insert(vm: &mut Vm, a: &Args) -> Act {
    this!(vm, a);
    with_index(vm, a, 1, 0, |_, a, i| {
        if let (Some(list), Some(item)) = (a.first().and_then(|v| v.get::<List>()), a.get(2)) {
            let at = subscript::bound(i, list.len());
            list.items.borrow_mut().insert(at, item.clone());
        }
        Ok(Value::NONE)
    })
}

fn remove(vm: &mut Vm, a: &Args) -> Act {
    let list = this!(vm, a);
    let found = sequence::find_natively(&list.items.borrow(), a.at(1), 0, usize::MAX);
    match found {
        Ok(None) => return Act::Raise(vm.value_error("list.remove(x): x not in list")),
        Err(_) => {}
        Ok(Some(i)) => {
            let old = list.items.borrow_mut().remove(i);
            drop(old);
            return Act::Done(Value::NONE);
        }
    }
    let (list, item) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| match sequence::find(cx, &list, &item, 0, usize::MAX).await? {
        Some(i) => {
            if let Some(l) = list.get::<List>()
                && i < l.len()
            {
                let old = l.items.borrow_mut().remove(i);
                drop(old);
            }
            Ok(Value::NONE)
        }
        None => Err(cx.vm().value_error("list.remove(x): x not in list")),
    })
}

fn contains(vm: &mut Vm, a: &Args) -> Act {
    let list = this!(vm, a);
    if let Ok(found) = sequence::find_natively(&list.items.borrow(), a.at(1), 0, usize::MAX) {
        return Act::Done(Value::bool(found.is_some()));
    }
    let (list, item) = (a.at(0).clone(), a.at(1).clone());
    Act::run(async move |cx| Ok(Value::bool(sequence::find(cx, &list, &item, 0, usize::MAX).await?.is_some())))
}

fn get_item(vm: &mut Vm, a: &Args) -> Act {
    let list = this!(vm, a);
    match subscript::natively(a.at(1)) {
        Some(s) => item_at(vm, list, s).into(),
        None => {
            let (list, key) = (a.at(0).clone(), a.at(1).clone());
            Act::run(async move |cx| {
                let s = cx.subscript(&key, "list").await?;
                match list.get::<List>() {
                    Some(l) => item_at(cx.vm(), l, s),
                    None => Ok(Value::NONE),
                }
            })
        }
    }
}

fn item_at(vm: &mut Vm, list: &List, s: Subscript) -> PyResult {
    match s {
        Subscript::Index(i) => match subscript::position(i, list.len()).and_then(|p| list.at(p)) {
            Some(v) => Ok(v),
            None => Err(vm.index_error("list index out of range")),
        },
        Subscript::Slice(s) => {
            let at = s.indices(vm, list.len())?;
            Ok(super::list::new(sequence::select(&list.items.borrow(), at)))
        }
    }
}

fn set_item(vm: &mut Vm, a: &Args) -> Act {
    let list = this!(vm, a);
    if let Some(i) = subscript::index_natively(a.at(1)) {
        return set_at(vm, list, i, a.at(2)).into();
    }
    if let Some(s) = a.at(1).get::<Slice>().filter(|s| s.is_native() && s.step.borrow().is_none())
        && let Some(items) = super::iter::native_items(a.at(2))
    {
        return match s.indices(vm, list.len()) {
            Ok(at) => {
                replace_range(list, at, items);
                Act::Done(Value::NONE)
            }
            Err(e) => Act::Raise(e),
        };
    }
    let (list, key, value) = (a.at(0).clone(), a.at(1).clone(), a.at(2).clone());
    Act::run(async move |cx| {
        let s = cx.subscript(&key, "list").await?;
        let Some(l) = list.get::<List>() else { return Ok(Value::NONE) };
        let s = match s {
            Subscript::Index(i) => return set_at(cx.vm(), l, i, &value),
            Subscript::Slice(s) => s,
        };
        let at = s.indices(cx.vm(), l.len())?;
        if at.step == 1 {
            let items = slice_values(cx, &value, "must assign iterable to extended slice").await?;
            let at = s.indices(cx.vm(), l.len())?;
            replace_range(l, at, items);
            return Ok(Value::NONE);
        }
        let items = slice_values(cx, &value, "must assign iterable to extended slice").await?;
        let at = s.indices(cx.vm(), l.len())?;
        if items.len() != at.count {
            let message =
                format!("attempt to assign sequence of size {} to extended slice of size {}", items.len(), at.count);
            return Err(cx.vm().value_error(message));
        }
        let mut old = Vec::with_capacity(items.len());
        {
            let mut to = l.items.borrow_mut();
            for (p, v) in at.iter().zip(items) {
                if let Some(place) = to.get_mut(p) {
                    old.push(std::mem::replace(place, v));
                }
            }
        }
        drop(old);
        Ok(Value::NONE)
    })
}

/// The values that are assigned to a slice; a TypeError about not being iterable is reworded.
async fn slice_values(cx: &mut Cx, value: &Value, message: &str) -> PyResult<Vec<Value>> {
    if let Some(items) = super::iter::native_items(value) {
        return Ok(items);
    }
    let it = match cx.iter(value).await {
        Ok(it) => it,
        Err(e) => {
            let ty = types().exc.TypeError.clone();
            cx.vm().catch(e, &ty)?;
            return Err(cx.vm().type_error(message));
        }
    };
    let mut items = Vec::new();
    while let Some(v) = cx.next(&it).await? {
        items.push(v);
        cx.tick(1).await?;
    }
    Ok(items)
}

fn set_at(vm: &mut Vm, list: &List, i: i64, value: &Value) -> PyResult {
    match subscript::position(i, list.len()) {
        Some(p) => {
            let old = std::mem::replace(&mut list.items.borrow_mut()[p], value.clone());
            drop(old);
            Ok(Value::NONE)
        }
        None => Err(vm.index_error("list assignment index out of range")),
    }
}

/// Replaces a contiguous slice.
fn replace_range(list: &List, at: Indices, items: Vec<Value>) {
    let start = (at.start.max(0) as usize).min(list.len());
    let end = start + at.count.min(list.len() - start);
    let old: Vec<Value> = list.items.borrow_mut().splice(start..end, items).collect();
    super::list::drop_from_end(old);
}

fn del_item(vm: &mut Vm, a: &Args) -> Act {
    let list = this!(vm, a);
    match subscript::natively(a.at(1)) {
        Some(s) => delete(vm, list, s).into(),
        None => {
            let (list, key) = (a.at(0).clone(), a.at(1).clone());
            Act::run(async move |cx| {
                let s = cx.subscript(&key, "list").await?;
                match list.get::<List>() {
                    Some(l) => delete(cx.vm(), l, s),
                    None => Ok(Value::NONE),
                }
            })
        }
    }
}

fn delete(vm: &mut Vm, list: &List, s: Subscript) -> PyResult {
    match s {
        Subscript::Index(i) => match subscript::position(i, list.len()) {
            Some(p) => {
                let old = list.items.borrow_mut().remove(p);
                drop(old);
            }
            None => return Err(vm.index_error("list assignment index out of range")),
        },
        Subscript::Slice(s) => {
            let at = s.indices(vm, list.len())?.ascending();
            if at.step == 1 {
                replace_range(list, at, Vec::new());
                return Ok(Value::NONE);
            }
            let mut old = Vec::with_capacity(at.count);
            let mut doomed = at.iter().peekable();
            let items = list.items.take();
            let mut kept = Vec::with_capacity(items.len() - at.count.min(items.len()));
            for (i, v) in items.into_iter().enumerate() {
                if doomed.peek() == Some(&i) {
                    doomed.next();
                    old.push(v);
                } else {
                    kept.push(v);
                }
            }
            list.items.set(kept);
            drop(old);
        }
    }
    Ok(Value::NONE)
}

fn add(vm: &mut Vm, a: &Args) -> PyResult {
    let list = this(vm, a)?;
    let Some(other) = a.at(1).get::<List>() else {
        if !super::type_ref(a.at(1)).is_static() && vm.has_dunder(a.at(1), super::names::Dunder::RAdd) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let name = vm.type_name(a.at(1));
        return Err(vm.type_error(format!("can only concatenate list (not \"{name}\") to list")));
    };
    let (x, y) = (list.items.borrow(), other.items.borrow());
    let mut items = Vec::new();
    crate::value::push_copies(&mut items, &x, x.len() + y.len());
    crate::value::push_copies(&mut items, &y, 0);
    Ok(super::list::new(items))
}

fn mul(vm: &mut Vm, a: &Args) -> Act {
    this!(vm, a);
    sequence::with_count(vm, a.at(0), a.at(1), |vm, list, n| {
        let Some(l) = list.get::<List>() else { return Ok(Value::NONE) };
        let items = sequence::repeat(vm, &l.items.borrow(), n)?;
        Ok(super::list::new(items))
    })
}

fn imul(vm: &mut Vm, a: &Args) -> Act {
    this!(vm, a);
    sequence::with_count(vm, a.at(0), a.at(1), |vm, list, n| {
        let Some(l) = list.get::<List>() else { return Ok(Value::NONE) };
        let items = match n {
            0 => super::list::emptied(!l.is_empty()),
            _ => sequence::repeat(vm, &l.items.borrow(), n)?,
        };
        l.items.set(items);
        Ok(list.clone())
    })
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    this(cx.vm(), &a)?;
    sequence::repr(cx, a.at(0), "[", "]", "[...]").await
}

fn index(vm: &mut Vm, a: &Args) -> Act {
    this!(vm, a);
    match sequence::index_natively(vm, a) {
        Some(i) => Act::Done(i),
        None => {
            let args = Args::owned(a.iter().cloned().collect());
            Act::run(async move |cx| index_slowly(cx, args).await)
        }
    }
}

async fn index_slowly(cx: &mut Cx, a: Args<'static>) -> PyResult {
    match sequence::find_in_bounds(cx, &a).await? {
        Some(i) => Ok(Value::size(i)),
        None => Err(cx.vm().value_error("list.index(x): x not in list")),
    }
}

fn count(vm: &mut Vm, a: &Args) -> Act {
    this!(vm, a);
    match sequence::count_natively(vm, a.at(0), a.at(1)) {
        Some(n) => Act::Done(n),
        None => {
            let (list, x) = (a.at(0).clone(), a.at(1).clone());
            Act::run(async move |cx| sequence::count(cx, &list, &x).await)
        }
    }
}

macro_rules! comparisons {
    ($($name:ident = $op:ident;)*) => {
        $(fn $name(vm: &mut Vm, a: &Args) -> Act {
            this!(vm, a);
            if !a.at(1).is_a::<List>() {
                return Act::Done(Value::NOT_IMPLEMENTED);
            }
            sequence::compare(vm, CmpOp::$op, a.at(0), a.at(1))
        })*
    };
}
comparisons! { lt = Lt; le = Le; eq = Eq; ne = Ne; gt = Gt; ge = Ge; }

fn sizeof(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::size(40 + this(vm, a)?.items.borrow().capacity() * 8))
}

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, *args, **kwargs)", new).stat(),
    tail("__init__", "(self, iterable=(), /)", init),
    leaf("__len__", "(self, /)", len),
    leaf("__iter__", "(self, /)", iter),
    leaf("__reversed__", "(self, /)", reversed),
    resumable!("__repr__", "(self, /)", repr),
    tail("__contains__", "(self, key, /)", contains),
    tail("__getitem__", "(self, index, /)", get_item),
    tail("__setitem__", "(self, key, value, /)", set_item),
    tail("__delitem__", "(self, key, /)", del_item),
    leaf("__add__", "(self, value, /)", add),
    tail("__mul__", "(self, value, /)", mul),
    tail("__rmul__", "(self, value, /)", mul),
    tail("__iadd__", "(self, value, /)", iadd),
    tail("__imul__", "(self, value, /)", imul),
    tail("__lt__", "(self, value, /)", lt),
    tail("__le__", "(self, value, /)", le),
    tail("__eq__", "(self, value, /)", eq),
    tail("__ne__", "(self, value, /)", ne),
    tail("__gt__", "(self, value, /)", gt),
    tail("__ge__", "(self, value, /)", ge),
    leaf("__sizeof__", "(self, /)", sizeof),
    leaf("append", "(self, object, /)", append),
    leaf("clear", "(self, /)", clear),
    leaf("copy", "(self, /)", copy),
    tail("count", "(self, value, /)", count),
    tail("extend", "(self, iterable, /)", extend),
    tail("index", "(self, value, start=0, stop=sys.maxsize, /)", index),
    tail("insert", "(self, index, object, /)", insert),
    tail("pop", "(self, index=-1, /)", pop),
    tail("remove", "(self, value, /)", remove),
    leaf("reverse", "(self, /)", reverse),
    tail("sort", "(self, /, *, key=None, reverse=False)", super::sort::list_sort),
    super::class_getitem::DEF,
];

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::MATCH_SELF | flag::SEQUENCE,
    unhashable: true,
    methods: METHODS,
    doc: "Built-in mutable sequence.",
    ..TypeSpec::of::<List>("list")
};

/// True if `v` is a list or tuple (or an instance of a subclass), whose items can be read natively.
pub fn is_list_or_tuple(v: &Value) -> bool {
    v.is_a::<List>() || v.is_a::<Tuple>()
}
