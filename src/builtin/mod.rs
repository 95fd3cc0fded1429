//! The `builtins` module.

pub mod attributes;
pub mod classes;
pub mod evaluate;
pub mod iterables;
pub mod numbers;
pub mod output;
pub mod scopes;
mod trees;

use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::native::Builtin;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::NativeDef;

/// Tables of built-in functions.
pub static FUNCTIONS: &[&[NativeDef]] = &[
    attributes::FUNCTIONS,
    classes::FUNCTIONS,
    evaluate::FUNCTIONS,
    iterables::FUNCTIONS,
    numbers::FUNCTIONS,
    output::FUNCTIONS,
    crate::module::io::OPEN,
    scopes::FUNCTIONS,
];

/// Types of the registry that are not names in `builtins`.
const HIDDEN: &[&str] = &[
    "NoneType",
    "ellipsis",
    "NotImplementedType",
    "function",
    "method",
    "builtin_function_or_method",
    "method_descriptor",
    "wrapper_descriptor",
    "classmethod_descriptor",
    "method-wrapper",
    "getset_descriptor",
    "member_descriptor",
    "cell",
    "code",
    "module",
    "generator",
    "coroutine",
    "async_generator",
    "traceback",
    "frame",
    "mappingproxy",
    "GenericAlias",
    "UnionType",
    "NoDefaultType",
    "coroutine_wrapper",
    "TypeAliasType",
];

/// Fills the namespace.
pub(crate) fn fill(vm: &mut Vm, dict: &Ref<Dict>) {
    let module = vm.names.builtins_module.value();
    for table in FUNCTIONS {
        for def in *table {
            let key = vm.intern(def.name);
            // `open` is a function of `_io`
            let module = if def.name == "open" { vm.intern("_io").value() } else { module.clone() };
            dict.set_interned(&key, Builtin::function(def, module));
        }
    }
    for ty in crate::object::types().named() {
        let name = ty.name();
        let hidden = HIDDEN.contains(&name.as_str())
            || name.ends_with("iterator")
            || name.starts_with("dict_")
            || name.starts_with("async_generator")
            || name.starts_with('_') && name != "_IncompleteInputError";
        if !hidden && !ty.dict().get_interned(&vm.names.module).is_some_and(|m| m.is_a::<crate::object::str::Str>()) {
            let key = vm.intern(&name);
            dict.set_interned(&key, ty.value());
        }
    }
    for (name, v) in [
        ("None", Value::NONE),
        ("True", Value::TRUE),
        ("False", Value::FALSE),
        ("Ellipsis", Value::ELLIPSIS),
        ("NotImplemented", Value::NOT_IMPLEMENTED),
        // the names that OSError had before
        ("EnvironmentError", crate::object::types().exc.OSError.value()),
        ("IOError", crate::object::types().exc.OSError.value()),
    ] {
        let key = vm.intern(name);
        dict.set_interned(&key, v);
    }
    evaluate::fill(vm, dict);
    let debug = vm.names.debug.clone();
    dict.set_interned(&debug, Value::TRUE);
    let (name, text) = (vm.names.name.clone(), module);
    dict.set_interned(&name, text);
    for (name, v) in [
        (&vm.names.package, crate::object::str::new("")),
        (&vm.names.doc, crate::object::str::new("The names that every program has from the beginning.")),
        (&vm.names.loader, Value::NONE),
        (&vm.names.spec, Value::NONE),
    ] {
        dict.set_interned(name, v);
    }
}
