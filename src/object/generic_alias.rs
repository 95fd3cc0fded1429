//! types.GenericAlias: `list[int]`.
//!
//! Invariant: `args` is a tuple; `parameters` is computed once from it.

use super::object_::{attribute_name, text};
use super::spec::{GetSetDef, TypeSpec, computed, member};
use super::str::{self, Str};
use super::tuple::{self, Tuple};
use super::ty::{Type, flag};
use super::type_::pass_on;
use super::{list, types};
use crate::code::CmpOp;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

/// `origin[args]`, or `*origin[args]`.
pub struct GenericAlias {
    pub origin: Value,
    pub args: Value,
    /// UNBOUND until asked for
    parameters: Mut<Value>,
    pub starred: bool,
}

impl Payload for GenericAlias {
    const KIND: Kind = Kind::GenericAlias;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.origin);
        v.value(&self.args);
        v.value(&self.parameters.borrow());
    }
}

/// `origin[args]`; args that are no tuple become one.
pub fn new(origin: Value, args: Value) -> Value {
    make(origin, args, false)
}

fn make(origin: Value, args: Value, starred: bool) -> Value {
    let args = if args.is_a::<Tuple>() { args } else { tuple::new(vec![args]) };
    crate::heap::alloc(
        &types().generic_alias,
        GenericAlias { origin, args, parameters: Mut::new(Value::UNBOUND), starred },
    )
    .into()
}

pub const SPEC: TypeSpec = TypeSpec {
    module: "types",
    flags: flag::BASETYPE | flag::WEAKREFABLE,
    methods: METHODS,
    getset: GETSET,
    doc: "Represent a PEP 585 generic type",
    ..TypeSpec::of::<GenericAlias>("GenericAlias")
};

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, origin, args, /)", construct).stat(),
    resumable!("__repr__", "(self, /)", repr),
    resumable!("__hash__", "(self, /)", hash),
    resumable!("__eq__", "(self, value, /)", eq),
    resumable!("__call__", "(self, /, *args, **kwargs)", call),
    resumable!("__getattribute__", "(self, name, /)", getattribute),
    resumable!("__getitem__", "(self, key, /)", getitem),
    leaf("__iter__", "(self, /)", iter),
    tail("__or__", "(self, value, /)", |vm, a| super::union::or(vm, a.at(0), a.at(1))),
    tail("__ror__", "(self, value, /)", |vm, a| super::union::or(vm, a.at(1), a.at(0))),
    leaf("__mro_entries__", "(self, bases, /)", |_, a| Ok(tuple::new(vec![origin_of(a.at(0))]))),
    leaf("__instancecheck__", "(self, instance, /)", |vm, _| {
        Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
    }),
    leaf("__subclasscheck__", "(self, subclass, /)", |vm, _| {
        Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
    }),
    leaf("__reduce__", "(self, /)", reduce),
    resumable!("__dir__", "(self, /)", dir),
];

static GETSET: &[GetSetDef] = &[
    member("__origin__", |_, v| Ok(origin_of(v))),
    member("__args__", |_, v| Ok(args_of(v))),
    member("__unpacked__", |_, v| Ok(Value::bool(v.get::<GenericAlias>().is_some_and(|g| g.starred)))),
    computed("__parameters__", parameters, None),
    member("__typing_unpacked_tuple_args__", unpacked_tuple_args),
];

fn origin_of(v: &Value) -> Value {
    v.get::<GenericAlias>().map_or(Value::NONE, |g| g.origin.clone())
}

fn args_of(v: &Value) -> Value {
    v.get::<GenericAlias>().map_or(Value::NONE, |g| g.args.clone())
}

fn items(v: &Value) -> Vec<Value> {
    v.get::<Tuple>().map_or(Vec::new(), |t| t.items().to_vec())
}

fn construct(_: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Ok(Value::NONE) };
    let args = if a.at(2).is_a::<Tuple>() { a.at(2).clone() } else { tuple::new(vec![a.at(2).clone()]) };
    let g = GenericAlias { origin: a.at(1).clone(), args, parameters: Mut::new(Value::UNBOUND), starred: false };
    Ok(crate::heap::alloc_in(&cls, g).into())
}

