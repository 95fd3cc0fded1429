//! cell: contents and comparison.

use super::cell::CellBox;
use super::object_::address;
use super::spec::{GetSetDef, TypeSpec, getset};
use super::str;
use crate::code::CmpOp;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

pub const SPEC: TypeSpec = TypeSpec {
    methods: METHODS,
    getset: GETSET,
    unhashable: true,
    doc: "Create a new cell object.",
    ..TypeSpec::of::<CellBox>("cell")
};

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, contents=<unrepresentable>, /) -> (cls, [contents])", |_, a| {
        Ok(CellBox::new(a.opt(1).cloned().unwrap_or(Value::UNBOUND)).into())
    })
    .stat(),
    leaf("__repr__", "(self, /)", repr),
    tail("__eq__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Eq)),
    tail("__ne__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Ne)),
    tail("__lt__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Lt)),
    tail("__le__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Le)),
    tail("__gt__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Gt)),
    tail("__ge__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Ge)),
];

static GETSET: &[GetSetDef] = &[getset("cell_contents", get, set)];

fn repr(vm: &mut Vm, a: &Args) -> PyResult {
    let v = a.at(0);
    let contents = v.get::<CellBox>().map_or(Value::UNBOUND, |c| c.contents.get());
    Ok(str::new(if contents.is_unbound() {
        format!("<cell at {:#x}: empty>", address(v))
    } else {
        format!("<cell at {:#x}: {} object at {:#x}>", address(v), vm.type_name(&contents), address(&contents))
    }))
}

fn compare(vm: &mut Vm, a: &Args, op: CmpOp) -> Act {
    let (Some(x), Some(y)) = (a.at(0).get::<CellBox>(), a.at(1).get::<CellBox>()) else {
        return Act::Done(Value::NOT_IMPLEMENTED);
    };
    let (x, y) = (x.contents.get(), y.contents.get());
    if x.is_unbound() || y.is_unbound() {
        // an empty cell is less than any other
        let order = y.is_unbound().cmp(&x.is_unbound());
        return Act::Done(Value::bool(match op {
            CmpOp::Eq => order.is_eq(),
            CmpOp::Ne => order.is_ne(),
            CmpOp::Lt => order.is_lt(),
            CmpOp::Le => order.is_le(),
            CmpOp::Gt => order.is_gt(),
            CmpOp::Ge => order.is_ge(),
        }));
    }
    vm.compare(op, &x, &y)
}

fn get(vm: &mut Vm, v: &Value) -> PyResult {
    match v.get::<CellBox>().map(|c| c.contents.get()) {
        Some(c) if !c.is_unbound() => Ok(c),
        _ => Err(vm.value_error("Cell is empty")),
    }
}

fn set(_: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    if let Some(c) = v.get::<CellBox>() {
        c.contents.set(value.unwrap_or(Value::UNBOUND));
    }
    Ok(())
}
