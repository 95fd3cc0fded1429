//! set and frozenset: the methods.

use super::sequence::{push_repr, repr_enter, repr_leave};
use super::set::{Probe, Set};
use super::set_ops as ops;
use super::set_ops::{Deal, Walk};
use super::spec::TypeSpec;
use super::ty::{Type, flag};
use super::types;
use crate::code::{BinOp, CmpOp};
use crate::heap::Ref;
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};

fn owner(vm: &mut Vm, v: &Value) -> PyResult<Ref<Set>> {
    super::receiver::<Set>(vm, v, "set").map(Ref::of)
}

/// True if a result that follows this operand's type is a frozenset.
fn is_frozen(v: &Value) -> bool {
    super::type_ref(v).is_subtype(&types().frozenset)
}

fn set_new(_: &mut Vm, a: &Args) -> PyResult {
    Ok(match a.at(0).get_ref::<Type>() {
        Some(cls) => crate::heap::alloc_in(&cls, Set::payload()).into(),
        None => Value::NONE,
    })
}

fn set_init(vm: &mut Vm, a: &Args) -> Act {
    let s = match owner(vm, a.at(0)) {
        Ok(s) => s,
        Err(e) => return Act::Raise(e),
    };
    if !s.is_empty() {
        s.clear();
    }
    a.opt(1).map_or(Act::Done(Value::NONE), |iterable| ops::update_act(vm, &s, iterable))
}

fn frozenset_new(vm: &mut Vm, a: &Args) -> Act {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Act::Done(Value::NONE) };
    let exact = cls.is(&types().frozenset);
    let Some(iterable) = a.opt(1).cloned() else {
        return Act::Done(crate::heap::alloc_in(&cls, Set::payload()).into());
    };
    if exact && types().frozenset.is_type_of(&iterable) {
        return Act::Done(iterable);
    }
    let s = crate::heap::alloc_in(&cls, Set::payload());
    ops::update_act(vm, &s, &iterable).then(vm, move |_, r| r.map(|_| s.into()).into())
}

fn len(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::size(owner(vm, a.at(0))?.len()))
}

fn iter(vm: &mut Vm, a: &Args) -> PyResult {
    owner(vm, a.at(0))?;
    Ok(super::set_iter::SetIter::over(a.at(0)))
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = owner(cx.vm(), a.at(0))?;
    let name = crate::object::type_ref(a.at(0)).name();
    if s.is_empty() {
        return Ok(super::str::new(format!("{name}()")));
    }
    if !repr_enter(cx.vm(), a.at(0)) {
        return Ok(super::str::new(format!("{name}(...)")));
    }
    let r = repr_keys(cx, &s, if types().set.is_type_of(a.at(0)) { None } else { Some(&name) }).await;
    repr_leave(cx.vm(), a.at(0));
    r
}

async fn repr_keys(cx: &mut Cx, s: &Ref<Set>, name: Option<&str>) -> PyResult {
    let mut out = StrBuilder::new();
    if let Some(name) = name {
        out.push_utf8(name);
        out.push_ascii(b"(");
    }
    out.push_ascii(b"{");
    for (i, key) in s.keys().iter().enumerate() {
        if i > 0 {
            out.push_ascii(b", ");
        }
        push_repr(cx, &mut out, key).await?;
        cx.tick(1).await?;
    }
    out.push_ascii(b"}");
    if name.is_some() {
        out.push_ascii(b")");
    }
    Ok(super::str::new(out.finish()))
}

fn hash(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::int(owner(vm, a.at(0))?.hash()))
}

fn add(vm: &mut Vm, a: &Args) -> Act {
    let s = match owner(vm, a.at(0)) {
        Ok(s) => s,
        Err(e) => return Act::Raise(e),
    };
    if let Some(h) = super::compare::hash_natively(a.at(1))
        && s.add_natively(a.at(1), h)
    {
        return Act::Done(Value::NONE);
    }
    let key = a.at(1).clone();
    Act::run(async move |cx| {
        ops::add(cx, &s, &key).await?;
        Ok(Value::NONE)
    })
}

