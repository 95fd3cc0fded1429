//! The _weakref module.

use super::ModuleSpec;
use crate::heap::weak;
use crate::object::dict::Dict;
use crate::object::{list, types, weakref::WeakRef, weakref_methods};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};

pub static SPEC: ModuleSpec =
    ModuleSpec { name: "_weakref", doc: "Weak-reference support module.", functions: FUNCTIONS, init };

static FUNCTIONS: &[NativeDef] = &[
    leaf("proxy", "(object, callback=None, /)", proxy),
    leaf("getweakrefcount", "(object, /)", |_, a| Ok(Value::size(weak::references(a.at(0)).len()))),
    leaf("getweakrefs", "(object, /)", |_, a| Ok(list::new(weak::references(a.at(0))))),
    resumable!("_remove_dead_weakref", "(dct, key, /)", remove_dead),
];

fn proxy(vm: &mut Vm, a: &Args) -> PyResult {
    weakref_methods::proxy(vm, a.at(0), a.opt(1).cloned().unwrap_or(Value::NONE))
}

/// `del dct[key]` if the value is a dead weak reference.
async fn remove_dead(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(d) = a.at(0).get_ref::<Dict>() else {
        return Err(cx.vm().type_error("_remove_dead_weakref() argument 1 must be dict"));
    };
    if let Some(v) = cx.dict_get(&d, a.at(1)).await?
        && v.get::<WeakRef>().is_some_and(|w| w.get().is_none())
    {
        cx.dict_del(&d, a.at(1)).await?;
    }
    Ok(Value::NONE)
}

fn init(vm: &mut Vm, dict: &crate::heap::Ref<Dict>) -> PyResult<()> {
    let t = types();
    for (name, ty) in [
        ("ref", &t.weakref),
        ("ReferenceType", &t.weakref),
        ("ProxyType", &t.weakproxy),
        ("CallableProxyType", &t.weakcallableproxy),
    ] {
        let key = vm.intern(name);
        dict.set_interned(&key, ty.value());
    }
    Ok(())
}
