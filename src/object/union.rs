//! Unions of types: `int | str`, `typing.Union[int, str]`.
//!
//! Invariant: `args` has at least two members, none of them a union, no two equal; `None` stands there as its type.

use super::generic_alias::{GenericAlias, collect_parameters, repr_argument, substitute};
use super::object_::{attribute_name, text};
use super::spec::{GetSetDef, TypeSpec, computed, getter, member};
use super::str::{self, Str};
use super::tuple::{self, Tuple};
use super::ty::{Type, flag};
use super::types;
use super::typing;
use crate::heap::{Kind, Mut, Payload, Visitor};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, tail};

/// A union.
pub struct Union {
    args: Value,
    /// UNBOUND until asked for
    parameters: Mut<Value>,
    /// how many of the members had no hash when the union was made
    unhashable: usize,
}

impl Payload for Union {
    const KIND: Kind = Kind::Union;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.args);
        v.value(&self.parameters.borrow());
    }
}

pub const SPEC: TypeSpec = TypeSpec {
    module: "typing",
    flags: flag::WEAKREFABLE | flag::NO_INSTANTIATION,
    methods: METHODS,
    getset: GETSET,
    doc: "Represent a union type\n\nE.g. for int | str",
    ..TypeSpec::of::<Union>("Union")
};

static METHODS: &[NativeDef] = &[
    resumable!("__repr__", "(self, /)", repr),
    resumable!("__hash__", "(self, /)", hash),
    resumable!("__eq__", "(self, value, /)", eq),
    resumable!("__getattribute__", "(self, name, /)", getattribute),
    resumable!("__getitem__", "(self, key, /)", getitem),
    tail("__or__", "(self, value, /)", |vm, a| or(vm, a.at(0), a.at(1))),
    tail("__ror__", "(self, value, /)", |vm, a| or(vm, a.at(1), a.at(0))),
    resumable!("__mro_entries__", "(self, bases, /)", mro_entries),
    resumable!("__class_getitem__", "(cls, args, /)", class_getitem).class(),
    resumable!("__instancecheck__", "(self, instance, /)", instancecheck),
    resumable!("__subclasscheck__", "(self, subclass, /)", subclasscheck),
];

static GETSET: &[GetSetDef] = &[
    member("__args__", |_, v| Ok(args_of(v))),
    getter("__name__", |_, _| Ok(str::new("Union"))),
    getter("__qualname__", |_, _| Ok(str::new("Union"))),
    getter("__origin__", |_, _| Ok(types().union.value())),
    computed("__parameters__", parameters, None),
];

fn args_of(v: &Value) -> Value {
    v.get::<Union>().map_or(Value::NONE, |u| u.args.clone())
}

/// The members of a union.
pub fn members(v: &Value) -> Option<Vec<Value>> {
    let u = v.get::<Union>()?;
    u.args.get::<Tuple>().map(|t| t.items().to_vec())
}

/// What may stand in a union by itself.
fn is_unionable(v: &Value) -> bool {
    v.is_none() || v.is_a::<Type>() || v.is_a::<GenericAlias>() || v.is_a::<Union>() || v.is_a::<typing::TypeAlias>()
}

/// `a | b` for types and what may stand beside them; beside a union, anything may.
pub fn or(vm: &mut Vm, a: &Value, b: &Value) -> Act {
    if a.is_a::<Union>() || b.is_a::<Union>() {
        return any_or(vm, a, b);
    }
    if !is_unionable(a) || !is_unionable(b) {
        return Act::Done(Value::NOT_IMPLEMENTED);
    }
    let given = vec![a.clone(), b.clone()];
    Act::run(async move |cx| make(cx, given).await)
}

/// `a | b` whatever the two are (type variables, forward references).
pub fn any_or(_: &mut Vm, a: &Value, b: &Value) -> Act {
    let given = vec![a.clone(), b.clone()];
    Act::run(async move |cx| {
        let mut given = given;
        for g in &mut given {
            if g.is_a::<Str>() {
                let module = cx.import("typing").await?;
                let f = cx.attr(&module, "_type_check").await?;
                *g = cx.call(&f, [g.clone(), str::new("Union[arg, ...]: each arg must be a type.")]).await?;
            }
        }
        make(cx, given).await
    })
}

/// The union of `given`: flattened, without duplicates. A single type stands for itself.
async fn make(cx: &mut Cx, given: Vec<Value>) -> PyResult {
    let mut flat: Vec<Value> = Vec::new();
    let mut hashes: Vec<Option<i64>> = Vec::new();
    for g in given {
        let parts = members(&g).unwrap_or_else(|| vec![if g.is_none() { types().none_type.value() } else { g }]);
        for p in parts {
            let h = hash_if_any(cx, &p).await?;
            if !contains(cx, &flat, &hashes, &p, h).await? {
                flat.push(p);
                hashes.push(h);
            }
        }
    }
    if flat.len() == 1 {
        return Ok(flat.remove(0));
    }
    let unhashable = hashes.iter().filter(|h| h.is_none()).count();
    let u = Union { args: tuple::new(flat), parameters: Mut::new(Value::UNBOUND), unhashable };
    Ok(crate::heap::alloc(&types().union, u).into())
}

