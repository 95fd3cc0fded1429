//! t-strings: Template and Interpolation.
//!
//! Invariant: a template has exactly one string more than interpolations.

use super::native::{Native, NativeObject};
use super::object_::text;
use super::spec::{GetSetDef, TypeSpec, computed, member};
use super::str::{self, Str};
use super::tuple::{self, Tuple};
use super::types;
use crate::heap::{Kind, Payload, Ref, Visitor};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf};
use std::cell::Cell;

/// A template.
pub struct Template {
    strings: Value,
    interpolations: Value,
}

impl Payload for Template {
    const KIND: Kind = Kind::Template;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.strings);
        v.value(&self.interpolations);
    }
}

/// A replacement field.
pub struct Interpolation {
    value: Value,
    expression: Value,
    conversion: Value,
    format_spec: Value,
}

impl Payload for Interpolation {
    const KIND: Kind = Kind::Interpolation;
    fn visit(&self, v: &mut Visitor) {
        v.values(&[self.value.clone(), self.expression.clone(), self.conversion.clone(), self.format_spec.clone()]);
    }
}

pub const TEMPLATE: TypeSpec = TypeSpec {
    module: "string.templatelib",
    methods: TEMPLATE_METHODS,
    getset: TEMPLATE_GETSET,
    doc: "Template object",
    ..TypeSpec::of::<Template>("Template")
};
pub const INTERPOLATION: TypeSpec = TypeSpec {
    module: "string.templatelib",
    methods: INTERPOLATION_METHODS,
    getset: INTERPOLATION_GETSET,
    doc: "Interpolation object",
    ..TypeSpec::of::<Interpolation>("Interpolation")
};
static ITERATOR: TypeSpec =
    TypeSpec { module: "string.templatelib", methods: ITERATOR_METHODS, ..TypeSpec::of::<Native>("TemplateIter") };

static TEMPLATE_METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", new_template).stat(),
    resumable!("__repr__", "(self, /)", template_repr),
    leaf("__iter__", "(self, /)", iter),
    leaf("__add__", "(self, value, /)", add),
    resumable!("__reduce__", "(self, /)", template_reduce),
    super::class_getitem::DEF,
];
static TEMPLATE_GETSET: &[GetSetDef] = &[
    member("strings", |_, v| Ok(v.get::<Template>().map_or(Value::NONE, |t| t.strings.clone()))),
    member("interpolations", |_, v| Ok(v.get::<Template>().map_or(Value::NONE, |t| t.interpolations.clone()))),
    computed("values", values, None),
];
static INTERPOLATION_METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, value, expression='', conversion=None, format_spec='')", new_interpolation).stat(),
    resumable!("__repr__", "(self, /)", interpolation_repr),
    leaf("__reduce__", "(self, /)", interpolation_reduce),
    super::class_getitem::DEF,
];
static INTERPOLATION_GETSET: &[GetSetDef] = &[
    member("value", |_, v| part(v, |i| &i.value)),
    member("expression", |_, v| part(v, |i| &i.expression)),
    member("conversion", |_, v| part(v, |i| &i.conversion)),
    member("format_spec", |_, v| part(v, |i| &i.format_spec)),
];
static ITERATOR_METHODS: &[NativeDef] =
    &[leaf("__iter__", "(self, /)", |_, a| Ok(a.at(0).clone())), leaf("__next__", "(self, /)", next)];

fn part(v: &Value, f: fn(&Interpolation) -> &Value) -> PyResult {
    Ok(v.get::<Interpolation>().map_or(Value::NONE, |i| f(i).clone()))
}

fn items(v: &Value) -> &[Value] {
    v.get::<Tuple>().map_or(&[], |t| t.items())
}

fn make(strings: Vec<Value>, interpolations: Vec<Value>) -> Value {
    template(tuple::new(strings), tuple::new(interpolations))
}

/// A template of a tuple of strings and a tuple of interpolations (the compiler's instruction).
pub fn template(strings: Value, interpolations: Value) -> Value {
    crate::heap::alloc(&types().template, Template { strings, interpolations }).into()
}

/// An interpolation of value, expression text and perhaps format specification; conversion 0, 1 (str), 2 (repr), 3 (ascii).
pub fn interpolation(parts: Vec<Value>, conversion: u16) -> Value {
    let mut parts = parts.into_iter();
    let value = parts.next().unwrap_or_default();
    let expression = parts.next().unwrap_or_default();
    let format_spec = parts.next().unwrap_or_else(|| str::new(""));
    let conversion = match conversion {
        1 => str::new("s"),
        2 => str::new("r"),
        3 => str::new("a"),
        _ => Value::NONE,
    };
    crate::heap::alloc(&types().interpolation, Interpolation { value, expression, conversion, format_spec }).into()
}

fn concatenated(a: &Value, b: &Value) -> Value {
    let mut out = StrBuilder::new();
    for s in [a, b] {
        if let Some(s) = s.get::<Str>() {
            out.push_view(s.view());
        }
    }
    str::new(out.finish())
}

fn new_template(vm: &mut Vm, a: &Args) -> PyResult {
    if a.opt(2).is_some() {
        return Err(vm.type_error("Template.__new__ only accepts *args arguments"));
    }
    let (mut strings, mut interpolations) = (vec![str::new("")], Vec::new());
    let mut open = true;
    for x in a.rest(1) {
        if x.is_a::<Str>() {
            let last = strings.pop().unwrap_or_default();
            strings.push(if open && !last.get::<Str>().is_some_and(|s| s.is_empty()) {
                concatenated(&last, x)
            } else {
                x.clone()
            });
            open = true;
        } else if x.is_a::<Interpolation>() {
            interpolations.push(x.clone());
            strings.push(str::new(""));
            open = true;
        } else {
            let t = vm.type_name(x);
            return Err(
                vm.type_error(format!("Template.__new__ *args need to be of type 'str' or 'Interpolation', got {t}"))
            );
        }
    }
    Ok(make(strings, interpolations))
}