/// How a type argument is shown: classes by their path, `...`, lists item by item, everything else by repr.
pub async fn repr_argument(cx: &mut Cx, v: &Value) -> PyResult<String> {
    enum Work {
        Show(Value),
        Text(&'static str),
    }
    let mut out = String::new();
    let mut work = vec![Work::Show(v.clone())];
    while let Some(w) = work.pop() {
        cx.tick(1).await?;
        match w {
            Work::Text(t) => out.push_str(t),
            Work::Show(v) if v.slot() == crate::value::Slot::ELLIPSIS => out.push_str("..."),
            Work::Show(v) if types().list.is_type_of(&v) => {
                let parts = super::iter::native_items(&v).unwrap_or_default();
                work.push(Work::Text("]"));
                for (i, x) in parts.into_iter().enumerate().rev() {
                    work.push(Work::Show(x));
                    if i > 0 {
                        work.push(Work::Text(", "));
                    }
                }
                out.push('[');
            }
            Work::Show(v) => out.push_str(&one(cx, &v).await?),
        }
    }
    Ok(out)
}

async fn one(cx: &mut Cx, v: &Value) -> PyResult<String> {
    if cx.attr_opt(v, "__origin__").await?.is_none() || cx.attr_opt(v, "__args__").await?.is_none() {
        let qualname = cx.attr_opt(v, "__qualname__").await?;
        let module = cx.attr_opt(v, "__module__").await?;
        if let (Some(q), Some(m)) = (qualname, module)
            && !m.is_none()
        {
            let (q, m) = (text(&cx.str(&q).await?), text(&cx.str(&m).await?));
            return Ok(if m == "builtins" { q } else { format!("{m}.{q}") });
        }
    }
    let r = cx.repr(v).await?;
    Ok(text(&r))
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(g) = a.at(0).get_ref::<GenericAlias>() else { return Ok(Value::NONE) };
    let mut out = String::from(if g.starred { "*" } else { "" });
    out.push_str(&repr_argument(cx, &g.origin).await?);
    out.push('[');
    let args = items(&g.args);
    for (i, x) in args.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        out.push_str(&repr_argument(cx, x).await?);
    }
    if args.is_empty() {
        out.push_str("()");
    }
    out.push(']');
    Ok(str::new(out))
}

async fn hash(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(g) = a.at(0).get_ref::<GenericAlias>() else { return Ok(Value::NONE) };
    let h = cx.hash(&g.origin).await? ^ cx.hash(&g.args).await?;
    Ok(Value::int(if h == -1 { -2 } else { h }))
}

