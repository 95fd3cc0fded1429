//! What list and tuple share: search, comparison, repetition, slices, repr.
//!
//! Invariant: items are read one at a time, by position, whenever Python may run in between, so that a list that changes meanwhile is
//! seen as CPython sees it.

use super::compare::{equal_natively, less_natively};
use super::list::{List, MAX_ITEMS};
use super::slice::Indices;
use super::subscript;
use super::tuple::Tuple;
use crate::code::CmpOp;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::native::{Act, Args, PyResult};
use crate::vm::thread::ThreadId;
use crate::vm::{Cx, Vm};

/// The item at `i` of a list or tuple.
#[inline]
pub fn item(v: &Value, i: usize) -> Option<Value> {
    match v.get::<List>() {
        Some(l) => l.at(i),
        None => v.get::<Tuple>().and_then(|t| t.items().get(i).cloned()),
    }
}

/// The length of a list or tuple.
pub fn length(v: &Value) -> usize {
    match v.get::<List>() {
        Some(l) => l.len(),
        None => v.get::<Tuple>().map_or(0, Tuple::len),
    }
}

/// A comparison needs Python, first at this position.
pub struct Asks(pub usize);

/// Position of the first item that equals `x` among `start..stop`, as long as no comparison needs Python.
pub fn find_natively(items: &[Value], x: &Value, start: usize, stop: usize) -> Result<Option<usize>, Asks> {
    let ints = x.slot().is_int();
    for (i, v) in items.iter().enumerate().take(stop).skip(start) {
        if v.is(x) {
            return Ok(Some(i));
        }
        if ints && v.slot().is_int() {
            continue;
        }
        match equal_natively(v, x) {
            Some(true) => return Ok(Some(i)),
            Some(false) => {}
            None => return Err(Asks(i)),
        }
    }
    Ok(None)
}

/// `f` with the items of a list or tuple, which it must not change.
pub fn with_items<R>(v: &Value, f: impl FnOnce(&[Value]) -> R) -> R {
    match v.get::<List>() {
        Some(l) => f(&l.items.borrow()),
        None => f(v.get::<Tuple>().map_or(&[], Tuple::items)),
    }
}

/// Position of the first item of a list or tuple that equals `x` among `start..stop`.
pub async fn find(cx: &mut Cx, seq: &Value, x: &Value, start: usize, stop: usize) -> PyResult<Option<usize>> {
    let mut i = start;
    while i < stop
        && let Some(v) = item(seq, i)
    {
        if cx.equal(&v, x).await? {
            return Ok(Some(i));
        }
        i += 1;
        cx.tick(1).await?;
    }
    Ok(None)
}

/// The position of what `index` is asked for, if it is there and no comparison before needs Python.
pub fn index_natively(vm: &mut Vm, a: &Args) -> Option<Value> {
    if a.opt(2).is_some() {
        return None;
    }
    let found = with_items(a.at(0), |items| find_natively(items, a.at(1), 0, usize::MAX)).ok().flatten()?;
    vm.charge(found as u32);
    Some(Value::size(found))
}

/// `count(value)` without Python.
pub fn count_natively(vm: &mut Vm, seq: &Value, x: &Value) -> Option<Value> {
    vm.charge(length(seq) as u32);
    with_items(seq, |items| {
        let mut n = 0;
        for v in items {
            n += equal_natively(v, x)? as i64;
        }
        Some(Value::int(n))
    })
}

/// `index(value, start, stop)`: arguments 1, 2, 3.
pub async fn find_in_bounds(cx: &mut Cx, a: &Args<'static>) -> PyResult<Option<usize>> {
    let start = match a.opt(2) {
        Some(v) => cx.slice_index(v).await?,
        None => 0,
    };
    let stop = match a.opt(3) {
        Some(v) => cx.slice_index(v).await?,
        None => i64::MAX,
    };
    let len = length(a.at(0));
    let start = subscript::bound(start, len);
    // a list that grows is searched beyond its old end only if no bound was given
    let stop = if stop == i64::MAX { usize::MAX } else { subscript::bound(stop, len) };
    find(cx, a.at(0), a.at(1), start, stop).await
}

