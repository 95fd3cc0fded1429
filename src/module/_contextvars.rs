//! `_contextvars`: contexts, their variables, and tokens that undo a change.
//!
//! Invariant: a context's entries map variables (by identity) to values; whoever switches contexts puts the previous one
//! back (`Context.run` does, however the call ends).

use super::ModuleSpec;
use crate::heap::{Mut, Ref, Visitor};
use crate::object::class_getitem;
use crate::object::dict::Dict;
use crate::object::native::{Native, NativeObject};
use crate::object::object_::{address, text};
use crate::object::spec::{TypeSpec, getter, member};
use crate::object::str::Str;
use crate::object::ty::{Type, flag};
use crate::object::{list, str, tuple, types};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, CallArgs, PyResult, Raised, leaf, tail};
use std::cell::Cell;

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_contextvars",
    doc: "Context Variables",
    functions: &[leaf("copy_context", "()", |vm, _| Ok(copy_current(vm)))],
    init,
};

#[derive(Default)]
struct Context {
    /// variables and their values, in the order in which they were first set
    entries: Mut<Vec<(Value, Value)>>,
    entered: Cell<bool>,
}

impl NativeObject for Context {
    fn visit(&self, v: &mut Visitor) {
        for (k, x) in self.entries.borrow().iter() {
            v.value(k);
            v.value(x);
        }
    }
    fn clear(&self) {
        drop(self.entries.take());
    }
}

impl Context {
    fn get(&self, var: &Value) -> Option<Value> {
        self.entries.borrow().iter().find(|(k, _)| k.is(var)).map(|(_, v)| v.clone())
    }
    /// Sets or (None) removes; gives what there was.
    fn put(&self, var: &Value, value: Option<Value>) -> Option<Value> {
        let mut entries = self.entries.borrow_mut();
        let at = entries.iter().position(|(k, _)| k.is(var));
        match (at, value) {
            (Some(i), Some(v)) => entries.get_mut(i).map(|e| std::mem::replace(&mut e.1, v)),
            (Some(i), None) => Some(entries.remove(i).1),
            (None, Some(v)) => {
                entries.push((var.clone(), v));
                None
            }
            (None, None) => None,
        }
    }
}

struct Var {
    name: Value,
    default: Option<Value>,
}

impl NativeObject for Var {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.name);
        v.option(&self.default);
    }
}

struct Token {
    context: Value,
    var: Value,
    old: Option<Value>,
    used: Cell<bool>,
}

impl NativeObject for Token {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.context);
        v.value(&self.var);
        v.option(&self.old);
    }
}

struct Missing;

impl NativeObject for Missing {
    fn visit(&self, _: &mut Visitor) {}
}

fn new_context(vm: &mut Vm, entries: Vec<(Value, Value)>) -> Value {
    let ty = vm.native_type(&CONTEXT);
    crate::heap::alloc(&ty, Native(Box::new(Context { entries: Mut::new(entries), entered: Cell::new(false) }))).into()
}

/// The current context (`vm.context`); made if there was none.
pub(crate) fn current(vm: &mut Vm) -> Value {
    if let Some(c) = &vm.context {
        return c.clone();
    }
    let made = new_context(vm, Vec::new());
    if let Some(c) = made.native::<Context>() {
        c.entered.set(true);
    }
    vm.context = Some(made.clone());
    made
}

/// Exchanges the current context with what another thread has set aside.
pub(crate) fn exchange(vm: &mut Vm, context: &mut Option<Value>) {
    std::mem::swap(&mut vm.context, context);
}

/// A copy of the current context.
pub(crate) fn copy_current(vm: &mut Vm) -> Value {
    let now = current(vm);
    let entries = now.native::<Context>().map_or_else(Vec::new, |c| c.entries.borrow().clone());
    new_context(vm, entries)
}