/// The hash of a member; `None` if it has none.
async fn hash_if_any(cx: &mut Cx, v: &Value) -> PyResult<Option<i64>> {
    match cx.hash(v).await {
        Ok(h) => Ok(Some(h)),
        Err(e) => cx.vm().catch(e, &types().exc.TypeError.clone()).map(|()| None),
    }
}

/// True if `p` is among the members: those with hashes are compared as in a set, the others one by one.
async fn contains(cx: &mut Cx, all: &[Value], hashes: &[Option<i64>], p: &Value, h: Option<i64>) -> PyResult<bool> {
    for (f, known) in all.iter().zip(hashes) {
        if *known == h && cx.equal(f, p).await? {
            return Ok(true);
        }
        cx.tick(1).await?;
    }
    Ok(false)
}

async fn class_getitem(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let given = match a.at(1).get::<Tuple>() {
        Some(t) => t.items().to_vec(),
        None => vec![a.at(1).clone()],
    };
    if given.is_empty() {
        return Err(cx.vm().type_error("Cannot take a Union of no types."));
    }
    let mut checked = Vec::with_capacity(given.len());
    for g in given {
        if is_unionable(&g) {
            checked.push(g);
            continue;
        }
        let module = cx.import("typing").await?;
        let f = cx.attr(&module, "_type_check").await?;
        checked.push(cx.call(&f, [g, str::new("Union[arg, ...]: each arg must be a type.")]).await?);
    }
    make(cx, checked).await
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let mut out = String::new();
    for (i, m) in members(a.at(0)).unwrap_or_default().iter().enumerate() {
        if i > 0 {
            out.push_str(" | ");
        }
        if m.is(&types().none_type.value()) {
            out.push_str("None");
        } else {
            out.push_str(&repr_argument(cx, m).await?);
        }
    }
    Ok(str::new(out))
}

async fn hash(cx: &mut Cx, a: Args<'static>) -> PyResult {
    // the order of the members does not matter
    let mut h: i64 = 1927868237;
    for m in members(a.at(0)).unwrap_or_default() {
        let k = cx.hash(&m).await?;
        h ^= (k ^ k.wrapping_shl(16) ^ 89869747).wrapping_mul(3644798167);
    }
    let n = a.at(0).get::<Union>().map_or(0, |u| u.unhashable);
    if n > 0 {
        let s = if n == 1 { "" } else { "s" };
        return Err(cx.vm().type_error(format!("union contains {n} unhashable element{s}")));
    }
    Ok(Value::int(if h == -1 { -2 } else { h }))
}

async fn eq(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (Some(x), Some(y)) = (members(a.at(0)), members(a.at(1))) else { return Ok(Value::NOT_IMPLEMENTED) };
    if x.len() != y.len() {
        return Ok(Value::FALSE);
    }
    let mut hashes = Vec::with_capacity(y.len());
    for q in &y {
        hashes.push(hash_if_any(cx, q).await?);
    }
    for p in &x {
        let h = hash_if_any(cx, p).await?;
        if !contains(cx, &y, &hashes, p, h).await? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

async fn getattribute(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let name = attribute_name(cx.vm(), a.at(1))?;
    if name.is(&cx.vm().names.module.clone()) {
        return Ok(str::new("typing"));
    }
    match cx.vm().generic_get_attr(a.at(0), &name) {
        Some(act) => cx.act(act).await,
        None => Err(cx.vm().no_attribute(a.at(0), &name.value())),
    }
}

fn parameters(_: &mut Vm, v: &Value) -> Act {
    let Some(u) = v.get_ref::<Union>() else { return Act::Done(Value::NONE) };
    let known = u.parameters.get();
    if !known.is_unbound() {
        return Act::Done(known);
    }
    Act::run(async move |cx| {
        let args = u.args.get::<Tuple>().map_or(Vec::new(), |t| t.items().to_vec());
        let found = tuple::new(collect_parameters(cx, &args).await?);
        u.parameters.set(found.clone());
        Ok(found)
    })
}

async fn getitem(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let act = parameters(cx.vm(), a.at(0));
    let params = cx.act(act).await?;
    let args = substitute(cx, a.at(0), &args_of(a.at(0)), &params, a.at(1)).await?;
    let given = args.get::<Tuple>().map_or(Vec::new(), |t| t.items().to_vec());
    make(cx, given).await
}

async fn mro_entries(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let shown = text(&cx.repr(a.at(0)).await?);
    Err(cx.vm().type_error(format!("Cannot subclass {shown}")))
}

async fn instancecheck(cx: &mut Cx, a: Args<'static>) -> PyResult {
    Ok(Value::bool(cx.isinstance(a.at(1), a.at(0)).await?))
}

async fn subclasscheck(cx: &mut Cx, a: Args<'static>) -> PyResult {
    Ok(Value::bool(cx.issubclass(a.at(1), a.at(0)).await?))
}
