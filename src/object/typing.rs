//! Type parameters and aliases: TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, Generic, NoDefault.
//!
//! Invariant: bounds, constraints, defaults and alias values are evaluated when they are first asked for, once.

use super::generic_alias;
use super::native::{Native, NativeObject, Plain};
use super::object_::text;
use super::spec::{GetSetDef, TypeSpec, computed, getter, member};
use super::str::{self, Str};
use super::tuple::{self, Tuple};
use super::ty::{Type, flag};
use super::type_::pass_on;
use super::types;
use crate::code::{Intrinsic, Intrinsic2};
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, CallArgs, NativeDef, PyResult, leaf, tail};

/// A value, or the function that computes it when it is first needed. Both UNBOUND: there is none.
struct Lazy {
    value: Mut<Value>,
    evaluate: Mut<Value>,
}

impl Lazy {
    fn none() -> Lazy {
        Lazy { value: Mut::new(Value::UNBOUND), evaluate: Mut::new(Value::UNBOUND) }
    }
    fn of(v: Option<Value>) -> Lazy {
        Lazy { value: Mut::new(v.unwrap_or(Value::UNBOUND)), evaluate: Mut::new(Value::UNBOUND) }
    }
    fn by(f: Value) -> Lazy {
        Lazy { value: Mut::new(Value::UNBOUND), evaluate: Mut::new(f) }
    }
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.value.borrow());
        v.value(&self.evaluate.borrow());
    }
    fn exists(&self) -> bool {
        !self.value.borrow().is_unbound() || !self.evaluate.borrow().is_unbound()
    }
}

/// Which kind of parameter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    TypeVar,
    ParamSpec,
    TypeVarTuple,
}

/// A type parameter.
pub struct TypeParam {
    which: Which,
    name: Value,
    bound: Lazy,
    constraints: Lazy,
    default: Lazy,
    covariant: bool,
    contravariant: bool,
    infer_variance: bool,
    /// `__dict__`: `__module__` of those that Python code made
    pub dict: Mut<Option<Ref<super::dict::Dict>>>,
}

impl Payload for TypeParam {
    const KIND: Kind = Kind::TypeVar;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.name);
        for l in [&self.bound, &self.constraints, &self.default] {
            l.visit(v);
        }
        if let Some(d) = &*self.dict.borrow() {
            v.reference(d);
        }
    }
    fn clear(&self) {
        self.dict.set(None);
    }
}

/// `type X = …`.
pub struct TypeAlias {
    name: Value,
    params: Value,
    value: Lazy,
    module: Value,
}

impl Payload for TypeAlias {
    const KIND: Kind = Kind::TypeAlias;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.name);
        v.value(&self.params);
        self.value.visit(v);
        v.value(&self.module);
    }
}

/// True for a TypeVarTuple.
pub fn is_variadic(v: &Value) -> bool {
    v.get::<TypeParam>().is_some_and(|p| p.which == Which::TypeVarTuple)
}

const PARAM_FLAGS: u32 = flag::WEAKREFABLE | flag::HAS_DICT;

