//! Attributes and identity: `getattr`, `setattr`, `delattr`, `hasattr`, `dir`, `vars`, `id`, `hash`.

use crate::object::object_::{address, attribute_name};
use crate::object::str::Str;
use crate::object::{int, list};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

/// The functions.
pub static FUNCTIONS: &[NativeDef] = &[
    tail("getattr", "(object, name, default=<unrepresentable>, /) -> None", getattr),
    tail("setattr", "(obj, name, value, /)", setattr),
    tail("delattr", "(obj, name, /)", delattr),
    tail("hasattr", "(obj, name, /)", hasattr),
    resumable!("dir", "(object=<unrepresentable>, /) -> None", dir),
    resumable!("vars", "(object=<unrepresentable>, /) -> None", vars),
    leaf("id", "(obj, /)", id),
    tail("hash", "(obj, /)", |vm, a| vm.hash(a.at(0))),
];

fn getattr(vm: &mut Vm, a: &Args) -> Act {
    let name = match attribute_name(vm, a.at(1)) {
        Ok(n) => n,
        Err(e) => return Act::Raise(e),
    };
    let Some(default) = a.opt(2) else { return vm.get_attr(a.at(0), &name) };
    match vm.get_attr_opt(a.at(0), &name) {
        Act::Done(v) if v.is_unbound() => Act::Done(default.clone()),
        act @ (Act::Done(_) | Act::Raise(_)) => act,
        act => {
            let default = default.clone();
            Act::run(async move |cx| {
                let v = cx.act(act).await?;
                Ok(if v.is_unbound() { default } else { v })
            })
        }
    }
}

fn setattr(vm: &mut Vm, a: &Args) -> Act {
    match attribute_name(vm, a.at(1)) {
        Ok(name) => none_after(vm.set_attr(a.at(0), &name, Some(a.at(2).clone()))),
        Err(e) => Act::Raise(e),
    }
}

fn delattr(vm: &mut Vm, a: &Args) -> Act {
    match attribute_name(vm, a.at(1)) {
        Ok(name) => none_after(vm.set_attr(a.at(0), &name, None)),
        Err(e) => Act::Raise(e),
    }
}

/// Does `act`; gives None whatever it gave.
fn none_after(act: Act) -> Act {
    match act {
        Act::Done(_) => Act::Done(Value::NONE),
        Act::Raise(e) => Act::Raise(e),
        act => Act::run(async move |cx| {
            cx.act(act).await?;
            Ok(Value::NONE)
        }),
    }
}

fn hasattr(vm: &mut Vm, a: &Args) -> Act {
    let name = match attribute_name(vm, a.at(1)) {
        Ok(n) => n,
        Err(e) => return Act::Raise(e),
    };
    match vm.get_attr_opt(a.at(0), &name) {
        Act::Done(v) => Act::Done(Value::bool(!v.is_unbound())),
        Act::Raise(e) => Act::Raise(e),
        act => Act::run(async move |cx| {
            let v = cx.act(act).await?;
            Ok(Value::bool(!v.is_unbound()))
        }),
    }
}

async fn dir(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let names = match a.opt(0) {
        None => {
            let locals = cx.vm().caller_locals();
            cx.call_method(&locals, "keys", []).await?
        }
        Some(v) => match cx.vm().call_dunder(v, crate::object::names::Dunder::Dir, &[]) {
            Some(act) => cx.act(act).await?,
            None => return Err(cx.vm().type_error("object does not provide __dir__")),
        },
    };
    let items = cx.collect(&names).await?;
    sorted(cx, items).await
}

/// A sorted list; strs are ordered natively.
async fn sorted(cx: &mut Cx, mut items: Vec<Value>) -> PyResult {
    if items.iter().all(|v| v.is_a::<Str>()) {
        cx.tick(items.len() as u32).await?;
        crate::order::sort_by(&mut items, |x, y| match (x.get::<Str>(), y.get::<Str>()) {
            (Some(x), Some(y)) => x.view().iter().cmp(y.view().iter()),
            _ => std::cmp::Ordering::Equal,
        });
        return Ok(list::new(items));
    }
    let l = list::new(items);
    cx.call_method(&l, "sort", []).await?;
    Ok(l)
}

async fn vars(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(v) = a.opt(0) else { return Ok(cx.vm().caller_locals()) };
    match cx.attr_opt(v, "__dict__").await? {
        Some(d) => Ok(d),
        None => Err(cx.vm().type_error("vars() argument must have __dict__ attribute")),
    }
}

fn id(_: &mut Vm, a: &Args) -> PyResult {
    let n = address(a.at(0));
    Ok(match i64::try_from(n) {
        Ok(i) => Value::int(i),
        Err(_) => int::big(n.into()),
    })
}
