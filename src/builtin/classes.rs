//! Classes: `__build_class__`, `isinstance`, `issubclass`, `callable`.
//!
//! Invariant: nested tuples and unions of classes are walked with a work list, never by recursion; how deep they may be nested has
//! a limit all the same, or checks against tuples that grow would never end.

use crate::heap::Kind;
use crate::object::class::build_class;
use crate::object::names::Dunder;
use crate::object::native::Builtin;
use crate::object::tuple::Tuple;
use crate::object::ty::Type;
use crate::object::{type_ref, types};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

/// The functions.
pub static FUNCTIONS: &[NativeDef] = &[
    resumable!("__build_class__", "(func, name, /, *bases, metaclass=None, **kwds) -> None", build_class),
    tail("isinstance", "(obj, class_or_tuple, /)", |vm, a| vm.isinstance(a.at(0), a.at(1))),
    tail("issubclass", "(cls, class_or_tuple, /)", |vm, a| vm.issubclass(a.at(0), a.at(1))),
    leaf("callable", "(obj, /)", callable),
];

const NOT_A_CLASS: &str = "isinstance() arg 2 must be a type, a tuple of types, or a union";
const NOT_A_SUBCLASS: &str = "issubclass() arg 2 must be a class, a tuple of classes, or a union";

fn callable(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::bool(vm.is_callable(a.at(0))))
}

/// True if `type.__instancecheck__` (or `__subclasscheck__`) is what a check against `class` comes to.
fn checks_plainly(vm: &Vm, class: &Value, d: Dunder) -> bool {
    let meta = type_ref(class);
    std::ptr::eq(meta, &*types().type_)
        || class.is_a::<Type>()
            && vm.dunder_of(meta, d).is_none_or(|m| {
                m.get::<Builtin>().is_some_and(|b| b.owner.as_ref().is_some_and(|t| t.is(&types().type_)))
            })
}

/// The alternatives of a tuple or union of classes.
fn alternatives(class: &Value) -> Option<Vec<Value>> {
    if let Some(t) = class.get::<Tuple>() {
        return Some(t.items().to_vec());
    }
    crate::object::union::members(class)
}

impl Vm {
    /// `isinstance(v, class)`: Done(bool).
    pub fn isinstance(&mut self, v: &Value, class: &Value) -> Act {
        // natively: classes whose metaclass does not interfere, and objects that do not lie about their class
        if let Some(c) = class.get::<Type>() {
            if std::ptr::eq(type_ref(v), c) {
                return Act::Done(Value::TRUE);
            }
            if checks_plainly(self, class, Dunder::InstanceCheck) {
                if type_ref(v).is_subtype(c) {
                    return Act::Done(Value::TRUE);
                }
                if !self.may_lie(v) {
                    return Act::Done(Value::FALSE);
                }
            }
        }
        // and tuples of such classes
        if types().tuple.is_type_of(class)
            && let Some(t) = class.get::<Tuple>()
        {
            let mut plain = true;
            for c in t.items() {
                match c.get::<Type>() {
                    Some(c) if std::ptr::eq(type_ref(v), c) => return Act::Done(Value::TRUE),
                    Some(k) if checks_plainly(self, c, Dunder::InstanceCheck) => {
                        if type_ref(v).is_subtype(k) {
                            return Act::Done(Value::TRUE);
                        }
                    }
                    _ => {
                        plain = false;
                        break;
                    }
                }
            }
            if plain && !self.may_lie(v) {
                return Act::Done(Value::FALSE);
            }
        }
        let (v, class) = (v.clone(), class.clone());
        Act::run(async move |cx| Ok(Value::bool(check_all(cx, v, class, false).await?)))
    }

    /// `issubclass(v, class)`: Done(bool).
    pub fn issubclass(&mut self, v: &Value, class: &Value) -> Act {
        if let (Some(a), Some(c)) = (v.get::<Type>(), class.get::<Type>())
            && checks_plainly(self, class, Dunder::SubclassCheck)
        {
            return Act::Done(Value::bool(a.is_subtype(c)));
        }
        let (v, class) = (v.clone(), class.clone());
        Act::run(async move |cx| Ok(Value::bool(check_all(cx, v, class, true).await?)))
    }

    /// True if `v.__class__` could be anything but its type.
    fn may_lie(&self, v: &Value) -> bool {
        if !v.is_heap() {
            return false;
        }
        let ty = type_ref(v);
        if ty.kind == Kind::WeakRef || ty.kind == Kind::GenericAlias || ty.kind == Kind::Super {
            return true;
        }
        let plain = self
            .dunder_of(ty, Dunder::GetAttribute)
            .is_none_or(|m| m.get::<Builtin>().is_some_and(|b| b.is_generic_getattribute()));
        let objects = ty.lookup_where(&self.names.class).is_some_and(|(t, _)| t.is(&types().object));
        !(plain && objects)
    }
}