pub const TYPEVAR: TypeSpec = TypeSpec {
    module: "typing",
    flags: PARAM_FLAGS,
    methods: TYPEVAR_METHODS,
    getset: TYPEVAR_GETSET,
    doc: "Type variable.",
    ..TypeSpec::of::<TypeParam>("TypeVar")
};
pub const PARAMSPEC: TypeSpec = TypeSpec {
    module: "typing",
    flags: PARAM_FLAGS,
    methods: PARAMSPEC_METHODS,
    getset: PARAMSPEC_GETSET,
    doc: "Parameter specification variable.",
    ..TypeSpec::of::<TypeParam>("ParamSpec")
};
pub const TYPEVARTUPLE: TypeSpec = TypeSpec {
    module: "typing",
    flags: PARAM_FLAGS,
    methods: TUPLE_METHODS,
    getset: TUPLE_GETSET,
    doc: "Type variable tuple.",
    ..TypeSpec::of::<TypeParam>("TypeVarTuple")
};
pub const TYPEALIAS: TypeSpec = TypeSpec {
    module: "typing",
    flags: flag::WEAKREFABLE,
    methods: ALIAS_METHODS,
    getset: ALIAS_GETSET,
    doc: "Type alias.",
    ..TypeSpec::of::<TypeAlias>("TypeAliasType")
};
pub const GENERIC: TypeSpec = TypeSpec {
    module: "typing",
    flags: flag::BASETYPE,
    methods: GENERIC_METHODS,
    doc: "Abstract base class for generic types.",
    ..TypeSpec::of::<Plain>("Generic")
};
pub const NO_DEFAULT: TypeSpec = TypeSpec {
    methods: NO_DEFAULT_METHODS,
    doc: "The type of the NoDefault singleton.",
    ..TypeSpec::of::<Plain>("NoDefaultType")
};
/// `P.args`, `P.kwargs`.
static ARGS: TypeSpec = TypeSpec {
    module: "typing",
    flags: flag::WEAKREFABLE,
    methods: ARGS_METHODS,
    getset: ARGS_GETSET,
    unhashable: true,
    ..TypeSpec::of::<Native>("ParamSpecArgs")
};
static KWARGS: TypeSpec = TypeSpec {
    module: "typing",
    flags: flag::WEAKREFABLE,
    methods: KWARGS_METHODS,
    getset: ARGS_GETSET,
    unhashable: true,
    ..TypeSpec::of::<Native>("ParamSpecKwargs")
};
static CONSTANT: TypeSpec = TypeSpec {
    module: "_typing",
    flags: flag::NO_INSTANTIATION,
    methods: CONSTANT_METHODS,
    ..TypeSpec::of::<Native>("_ConstEvaluator")
};

static TYPEVAR_METHODS: &[NativeDef] = &[
    resumable!("__new__", "(cls, name, *constraints, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)", new_typevar).stat(),
    leaf("__repr__", "(self, /)", repr),
    tail("__or__", "(self, value, /)", |vm, a| super::union::any_or(vm, a.at(0), a.at(1))),
    tail("__ror__", "(self, value, /)", |vm, a| super::union::any_or(vm, a.at(1), a.at(0))),
    resumable!("__typing_subst__", "(self, arg, /)", typevar_subst),
    resumable!("__typing_prepare_subst__", "(self, alias, args, /)", typevar_prepare),
    leaf("__reduce__", "(self, /)", reduce),
    leaf("has_default", "(self, /)", has_default),
    leaf("__mro_entries__", "(self, bases, /)", mro_entries),
];
static PARAMSPEC_METHODS: &[NativeDef] = &[
    resumable!("__new__", "(cls, name, *, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)", new_paramspec).stat(),
    leaf("__repr__", "(self, /)", repr),
    tail("__or__", "(self, value, /)", |vm, a| super::union::any_or(vm, a.at(0), a.at(1))),
    tail("__ror__", "(self, value, /)", |vm, a| super::union::any_or(vm, a.at(1), a.at(0))),
    resumable!("__typing_subst__", "(self, arg, /)", paramspec_subst),
    resumable!("__typing_prepare_subst__", "(self, alias, args, /)", paramspec_prepare),
    leaf("__reduce__", "(self, /)", reduce),
    leaf("has_default", "(self, /)", has_default),
    leaf("__mro_entries__", "(self, bases, /)", mro_entries),
];
static TUPLE_METHODS: &[NativeDef] = &[
    resumable!("__new__", "(cls, name, *, default=typing.NoDefault)", new_typevartuple).stat(),
    leaf("__repr__", "(self, /)", repr),
    resumable!("__iter__", "(self, /)", unpack_iter),
    leaf("__typing_subst__", "(self, arg, /)", |vm, _| {
        Err(vm.type_error("Substitution of bare TypeVarTuple is not supported"))
    }),
    resumable!("__typing_prepare_subst__", "(self, alias, args, /)", typevartuple_prepare),
    leaf("__reduce__", "(self, /)", reduce),
    leaf("has_default", "(self, /)", has_default),
    leaf("__mro_entries__", "(self, bases, /)", mro_entries),
];
static TYPEVAR_GETSET: &[GetSetDef] = &[
    member("__name__", name),
    member("__covariant__", |_, v| fact(v, |p| p.covariant)),
    member("__contravariant__", |_, v| fact(v, |p| p.contravariant)),
    member("__infer_variance__", |_, v| fact(v, |p| p.infer_variance)),
    computed("__bound__", |_, v| evaluated(v, |p| &p.bound, Value::NONE), None),
    computed("__constraints__", |_, v| evaluated(v, |p| &p.constraints, types().empty_tuple()), None),
    computed("__default__", default, None),
    getter("evaluate_bound", |vm, v| evaluator(vm, v, |p| &p.bound)),
    getter("evaluate_constraints", |vm, v| evaluator(vm, v, |p| &p.constraints)),
    getter("evaluate_default", |vm, v| evaluator(vm, v, |p| &p.default)),
];
static PARAMSPEC_GETSET: &[GetSetDef] = &[
    member("__name__", name),
    computed("__bound__", |_, v| evaluated(v, |p| &p.bound, Value::NONE), None),
    member("__covariant__", |_, v| fact(v, |p| p.covariant)),
    member("__contravariant__", |_, v| fact(v, |p| p.contravariant)),
    member("__infer_variance__", |_, v| fact(v, |p| p.infer_variance)),
    getter("args", |vm, v| Ok(parts(vm, v, false))),
    getter("kwargs", |vm, v| Ok(parts(vm, v, true))),
    computed("__default__", default, None),
    getter("evaluate_default", |vm, v| evaluator(vm, v, |p| &p.default)),
];
static TUPLE_GETSET: &[GetSetDef] = &[
    member("__name__", name),
    computed("__default__", default, None),
    getter("evaluate_default", |vm, v| evaluator(vm, v, |p| &p.default)),
];