/// Makes `context` the current one and gives the previous one; RuntimeError if somebody is in it.
pub(crate) fn enter(vm: &mut Vm, context: &Value) -> PyResult {
    let Some(c) = context.native::<Context>() else {
        let t = vm.type_name(context);
        return Err(vm.type_error(format!("a Context is expected, not {t}")));
    };
    if c.entered.get() {
        let shown = plain(context, "_contextvars.Context");
        return Err(vm.runtime_error(format!("cannot enter context: {shown} is already entered")));
    }
    let before = current(vm);
    c.entered.set(true);
    vm.context = Some(context.clone());
    Ok(before)
}

/// Back to the context that `enter` gave.
pub(crate) fn leave(vm: &mut Vm, before: Value) {
    let left = vm.context.replace(before);
    if let Some(c) = left.as_ref().and_then(|c| c.native::<Context>()) {
        c.entered.set(false);
    }
}

fn plain(v: &Value, name: &std::primitive::str) -> String {
    format!("<{name} object at {:#x}>", address(v))
}

fn context<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Context> {
    match v.native::<Context>() {
        Some(c) => Ok(c),
        None => Err(vm.type_error("expected a Context")),
    }
}

/// A method of a context whose argument has to be a variable.
fn with_var(vm: &mut Vm, a: &Args, f: fn(&mut Vm, &Args) -> PyResult) -> Act {
    if a.at(1).native::<Var>().is_some() {
        return f(vm, a).into();
    }
    let given = a.at(1).clone();
    Act::run(async move |cx| Err(unexpected(cx, "a ContextVar key was expected", &given).await))
}

/// What is raised about an argument of another kind.
async fn unexpected(cx: &mut Cx, wanted: &std::primitive::str, given: &Value) -> Raised {
    match cx.repr(given).await {
        Ok(shown) => cx.vm().type_error(format!("{wanted}, got {}", text(&shown))),
        Err(e) => e,
    }
}

async fn run(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let given = a.rest(1).to_vec();
    let Some((f, args)) = given.split_first() else {
        return Err(cx.vm().type_error("run() missing 1 required positional argument"));
    };
    let mut call = CallArgs::from(args);
    if let Some(k) = a.opt(2).and_then(|k| k.get_ref::<Dict>()) {
        let items = k.items();
        if !items.is_empty() {
            call.values.extend(items.iter().map(|(_, v)| v.clone()));
            call.names = Some(tuple::new(items.into_iter().map(|(k, _)| k).collect()));
        }
    }
    let before = enter(cx.vm(), a.at(0))?;
    let done = cx.call_kw(f, call).await;
    leave(cx.vm(), before);
    done
}

static CONTEXT: TypeSpec = TypeSpec {
    module: "_contextvars",
    unhashable: true,
    flags: flag::WEAKREFABLE,
    methods: &[
        leaf("__new__", "(cls, /, *args, **kwargs)", |vm, a| {
            let keywords = a.opt(2).and_then(|k| k.get::<Dict>()).is_some_and(|k| !k.is_empty());
            if keywords || !a.rest(1).is_empty() {
                return Err(vm.type_error("Context() does not accept any arguments"));
            }
            Ok(new_context(vm, Vec::new()))
        })
        .stat(),
        resumable!("__eq__", "(self, value, /)", context_eq),
        resumable!("run", "(self, /, *args, **kwargs) -> None", run),
        leaf("copy", "(self, /)", |vm, a| {
            let entries = context(vm, a.at(0))?.entries.borrow().clone();
            Ok(new_context(vm, entries))
        }),
        tail("get", "(self, key, default=None, /)", |vm, a| {
            with_var(vm, a, |vm, a| {
                Ok(context(vm, a.at(0))?.get(a.at(1)).unwrap_or_else(|| a.opt(2).cloned().unwrap_or(Value::NONE)))
            })
        }),
        tail("__getitem__", "(self, key, /)", |vm, a| {
            with_var(vm, a, |vm, a| match context(vm, a.at(0))?.get(a.at(1)) {
                Some(v) => Ok(v),
                None => Err(vm.key_error(a.at(1).clone())),
            })
        }),
        tail("__contains__", "(self, key, /)", |vm, a| {
            with_var(vm, a, |vm, a| Ok(Value::bool(context(vm, a.at(0))?.get(a.at(1)).is_some())))
        }),
        leaf("__len__", "(self, /)", |vm, a| Ok(Value::size(context(vm, a.at(0))?.entries.borrow().len()))),
        resumable!("__iter__", "(self, /)", iter),
        leaf("keys", "(self, /)", |vm, a| parts(vm, a, |(k, _)| k.clone())),
        leaf("values", "(self, /)", |vm, a| parts(vm, a, |(_, v)| v.clone())),
        leaf("items", "(self, /)", |vm, a| parts(vm, a, |(k, v)| tuple::new(vec![k.clone(), v.clone()]))),
        leaf("__repr__", "(self, /)", |_, a| Ok(str::new(plain(a.at(0), "_contextvars.Context")))),
    ],
    ..TypeSpec::of::<Native>("Context")
};

