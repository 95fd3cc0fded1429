//! Named tuples of the C kind: `time.struct_time`, `sys.version_info`, `os.stat_result`.
//!
//! Invariant: the visible fields are the items of the tuple; fields beyond them live in the instance area, one member slot each.

use super::instance::InstanceArea;
use super::spec::{GetSetDef, Getter, TypeSpec, member};
use super::tuple::{self, Tuple};
use super::ty::{Type, flag};
use super::{dict::Dict, str, types};
use crate::heap::Ref;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};

/// A type of this kind, described. `ty` is made by [`spec`].
pub struct StructSpec {
    pub ty: TypeSpec,
    /// as the representation shows it
    pub full_name: &'static str,
    pub fields: &'static [&'static str],
    /// how many of the fields are items
    pub visible: usize,
}

#[derive(Default)]
struct StructTypes(Vec<(Ref<Type>, &'static StructSpec)>);

/// The attribute of visible field `I`.
pub fn item<const I: usize>(_: &mut Vm, v: &Value) -> PyResult {
    Ok(v.get::<Tuple>().and_then(|t| t.items().get(I).cloned()).unwrap_or(Value::NONE))
}

/// The attribute of hidden field `I` (counted from the first hidden one).
pub fn hidden<const I: usize>(_: &mut Vm, v: &Value) -> PyResult {
    Ok(InstanceArea::of(v).and_then(|area| area.member(I)).unwrap_or(Value::NONE))
}

const ITEMS: [Getter; 18] = [
    item::<0>, item::<1>, item::<2>, item::<3>, item::<4>, item::<5>, item::<6>, item::<7>, item::<8>, item::<9>,
    item::<10>, item::<11>, item::<12>, item::<13>, item::<14>, item::<15>, item::<16>, item::<17>,
];

/// Getters of the first fields, which are items.
pub const fn items<const N: usize>(names: [&'static str; N]) -> [GetSetDef; N] {
    let mut out = [member("", item::<0>); N];
    let mut i = 0;
    while i < N {
        out[i] = member(names[i], ITEMS[i]);
        i += 1;
    }
    out
}

/// The type's description: `getset` has a getter for each field.
pub const fn spec(
    module: &'static str,
    name: &'static str,
    doc: &'static str,
    getset: &'static [GetSetDef],
    hidden: u16,
) -> TypeSpec {
    TypeSpec {
        module,
        doc,
        getset,
        members: hidden,
        methods: METHODS,
        base: |t| &t.tuple,
        ..TypeSpec::of::<Tuple>(name)
    }
}

const METHODS: &[NativeDef] = &[
    tail("__new__", "(cls, sequence, dict={})", |_, a| {
        let (cls, source, extra) = (a.at(0).clone(), a.at(1).clone(), a.opt(2).cloned());
        Act::run(async move |cx| construct(cx, &cls, source, extra).await)
    })
    .stat(),
    tail("__repr__", "(self, /)", |_, a| {
        let v = a.at(0).clone();
        Act::run(async move |cx| repr(cx, &v).await)
    }),
    leaf("__reduce__", "(self, /)", reduce),
    leaf("__replace__", "(self, /, **changes)", replace),
];

/// The type of `spec` in this VM.
pub fn type_of(vm: &mut Vm, spec: &'static StructSpec) -> Ref<Type> {
    let known = vm.state::<StructTypes>().0.iter().find(|(_, s)| std::ptr::eq(*s, spec)).map(|(t, _)| t.clone());
    if let Some(t) = known {
        return t;
    }
    let ty = vm.native_type(&spec.ty);
    vm.state::<StructTypes>().0.push((ty.clone(), spec));
    let dict = ty.dict();
    let numbers = [("n_fields", spec.fields.len()), ("n_sequence_fields", spec.visible), ("n_unnamed_fields", 0)];
    for (name, n) in numbers {
        let key = vm.intern(name);
        dict.set_interned(&key, Value::size(n));
    }
    let names = spec.fields.iter().take(spec.visible).map(|f| vm.intern(f).into()).collect();
    let key = vm.names.match_args.clone();
    dict.set_interned(&key, tuple::new(names));
    ty
}

/// An instance; `values` has one value a field.
pub fn new(vm: &mut Vm, spec: &'static StructSpec, values: Vec<Value>) -> Value {
    let ty = type_of(vm, spec);
    make(&ty, spec, values)
}

fn make(ty: &Ref<Type>, spec: &StructSpec, mut values: Vec<Value>) -> Value {
    let rest = values.split_off(spec.visible.min(values.len()));
    let v: Value = crate::heap::alloc_in(ty, Tuple::payload(values)).into();
    if let Some(area) = InstanceArea::of(&v) {
        for (i, x) in rest.into_iter().enumerate() {
            area.set_member(i, Some(x));
        }
    }
    v
}

fn spec_of(vm: &mut Vm, ty: &Type) -> Option<&'static StructSpec> {
    vm.state::<StructTypes>().0.iter().find(|(t, _)| ty.is_subtype(t)).map(|(_, s)| *s)
}

fn spec_of_value(vm: &mut Vm, v: &Value) -> PyResult<(Ref<Type>, &'static StructSpec)> {
    let ty = super::type_of(v);
    match spec_of(vm, &ty) {
        Some(s) => Ok((ty, s)),
        None => Err(vm.type_error("not a struct sequence")),
    }
}

async fn construct(cx: &mut Cx, cls: &Value, source: Value, extra: Option<Value>) -> PyResult {
    let Some(ty) = cls.get_ref::<Type>() else {
        return Err(cx.vm().type_error("structseq.__new__(X): X is not a type object"));
    };
    let Some(spec) = spec_of(cx.vm(), &ty) else {
        return Err(cx.vm().type_error("not a struct sequence"));
    };
    if ty.has(flag::NO_INSTANTIATION) {
        let message = format!("cannot create '{}' instances", spec.full_name);
        return Err(cx.vm().type_error(message));
    }
    let values = match source.get::<Tuple>() {
        Some(t) => t.items().to_vec(),
        None => {
            let listed = cx.collect(&source).await;
            match listed {
                Ok(v) => v,
                Err(e) => {
                    let ty = types().exc.TypeError.clone();
                    cx.vm().catch(e, &ty)?;
                    return Err(cx.vm().type_error("constructor requires a sequence"));
                }
            }
        }
    };
    let extra = match &extra {
        None => None,
        Some(d) => match d.get_ref::<Dict>() {
            Some(d) => Some(d),
            None => {
                let message = format!("{}() takes a dict as second arg, if any", spec.full_name);
                return Err(cx.vm().type_error(message));
            }
        },
    };
    let (given, min, max) = (values.len(), spec.visible, spec.fields.len());
    if given < min || given > max {
        let (bound, n) = if min == max {
            ("a", min)
        } else if given < min {
            ("an at least", min)
        } else {
            ("an at most", max)
        };
        let message = format!("{}() takes {bound} {n}-sequence ({given}-sequence given)", spec.full_name);
        return Err(cx.vm().type_error(message));
    }
    let mut values = values;
    let mut used = 0;
    for name in spec.fields.iter().skip(given) {
        let key = cx.vm().intern(name);
        let found = extra.as_ref().and_then(|d| d.get_interned(&key));
        used += found.is_some() as usize;
        values.push(found.unwrap_or(Value::NONE));
    }
    if extra.is_some_and(|d| d.len() > used) {
        let message = format!("{}() got duplicate or unexpected field name(s)", spec.full_name);
        return Err(cx.vm().type_error(message));
    }
    Ok(make(&ty, spec, values))
}

async fn repr(cx: &mut Cx, v: &Value) -> PyResult {
    let (_, spec) = spec_of_value(cx.vm(), v)?;
    let mut out = StrBuilder::new();
    out.push_utf8(spec.full_name);
    out.push_utf8("(");
    for (i, name) in spec.fields.iter().take(spec.visible).enumerate() {
        if i > 0 {
            out.push_utf8(", ");
        }
        out.push_utf8(name);
        out.push_utf8("=");
        let item = v.get::<Tuple>().and_then(|t| t.items().get(i).cloned()).unwrap_or(Value::NONE);
        let text = cx.repr(&item).await?;
        if let Some(t) = text.get::<str::Str>() {
            out.push_view(t.view());
        }
    }
    out.push_utf8(")");
    Ok(str::new(out.finish()))
}

fn all_values(v: &Value, spec: &StructSpec) -> Vec<Value> {
    let mut all = v.get::<Tuple>().map_or(Vec::new(), |t| t.items().to_vec());
    let area = InstanceArea::of(v);
    for i in 0..spec.fields.len().saturating_sub(spec.visible) {
        all.push(area.and_then(|a| a.member(i)).unwrap_or(Value::NONE));
    }
    all
}

fn reduce(vm: &mut Vm, a: &Args) -> PyResult {
    let (ty, spec) = spec_of_value(vm, a.at(0))?;
    let mut values = all_values(a.at(0), spec);
    let rest = values.split_off(spec.visible.min(values.len()));
    let dict = Dict::new();
    for (name, v) in spec.fields.iter().skip(spec.visible).zip(rest) {
        let key = vm.intern(name);
        dict.set_interned(&key, v);
    }
    let arguments = tuple::new(vec![tuple::new(values), dict.into()]);
    Ok(tuple::new(vec![ty.into(), arguments]))
}

fn replace(vm: &mut Vm, a: &Args) -> PyResult {
    let (ty, spec) = spec_of_value(vm, a.at(0))?;
    let mut values = all_values(a.at(0), spec);
    if let Some(changes) = a.opt(1).and_then(|d| d.get_ref::<Dict>()) {
        let mut used = 0;
        for (i, name) in spec.fields.iter().enumerate() {
            let key = vm.intern(name);
            if let (Some(v), Some(place)) = (changes.get_interned(&key), values.get_mut(i)) {
                *place = v;
                used += 1;
            }
        }
        if used < changes.len() {
            let unknown: Vec<String> = changes
                .keys()
                .iter()
                .filter_map(|k| k.get::<str::Str>().map(|s| s.to_text()))
                .filter(|k| !spec.fields.contains(&k.as_str()))
                .map(|k| format!("'{k}'"))
                .collect();
            return Err(vm.type_error(format!("Got unexpected field name(s): [{}]", unknown.join(", "))));
        }
    }
    Ok(make(&ty, spec, values))
}