async fn eq(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (Some(x), Some(y)) = (a.at(0).get_ref::<GenericAlias>(), a.at(1).get_ref::<GenericAlias>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if x.starred != y.starred || !cx.compare_bool(CmpOp::Eq, &x.origin, &y.origin).await? {
        return Ok(Value::FALSE);
    }
    Ok(Value::bool(cx.compare_bool(CmpOp::Eq, &x.args, &y.args).await?))
}

async fn call(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let made = cx.act(Act::Call(origin_of(a.at(0)), pass_on(&a, 1))).await?;
    let name = cx.vm().intern("__orig_class__");
    if let Err(e) = cx.set_attr(&made, &name, Some(a.at(0).clone())).await {
        let vm = cx.vm();
        if vm.raised_is(&types().exc.AttributeError) || vm.raised_is(&types().exc.TypeError) {
            drop(vm.take_raised(e));
        } else {
            return Err(e);
        }
    }
    Ok(made)
}

/// Attributes that are the alias's own; all others are its origin's.
const OWN: &[&std::primitive::str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__parameters__",
    "__unpacked__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

async fn getattribute(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let name = attribute_name(cx.vm(), a.at(1))?;
    let shown = name.to_text();
    let blocked = matches!(shown.as_str(), "__bases__" | "__copy__" | "__deepcopy__");
    if !blocked && !OWN.contains(&shown.as_str()) {
        let origin = origin_of(a.at(0));
        return cx.get_attr(&origin, &name).await;
    }
    let act = cx.vm().generic_get_attr(a.at(0), &name);
    match act {
        Some(act) => cx.act(act).await,
        None => Err(cx.vm().no_attribute(a.at(0), &name.value())),
    }
}

// ---- parameters

/// The type parameters in `args`, each once, in order of first use.
pub async fn collect_parameters(cx: &mut Cx, args: &[Value]) -> PyResult<Vec<Value>> {
    let mut out: Vec<Value> = Vec::new();
    for x in args {
        cx.tick(1).await?;
        if x.is_a::<Type>() {
            continue;
        }
        let found = if cx.attr_opt(x, "__typing_subst__").await?.is_some() {
            vec![x.clone()]
        } else if x.is_a::<Tuple>() || types().list.is_type_of(x) {
            let inner = super::iter::native_items(x).unwrap_or_default();
            Box::pin(collect_parameters(cx, &inner)).await?
        } else {
            match cx.attr_opt(x, "__parameters__").await? {
                Some(p) => items(&p),
                None => Vec::new(),
            }
        };
        for p in found {
            if !out.iter().any(|o| o.is(&p)) {
                out.push(p);
            }
        }
    }
    Ok(out)
}

fn parameters(_: &mut Vm, v: &Value) -> Act {
    let Some(g) = v.get_ref::<GenericAlias>() else { return Act::Done(Value::NONE) };
    let known = g.parameters.get();
    if !known.is_unbound() {
        return Act::Done(known);
    }
    Act::run(async move |cx| {
        let found = tuple::new(collect_parameters(cx, &items(&g.args)).await?);
        g.parameters.set(found.clone());
        Ok(found)
    })
}

async fn getitem(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(g) = a.at(0).get_ref::<GenericAlias>() else { return Ok(Value::NONE) };
    let act = parameters(cx.vm(), a.at(0));
    let params = cx.act(act).await?;
    let args = substitute(cx, a.at(0), &g.args, &params, a.at(1)).await?;
    Ok(make(g.origin.clone(), args, g.starred))
}

/// The arguments of `*tuple[...]` among `given` take its place.
async fn unpack(cx: &mut Cx, given: &Value) -> PyResult<Vec<Value>> {
    let given = if given.is_a::<Tuple>() { items(given) } else { vec![given.clone()] };
    let mut out = Vec::new();
    for x in given {
        if !x.is_a::<Type>()
            && let Some(sub) = cx.attr_opt(&x, "__typing_unpacked_tuple_args__").await?
            && let Some(t) = sub.get::<Tuple>()
            && t.items().last().is_none_or(|l| l.slot() != crate::value::Slot::ELLIPSIS)
        {
            out.extend(t.items().iter().cloned());
            continue;
        }
        out.push(x);
    }
    Ok(out)
}

/// `args` with the parameters replaced by what `item` gives for them.
pub async fn substitute(cx: &mut Cx, alias: &Value, args: &Value, params: &Value, item: &Value) -> PyResult {
    let params = items(params);
    if params.is_empty() {
        let r = text(&cx.repr(alias).await?);
        return Err(cx.vm().type_error(format!("{r} is not a generic class")));
    }
    let mut given = unpack(cx, item).await?;
    for p in &params {
        if let Some(prepare) = cx.attr_opt(p, "__typing_prepare_subst__").await?
            && !prepare.is_none()
        {
            let r = cx.call(&prepare, [alias.clone(), tuple::new(given.clone())]).await?;
            given = if r.is_a::<Tuple>() { items(&r) } else { vec![r] };
        }
    }
    if given.len() != params.len() {
        let r = text(&cx.repr(alias).await?);
        let many = if given.len() > params.len() { "many" } else { "few" };
        let (n, wanted) = (given.len(), params.len());
        return Err(cx.vm().type_error(format!("Too {many} arguments for {r}; actual {n}, expected {wanted}")));
    }
    Ok(tuple::new(replace(cx, &items(args), &params, &given).await?))
}

async fn replace(cx: &mut Cx, args: &[Value], params: &[Value], given: &[Value]) -> PyResult<Vec<Value>> {
    let mut out = Vec::with_capacity(args.len());
    for x in args {
        cx.tick(1).await?;
        if x.is_a::<Type>() {
            out.push(x.clone());
            continue;
        }
        if x.is_a::<Tuple>() || types().list.is_type_of(x) {
            let inner = super::iter::native_items(x).unwrap_or_default();
            let new = Box::pin(replace(cx, &inner, params, given)).await?;
            out.push(if x.is_a::<Tuple>() { tuple::new(new) } else { list::new(new) });
            continue;
        }
        let starred = match cx.attr_opt(x, "__typing_is_unpacked_typevartuple__").await? {
            Some(f) => cx.truth(&f).await?,
            None => false,
        };
        let position = params.iter().position(|p| p.is(x));
        let new = match cx.attr_opt(x, "__typing_subst__").await? {
            Some(subst) => match position {
                Some(i) => cx.call(&subst, [given[i].clone()]).await?,
                None => x.clone(),
            },
            None => substitute_inside(cx, x, params, given).await?,
        };
        if starred && let Some(t) = new.get::<Tuple>() {
            out.extend(t.items().iter().cloned());
        } else if position.is_some()
            && super::typing::is_variadic(x)
            && let Some(t) = new.get::<Tuple>()
        {
            out.extend(t.items().iter().cloned());
        } else {
            out.push(new);
        }
    }
    Ok(out)
}

/// An argument that itself has parameters, with those of ours put in.
async fn substitute_inside(cx: &mut Cx, x: &Value, params: &[Value], given: &[Value]) -> PyResult {
    let Some(inner) = cx.attr_opt(x, "__parameters__").await? else { return Ok(x.clone()) };
    let inner = items(&inner);
    if inner.is_empty() {
        return Ok(x.clone());
    }
    let mut new = Vec::new();
    for p in &inner {
        match params.iter().position(|q| q.is(p)) {
            Some(i) if super::typing::is_variadic(p) && given[i].is_a::<Tuple>() => new.extend(items(&given[i])),
            Some(i) => new.push(given[i].clone()),
            None => new.push(p.clone()),
        }
    }
    cx.get_item(x, &tuple::new(new)).await
}

fn iter(_: &mut Vm, a: &Args) -> PyResult {
    // `*list[int]`: one item, the starred alias
    let starred = make(origin_of(a.at(0)), args_of(a.at(0)), true);
    Ok(super::iter::native_iter(&tuple::new(vec![starred])).unwrap_or(Value::NONE))
}

fn unpacked_tuple_args(_: &mut Vm, v: &Value) -> PyResult {
    Ok(match v.get::<GenericAlias>() {
        Some(g) if g.starred && g.origin.is(&types().tuple.value()) => g.args.clone(),
        _ => Value::NONE,
    })
}

fn reduce(_: &mut Vm, a: &Args) -> PyResult {
    let v = a.at(0);
    let class: Value = Ref::<Type>::clone(&types().generic_alias).into();
    Ok(tuple::new(vec![class, tuple::new(vec![origin_of(v), args_of(v)])]))
}

async fn dir(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let origin = origin_of(a.at(0));
    let names = match cx.vm().call_dunder(&origin, super::names::Dunder::Dir, &[]) {
        Some(act) => cx.act(act).await?,
        None => list::new(Vec::new()),
    };
    let mut out = cx.collect(&names).await?;
    let have = |out: &[Value], n: &std::primitive::str| out.iter().any(|v| v.get::<Str>().is_some_and(|s| s.is(n)));
    for n in OWN.iter().filter(|n| n.ends_with("__")) {
        if !have(&out, n) && !n.starts_with("__reduce") {
            out.push(str::new(*n));
        }
    }
    Ok(list::new(out))
}
