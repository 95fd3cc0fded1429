//! mappingproxy: a read-only view of a mapping.

use super::names::Dunder;
use super::object_::text;
use super::spec::TypeSpec;
use super::str;
use super::ty::{Type, flag};
use super::{list::List, tuple::Tuple, types};
use crate::code::{BinOp, CmpOp};
use crate::heap::{Kind, Payload, Visitor};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

/// A view.
pub struct MappingProxy {
    pub mapping: Value,
}

impl Payload for MappingProxy {
    const KIND: Kind = Kind::MappingProxy;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.mapping);
    }
}

impl MappingProxy {
    /// A view of `mapping`.
    #[allow(clippy::new_ret_no_self)]
    pub fn new(mapping: Value) -> Value {
        crate::heap::alloc(&types().mappingproxy, MappingProxy { mapping }).into()
    }
}

pub const SPEC: TypeSpec = TypeSpec {
    flags: flag::MAPPING,
    methods: METHODS,
    doc: "Read-only proxy of a mapping.",
    ..TypeSpec::of::<MappingProxy>("mappingproxy")
};

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, mapping)", new).stat(),
    resumable!("__repr__", "(self, /)", repr),
    tail("__str__", "(self, /)", |vm, a| vm.str(inner(a))),
    tail("__hash__", "(self, /)", |vm, a| vm.hash(inner(a))),
    tail("__len__", "(self, /)", |vm, a| vm.len(inner(a))),
    tail("__getitem__", "(self, key, /)", |vm, a| vm.get_item(inner(a), a.at(1))),
    tail("__contains__", "(self, key, /)", |vm, a| vm.contains(inner(a), a.at(1))),
    tail("__iter__", "(self, /)", |vm, a| vm.iter(inner(a))),
    tail("__eq__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Eq)),
    tail("__ne__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Ne)),
    tail("__lt__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Lt)),
    tail("__le__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Le)),
    tail("__gt__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Gt)),
    tail("__ge__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Ge)),
    tail("__or__", "(self, value, /)", |vm, a| or(vm, a.at(0), a.at(1))),
    tail("__ror__", "(self, value, /)", |vm, a| or(vm, a.at(1), a.at(0))),
    leaf("__ior__", "(self, value, /)", ior),
    tail("__reversed__", "(self, /)", |vm, a| method(vm, a, "__reversed__", &[])),
    tail("get", "(self, key, default=None, /)", |vm, a| {
        let args = [a.at(1).clone(), a.opt(2).cloned().unwrap_or(Value::NONE)];
        method(vm, a, "get", &args)
    }),
    tail("keys", "(self, /)", |vm, a| method(vm, a, "keys", &[])),
    tail("values", "(self, /)", |vm, a| method(vm, a, "values", &[])),
    tail("items", "(self, /)", |vm, a| method(vm, a, "items", &[])),
    tail("copy", "(self, /)", |vm, a| method(vm, a, "copy", &[])),
    super::class_getitem::DEF,
];

fn inner<'a>(a: &'a Args) -> &'a Value {
    a.at(0).get::<MappingProxy>().map_or(a.at(0), |p| &p.mapping)
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let m = a.at(1);
    if vm.dunder(m, Dunder::GetItem).is_none() || m.is_a::<List>() || m.is_a::<Tuple>() || m.is_a::<Type>() {
        let name = vm.type_name(m);
        return Err(vm.type_error(format!("mappingproxy() argument must be a mapping, not {name}")));
    }
    Ok(MappingProxy::new(m.clone()))
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let r = cx.repr(inner(&a)).await?;
    Ok(str::new(format!("mappingproxy({})", text(&r))))
}

/// The mapping behind a proxy; any other value itself.
fn unwrapped(v: &Value) -> &Value {
    v.get::<MappingProxy>().map_or(v, |p| &p.mapping)
}

fn compare(vm: &mut Vm, a: &Args, op: CmpOp) -> Act {
    vm.compare(op, inner(a), a.at(1))
}

fn or(vm: &mut Vm, a: &Value, b: &Value) -> Act {
    vm.binary(BinOp::Or, unwrapped(a), unwrapped(b))
}

fn ior(vm: &mut Vm, a: &Args) -> PyResult {
    let name = vm.type_name(a.at(0));
    Err(vm.type_error(format!("'|=' is not supported by {name}; use '|' instead")))
}

fn method(vm: &mut Vm, a: &Args, name: &str, args: &[Value]) -> Act {
    let name = vm.intern(name);
    vm.call_method(inner(a), &name, args)
}
