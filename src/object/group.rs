//! Exception groups, and what `except*` does with them.
//!
//! Invariants: `exceptions` is a tuple of exceptions, never empty; an `ExceptionGroup` holds no exception that is not an `Exception`. A
//! group is split with a work list of its own, so nesting costs no Rust stack.

use super::exception::Exception;
use super::exception_methods::field;
use super::names::Dunder;
use super::object_::{address, text};
use super::spec::{GetSetDef, member};
use super::str::{self, Str};
use super::tuple::{self, Tuple};
use super::ty::{Type, flag};
use super::{dict::Dict, list, type_ref, types};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf};

pub static METHODS: &[NativeDef] = &[
    resumable!("__new__", "(cls, /, *args, **kwargs)", new).stat(),
    leaf("__str__", "(self, /)", str_),
    resumable!("__repr__", "(self, /)", repr),
    resumable!("derive", "(self, excs, /)", derive),
    resumable!("split", "(self, matcher_value, /)", split),
    resumable!("subgroup", "(self, matcher_value, /)", subgroup),
    super::class_getitem::DEF,
];

pub static GETSET: &[GetSetDef] =
    &[member("message", |_, v| Ok(field(v, 0))), member("exceptions", |_, v| Ok(field(v, 1)))];

/// True for an instance of BaseExceptionGroup.
fn is_group(v: &Value) -> bool {
    v.is_a::<Exception>() && type_ref(v).is_subtype(&types().exc.BaseExceptionGroup)
}

/// The exceptions of a group.
fn members(v: &Value) -> Vec<Value> {
    field(v, 1).get::<Tuple>().map_or(Vec::new(), |t| t.items().to_vec())
}