fn allocate(p: TypeParam) -> Value {
    let t = types();
    let ty = match p.which {
        Which::TypeVar => &t.typevar,
        Which::ParamSpec => &t.paramspec,
        Which::TypeVarTuple => &t.typevartuple,
    };
    crate::heap::alloc(ty, p).into()
}

fn plain(which: Which, name: Value, module: Option<Ref<super::dict::Dict>>) -> TypeParam {
    TypeParam {
        which,
        name,
        bound: Lazy::none(),
        constraints: Lazy::none(),
        default: Lazy::none(),
        covariant: false,
        contravariant: false,
        infer_variance: false,
        dict: Mut::new(module),
    }
}

fn caller_module(vm: &mut Vm) -> Value {
    vm.caller_globals().and_then(|g| g.get_interned(&vm.names.name)).unwrap_or(Value::NONE)
}

/// A `__dict__` with the caller's module.
fn namespace(vm: &mut Vm) -> Option<Ref<super::dict::Dict>> {
    let module = caller_module(vm);
    let d = super::dict::Dict::new();
    d.set_interned(&vm.names.module, module);
    Some(d)
}

fn check_name(vm: &mut Vm, v: &Value, function: &std::primitive::str) -> PyResult<()> {
    if v.is_a::<Str>() {
        return Ok(());
    }
    let t = vm.type_name(v);
    Err(vm.type_error(format!("{function}() argument 'name' must be str, not {t}")))
}

async fn type_check(cx: &mut Cx, v: &Value, message: &std::primitive::str) -> PyResult {
    if v.is_a::<Type>() {
        return Ok(v.clone());
    }
    call_typing(cx, "_type_check", [if v.is_none() { types().none_type.value() } else { v.clone() }, str::new(message)])
        .await
}

async fn call_typing(cx: &mut Cx, function: &std::primitive::str, args: impl Into<CallArgs>) -> PyResult {
    let args = args.into();
    let module = cx.import("typing").await?;
    let f = cx.attr(&module, function).await?;
    cx.call_kw(&f, args).await
}

/// A given default; NoDefault is none.
fn given_default(v: Option<&Value>) -> Lazy {
    Lazy::of(v.filter(|v| !types().no_default.is_type_of(v)).cloned())
}