/// The same variables with equal values.
async fn context_eq(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (Some(x), Some(y)) = (a.at(0).native::<Context>(), a.at(1).native::<Context>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if x.entries.borrow().len() != y.entries.borrow().len() {
        return Ok(Value::FALSE);
    }
    for (var, v) in x.entries.get() {
        cx.tick(1).await?;
        match y.get(&var) {
            Some(w) if cx.equal(&v, &w).await? => {}
            _ => return Ok(Value::FALSE),
        }
    }
    Ok(Value::TRUE)
}

fn parts(vm: &mut Vm, a: &Args, f: fn(&(Value, Value)) -> Value) -> PyResult {
    Ok(list::new(context(vm, a.at(0))?.entries.borrow().iter().map(f).collect()))
}

async fn iter(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let keys = parts(cx.vm(), &a, |(k, _)| k.clone())?;
    cx.iter(&keys).await
}

fn var_new(vm: &mut Vm, a: &Args) -> Act {
    if !a.at(1).is_a::<Str>() {
        return Act::Raise(vm.type_error("context variable name must be a str"));
    }
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Act::Done(Value::NONE) };
    let var = Var { name: a.at(1).clone(), default: a.opt(2).cloned() };
    let hash = vm.hash(a.at(1));
    hash.then(vm, move |_, hashed| match hashed {
        Ok(_) => Act::Done(crate::heap::alloc_in(&cls, Native(Box::new(var))).into()),
        Err(e) => Act::Raise(e),
    })
}

fn var_get(vm: &mut Vm, a: &Args) -> PyResult {
    let now = current(vm);
    if let Some(v) = now.native::<Context>().and_then(|c| c.get(a.at(0))) {
        return Ok(v);
    }
    if let Some(v) = a.opt(1).cloned().or_else(|| a.at(0).native::<Var>().and_then(|v| v.default.clone())) {
        return Ok(v);
    }
    let ty = types().exc.LookupError.clone();
    let e = vm.new_exception(&ty, vec![a.at(0).clone()]);
    Err(vm.raise(e))
}

fn var_set(vm: &mut Vm, a: &Args) -> PyResult {
    let now = current(vm);
    let old = now.native::<Context>().and_then(|c| c.put(a.at(0), Some(a.at(1).clone())));
    let ty = vm.native_type(&TOKEN);
    Ok(crate::heap::alloc(
        &ty,
        Native(Box::new(Token { context: now, var: a.at(0).clone(), old, used: Cell::new(false) })),
    )
    .into())
}

async fn var_reset(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let token = a.at(1);
    let Some(t) = token.native::<Token>() else {
        return Err(unexpected(cx, "expected an instance of Token", token).await);
    };
    let problem = if t.used.get() {
        Some("has already been used once")
    } else if !t.var.is(a.at(0)) {
        Some("was created by a different ContextVar")
    } else if !t.context.is(&current(cx.vm())) {
        Some("was created in a different Context")
    } else {
        None
    };
    if let Some(problem) = problem {
        let shown = text(&cx.repr(token).await?);
        return Err(if t.used.get() {
            cx.vm().runtime_error(format!("{shown} {problem}"))
        } else {
            cx.vm().value_error(format!("{shown} {problem}"))
        });
    }
    t.used.set(true);
    let now = current(cx.vm());
    let old = now.native::<Context>().and_then(|c| c.put(a.at(0), t.old.clone()));
    drop(old);
    Ok(Value::NONE)
}