fn contains(vm: &mut Vm, a: &Args) -> Act {
    let s = match owner(vm, a.at(0)) {
        Ok(s) => s,
        Err(e) => return Act::Raise(e),
    };
    if let Some(h) = super::compare::hash_natively(a.at(1))
        && let Some(found) = s.contains_natively(a.at(1), h)
    {
        return Act::Done(Value::bool(found));
    }
    let key = a.at(1).clone();
    Act::run(async move |cx| {
        let h = ops::lookup_hash(cx, &key).await?;
        Ok(Value::bool(ops::contains_hashed(cx, &s, &key, h).await?))
    })
}

/// `discard`: the rest of `remove` when the key was not there is `absent`.
fn take_out(vm: &mut Vm, a: &Args, absent: fn(&mut Vm, &Value) -> PyResult) -> Act {
    let s = match owner(vm, a.at(0)) {
        Ok(s) => s,
        Err(e) => return Act::Raise(e),
    };
    if let Some(h) = super::compare::hash_natively(a.at(1)) {
        match s.probe(a.at(1), h, 0) {
            Probe::Found(i) => {
                drop(s.remove_at(i));
                return Act::Done(Value::NONE);
            }
            Probe::Missing => return absent(vm, a.at(1)).into(),
            Probe::Compare { .. } => {}
        }
    }
    let key = a.at(1).clone();
    Act::run(async move |cx| {
        let h = ops::lookup_hash(cx, &key).await?;
        match ops::discard_hashed(cx, &s, &key, h).await? {
            true => Ok(Value::NONE),
            false => absent(cx.vm(), &key),
        }
    })
}

fn discard(vm: &mut Vm, a: &Args) -> Act {
    take_out(vm, a, |_, _| Ok(Value::NONE))
}

fn remove(vm: &mut Vm, a: &Args) -> Act {
    take_out(vm, a, |vm, key| Err(vm.key_error(key.clone())))
}

fn pop(vm: &mut Vm, a: &Args) -> PyResult {
    match owner(vm, a.at(0))?.pop() {
        Some(v) => Ok(v),
        None => {
            let text = super::str::new("pop from an empty set");
            Err(vm.key_error(text))
        }
    }
}

fn clear(vm: &mut Vm, a: &Args) -> PyResult {
    owner(vm, a.at(0))?.clear();
    Ok(Value::NONE)
}

fn copy(vm: &mut Vm, a: &Args) -> PyResult {
    let s = owner(vm, a.at(0))?;
    if types().frozenset.is_type_of(a.at(0)) {
        return Ok(a.at(0).clone());
    }
    Ok(ops::copy(&s, is_frozen(a.at(0))).into())
}

async fn update(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = owner(cx.vm(), a.at(0))?;
    for other in a.rest(1) {
        ops::update(cx, &s, other).await?;
    }
    Ok(Value::NONE)
}

async fn union(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = owner(cx.vm(), a.at(0))?;
    let out = ops::copy(&s, is_frozen(a.at(0)));
    for other in a.rest(1) {
        if !other.is(a.at(0)) {
            ops::update(cx, &out, other).await?;
        }
    }
    Ok(out.into())
}

async fn intersect_all(cx: &mut Cx, a: &Args<'static>) -> PyResult<Ref<Set>> {
    let s = owner(cx.vm(), a.at(0))?;
    let frozen = is_frozen(a.at(0));
    let Some((first, rest)) = a.rest(1).split_first() else { return Ok(ops::copy(&s, frozen)) };
    let mut out = ops::intersection(cx, &s, first, frozen).await?;
    for other in rest {
        out = ops::intersection(cx, &out, other, frozen).await?;
    }
    Ok(out)
}