/// `count(value)`.
pub async fn count(cx: &mut Cx, seq: &Value, x: &Value) -> PyResult {
    let (mut n, mut i) = (0, 0);
    while let Some(v) = item(seq, i) {
        n += cx.equal(&v, x).await? as i64;
        i += 1;
        cx.tick(1).await?;
    }
    Ok(Value::int(n))
}

/// `seq[slice]` of an exact list or tuple with a slice of ints and Nones.
pub fn slice_natively(vm: &mut Vm, v: &Value, key: &Value) -> Option<PyResult> {
    let s = key.get::<super::slice::Slice>().filter(|s| s.is_native())?;
    let t = super::types();
    if t.list.is_type_of(v) {
        let l = v.get::<List>()?;
        return Some(s.indices(vm, l.len()).map(|at| super::list::new(select(&l.items.borrow(), at))));
    }
    if t.tuple.is_type_of(v) {
        let items = v.get::<Tuple>()?.items();
        return Some(s.indices(vm, items.len()).map(|at| match at.as_range() {
            Some(r) if r.len() == items.len() => v.clone(),
            Some(r) => super::tuple::from_slice(items.get(r).unwrap_or(&[])),
            None => super::tuple::new(select(items, at)),
        }));
    }
    if t.str.is_type_of(v) {
        return Some(super::str_type::get_slice(vm, v, s));
    }
    None
}

/// `x in v` of an exact built-in container, as long as Python need not be asked.
pub fn contains_natively(v: &Value, x: &Value) -> Option<bool> {
    use crate::heap::Kind;
    let t = super::types();
    match super::type_ref(v).kind {
        Kind::List if t.list.is_type_of(v) => {
            find_natively(&v.get::<List>()?.items.borrow(), x, 0, usize::MAX).ok().map(|i| i.is_some())
        }
        Kind::Tuple if t.tuple.is_type_of(v) => {
            find_natively(v.get::<Tuple>()?.items(), x, 0, usize::MAX).ok().map(|i| i.is_some())
        }
        Kind::Set if t.set.is_type_of(v) || t.frozenset.is_type_of(v) => {
            let hash = super::compare::hash_natively(x)?;
            v.get::<super::set::Set>()?.contains_natively(x, hash)
        }
        Kind::DictView => {
            let w = v.get::<super::dict_view::DictView>().filter(|w| w.what == super::dict_iter::What::Keys)?;
            let hash = super::compare::hash_natively(x)?;
            w.dict.find(x, hash).ok().map(|i| i.is_some())
        }
        _ => None,
    }
}

/// The items that a slice selects.
pub fn select(items: &[Value], at: Indices) -> Vec<Value> {
    match at.as_range() {
        Some(r) => crate::value::copies(items.get(r).unwrap_or(&[])),
        None => at.iter().filter_map(|i| items.get(i).cloned()).collect(),
    }
}

/// `n` copies of items in a row.
pub fn repeat(vm: &mut Vm, items: &[Value], n: i64) -> PyResult<Vec<Value>> {
    let n = n.max(0) as usize;
    let fits = |&t: &usize| t <= MAX_ITEMS && crate::heap::limit::fits(t * size_of::<Value>());
    let Some(total) = items.len().checked_mul(n).filter(fits) else { return Err(vm.memory_error()) };
    let mut out = Vec::new();
    if out.try_reserve_exact(total).is_err() {
        return Err(vm.memory_error());
    }
    match items {
        [one] if !one.is_heap() => out.resize(total, one.clone()),
        _ => (0..n).for_each(|_| crate::value::push_copies(&mut out, items, 0)),
    }
    Ok(out)
}

