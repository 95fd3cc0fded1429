//! `_testinternalcapi`, `_testlimitedcapi` and `_testmultiphase`: the little of CPython's own test helpers that means something here.
//!
//! Invariant: every function does in this engine what its name says it does in CPython; what has no meaning here is not there.

use super::ModuleSpec;
use crate::object::instance::InstanceArea;
use crate::value::Value;
use crate::vm::native::{NativeDef, leaf, tail};

/// How the engine is doing inside.
pub static INTERNAL: ModuleSpec = ModuleSpec {
    name: "_testinternalcapi",
    doc: "",
    functions: INTERNALS,
    init: |vm, dict| {
        // caches are filled by the first execution
        let key = vm.intern("SPECIALIZATION_THRESHOLD");
        dict.set_interned(&key, Value::int(1));
        Ok(())
    },
};

const INTERNALS: &[NativeDef] = &[
    leaf("get_c_recursion_remaining", "()", |vm, _| {
        Ok(Value::size(vm.native_limit.saturating_sub(vm.thread.native_depth)))
    }),
    leaf("get_recursion_depth", "()", |vm, _| Ok(Value::size(vm.thread.depth))),
    leaf("has_inline_values", "(obj, /)", |_, a| {
        Ok(Value::bool(InstanceArea::of_attributes(a.at(0)).is_some_and(InstanceArea::is_inline)))
    }),
];

/// Extension modules that are made in phases: there are none, but tests of other things import it.
pub static MULTIPHASE: ModuleSpec =
    ModuleSpec { name: "_testmultiphase", doc: "", functions: &[], init: |_, _| Ok(()) };

/// The protocols of objects, as an extension module asks for them.
pub static LIMITED: ModuleSpec =
    ModuleSpec { name: "_testlimitedcapi", doc: "", functions: PROTOCOLS, init: |_, _| Ok(()) };

const PROTOCOLS: &[NativeDef] = &[
    leaf("_py_getbuiltwithassert", "()", |_, _| Ok(Value::int(cfg!(debug_assertions) as i64))),
    tail("sequence_getitem", "(obj, i, /)", |vm, a| vm.get_item(a.at(0), a.at(1))),
    tail("sequence_setitem", "(obj, i, value, /)", |vm, a| vm.set_item(a.at(0), a.at(1), a.at(2))),
    tail("sequence_delitem", "(obj, i, /)", |vm, a| vm.del_item(a.at(0), a.at(1))),
    tail("sequence_size", "(obj, /)", |vm, a| vm.len(a.at(0))),
    tail("sequence_contains", "(obj, value, /)", |vm, a| vm.contains(a.at(0), a.at(1))),
    tail("object_repr", "(obj, /)", |vm, a| vm.repr(a.at(0))),
    tail("object_str", "(obj, /)", |vm, a| vm.str(a.at(0))),
];