async fn intersection(cx: &mut Cx, a: Args<'static>) -> PyResult {
    Ok(intersect_all(cx, &a).await?.into())
}

async fn intersection_update(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = owner(cx.vm(), a.at(0))?;
    let out = intersect_all(cx, &a).await?;
    s.swap(&out);
    Ok(Value::NONE)
}

async fn difference(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = owner(cx.vm(), a.at(0))?;
    let frozen = is_frozen(a.at(0));
    let Some((first, rest)) = a.rest(1).split_first() else { return Ok(ops::copy(&s, frozen).into()) };
    let out = ops::difference(cx, &s, first, frozen).await?;
    for other in rest {
        ops::difference_update(cx, &out, other).await?;
    }
    Ok(out.into())
}

async fn difference_update(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = owner(cx.vm(), a.at(0))?;
    for other in a.rest(1) {
        ops::difference_update(cx, &s, other).await?;
    }
    Ok(Value::NONE)
}

/// A new set of `other`, then exchanged with `s`: the order CPython's result has.
async fn symmetric(cx: &mut Cx, s: &Ref<Set>, other: &Value, frozen: bool) -> PyResult {
    let out = ops::new(frozen);
    ops::update(cx, &out, other).await?;
    ops::symmetric_difference_update(cx, &out, &s.value()).await?;
    Ok(out.into())
}

async fn symmetric_difference(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = owner(cx.vm(), a.at(0))?;
    symmetric(cx, &s, a.at(1), is_frozen(a.at(0))).await
}

async fn symmetric_difference_update(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = owner(cx.vm(), a.at(0))?;
    ops::symmetric_difference_update(cx, &s, a.at(1)).await?;
    Ok(Value::NONE)
}

async fn isdisjoint(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = owner(cx.vm(), a.at(0))?;
    Ok(Value::bool(ops::is_disjoint(cx, &s, a.at(1)).await?))
}

/// A set made of an argument, unless it is one.
async fn as_set(cx: &mut Cx, v: &Value) -> PyResult<Ref<Set>> {
    if let Some(s) = v.get_ref::<Set>() {
        return Ok(s);
    }
    let s = Set::new();
    ops::update(cx, &s, v).await?;
    Ok(s)
}

async fn issubset(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = owner(cx.vm(), a.at(0))?;
    let other = as_set(cx, a.at(1)).await?;
    Ok(Value::bool(ops::is_subset(cx, &s, &other).await?))
}

async fn issuperset(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = owner(cx.vm(), a.at(0))?;
    if let Some(other) = a.at(1).get_ref::<Set>() {
        return Ok(Value::bool(ops::is_subset(cx, &other, &s).await?));
    }
    let it = cx.iter(a.at(1)).await?;
    while let Some(key) = cx.next(&it).await? {
        let h = ops::lookup_hash(cx, &key).await?;
        if !ops::contains_hashed(cx, &s, &key, h).await? {
            return Ok(Value::FALSE);
        }
        cx.tick(1).await?;
    }
    Ok(Value::TRUE)
}

async fn compare(cx: &mut Cx, a: Args<'static>, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.at(0).get_ref::<Set>(), a.at(1).get_ref::<Set>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let result = match op {
        CmpOp::Eq | CmpOp::Ne => {
            let hashes_differ = is_frozen(a.at(0)) && is_frozen(a.at(1)) && x.hash() != y.hash();
            let equal = x.len() == y.len() && !hashes_differ && ops::is_subset(cx, &x, &y).await?;
            equal == (op == CmpOp::Eq)
        }
        CmpOp::Le => ops::is_subset(cx, &x, &y).await?,
        CmpOp::Lt => x.len() < y.len() && ops::is_subset(cx, &x, &y).await?,
        CmpOp::Ge => ops::is_subset(cx, &y, &x).await?,
        CmpOp::Gt => y.len() < x.len() && ops::is_subset(cx, &y, &x).await?,
    };
    Ok(Value::bool(result))
}

