//! Joints to types that are still on their way; replaced as they land.
use crate::value::Value;
use crate::vm::native::{Act, PyResult};
use crate::vm::Vm;

pub enum Quick {
    Item(Value),
    End,
    Other,
}
pub fn quick_next(it: &Value) -> Quick {
    if let Some(t) = it.get::<crate::object::text_iter::TextIter>() {
        return t.step().map_or(Quick::End, Quick::Item);
    }
    Quick::Other
}
pub fn native_iter(v: &Value) -> Option<Value> {
    crate::object::text_iter::over_exact(v)
}
pub fn native_items(v: &Value) -> Option<Vec<Value>> {
    if let Some(l) = v.get::<crate::object::list::List>() {
        return Some(l.items.get());
    }
    v.get::<crate::object::tuple::Tuple>().map(|t| t.items().to_vec())
}
pub fn native_next(_vm: &mut Vm, _it: &Value) -> Option<PyResult> {
    None
}
pub fn iter_next(_vm: &mut Vm, _it: &Value) -> Option<Act> {
    None
}
pub fn sequence_iter(v: &Value) -> Value {
    v.clone()
}
pub fn set_build(vm: &mut Vm, _items: Vec<Value>) -> Act {
    Act::Raise(vm.runtime_error("set displays are not there yet"))
}
pub fn set_add(vm: &mut Vm, _set: &Value, _v: Value) -> Act {
    Act::Raise(vm.runtime_error("set displays are not there yet"))
}
pub fn set_update(vm: &mut Vm, _set: &Value, _v: Value) -> Act {
    Act::Raise(vm.runtime_error("set displays are not there yet"))
}
pub fn frozen_of_constants(items: Vec<Value>) -> Value {
    crate::object::tuple::new(items)
}
pub fn generic_alias(vm: &mut Vm, _origin: Value, _args: Value) -> Act {
    Act::Raise(vm.runtime_error("generic aliases are not there yet"))
}
pub fn match_group(vm: &mut Vm, _exc: Value, _ty: Value) -> Act {
    Act::Raise(vm.runtime_error("except* is not there yet"))
}
pub fn prep_reraise_star(vm: &mut Vm, _orig: Value, _list: Value) -> Act {
    Act::Raise(vm.runtime_error("except* is not there yet"))
}
pub fn interpolation(vm: &mut Vm, _parts: Vec<Value>, _conversion: u16) -> Act {
    Act::Raise(vm.runtime_error("template strings are not there yet"))
}
pub fn template(vm: &mut Vm, _strings: Value, _interpolations: Value) -> Act {
    Act::Raise(vm.runtime_error("template strings are not there yet"))
}