async fn variance(cx: &mut Cx, a: &Args<'static>, first: usize) -> PyResult<(bool, bool, bool)> {
    let mut out = [false; 3];
    for (i, o) in out.iter_mut().enumerate() {
        if let Some(v) = a.opt(first + i) {
            *o = cx.truth(v).await?;
        }
    }
    let [covariant, contravariant, infer] = out;
    if covariant && contravariant {
        return Err(cx.vm().value_error("Bivariant types are not supported."));
    }
    if infer && (covariant || contravariant) {
        return Err(cx.vm().value_error("Variance cannot be specified with infer_variance."));
    }
    Ok((covariant, contravariant, infer))
}

async fn new_typevar(cx: &mut Cx, a: Args<'static>) -> PyResult {
    check_name(cx.vm(), a.at(1), "typevar")?;
    let module = namespace(cx.vm());
    let (covariant, contravariant, infer_variance) = variance(cx, &a, 5).await?;
    let bound = match a.some(3) {
        Some(b) => Some(type_check(cx, b, "Bound must be a type.").await?),
        None => None,
    };
    let mut constraints = Vec::new();
    for c in a.rest(2) {
        constraints.push(type_check(cx, c, "TypeVar(name, constraint, ...): constraints must be types.").await?);
    }
    if constraints.len() == 1 {
        return Err(cx.vm().type_error("A single constraint is not allowed"));
    }
    if !constraints.is_empty() && bound.is_some() {
        return Err(cx.vm().type_error("Constraints cannot be combined with bound=..."));
    }
    let constraints = if constraints.is_empty() { None } else { Some(tuple::new(constraints)) };
    Ok(allocate(TypeParam {
        bound: Lazy::of(bound),
        constraints: Lazy::of(constraints),
        default: given_default(a.opt(4)),
        covariant,
        contravariant,
        infer_variance,
        ..plain(Which::TypeVar, a.at(1).clone(), module)
    }))
}

async fn new_paramspec(cx: &mut Cx, a: Args<'static>) -> PyResult {
    check_name(cx.vm(), a.at(1), "paramspec")?;
    let module = namespace(cx.vm());
    let (covariant, contravariant, infer_variance) = variance(cx, &a, 4).await?;
    Ok(allocate(TypeParam {
        bound: Lazy::of(a.some(2).cloned()),
        default: given_default(a.opt(3)),
        covariant,
        contravariant,
        infer_variance,
        ..plain(Which::ParamSpec, a.at(1).clone(), module)
    }))
}

async fn new_typevartuple(cx: &mut Cx, a: Args<'static>) -> PyResult {
    check_name(cx.vm(), a.at(1), "typevartuple")?;
    let module = namespace(cx.vm());
    Ok(allocate(TypeParam { default: given_default(a.opt(2)), ..plain(Which::TypeVarTuple, a.at(1).clone(), module) }))
}

fn repr(_: &mut Vm, a: &Args) -> PyResult {
    let Some(p) = a.at(0).get::<TypeParam>() else { return Ok(Value::NONE) };
    let sign = match p {
        _ if p.which == Which::TypeVarTuple || p.infer_variance => "",
        _ if p.covariant => "+",
        _ if p.contravariant => "-",
        _ => "~",
    };
    Ok(str::new(format!("{sign}{}", text(&p.name))))
}

fn name(_: &mut Vm, v: &Value) -> PyResult {
    Ok(v.get::<TypeParam>().map_or(Value::NONE, |p| p.name.clone()))
}

fn fact(v: &Value, f: fn(&TypeParam) -> bool) -> PyResult {
    Ok(Value::bool(v.get::<TypeParam>().is_some_and(f)))
}

fn reduce(vm: &mut Vm, a: &Args) -> PyResult {
    name(vm, a.at(0))
}

fn has_default(_: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::bool(a.at(0).get::<TypeParam>().is_some_and(|p| p.default.exists())))
}

fn mro_entries(vm: &mut Vm, a: &Args) -> PyResult {
    let t = super::type_ref(a.at(0)).name();
    Err(vm.type_error(format!("Cannot subclass an instance of {t}")))
}