/// How deep tuples of classes may be nested in each other: CPython gets about as far with the stack that it has.
const MAX_NESTING: usize = 150_000;

async fn check_all(cx: &mut Cx, v: Value, class: Value, subclass: bool) -> PyResult<bool> {
    let mut work = vec![(class, 0)];
    let mut steps = 0;
    while let Some((mut class, mut depth)) = work.pop() {
        while let Some([one]) = class.get::<Tuple>().map(|t| t.items()) {
            class = one.clone();
            depth += 1;
            steps += 1;
            if steps == 64 {
                steps = 0;
                cx.tick(64).await?;
            }
        }
        let what = if subclass { " in __subclasscheck__" } else { " in __instancecheck__" };
        limit(cx, depth, MAX_NESTING, what)?;
        if let Some(items) = alternatives(&class) {
            work.extend(items.into_iter().rev().map(|v| (v, depth + 1)));
            cx.tick(1).await?;
            continue;
        }
        if check_one(cx, &v, &class, subclass).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// RecursionError beyond a depth.
fn limit(cx: &mut Cx, depth: usize, max: usize, what: &str) -> PyResult<()> {
    if depth <= max {
        return Ok(());
    }
    let ty = types().exc.RecursionError.clone();
    Err(cx.vm().error(&ty, format!("maximum recursion depth exceeded{what}")))
}

async fn check_one(cx: &mut Cx, v: &Value, class: &Value, subclass: bool) -> PyResult<bool> {
    if !subclass && class.get::<Type>().is_some_and(|c| std::ptr::eq(type_ref(v), c)) {
        return Ok(true);
    }
    let d = if subclass { Dunder::SubclassCheck } else { Dunder::InstanceCheck };
    if !checks_plainly(cx.vm(), class, d)
        && let Some(act) = cx.vm().call_dunder(class, d, &[v.clone()])
    {
        let r = cx.act(act).await?;
        return cx.truth(&r).await;
    }
    if subclass { plain_issubclass(cx, v, class).await } else { plain_isinstance(cx, v, class).await }
}

/// `isinstance` without `__instancecheck__`.
pub async fn plain_isinstance(cx: &mut Cx, v: &Value, class: &Value) -> PyResult<bool> {
    if let Some(c) = class.get_ref::<Type>() {
        if type_ref(v).is_subtype(&c) {
            return Ok(true);
        }
        return Ok(match cx.attr_opt(v, "__class__").await? {
            Some(k) => k.get::<Type>().is_some_and(|k| !std::ptr::eq(k, type_ref(v)) && k.is_subtype(&c)),
            None => false,
        });
    }
    require_bases(cx, class, NOT_A_CLASS).await?;
    match cx.attr_opt(v, "__class__").await? {
        Some(k) => abstract_issubclass(cx, k, class).await,
        None => Ok(false),
    }
}

/// `issubclass` without `__subclasscheck__`.
pub async fn plain_issubclass(cx: &mut Cx, v: &Value, class: &Value) -> PyResult<bool> {
    if let (Some(a), Some(c)) = (v.get::<Type>(), class.get::<Type>()) {
        return Ok(a.is_subtype(c));
    }
    require_bases(cx, v, "issubclass() arg 1 must be a class").await?;
    require_bases(cx, class, NOT_A_SUBCLASS).await?;
    abstract_issubclass(cx, v.clone(), class).await
}

async fn bases_of(cx: &mut Cx, class: &Value) -> PyResult<Option<Value>> {
    Ok(cx.attr_opt(class, "__bases__").await?.filter(|b| b.is_a::<Tuple>()))
}

async fn require_bases(cx: &mut Cx, class: &Value, message: &str) -> PyResult<()> {
    match bases_of(cx, class).await? {
        Some(_) => Ok(()),
        None => Err(cx.vm().type_error(message)),
    }
}

/// Walks `__bases__` upwards from `derived`.
async fn abstract_issubclass(cx: &mut Cx, derived: Value, class: &Value) -> PyResult<bool> {
    let mut work = vec![(derived, 0)];
    while let Some((k, depth)) = work.pop() {
        if k.is(class) {
            return Ok(true);
        }
        if let Some(b) = bases_of(cx, &k).await?
            && let Some(t) = b.get::<Tuple>()
        {
            // a single base is the next step, several are a level more
            let depth = depth + (t.len() > 1) as usize;
            let max = cx.vm().native_limit;
            limit(cx, depth, max, " in __issubclass__")?;
            work.extend(t.items().iter().rev().map(|v| (v.clone(), depth)));
        }
        cx.tick(1).await?;
    }
    Ok(false)
}