/// `seq * n`: `f` with the count, once it is known; "can't multiply sequence by non-int" if there is none.
pub fn with_count(vm: &mut Vm, seq: &Value, n: &Value, f: fn(&mut Vm, &Value, i64) -> PyResult) -> Act {
    if let Some(n) = subscript::index_natively(n) {
        return f(vm, seq, n).into();
    }
    if !vm.has_dunder(n, super::names::Dunder::Index) {
        if seq.is_a::<List>() || seq.is_a::<Tuple>() {
            // the other operand may know what to do; the operator words the error
            return Act::Done(Value::NOT_IMPLEMENTED);
        }
        let name = vm.type_name(n);
        return Act::Raise(vm.type_error(format!("can't multiply sequence by non-int of type '{name}'")));
    }
    if super::str_type::has_reflected(vm, n, super::names::Dunder::RMul) {
        // it is asked before its __index__
        return Act::Done(Value::NOT_IMPLEMENTED);
    }
    let (seq, n) = (seq.clone(), n.clone());
    Act::run(async move |cx| {
        let act = cx.vm().index(&n);
        let i = cx.act(act).await?;
        match super::int::to_i64(&i) {
            Some(i) => f(cx.vm(), &seq, i),
            None => {
                let name = cx.vm().type_name(&n);
                Err(cx.vm().overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    })
}

/// Compares two lists or two tuples.
pub fn compare(vm: &mut Vm, op: CmpOp, x: &Value, y: &Value) -> Act {
    let i = match compare_at_once(vm, op, x, y) {
        Ok(r) => return Act::Done(Value::bool(r)),
        Err(Asks(i)) => i,
    };
    let (x, y) = (x.clone(), y.clone());
    Act::run(async move |cx| {
        let mut i = i;
        loop {
            let (Some(a), Some(b)) = (item(&x, i), item(&y, i)) else {
                return Ok(Value::bool(op.of_order(length(&x).cmp(&length(&y)))));
            };
            if !cx.equal(&a, &b).await? {
                if i >= length(&x) || i >= length(&y) {
                    // the comparison has shortened one of them
                    return Ok(Value::bool(op.of_order(length(&x).cmp(&length(&y)))));
                }
                return match op {
                    CmpOp::Eq => Ok(Value::FALSE),
                    CmpOp::Ne => Ok(Value::TRUE),
                    op => cx.compare(op, &a, &b).await,
                };
            }
            i += 1;
            cx.tick(1).await?;
        }
    })
}

/// The comparison of two lists or two tuples as far as it goes without Python.
pub fn compare_at_once(vm: &mut Vm, op: CmpOp, x: &Value, y: &Value) -> Result<bool, Asks> {
    if matches!(op, CmpOp::Eq | CmpOp::Ne) && x.is_a::<List>() && length(x) != length(y) {
        return Ok(op == CmpOp::Ne);
    }
    let (i, decided) = with_items(x, |x| with_items(y, |y| compare_natively(op, x, y)));
    vm.charge(i as u32);
    decided.ok_or(Asks(i))
}

/// How many pairs are equal without Python, and the outcome, if the next one, or there being none, decides it.
fn compare_natively(op: CmpOp, x: &[Value], y: &[Value]) -> (usize, Option<bool>) {
    for (i, (a, b)) in x.iter().zip(y).enumerate() {
        let decided = match equal_natively(a, b) {
            Some(true) => continue,
            Some(false) => match op {
                CmpOp::Eq => Some(false),
                CmpOp::Ne => Some(true),
                // they are not equal
                CmpOp::Lt | CmpOp::Le => less_natively(a, b),
                CmpOp::Gt | CmpOp::Ge => less_natively(b, a),
            },
            None => None,
        };
        return (i, decided);
    }
    (x.len().min(y.len()), Some(op.of_order(x.len().cmp(&y.len()))))
}

/// Containers whose repr is being made, so that one inside itself is shortened.
#[derive(Default)]
struct ReprStack(Vec<(ThreadId, u64)>);

/// Marks a container as being shown; false if it already is.
pub fn repr_enter(vm: &mut Vm, v: &Value) -> bool {
    let shown = (vm.thread.id, v.identity());
    let stack = &mut vm.state::<ReprStack>().0;
    if stack.contains(&shown) {
        return false;
    }
    stack.push(shown);
    true
}

/// Undoes [`repr_enter`].
pub fn repr_leave(vm: &mut Vm, v: &Value) {
    let shown = (vm.thread.id, v.identity());
    let stack = &mut vm.state::<ReprStack>().0;
    if let Some(i) = stack.iter().rposition(|&x| x == shown) {
        stack.remove(i);
    }
}

/// Items of the list or tuple, and of those in it, whose repr is made at once.
const REPR_AT_ONCE: u32 = 100;

/// The repr of an exact list or tuple of not many exact numbers, strs, and such lists and tuples in turn.
pub fn repr_natively(v: &Value) -> Option<StrBuilder> {
    if !matches!(v.slot().heap_kind(), Some(crate::heap::Kind::List | crate::heap::Kind::Tuple)) {
        return None;
    }
    let mut out = StrBuilder::new();
    let mut left = REPR_AT_ONCE;
    if push_repr_natively(&mut out, v, &mut left, 0) { Some(out) } else { None }
}

/// False for anything else. Goes down few levels only; what is deeper, or in itself, is not for this function.
fn push_repr_natively(out: &mut StrBuilder, v: &Value, left: &mut u32, level: u32) -> bool {
    let s = v.slot();
    if s.is_int() {
        out.push_int(s.int());
        return true;
    }
    if s.is_float() {
        out.push_utf8(&crate::text::float::repr(s.float()));
        return true;
    }
    if !s.is_heap() {
        match v.as_bool() {
            Some(b) => out.push_ascii(if b { b"True" } else { b"False" }),
            None if v.is_none() => out.push_ascii(b"None"),
            None => return false,
        }
        return true;
    }
    let t = super::types();
    if t.str.is_type_of(v)
        && let Some(text) = v.get::<super::str::Str>()
    {
        crate::text::repr::push_str_repr(out, text.view());
        return true;
    }
    let is_list = t.list.is_type_of(v);
    if level == 4 || !is_list && !t.tuple.is_type_of(v) || length(v) > *left as usize {
        return false;
    }
    *left -= length(v) as u32;
    out.push_ascii(if is_list { b"[" } else { b"(" });
    let mut i = 0;
    while let Some(x) = item(v, i) {
        if i > 0 {
            out.push_ascii(b", ");
        }
        if !push_repr_natively(out, &x, left, level + 1) {
            return false;
        }
        i += 1;
    }
    if i == 1 && !is_list {
        out.push_ascii(b",");
    }
    out.push_ascii(if is_list { b"]" } else { b")" });
    true
}

/// Appends the repr of `v`.
pub async fn push_repr(cx: &mut Cx, out: &mut StrBuilder, v: &Value) -> PyResult<()> {
    let text = cx.repr(v).await?;
    if let Some(s) = text.get::<super::str::Str>() {
        out.push_view(s.view());
    }
    Ok(())
}

/// The repr of a list or tuple (a tuple of one item gets its comma).
pub async fn repr(cx: &mut Cx, seq: &Value, open: &str, close: &str, cycle: &str) -> PyResult {
    if length(seq) == 0 {
        return Ok(super::str::new(format!("{open}{close}")));
    }
    if !repr_enter(cx.vm(), seq) {
        return Ok(super::str::new(cycle));
    }
    let r = repr_items(cx, seq, open, close).await;
    repr_leave(cx.vm(), seq);
    r
}

async fn repr_items(cx: &mut Cx, seq: &Value, open: &str, close: &str) -> PyResult {
    let mut out = StrBuilder::new();
    out.push_utf8(open);
    let mut i = 0;
    while let Some(v) = item(seq, i) {
        if i > 0 {
            out.push_ascii(b", ");
        }
        push_repr(cx, &mut out, &v).await?;
        i += 1;
        cx.tick(1).await?;
    }
    if i == 1 && seq.is_a::<Tuple>() {
        out.push_ascii(b",");
    }
    out.push_utf8(close);
    Ok(super::str::new(out.finish()))
}