async fn new(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(mut cls) = a.at(0).get_ref::<Type>() else {
        return Err(cx.vm().type_error("BaseExceptionGroup.__new__(X): X is not a type object"));
    };
    let [message, given] = a.rest(1) else {
        let n = a.rest(1).len();
        return Err(cx.vm().type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({n} given)")));
    };
    if !message.is_a::<Str>() {
        let t = cx.vm().type_name(message);
        return Err(cx.vm().type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {t}")));
    }
    if cx.vm().dunder(given, Dunder::GetItem).is_none() || given.is_a::<Dict>() {
        return Err(cx.vm().type_error("second argument (exceptions) must be a sequence"));
    }
    let items = cx.collect(given).await?;
    if items.is_empty() {
        return Err(cx.vm().value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut only_exceptions = true;
    for (i, x) in items.iter().enumerate() {
        if !x.is_a::<Exception>() {
            return Err(cx.vm().value_error(format!("Item {i} of second argument (exceptions) is not an exception")));
        }
        only_exceptions &= type_ref(x).is_subtype(&types().exc.Exception);
    }
    let exc = &types().exc;
    if cls.is(&exc.BaseExceptionGroup) && only_exceptions {
        cls = exc.ExceptionGroup.clone();
    } else if !only_exceptions {
        if cls.is(&exc.ExceptionGroup) {
            return Err(cx.vm().type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
        }
        if cls.is_subtype(&exc.Exception) {
            let name = cls.name();
            return Err(cx.vm().type_error(format!("Cannot nest BaseExceptions in '{name}'")));
        }
    }
    let payload = Exception::payload(tuple::new(vec![message.clone(), given.clone()]));
    let mut fields = vec![message.clone(), tuple::new(items)];
    if !given.is_a::<list::List>() && !given.is_a::<Tuple>() {
        fields.push(cx.repr(given).await?);
    }
    payload.fields.set(fields);
    Ok(crate::heap::alloc_in(&cls, payload).into())
}

fn str_(_: &mut Vm, a: &Args) -> PyResult {
    let n = members(a.at(0)).len();
    let s = if n == 1 { "" } else { "s" };
    Ok(str::new(format!("{} ({n} sub-exception{s})", text(&field(a.at(0), 0)))))
}

/// The members are shown as they were given: as a list, as a tuple, or by the text that another sequence had then.
async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let given = a.at(0).get::<Exception>().map_or(Value::NONE, |e| e.args.get());
    let is_list = given.get::<Tuple>().is_some_and(|t| matches!(t.items(), [_, v] if v.is_a::<list::List>()));
    let shown = match field(a.at(0), 2) {
        v if v.is_a::<Str>() => v,
        _ if is_list => cx.repr(&list::new(members(a.at(0)))).await?,
        _ => cx.repr(&field(a.at(0), 1)).await?,
    };
    let message = cx.repr(&field(a.at(0), 0)).await?;
    let name = super::type_of(a.at(0)).name();
    Ok(str::new(format!("{name}({}, {})", text(&message), text(&shown))))
}

async fn derive(cx: &mut Cx, a: Args<'static>) -> PyResult {
    cx.call(&types().exc.BaseExceptionGroup.value(), [field(a.at(0), 0), a.at(1).clone()]).await
}

// ---- splitting

/// What an exception must be to match.
enum Matcher {
    /// instance of one of these classes
    Classes(Vec<Value>),
    Predicate(Value),
    /// one of these leaves, by address
    Leaves(Vec<u64>),
}

impl Matcher {
    fn new(vm: &mut Vm, v: &Value) -> PyResult<Matcher> {
        let is_class = |v: &Value| v.get::<Type>().is_some_and(|t| t.has(flag::EXC_SUBCLASS));
        if is_class(v) {
            return Ok(Matcher::Classes(vec![v.clone()]));
        }
        if let Some(t) = v.get::<Tuple>()
            && t.items().iter().all(is_class)
        {
            return Ok(Matcher::Classes(t.items().to_vec()));
        }
        if vm.is_callable(v) && !v.is_a::<Type>() {
            return Ok(Matcher::Predicate(v.clone()));
        }
        Err(vm.type_error("expected an exception type, a tuple of exception types, or a callable (other than a class)"))
    }

    async fn matches(&self, cx: &mut Cx, exc: &Value) -> PyResult<bool> {
        match self {
            Matcher::Classes(classes) => Ok(is_instance(exc, classes)),
            Matcher::Predicate(f) => {
                let r = cx.call(f, [exc.clone()]).await?;
                cx.truth(&r).await
            }
            Matcher::Leaves(ids) => Ok(!is_group(exc) && ids.contains(&address(exc))),
        }
    }
}

fn is_instance(exc: &Value, classes: &[Value]) -> bool {
    let ty = type_ref(exc);
    classes.iter().any(|c| c.get::<Type>().is_some_and(|c| ty.is_subtype(c)))
}

/// A group that is being split.
struct Open {
    group: Value,
    rest_of_members: std::vec::IntoIter<Value>,
    matched: Vec<Value>,
    unmatched: Vec<Value>,
}

/// The part of `exc` that matches and the part that does not; None where there is nothing.
async fn divide(cx: &mut Cx, exc: &Value, matcher: &Matcher, want_rest: bool) -> PyResult<(Value, Value)> {
    let mut open: Vec<Open> = Vec::new();
    let mut next = Some(exc.clone());
    let mut done = (Value::NONE, Value::NONE);
    loop {
        cx.tick(1).await?;
        if let Some(e) = next.take() {
            if matcher.matches(cx, &e).await? {
                done = (e, Value::NONE);
            } else if is_group(&e) {
                let rest_of_members = members(&e).into_iter();
                open.push(Open { group: e, rest_of_members, matched: Vec::new(), unmatched: Vec::new() });
                done = (Value::NONE, Value::NONE);
            } else {
                done = (Value::NONE, e);
            }
        }
        // what is done belongs to the innermost open group
        let Some(top) = open.last_mut() else { return Ok(done) };
        let (m, r) = std::mem::take(&mut done);
        if !m.is_none() {
            top.matched.push(m);
        }
        if !r.is_none() && want_rest {
            top.unmatched.push(r);
        }
        match top.rest_of_members.next() {
            Some(e) => next = Some(e),
            None => {
                let Some(top) = open.pop() else { return Ok(done) };
                let matched = subset(cx, &top.group, top.matched).await?;
                let unmatched = subset(cx, &top.group, top.unmatched).await?;
                done = (matched, unmatched);
                if open.is_empty() {
                    return Ok(done);
                }
            }
        }
    }
}

/// A group like `orig` with these exceptions; None if there are none.
async fn subset(cx: &mut Cx, orig: &Value, excs: Vec<Value>) -> PyResult {
    if excs.is_empty() {
        return Ok(Value::NONE);
    }
    let made = cx.call_method(orig, "derive", [list::new(excs)]).await?;
    if !is_group(&made) {
        return Err(cx.vm().type_error("derive must return an instance of BaseExceptionGroup"));
    }
    if let (Some(from), Some(to)) = (orig.get::<Exception>(), made.get::<Exception>()) {
        to.traceback.set(from.traceback.get());
        to.context.set(from.context.get());
        to.cause.set(from.cause.get());
        to.suppress_context.set(true);
    }
    let notes = cx.vm().names.notes.clone();
    if let Some(n) = cx.get_attr_opt(orig, &notes).await?
        && cx.vm().dunder(&n, Dunder::GetItem).is_some()
    {
        let copy = list::new(cx.collect(&n).await?);
        cx.set_attr(&made, &notes, Some(copy)).await?;
    }
    Ok(made)
}

async fn split(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let matcher = Matcher::new(cx.vm(), a.at(1))?;
    let (matched, rest) = divide(cx, a.at(0), &matcher, true).await?;
    Ok(tuple::new(vec![matched, rest]))
}

async fn subgroup(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let matcher = Matcher::new(cx.vm(), a.at(1))?;
    Ok(divide(cx, a.at(0), &matcher, false).await?.0)
}

// ---- except*

/// `except* ty` for the exception (or None) that is left: Done of a pair, what matches and what is left then.
pub fn match_group(vm: &mut Vm, exc: Value, ty: Value) -> Act {
    let pair = |m: Value, r: Value| Act::Done(tuple::new(vec![m, r]));
    if exc.is_none() {
        return pair(Value::NONE, Value::NONE);
    }
    let classes = match ty.get::<Tuple>() {
        Some(t) => t.items().to_vec(),
        None => vec![ty.clone()],
    };
    if !classes.iter().all(|c| c.get::<Type>().is_some_and(|t| t.has(flag::EXC_SUBCLASS))) {
        return Act::Raise(vm.type_error("catching classes that do not inherit from BaseException is not allowed"));
    }
    if classes.iter().any(|c| c.get::<Type>().is_some_and(|t| t.is_subtype(&types().exc.BaseExceptionGroup))) {
        return Act::Raise(vm.type_error("catching ExceptionGroup with except* is not allowed. Use except instead."));
    }
    if is_instance(&exc, &classes) {
        if is_group(&exc) {
            vm.set_handled(&exc);
            return pair(exc, Value::NONE);
        }
        return Act::run(async move |cx| {
            let wrapped =
                cx.call(&types().exc.BaseExceptionGroup.value(), [str::new(""), tuple::new(vec![exc])]).await?;
            // the group was raised where the clause is
            cx.vm().add_caller_traceback(&wrapped);
            cx.vm().set_handled(&wrapped);
            Ok(tuple::new(vec![wrapped, Value::NONE]))
        });
    }
    if !is_group(&exc) {
        return pair(Value::NONE, exc);
    }
    Act::run(async move |cx| {
        let parts = cx.call_method(&exc, "split", [ty]).await?;
        let shown = cx.vm().type_name(&exc);
        let Some(t) = parts.get::<Tuple>() else {
            let got = cx.vm().type_name(&parts);
            return Err(cx.vm().type_error(format!("{shown}.split must return a tuple, not {got}")));
        };
        let [m, r, ..] = t.items() else {
            let n = t.len();
            return Err(cx.vm().type_error(format!("{shown}.split must return a 2-tuple, got tuple of size {n}")));
        };
        if !m.is_none() {
            cx.vm().set_handled(m);
        }
        Ok(tuple::new(vec![m.clone(), r.clone()]))
    })
}

/// True if the exception is a part of `orig` that was raised again; notes are not looked at.
fn same_metadata(e: &Value, orig: &Value) -> bool {
    let (Some(x), Some(y)) = (e.get::<Exception>(), orig.get::<Exception>()) else { return false };
    x.traceback.get().is(&y.traceback.get()) && x.cause.get().is(&y.cause.get()) && x.context.get().is(&y.context.get())
}

/// All exceptions in `excs` that are no groups, by address.
fn leaves(excs: &[Value]) -> Vec<u64> {
    let mut out = Vec::new();
    let mut work: Vec<Value> = excs.to_vec();
    while let Some(e) = work.pop() {
        if is_group(&e) {
            work.extend(members(&e));
        } else {
            out.push(address(&e));
        }
    }
    out
}

/// What a `try` with `except*` raises at its end: from the original exception and a list of what the clauses raised and what was left.
pub fn prep_reraise_star(orig: Value, excs: Value) -> Act {
    let excs: Vec<Value> =
        super::iter::native_items(&excs).unwrap_or_default().into_iter().filter(|e| !e.is_none()).collect();
    if excs.is_empty() {
        return Act::Done(Value::NONE);
    }
    if !is_group(&orig) {
        // a single exception was wrapped for the one clause that ran
        return Act::Done(excs.into_iter().next().unwrap_or_default());
    }
    Act::run(async move |cx| {
        let (again, mut raised): (Vec<Value>, Vec<Value>) = excs.into_iter().partition(|e| same_metadata(e, &orig));
        if !again.is_empty() {
            let matcher = Matcher::Leaves(leaves(&again));
            let (projected, _) = divide(cx, &orig, &matcher, false).await?;
            if raised.is_empty() {
                return Ok(projected);
            }
            if !projected.is_none() {
                raised.push(projected);
            }
        }
        if raised.len() > 1 {
            return cx.call(&types().exc.BaseExceptionGroup.value(), [str::new(""), list::new(raised)]).await;
        }
        Ok(raised.into_iter().next().unwrap_or_default())
    })
}

/// `ExceptionGroup` has two bases, which the registry cannot say.
pub(crate) fn finish_types() {
    let t = types();
    let e = &t.exc;
    let eg = &e.ExceptionGroup;
    eg.bases.set(vec![e.BaseExceptionGroup.clone(), e.Exception.clone()]);
    eg.mro.set(vec![
        eg.clone(),
        e.BaseExceptionGroup.clone(),
        e.Exception.clone(),
        e.BaseException.clone(),
        t.object.clone(),
    ]);
    e.Exception.subclasses.borrow_mut().push(&**eg);
}