/// What a lazy part of a parameter is; `missing` if there is none.
fn evaluated(v: &Value, part: fn(&TypeParam) -> &Lazy, missing: Value) -> Act {
    let Some(p) = v.get_ref::<TypeParam>() else { return Act::Done(missing) };
    let lazy = part(&p);
    let known = lazy.value.get();
    if !known.is_unbound() {
        return Act::Done(known);
    }
    let f = lazy.evaluate.get();
    if f.is_unbound() {
        return Act::Done(missing);
    }
    Act::run(async move |cx| {
        let v = cx.call(&f, [Value::int(1)]).await?;
        part(&p).value.set(v.clone());
        Ok(v)
    })
}

fn default(vm: &mut Vm, v: &Value) -> Act {
    let missing = no_default(vm);
    evaluated(v, |p| &p.default, missing)
}

fn evaluator(vm: &mut Vm, v: &Value, part: fn(&TypeParam) -> &Lazy) -> PyResult {
    Ok(v.get::<TypeParam>().map_or(Value::NONE, |p| evaluator_of(vm, part(p))))
}

fn evaluator_of(vm: &mut Vm, lazy: &Lazy) -> Value {
    let f = lazy.evaluate.get();
    if !f.is_unbound() {
        return f;
    }
    let v = lazy.value.get();
    if v.is_unbound() {
        return Value::NONE;
    }
    let ty = vm.native_type(&CONSTANT);
    crate::heap::alloc(&ty, Native(Box::new(Constant(v)))).into()
}

// ---- substitution is typing's business

async fn typevar_subst(cx: &mut Cx, a: Args<'static>) -> PyResult {
    call_typing(cx, "_typevar_subst", [a.at(0).clone(), a.at(1).clone()]).await
}

async fn typevar_prepare(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (this, alias, args) = (a.at(0), a.at(1), a.at(2));
    let params = cx.attr(alias, "__parameters__").await?;
    let n = cx.len(args).await?;
    let Some(index) = params.get::<Tuple>().and_then(|t| t.items().iter().position(|p| p.is(this))) else {
        return Ok(args.clone());
    };
    if index != n {
        return Ok(args.clone());
    }
    let act = default(cx.vm(), this);
    let d = cx.act(act).await?;
    if types().no_default.is_type_of(&d) {
        let shown = text(&cx.str(alias).await?);
        let defaults = |p: &&Value| p.get::<TypeParam>().is_some_and(|p| p.default.exists());
        let needed = params.get::<Tuple>().map_or(0, |t| t.len() - t.items().iter().filter(defaults).count());
        let message = format!("Too few arguments for {shown}; actual {n}, expected at least {needed}");
        return Err(cx.vm().type_error(message));
    }
    let mut items = cx.collect(args).await?;
    items.push(d);
    Ok(tuple::new(items))
}

async fn paramspec_subst(cx: &mut Cx, a: Args<'static>) -> PyResult {
    call_typing(cx, "_paramspec_subst", [a.at(0).clone(), a.at(1).clone()]).await
}

async fn paramspec_prepare(cx: &mut Cx, a: Args<'static>) -> PyResult {
    call_typing(cx, "_paramspec_prepare_subst", [a.at(0).clone(), a.at(1).clone(), a.at(2).clone()]).await
}

async fn typevartuple_prepare(cx: &mut Cx, a: Args<'static>) -> PyResult {
    call_typing(cx, "_typevartuple_prepare_subst", [a.at(0).clone(), a.at(1).clone(), a.at(2).clone()]).await
}

/// `typing.Unpack[v]`.
async fn unpacked(cx: &mut Cx, v: &Value) -> PyResult {
    let module = cx.import("typing").await?;
    let unpack = cx.attr(&module, "Unpack").await?;
    cx.get_item(&unpack, v).await
}

async fn unpack_iter(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let one = unpacked(cx, a.at(0)).await?;
    cx.iter(&tuple::new(vec![one])).await
}

// ---- P.args, P.kwargs

