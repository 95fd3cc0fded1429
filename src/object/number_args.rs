//! Arguments of numeric natives: `float(x)`, `int(x)` and `operator.index(x)` as C code asks for them.
//!
//! Invariant: a conversion that needs no Python code is done at once; only an object with its own `__float__`, `__int__` or `__index__`
//! makes the native suspend. The leaf behind [`floats`] or [`indexes`] sees converted arguments only.

use super::names::Dunder;
use super::number::Int;
use super::ty::{Type, flag};
use super::{int, types};
use crate::heap::Ref;
use crate::value::Value;
use crate::vm::native::{Act, Args, PyResult};
use crate::vm::{Cx, Vm};
use smallvec::SmallVec;

/// A native that needs no Python.
pub type Leaf = fn(&mut Vm, &Args) -> PyResult;

/// Calls a special method of `v`'s type, if it has one.
pub async fn special(cx: &mut Cx, v: &Value, d: Dunder) -> PyResult<Option<Value>> {
    if cx.vm().dunder(v, d).is_none_or(|m| m.is_none()) {
        return Ok(None);
    }
    match cx.vm().call_dunder(v, d, &[]) {
        Some(act) => cx.act(act).await.map(Some),
        None => Ok(None),
    }
}

/// `str(v)` by the methods of its type.
pub async fn text_of(cx: &mut Cx, v: &Value) -> PyResult {
    cx.str(v).await
}

/// Issues a DeprecationWarning by `warnings.warn`.
pub async fn deprecated(cx: &mut Cx, message: &str) -> PyResult<()> {
    let category = types().exc.DeprecationWarning.clone();
    warn(cx, message, category).await
}

/// Issues a warning by `warnings.warn`.
pub async fn warn(cx: &mut Cx, message: &str, category: Ref<Type>) -> PyResult<()> {
    let vm = cx.vm();
    let (name, all) = (vm.intern("warnings"), super::tuple::new(vec![super::str::new("*")]));
    let act = vm.import_name(name, Value::int(0), all);
    let module = match cx.act(act).await {
        Ok(module) => module,
        // a host without the standard library warns of nothing
        Err(e) => return cx.vm().catch(e, &types().exc.ImportError.clone()),
    };
    let warn = cx.attr(&module, "warn").await?;
    cx.call(&warn, [super::str::new(message), category.into(), Value::int(1)]).await.map(drop)
}

/// The float of an argument that needs no Python code; `None` if it might.
#[inline]
pub fn float_natively(vm: &mut Vm, v: &Value) -> Option<PyResult<f64>> {
    if let Some(f) = v.as_float() {
        return Some(Ok(f));
    }
    let exact = v.as_small().is_some() || v.as_bool().is_some() || types().int.is_type_of(v);
    if !exact {
        return None;
    }
    Int::of(v).map(|i| super::number::float_of_int(vm, i))
}

/// What C code gets from a float argument (`PyFloat_AsDouble`).
pub async fn float(cx: &mut Cx, v: &Value) -> PyResult<f64> {
    if let Some(r) = float_natively(cx.vm(), v) {
        return r;
    }
    match float_by_method(cx, v).await? {
        Some(f) => Ok(f),
        None => {
            let name = cx.vm().type_name(v);
            Err(cx.vm().type_error(format!("must be real number, not {name}")))
        }
    }
}

/// `v.__float__()`, or the float of `v.__index__()`; `None` if the type has neither.
pub async fn float_by_method(cx: &mut Cx, v: &Value) -> PyResult<Option<f64>> {
    if let Some(r) = special(cx, v, Dunder::Float).await? {
        let Some(f) = r.as_float() else {
            let (of, given) = (cx.vm().type_name(v), cx.vm().type_name(&r));
            return Err(cx.vm().type_error(format!("{of}.__float__ returned non-float (type {given})")));
        };
        if r.is_heap() && !types().float.is_type_of(&r) {
            let (of, given) = (cx.vm().type_name(v), cx.vm().type_name(&r));
            let text = format!(
                "{of}.__float__ returned non-float (type {given}).  The ability to return an instance of a strict subclass of float is \
                 deprecated, and may be removed in a future version of Python."
            );
            deprecated(cx, &text).await?;
        }
        return Ok(Some(f));
    }
    let Some(i) = index_by_method(cx, v).await? else { return Ok(None) };
    let i = Int::of(&i).unwrap_or(Int::Small(0));
    super::number::float_of_int(cx.vm(), i).map(Some)
}

/// The result of `__int__` or `__index__` as an exact int; one of a subclass is deprecated.
pub async fn checked_int(cx: &mut Cx, r: Value, name: &str) -> PyResult {
    if !int::is_int(&r) {
        let given = cx.vm().type_name(&r);
        return Err(cx.vm().type_error(format!("{name} returned non-int (type {given})")));
    }
    if r.is_heap() && !types().int.is_type_of(&r) || r.as_bool().is_some() {
        let given = cx.vm().type_name(&r);
        let text = format!(
            "{name} returned non-int (type {given}).  The ability to return an instance of a strict subclass of int is deprecated, and \
             may be removed in a future version of Python."
        );
        deprecated(cx, &text).await?;
    }
    Ok(exact_int(&r))
}

