//! types.SimpleNamespace.
//!
//! Invariant: everything is in the instance area; the payload is empty.

use super::dict::Dict;
use super::native::Plain;
use super::object_::{dict_of, get_dict, text};
use super::spec::{GetSetDef, TypeSpec, getter};
use super::str::{self, Str};
use super::ty::{Type, flag};
use super::{tuple, type_of, types};
use crate::code::CmpOp;
use crate::heap::Ref;
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

pub const SPEC: TypeSpec = TypeSpec {
    module: "types",
    flags: flag::BASETYPE | flag::HAS_DICT,
    methods: METHODS,
    getset: GETSET,
    unhashable: true,
    doc: "A simple attribute-based namespace.",
    ..TypeSpec::of::<Plain>("SimpleNamespace")
};

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs) -> (cls, mapping_or_iterable=(), /, **kwargs)", new).stat(),
    resumable!("__init__", "(self, /, *args, **kwargs)", init),
    resumable!("__repr__", "(self, /)", repr),
    tail("__eq__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Eq)),
    tail("__ne__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Ne)),
    tail("__lt__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Lt)),
    tail("__le__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Le)),
    tail("__gt__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Gt)),
    tail("__ge__", "(self, value, /)", |vm, a| compare(vm, a, CmpOp::Ge)),
    leaf("__reduce__", "(self, /)", reduce),
    resumable!("__replace__", "(self, /, **changes)", replace),
];

static GETSET: &[GetSetDef] = &[getter("__dict__", get_dict)];

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else {
        return Err(vm.type_error("SimpleNamespace.__new__(X): X is not a type object"));
    };
    Ok(crate::heap::alloc_in(&cls, Plain).into())
}

fn namespace(vm: &Vm, v: &Value) -> Ref<Dict> {
    dict_of(vm, v).unwrap_or_else(Dict::new)
}

async fn init(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let own = namespace(cx.vm(), a.at(0));
    match a.rest(1) {
        [] => {}
        [from] => {
            let copy = match from.get_ref::<Dict>() {
                Some(d) if d.is_exact() => d,
                _ => {
                    let made = cx.call(&types().dict.value(), [from.clone()]).await?;
                    made.get_ref::<Dict>().unwrap_or_else(Dict::new)
                }
            };
            if copy.items().iter().any(|(k, _)| !k.is_a::<Str>()) {
                return Err(cx.vm().type_error("keywords must be strings"));
            }
            fill(cx, &own, &copy).await?;
        }
        more => {
            let (name, n) = (super::type_ref(a.at(0)).name(), more.len());
            return Err(cx.vm().type_error(format!("{name} expected at most 1 argument, got {n}")));
        }
    }
    if let Some(k) = a.opt(2).and_then(|k| k.get_ref::<Dict>()) {
        fill(cx, &own, &k).await?;
    }
    Ok(Value::NONE)
}

async fn fill(cx: &mut Cx, own: &Ref<Dict>, from: &Ref<Dict>) -> PyResult<()> {
    for (k, v) in from.items() {
        cx.dict_set(own, k, v).await?;
    }
    Ok(())
}

/// Namespaces whose repr is being made, by address.
#[derive(Default)]
struct Showing(Vec<u64>);

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0);
    let name = if types().namespace.is_type_of(v) { "namespace".to_string() } else { super::type_ref(v).name() };
    let id = super::object_::address(v);
    if cx.vm().state::<Showing>().0.contains(&id) {
        return Ok(str::new(format!("{name}(...)")));
    }
    cx.vm().state::<Showing>().0.push(id);
    let shown = show(cx, v).await;
    cx.vm().state::<Showing>().0.retain(|x| *x != id);
    Ok(str::new(format!("{name}({})", shown?)))
}

async fn show(cx: &mut Cx, v: &Value) -> PyResult<String> {
    let mut parts = Vec::new();
    for (k, x) in namespace(cx.vm(), v).items() {
        if k.get::<Str>().is_some_and(|s| !s.is_empty()) {
            parts.push(format!("{}={}", text(&k), text(&cx.repr(&x).await?)));
        }
        cx.tick(1).await?;
    }
    Ok(parts.join(", "))
}

fn compare(vm: &mut Vm, a: &Args, op: CmpOp) -> Act {
    let is = |v: &Value| super::type_ref(v).is_subtype(&types().namespace);
    if !is(a.at(0)) || !is(a.at(1)) {
        return Act::Done(Value::NOT_IMPLEMENTED);
    }
    let (x, y) = (namespace(vm, a.at(0)), namespace(vm, a.at(1)));
    vm.compare(op, &x.into(), &y.into())
}

fn reduce(vm: &mut Vm, a: &Args) -> PyResult {
    let class: Value = type_of(a.at(0)).into();
    Ok(tuple::new(vec![class, tuple::new(Vec::new()), namespace(vm, a.at(0)).into()]))
}

async fn replace(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let made = cx.call(&type_of(a.at(0)).into(), []).await?;
    if !super::type_ref(&made).is_subtype(&types().namespace) {
        let (class, got) = (super::qualified_type_name(cx.vm(), a.at(0)), super::qualified_type_name(cx.vm(), &made));
        return Err(cx
            .vm()
            .type_error(format!("expect types.SimpleNamespace type, but {class}() returned '{got}' object")));
    }
    let (own, from) = (namespace(cx.vm(), &made), namespace(cx.vm(), a.at(0)));
    fill(cx, &own, &from).await?;
    if let Some(k) = a.opt(1).and_then(|k| k.get_ref::<Dict>()) {
        fill(cx, &own, &k).await?;
    }
    Ok(made)
}

/// A `types.SimpleNamespace` with these attributes.
pub fn of(items: Vec<(Ref<crate::object::str::Str>, Value)>) -> Value {
    let v: Value = crate::heap::alloc_in(&crate::object::types().namespace, crate::object::native::Plain).into();
    let ty = crate::object::type_ref(&v);
    if let Some(area) = crate::object::instance::InstanceArea::of(&v) {
        for (name, value) in items {
            area.set(ty, &name, value);
        }
    }
    v
}