macro_rules! comparisons {
    ($($name:ident = $op:ident;)*) => { $(async fn $name(cx: &mut Cx, a: Args<'static>) -> PyResult { compare(cx, a, CmpOp::$op).await })* };
}
comparisons! { lt = Lt; le = Le; eq = Eq; ne = Ne; gt = Gt; ge = Ge; }

/// Both operands as sets, or `None` for NotImplemented.
fn operands(a: &Args) -> Option<(Ref<Set>, Ref<Set>, bool)> {
    Some((a.at(0).get_ref::<Set>()?, a.at(1).get_ref::<Set>()?, is_frozen(a.at(0))))
}

/// `x op y`.
fn combine(vm: &mut Vm, a: &Args, op: BinOp) -> Act {
    let Some((x, y, frozen)) = operands(a) else { return Act::Done(Value::NOT_IMPLEMENTED) };
    // what is copied as a whole
    vm.charge(((x.len() + y.len()) >> 2) as u32);
    let out = match op {
        BinOp::Or => ops::copy(&x, frozen),
        BinOp::And if x.is(&y) => ops::copy(&x, frozen),
        BinOp::Sub if x.len() >> 2 > y.len() => ops::copy(&x, frozen),
        _ => ops::new(frozen),
    };
    let walk = match op {
        BinOp::Or | BinOp::And if x.is(&y) => return Act::Done(out.into()),
        BinOp::Or if y.is_empty() || out.fill_from(&y) => return Act::Done(out.into()),
        BinOp::Or => Walk::new(&out, &y, &y, Deal::Add),
        BinOp::And => Walk::intersection(&out, &x, &y),
        BinOp::Sub if x.is(&y) => return Act::Done(out.into()),
        BinOp::Sub if x.len() >> 2 > y.len() => Walk::new(&out, &y, &y, Deal::Discard),
        BinOp::Sub => Walk::new(&out, &x, &y, Deal::Omit),
        // a new set of `y`, then exchanged with `x`: the order CPython's result has
        _ => {
            out.fill_from(&y);
            Walk::new(&out, &x, &x, Deal::Toggle)
        }
    };
    walk.act()
}

macro_rules! operators {
    ($($name:ident, $reflected:ident = $op:ident;)*) => {
        $(
            fn $name(vm: &mut Vm, a: &Args) -> Act {
                combine(vm, a, BinOp::$op)
            }
            fn $reflected(vm: &mut Vm, a: &Args) -> Act {
                combine(vm, &Args::owned(smallvec::smallvec![a.at(1).clone(), a.at(0).clone()]), BinOp::$op)
            }
        )*
    };
}
operators! { or, ror = Or; and, rand = And; sub, rsub = Sub; xor, rxor = Xor; }

async fn ior(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some((x, ..)) = operands(&a) else { return Ok(Value::NOT_IMPLEMENTED) };
    ops::update(cx, &x, a.at(1)).await?;
    Ok(a.at(0).clone())
}

async fn iand(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some((x, ..)) = operands(&a) else { return Ok(Value::NOT_IMPLEMENTED) };
    let out = ops::intersection(cx, &x, a.at(1), false).await?;
    x.swap(&out);
    Ok(a.at(0).clone())
}

async fn isub(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some((x, ..)) = operands(&a) else { return Ok(Value::NOT_IMPLEMENTED) };
    ops::difference_update(cx, &x, a.at(1)).await?;
    Ok(a.at(0).clone())
}

async fn ixor(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some((x, ..)) = operands(&a) else { return Ok(Value::NOT_IMPLEMENTED) };
    ops::symmetric_difference_update(cx, &x, a.at(1)).await?;
    Ok(a.at(0).clone())
}

/// `(type, ([keys],), state)`.
async fn reduce(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = owner(cx.vm(), a.at(0))?;
    let state = cx.call_method(a.at(0), "__getstate__", []).await?;
    let ty: Value = super::type_of(a.at(0)).into();
    Ok(super::tuple::new(vec![ty, super::tuple::new(vec![super::list::new(s.keys())]), state]))
}

fn sizeof(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::size(200 + owner(vm, a.at(0))?.len() * 16))
}

/// Methods that set and frozenset share.
macro_rules! shared {
    ($($own:expr),* $(,)?) => {
        &[
            $($own,)*
            leaf("__len__", "(self, /)", len),
            leaf("__iter__", "(self, /)", iter),
            resumable!("__repr__", "(self, /)", repr),
            tail("__contains__", "(self, object, /)", contains),
            resumable!("__lt__", "(self, value, /)", lt),
            resumable!("__le__", "(self, value, /)", le),
            resumable!("__eq__", "(self, value, /)", eq),
            resumable!("__ne__", "(self, value, /)", ne),
            resumable!("__gt__", "(self, value, /)", gt),
            resumable!("__ge__", "(self, value, /)", ge),
            tail("__or__", "(self, value, /)", or),
            tail("__ror__", "(self, value, /)", ror),
            tail("__and__", "(self, value, /)", and),
            tail("__rand__", "(self, value, /)", rand),
            tail("__sub__", "(self, value, /)", sub),
            tail("__rsub__", "(self, value, /)", rsub),
            tail("__xor__", "(self, value, /)", xor),
            tail("__rxor__", "(self, value, /)", rxor),
            leaf("copy", "(self, /)", copy),
            resumable!("union", "(self, /, *others)", union),
            resumable!("intersection", "(self, /, *others)", intersection),
            resumable!("difference", "(self, /, *others)", difference),
            resumable!("symmetric_difference", "(self, other, /)", symmetric_difference),
            resumable!("isdisjoint", "(self, other, /)", isdisjoint),
            resumable!("issubset", "(self, other, /)", issubset),
            resumable!("issuperset", "(self, other, /)", issuperset),
            resumable!("__reduce__", "(self, /)", reduce),
            leaf("__sizeof__", "(self, /)", sizeof),
            super::class_getitem::DEF,
        ]
    };
}

static SET_METHODS: &[NativeDef] = shared![
    leaf("__new__", "(cls, *args, **kwargs)", set_new).stat(),
    tail("__init__", "(self, iterable=(), /)", set_init),
    tail("add", "(self, object, /)", add),
    tail("discard", "(self, object, /)", discard),
    tail("remove", "(self, object, /)", remove),
    leaf("pop", "(self, /)", pop),
    leaf("clear", "(self, /)", clear),
    resumable!("update", "(self, /, *others)", update),
    resumable!("intersection_update", "(self, /, *others)", intersection_update),
    resumable!("difference_update", "(self, /, *others)", difference_update),
    resumable!("symmetric_difference_update", "(self, other, /)", symmetric_difference_update),
    resumable!("__ior__", "(self, value, /)", ior),
    resumable!("__iand__", "(self, value, /)", iand),
    resumable!("__isub__", "(self, value, /)", isub),
    resumable!("__ixor__", "(self, value, /)", ixor),
];

static FROZENSET_METHODS: &[NativeDef] =
    shared![tail("__new__", "(cls, iterable=(), /)", frozenset_new).stat(), leaf("__hash__", "(self, /)", hash)];

pub const SET: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::MATCH_SELF | flag::WEAKREFABLE,
    unhashable: true,
    methods: SET_METHODS,
    doc: "Build an unordered collection of unique elements.",
    ..TypeSpec::of::<Set>("set")
};
pub const FROZENSET: TypeSpec = TypeSpec {
    flags: flag::BASETYPE | flag::MATCH_SELF | flag::WEAKREFABLE,
    methods: FROZENSET_METHODS,
    doc: "Build an immutable unordered collection of unique elements.",
    ..TypeSpec::of::<Set>("frozenset")
};