async fn template_repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(t) = a.at(0).get_ref::<Template>() else { return Ok(Value::NONE) };
    let s = text(&cx.repr(&t.strings).await?);
    let i = text(&cx.repr(&t.interpolations).await?);
    Ok(str::new(format!("Template(strings={s}, interpolations={i})")))
}

fn values(_: &mut Vm, v: &Value) -> Act {
    let found = v.get::<Template>().map_or(Vec::new(), |t| {
        items(&t.interpolations)
            .iter()
            .map(|i| i.get::<Interpolation>().map_or(Value::NONE, |i| i.value.clone()))
            .collect()
    });
    Act::Done(tuple::new(found))
}

fn add(vm: &mut Vm, a: &Args) -> PyResult {
    let (Some(x), Some(y)) = (a.at(0).get::<Template>(), a.at(1).get::<Template>()) else {
        let t = vm.type_name(a.at(1));
        return Err(vm.type_error(format!(
            "can only concatenate string.templatelib.Template (not \"{t}\") to string.templatelib.Template"
        )));
    };
    let mut strings = items(&x.strings).to_vec();
    let mut right = items(&y.strings).iter();
    if let (Some(l), Some(r)) = (strings.pop(), right.next()) {
        strings.push(concatenated(&l, r));
    }
    strings.extend(right.cloned());
    let interpolations = items(&x.interpolations).iter().chain(items(&y.interpolations)).cloned().collect();
    Ok(make(strings, interpolations))
}

async fn template_reduce(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(t) = a.at(0).get_ref::<Template>() else { return Ok(Value::NONE) };
    let name = cx.vm().intern("string.templatelib");
    let from = tuple::new(vec![str::new("_template_unpickle")]);
    let act = cx.vm().import_name(name, Value::int(0), from);
    let module = cx.act(act).await?;
    let f = cx.attr(&module, "_template_unpickle").await?;
    Ok(tuple::new(vec![f, tuple::new(vec![t.strings.clone(), t.interpolations.clone()])]))
}

fn new_interpolation(vm: &mut Vm, a: &Args) -> PyResult {
    for (i, name) in [(2, "expression"), (4, "format_spec")] {
        if let Some(x) = a.opt(i)
            && !x.is_a::<Str>()
        {
            let t = vm.type_name(x);
            return Err(vm.type_error(format!("Interpolation() argument '{name}' must be str, not {t}")));
        }
    }
    let conversion = match a.some(3) {
        None => Value::NONE,
        Some(c) if !c.is_a::<Str>() => {
            let t = vm.type_name(c);
            return Err(vm.type_error(format!("Interpolation() argument 'conversion' must be str, not {t}")));
        }
        Some(c) if c.get::<Str>().is_some_and(|s| s.is("s") || s.is("r") || s.is("a")) => c.clone(),
        Some(_) => return Err(vm.value_error("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'")),
    };
    let given = |i: usize| a.opt(i).cloned().unwrap_or_else(|| str::new(""));
    let made = Interpolation { value: a.at(1).clone(), expression: given(2), conversion, format_spec: given(4) };
    Ok(crate::heap::alloc(&types().interpolation, made).into())
}

async fn interpolation_repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(i) = a.at(0).get_ref::<Interpolation>() else { return Ok(Value::NONE) };
    let mut shown = Vec::new();
    for v in [&i.value, &i.expression, &i.conversion, &i.format_spec] {
        shown.push(text(&cx.repr(v).await?));
    }
    Ok(str::new(format!("Interpolation({})", shown.join(", "))))
}

fn interpolation_reduce(_: &mut Vm, a: &Args) -> PyResult {
    let Some(i) = a.at(0).get::<Interpolation>() else { return Ok(Value::NONE) };
    let parts = vec![i.value.clone(), i.expression.clone(), i.conversion.clone(), i.format_spec.clone()];
    Ok(tuple::new(vec![types().interpolation.value(), tuple::new(parts)]))
}

// ---- iteration: strings that are not empty and interpolations, in turn

struct Iter {
    template: Ref<Template>,
    at: Cell<usize>,
}

impl NativeObject for Iter {
    fn visit(&self, v: &mut Visitor) {
        v.reference(&self.template);
    }
}

fn iter(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(template) = a.at(0).get_ref::<Template>() else { return Ok(Value::NONE) };
    let ty = vm.native_type(&ITERATOR);
    Ok(crate::heap::alloc(&ty, Native(Box::new(Iter { template, at: Cell::new(0) }))).into())
}

fn next(vm: &mut Vm, a: &Args) -> PyResult {
    if let Some(it) = a.at(0).native::<Iter>() {
        loop {
            let at = it.at.get();
            let from = if at.is_multiple_of(2) { &it.template.strings } else { &it.template.interpolations };
            let Some(x) = items(from).get(at / 2) else { break };
            it.at.set(at + 1);
            if at % 2 == 1 || x.get::<Str>().is_some_and(|s| !s.is_empty()) {
                return Ok(x.clone());
            }
        }
    }
    Err(vm.stop_iteration(Value::NONE))
}

/// `Interpolation.__match_args__`.
pub(crate) fn add_match_args(intern: &mut dyn FnMut(&std::primitive::str) -> Ref<Str>) {
    let names = ["value", "expression", "conversion", "format_spec"].map(|n| intern(n).value());
    let key = intern("__match_args__");
    types().interpolation.dict().set_interned(&key, tuple::new(names.to_vec()));
}
