//! Unions of types (`int | str`, `typing.Union`).

use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::Act;

/// The members of a union.
pub fn members(_: &Value) -> Option<Vec<Value>> {
    None
}

/// `a | b` for types and what may stand beside them.
pub fn or(_: &mut Vm, _: &Value, _: &Value) -> Act {
    Act::Done(Value::NOT_IMPLEMENTED)
}