struct Parts {
    origin: Value,
    keywords: bool,
}

impl NativeObject for Parts {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.origin);
    }
}

fn parts(vm: &mut Vm, origin: &Value, keywords: bool) -> Value {
    let ty = vm.native_type(if keywords { &KWARGS } else { &ARGS });
    crate::heap::alloc(&ty, Native(Box::new(Parts { origin: origin.clone(), keywords }))).into()
}

static ARGS_METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, origin)", |vm, a| Ok(parts(vm, a.at(1), false))).stat(),
    leaf("__repr__", "(self, /)", parts_repr),
    tail("__eq__", "(self, value, /)", parts_eq),
    leaf("__mro_entries__", "(self, bases, /)", mro_entries),
];
static KWARGS_METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, origin)", |vm, a| Ok(parts(vm, a.at(1), true))).stat(),
    leaf("__repr__", "(self, /)", parts_repr),
    tail("__eq__", "(self, value, /)", parts_eq),
    leaf("__mro_entries__", "(self, bases, /)", mro_entries),
];
static ARGS_GETSET: &[GetSetDef] =
    &[member("__origin__", |_, v| Ok(v.native::<Parts>().map_or(Value::NONE, |p| p.origin.clone())))];

fn parts_repr(_: &mut Vm, a: &Args) -> PyResult {
    let Some(p) = a.at(0).native::<Parts>() else { return Ok(Value::NONE) };
    let what = if p.keywords { "kwargs" } else { "args" };
    let name = p.origin.get::<TypeParam>().map_or_else(String::new, |o| text(&o.name));
    Ok(str::new(format!("{name}.{what}")))
}

fn parts_eq(vm: &mut Vm, a: &Args) -> Act {
    match (a.at(0).native::<Parts>(), a.at(1).native::<Parts>()) {
        (Some(x), Some(y)) if x.keywords == y.keywords => vm.equal(&x.origin, &y.origin),
        _ => Act::Done(Value::NOT_IMPLEMENTED),
    }
}

// ---- evaluators of values that are there already

struct Constant(Value);

impl NativeObject for Constant {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.0);
    }
}

static CONSTANT_METHODS: &[NativeDef] =
    &[resumable!("__repr__", "(self, /)", constant_repr), resumable!("__call__", "(self, format, /)", constant_call)];

async fn constant_repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0).native::<Constant>().map_or(Value::NONE, |c| c.0.clone());
    let r = cx.repr(&v).await?;
    Ok(str::new(format!("<constevaluator {}>", text(&r))))
}

async fn constant_call(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let v = a.at(0).native::<Constant>().map_or(Value::NONE, |c| c.0.clone());
    let format = cx.index_i64(a.at(1)).await?;
    match format {
        4 => {
            let parts = match v.get::<Tuple>() {
                Some(t) => t.items().to_vec(),
                None => return Ok(str::new(generic_alias::repr_argument(cx, &v).await?)),
            };
            let mut shown = Vec::new();
            for p in parts {
                shown.push(generic_alias::repr_argument(cx, &p).await?);
            }
            Ok(str::new(format!("({})", shown.join(", "))))
        }
        _ => Ok(v),
    }
}

// ---- NoDefault

#[derive(Default)]
struct Singletons {
    no_default: Option<Value>,
}

/// `typing.NoDefault`.
pub fn no_default(vm: &mut Vm) -> Value {
    if let Some(v) = &vm.state::<Singletons>().no_default {
        return v.clone();
    }
    let v: Value = crate::heap::alloc(&types().no_default, Plain).into();
    vm.state::<Singletons>().no_default = Some(v.clone());
    v
}

static NO_DEFAULT_METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls)", |vm, _| Ok(no_default(vm))).stat(),
    leaf("__repr__", "(self, /)", |_, _| Ok(str::new("typing.NoDefault"))),
    leaf("__reduce__", "(self, /)", |_, _| Ok(str::new("NoDefault"))),
];

// ---- Generic

