//! bool: its own methods; the rest is inherited from int.
//!
//! Invariant: True and False are the only instances.

use super::int_methods;
use super::number_args::{class_of_new, deprecated};
use crate::code::BinOp;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

/// The methods of bool.
pub const METHODS: &[NativeDef] = &[
    tail("__new__", "(cls, object=False, /)", new).stat(),
    leaf("__repr__", "(self, /)", |vm, a| Ok(text_of(vm, a.at(0)))),
    tail("__invert__", "(self, /)", |_, a| {
        let v = Value::int(if a.at(0).as_bool() == Some(true) { -2 } else { -1 });
        Act::run(async move |cx| {
            deprecated(cx, INVERT_WARNING).await?;
            Ok(v)
        })
    }),
    leaf("__and__", "(self, value, /)", |vm, a| bitwise(vm, BinOp::And, a)),
    leaf("__rand__", "(self, value, /)", |vm, a| bitwise(vm, BinOp::And, a)),
    leaf("__xor__", "(self, value, /)", |vm, a| bitwise(vm, BinOp::Xor, a)),
    leaf("__rxor__", "(self, value, /)", |vm, a| bitwise(vm, BinOp::Xor, a)),
    leaf("__or__", "(self, value, /)", |vm, a| bitwise(vm, BinOp::Or, a)),
    leaf("__ror__", "(self, value, /)", |vm, a| bitwise(vm, BinOp::Or, a)),
];

/// `bool.__doc__`.
pub const DOC: &str = "Returns True when the argument is true, False otherwise.
The builtins True and False are the only two instances of the class bool.
The class bool is a subclass of the class int, and cannot be subclassed.";

const INVERT_WARNING: &str = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise \
     inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean \
     negation or ~int(x) if you really want the bitwise inversion of the underlying int.";

/// `True` or `False`.
pub fn text_of(vm: &mut Vm, v: &Value) -> Value {
    let text = if v.as_bool() == Some(true) { "True" } else { "False" };
    vm.intern(text).into()
}

fn bitwise(vm: &mut Vm, op: BinOp, a: &Args) -> PyResult {
    match (a.at(0).as_bool(), a.at(1).as_bool()) {
        (Some(_), Some(_)) => super::number::binary(vm, op, a.at(0), a.at(1)).unwrap_or(Ok(Value::NOT_IMPLEMENTED)),
        _ => int_methods::binary(vm, op, a.at(0), a.at(1)),
    }
}

fn new(vm: &mut Vm, a: &Args) -> Act {
    if let Err(e) = class_of_new(vm, a.at(0), &vm.types.bool.clone()) {
        return Act::Raise(e);
    }
    match a.opt(1) {
        None => Act::Done(Value::FALSE),
        Some(v) => vm.truth(v),
    }
}
