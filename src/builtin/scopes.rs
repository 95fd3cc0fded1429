//! The caller's scopes: `globals`, `locals`; and `__import__`.

use crate::object::dict::Dict;
use crate::object::object_::text;
use crate::object::str::Str;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

/// The functions.
pub static FUNCTIONS: &[NativeDef] = &[
    leaf("globals", "()", globals),
    leaf("locals", "()", |vm, _| Ok(vm.caller_locals())),
    tail("__import__", "(name, globals=None, locals=None, fromlist=(), level=0)", import),
];

fn globals(vm: &mut Vm, _: &Args) -> PyResult {
    Ok(vm.caller_globals().map_or_else(|| Dict::new().into(), Value::from))
}

fn import(vm: &mut Vm, a: &Args) -> Act {
    let Some(name) = a.at(0).get_ref::<Str>() else {
        return Act::Raise(vm.type_error("module name must be a string"));
    };
    let level = a.opt(4).cloned().unwrap_or(Value::int(0));
    if level.as_small() == Some(0) && text(a.at(0)).is_empty() {
        return Act::Raise(vm.value_error("Empty module name"));
    }
    let fromlist = a.opt(3).cloned().filter(|f| !f.is_none()).unwrap_or_else(|| crate::object::tuple::new(Vec::new()));
    let empty = crate::vm::protocol::truth_natively(&fromlist) == Some(false);
    let name = vm.intern_str(name);
    let globals = a.opt(1).and_then(|g| g.get_ref::<Dict>());
    if globals.is_none() && a.opt(1).is_some() && level.as_small().is_some_and(|n| n > 0) {
        return Act::Raise(vm.type_error("globals must be a dict"));
    }
    vm.import_with(name, level, if empty { Value::NONE } else { fromlist }, globals)
}