static GENERIC_METHODS: &[NativeDef] = &[
    resumable!("__class_getitem__", "(cls, /, *args, **kwargs)", generic_class_getitem).class(),
    resumable!("__init_subclass__", "(cls, /, *args, **kwargs)", generic_init_subclass).class(),
];

async fn generic_class_getitem(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let mut args = pass_on(&a, 1);
    args.values.insert(0, a.at(0).clone());
    call_typing(cx, "_generic_class_getitem", args).await
}

async fn generic_init_subclass(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let mut args = pass_on(&a, 1);
    args.values.insert(0, a.at(0).clone());
    call_typing(cx, "_generic_init_subclass", args).await
}

// ---- aliases

static ALIAS_METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, name, value, *, type_params=<unrepresentable>)", new_alias).stat(),
    leaf("__repr__", "(self, /)", |_, a| Ok(alias(a.at(0), |x| x.name.clone()))),
    resumable!("__iter__", "(self, /)", unpack_iter),
    tail("__or__", "(self, value, /)", |vm, a| super::union::any_or(vm, a.at(0), a.at(1))),
    tail("__ror__", "(self, value, /)", |vm, a| super::union::any_or(vm, a.at(1), a.at(0))),
    leaf("__getitem__", "(self, key, /)", alias_getitem),
    leaf("__reduce__", "(self, /)", |_, a| Ok(alias(a.at(0), |x| x.name.clone()))),
];
static ALIAS_GETSET: &[GetSetDef] = &[
    member("__name__", |_, v| Ok(alias(v, |x| x.name.clone()))),
    computed("__parameters__", alias_parameters, None),
    getter("__type_params__", |_, v| {
        Ok(alias(v, |x| if x.params.is_a::<Tuple>() { x.params.clone() } else { types().empty_tuple() }))
    }),
    computed("__value__", alias_value, None),
    getter("evaluate_value", |vm, v| Ok(v.get::<TypeAlias>().map_or(Value::NONE, |x| evaluator_of(vm, &x.value)))),
    getter("__module__", |_, v| Ok(alias(v, |x| x.module.clone()))),
];

fn alias(v: &Value, f: impl FnOnce(&TypeAlias) -> Value) -> Value {
    v.get::<TypeAlias>().map_or(Value::NONE, f)
}

fn make_alias(name: Value, params: Value, value: Lazy, module: Value) -> Value {
    crate::heap::alloc(&types().typealias, TypeAlias { name, params, value, module }).into()
}

fn new_alias(vm: &mut Vm, a: &Args) -> PyResult {
    check_name(vm, a.at(1), "typealias")?;
    let params = match a.opt(3) {
        Some(p) if !p.is_a::<Tuple>() => return Err(vm.type_error("type_params must be a tuple")),
        Some(p) if p.get::<Tuple>().is_some_and(|t| !t.is_empty()) => p.clone(),
        _ => Value::NONE,
    };
    if let Some(t) = params.get::<Tuple>() {
        let mut seen_default = false;
        for p in t.items() {
            let Some(tp) = p.get::<TypeParam>() else {
                return Err(vm.type_error("Expected a type param, got a value of another type"));
            };
            if tp.default.exists() {
                seen_default = true;
            } else if seen_default {
                let n = text(&tp.name);
                return Err(vm.type_error(format!("non-default type parameter '{n}' follows default type parameter")));
            }
        }
    }
    let module = caller_module(vm);
    Ok(make_alias(a.at(1).clone(), params, Lazy::of(Some(a.at(2).clone())), module))
}

fn alias_parameters(_: &mut Vm, v: &Value) -> Act {
    let params = alias(v, |x| x.params.clone());
    Act::run(async move |cx| {
        let mut out = Vec::new();
        for p in params.get::<Tuple>().map_or(&[][..], |t| t.items()) {
            out.push(if is_variadic(p) { unpacked(cx, p).await? } else { p.clone() });
        }
        Ok(tuple::new(out))
    })
}

fn alias_value(_: &mut Vm, v: &Value) -> Act {
    let Some(x) = v.get_ref::<TypeAlias>() else { return Act::Done(Value::NONE) };
    let known = x.value.value.get();
    if !known.is_unbound() {
        return Act::Done(known);
    }
    let f = x.value.evaluate.get();
    Act::run(async move |cx| {
        let v = cx.call(&f, [Value::int(1)]).await?;
        x.value.value.set(v.clone());
        Ok(v)
    })
}