async fn index_by_method(cx: &mut Cx, v: &Value) -> PyResult<Option<Value>> {
    if int::is_int(v) {
        return Ok(Some(exact_int(v)));
    }
    match special(cx, v, Dunder::Index).await? {
        Some(r) => checked_int(cx, r, "__index__").await.map(Some),
        None => Ok(None),
    }
}

/// The exact int with the number of an int, bool or instance of a subclass.
pub fn exact_int(v: &Value) -> Value {
    if v.as_small().is_some() || types().int.is_type_of(v) {
        return v.clone();
    }
    match Int::of(v) {
        Some(Int::Small(i)) => Value::int(i),
        Some(Int::Big(b)) => int::big(b.clone()),
        None => v.clone(),
    }
}

/// `operator.index(v)` as an exact int.
pub async fn index(cx: &mut Cx, v: &Value) -> PyResult {
    match index_by_method(cx, v).await? {
        Some(i) => Ok(i),
        None => {
            let name = cx.vm().type_name(v);
            Err(cx.vm().type_error(format!("'{name}' object cannot be interpreted as an integer")))
        }
    }
}

/// `v.__int__()` or `v.__index__()`, as an exact int; `None` if the type has neither.
pub async fn int_by_method(cx: &mut Cx, v: &Value) -> PyResult<Option<Value>> {
    if let Some(r) = special(cx, v, Dunder::Int).await? {
        return checked_int(cx, r, "__int__").await.map(Some);
    }
    index_by_method(cx, v).await
}

/// Runs `f` with the arguments `which` converted to floats.
pub fn floats(vm: &mut Vm, a: &Args, which: &'static [usize], f: Leaf) -> Act {
    if which.iter().all(|i| a.opt(*i).is_none_or(|v| v.as_float().is_some())) {
        return f(vm, a).into();
    }
    let mut values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
    for i in which {
        let Some(v) = values.get_mut(*i).filter(|v| !v.is_unbound()) else { continue };
        match float_natively(vm, v) {
            Some(Ok(x)) => *v = Value::float(x),
            Some(Err(e)) => return Act::Raise(e),
            None => {
                return Act::run(async move |cx| {
                    for i in which {
                        if let Some(v) = values.get_mut(*i)
                            && !v.is_unbound()
                        {
                            let x = float(cx, v).await?;
                            *v = Value::float(x);
                        }
                    }
                    f(cx.vm(), &Args::owned(values))
                });
            }
        }
    }
    f(vm, &Args::owned(values)).into()
}

/// Runs `f` with the arguments `which` converted to exact ints by `__index__`.
pub fn indexes(vm: &mut Vm, a: &Args, which: &'static [usize], f: Leaf) -> Act {
    if which.iter().all(|i| a.opt(*i).is_none_or(int::is_int)) {
        return f(vm, a).into();
    }
    let mut values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
    Act::run(async move |cx| {
        for i in which {
            if let Some(v) = values.get_mut(*i)
                && !v.is_unbound()
            {
                *v = index(cx, v).await?;
            }
        }
        f(cx.vm(), &Args::owned(values))
    })
}

/// The class that `owner.__new__` was called with: a subclass that may be made this way.
pub fn class_of_new(vm: &mut Vm, cls: &Value, owner: &Ref<Type>) -> PyResult<Ref<Type>> {
    let Some(ty) = cls.get_ref::<Type>() else {
        let (name, given) = (owner.name(), vm.type_name(cls));
        return Err(vm.type_error(format!("{name}.__new__(X): X is not a type object ({given})")));
    };
    if ty.is(owner) {
        return Ok(ty);
    }
    if !ty.is_subtype(owner) {
        let (name, given) = (owner.name(), ty.name());
        return Err(vm.type_error(format!("{name}.__new__({given}): {given} is not a subtype of {name}")));
    }
    if ty.has(flag::STATIC) {
        let new = vm.names.dunders[Dunder::New as usize].clone();
        if ty.dict().get_interned(&new).is_some() {
            let (name, given) = (owner.name(), ty.name());
            return Err(vm.type_error(format!("{name}.__new__({given}) is not safe, use {given}.__new__()")));
        }
    }
    Ok(ty)
}

/// A float as an index-like count that a size argument may have: negative, or clipped to what fits.
pub fn clipped(v: &Value) -> i64 {
    match Int::of(v) {
        Some(i) => i.to_i64().unwrap_or(if i.is_negative() { i64::MIN } else { i64::MAX }),
        None => 0,
    }
}