async fn var_repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(v) = a.at(0).native::<Var>() else { return Ok(Value::NONE) };
    let name = text(&cx.repr(&v.name).await?);
    let default = match &v.default {
        Some(d) => format!(" default={}", text(&cx.repr(d).await?)),
        None => String::new(),
    };
    Ok(str::new(format!("<ContextVar name={name}{default} at {:#x}>", address(a.at(0)))))
}

static VAR: TypeSpec = TypeSpec {
    module: "_contextvars",
    flags: flag::WEAKREFABLE,
    methods: &[
        tail("__new__", "(cls, name, /, *, default=None) -> None", var_new).stat(),
        leaf("get", "(self, default=None, /)", var_get),
        leaf("set", "(self, value, /)", var_set),
        resumable!("reset", "(self, token, /)", var_reset),
        resumable!("__repr__", "(self, /)", var_repr),
        class_getitem::DEF,
    ],
    getset: &[member("name", |_, v| Ok(v.native::<Var>().map_or(Value::NONE, |v| v.name.clone())))],
    ..TypeSpec::of::<Native>("ContextVar")
};

async fn token_repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(t) = a.at(0).native::<Token>() else { return Ok(Value::NONE) };
    let var = text(&cx.repr(&t.var).await?);
    let used = if t.used.get() { " used" } else { "" };
    Ok(str::new(format!("<Token{used} var={var} at {:#x}>", address(a.at(0)))))
}

async fn token_exit(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(t) = a.at(0).native::<Token>() else { return Ok(Value::NONE) };
    let var = t.var.clone();
    cx.call_method(&var, "reset", [a.at(0).clone()]).await?;
    Ok(Value::NONE)
}

/// What `Token.old_value` is when there was none: one object for each VM.
#[derive(Default)]
struct TheMissing(Option<Value>);

fn missing(vm: &mut Vm) -> Value {
    if let Some(m) = &vm.state::<TheMissing>().0 {
        return m.clone();
    }
    let ty = vm.native_type(&MISSING);
    let made: Value = crate::heap::alloc(&ty, Native(Box::new(Missing))).into();
    vm.state::<TheMissing>().0 = Some(made.clone());
    made
}

static MISSING: TypeSpec = TypeSpec {
    module: "_contextvars",
    flags: flag::NO_INSTANTIATION,
    methods: &[leaf("__repr__", "(self, /)", |_, _| Ok(str::new("<Token.MISSING>")))],
    ..TypeSpec::of::<Native>("Token.MISSING")
};

static TOKEN: TypeSpec = TypeSpec {
    module: "_contextvars",
    unhashable: true,
    flags: flag::NO_INSTANTIATION | flag::WEAKREFABLE,
    methods: &[
        resumable!("__repr__", "(self, /)", token_repr),
        leaf("__enter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
        resumable!("__exit__", "(self, type, value, traceback, /)", token_exit),
        class_getitem::DEF,
    ],
    getset: &[
        getter("var", |_, v| Ok(v.native::<Token>().map_or(Value::NONE, |t| t.var.clone()))),
        getter("old_value", |vm, v| match v.native::<Token>().and_then(|t| t.old.clone()) {
            Some(old) => Ok(old),
            None => Ok(missing(vm)),
        }),
    ],
    ..TypeSpec::of::<Native>("Token")
};

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> PyResult<()> {
    for spec in [&CONTEXT, &VAR, &TOKEN] {
        let ty = vm.native_type(spec);
        let key = vm.intern(spec.name);
        dict.set_interned(&key, ty.value());
    }
    let key = vm.intern("MISSING");
    let missing = missing(vm);
    let token = vm.native_type(&TOKEN);
    token.dict().set_interned(&key, missing);
    Ok(())
}