fn alias_getitem(vm: &mut Vm, a: &Args) -> PyResult {
    if !alias(a.at(0), |x| x.params.clone()).is_a::<Tuple>() {
        return Err(vm.type_error("Only generic type aliases are subscriptable"));
    }
    Ok(generic_alias::new(a.at(0).clone(), a.at(1).clone()))
}

// ---- the compiler's intrinsics

impl Vm {
    /// One-operand intrinsics about type parameters.
    pub(crate) fn type_intrinsic(&mut self, number: u16, v: Value) -> Act {
        let param = |which| {
            Act::Done(allocate(TypeParam {
                infer_variance: which != Which::TypeVarTuple,
                ..plain(which, v.clone(), None)
            }))
        };
        match number {
            n if n == Intrinsic::TypeVar as u16 => param(Which::TypeVar),
            n if n == Intrinsic::ParamSpec as u16 => param(Which::ParamSpec),
            n if n == Intrinsic::TypeVarTuple as u16 => param(Which::TypeVarTuple),
            n if n == Intrinsic::SubscriptGeneric as u16 => Act::run(async move |cx| {
                let mut params = Vec::new();
                for p in v.get::<Tuple>().map_or(&[][..], |t| t.items()) {
                    params.push(if is_variadic(p) { unpacked(cx, p).await? } else { p.clone() });
                }
                call_typing(cx, "_GenericAlias", [types().generic.value(), tuple::new(params)]).await
            }),
            _ => {
                let parts = v.get::<Tuple>().map_or(Vec::new(), |t| t.items().to_vec());
                let [name, params, compute] = parts.as_slice() else { return Act::Done(Value::NONE) };
                let module = caller_module(self);
                Act::Done(make_alias(name.clone(), params.clone(), Lazy::by(compute.clone()), module))
            }
        }
    }

    /// Two-operand intrinsics about type parameters.
    pub(crate) fn type_intrinsic2(&mut self, number: u16, a: Value, b: Value) -> Act {
        let bounded = |constraints: bool| {
            let mut p = TypeParam { infer_variance: true, ..plain(Which::TypeVar, a.clone(), None) };
            *(if constraints { &mut p.constraints } else { &mut p.bound }) = Lazy::by(b.clone());
            Act::Done(allocate(p))
        };
        match number {
            n if n == Intrinsic2::TypeVarWithBound as u16 => bounded(false),
            n if n == Intrinsic2::TypeVarWithConstraints as u16 => bounded(true),
            n if n == Intrinsic2::SetTypeParamDefault as u16 => {
                if let Some(p) = a.get::<TypeParam>() {
                    p.default.evaluate.set(b);
                }
                Act::Done(a)
            }
            _ => {
                if let Some(f) = a.get::<super::function::Function>() {
                    f.type_params.set(b);
                }
                Act::Done(a)
            }
        }
    }
}

/// The types and values of the `_typing` module.
pub(crate) fn fill_module(vm: &mut Vm, dict: &Ref<super::dict::Dict>) -> PyResult<()> {
    let t = types();
    let (args, kwargs) = (vm.native_type(&ARGS), vm.native_type(&KWARGS));
    for ty in [&t.typevar, &t.paramspec, &t.typevartuple, &t.typealias, &t.generic, &t.union, &args, &kwargs] {
        let key = vm.intern(&ty.name());
        dict.set_interned(&key, ty.value());
    }
    let v = no_default(vm);
    let key = vm.intern("NoDefault");
    dict.set_interned(&key, v);
    Ok(())
}

/// `_typing._idfunc`.
fn idfunc(_: &mut Vm, a: &Args) -> PyResult {
    Ok(a.at(0).clone())
}

/// Functions of the `_typing` module.
pub static MODULE_FUNCTIONS: &[NativeDef] = &[leaf("_idfunc", "(x, /)", idfunc)];
