//! `__class_getitem__` of built-in generic types: `list[int]`.

use crate::vm::Vm;
use crate::vm::native::{Act, Args, NativeDef, tail};

fn class_getitem(vm: &mut Vm, a: &Args) -> Act {
    crate::vm::protocol::generic_alias(vm, a.at(0).clone(), a.at(1).clone())
}

/// The method, for the tables of generic types.
pub const DEF: NativeDef = tail("__class_getitem__", "(cls, object, /)", class_getitem).class();
