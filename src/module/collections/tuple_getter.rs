//! `_tuplegetter`: the fields of named tuples.

use crate::heap::{Mut, Visitor};
use crate::object::native::{Native, NativeObject};
use crate::object::sequence::push_repr;
use crate::object::spec::{GetSetDef, TypeSpec, getset};
use crate::object::tuple::{self, Tuple};
use crate::object::{int, str};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::native::{Args, PyResult, leaf};
use crate::vm::{Cx, Vm};

struct TupleGetter {
    index: usize,
    doc: Mut<Value>,
}

impl NativeObject for TupleGetter {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.doc.borrow());
    }
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(index) = int::to_i64(a.at(1)) else {
        let name = vm.type_name(a.at(1));
        return Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")));
    };
    let ty = vm.native_type(&SPEC);
    Ok(crate::heap::alloc(
        &ty,
        Native(Box::new(TupleGetter { index: index.max(0) as usize, doc: Mut::new(a.at(2).clone()) })),
    )
    .into())
}

fn get(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(g) = a.at(0).native::<TupleGetter>() else { return Ok(Value::NONE) };
    let object = a.at(1);
    match object.get::<Tuple>() {
        Some(t) => match t.items().get(g.index) {
            Some(v) => Ok(v.clone()),
            None => Err(vm.index_error("tuple index out of range")),
        },
        None if object.is_none() => Ok(a.at(0).clone()),
        None => {
            let name = vm.type_name(object);
            Err(vm.type_error(format!(
                "descriptor for index '{}' for tuple subclasses doesn't apply to '{name}' object",
                g.index
            )))
        }
    }
}

/// The number of the field that this descriptor gives.
pub fn field_of(descriptor: &Value) -> Option<usize> {
    descriptor.native::<TupleGetter>().map(|g| g.index).filter(|i| *i < u16::MAX as usize)
}

fn set(vm: &mut Vm, _: &Args) -> PyResult {
    let ty = vm.types.exc.AttributeError.clone();
    Err(vm.error(&ty, "can't set attribute"))
}

fn delete(vm: &mut Vm, _: &Args) -> PyResult {
    let ty = vm.types.exc.AttributeError.clone();
    Err(vm.error(&ty, "can't delete attribute"))
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(g) = a.at(0).native::<TupleGetter>() else { return Ok(Value::NONE) };
    let mut out = StrBuilder::new();
    out.push_utf8(&format!("_tuplegetter({}, ", g.index));
    push_repr(cx, &mut out, &g.doc.get()).await?;
    out.push_ascii(b")");
    Ok(str::new(out.finish()))
}

fn reduce(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(g) = a.at(0).native::<TupleGetter>() else { return Ok(Value::NONE) };
    let ty = vm.native_type(&SPEC);
    Ok(tuple::pair(ty.into(), tuple::pair(Value::size(g.index), g.doc.get())))
}

static GETSET: &[GetSetDef] = &[getset(
    "__doc__",
    |_, v| Ok(v.native::<TupleGetter>().map_or(Value::NONE, |g| g.doc.get())),
    |_, v, doc| {
        if let Some(g) = v.native::<TupleGetter>() {
            g.doc.set(doc.unwrap_or(Value::NONE));
        }
        Ok(())
    },
)];

pub(super) static SPEC: TypeSpec = TypeSpec {
    module: "collections",
    methods: &[
        leaf("__new__", "(cls, index, doc, /)", new).stat(),
        leaf("__get__", "(self, instance, owner=None, /)", get),
        leaf("__set__", "(self, instance, value, /)", set),
        leaf("__delete__", "(self, instance, /)", delete),
        resumable!("__repr__", "(self, /)", repr),
        leaf("__reduce__", "(self, /)", reduce),
    ],
    getset: GETSET,
    ..TypeSpec::of::<Native>("_tuplegetter")
};
