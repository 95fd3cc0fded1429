//! Methods and attributes of generators, coroutines and async generators, and the iterator that `coroutine.__await__()` gives.
//!
//! Invariant: `send`, `throw` and `__next__` hand the resumption to the VM as the caller's own act, so a generator's yield reaches the
//! caller without a frame in between.

use super::function::BoundMethod;
use super::gen_awaitable::{self, What};
use super::generator::{GenKind, GenState, Generator};
use super::number_args::deprecated;
use super::object_::{address, text};
use super::spec::{GetSetDef, TypeSpec, getset, getter, member};
use super::str::{self, Str};
use super::ty::flag;
use super::types;
use crate::heap::Ref;
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::{Cx, Resumed};
use crate::vm::generators::throw_into;
use crate::vm::native::{Act, Args, NativeDef, PyResult, Resume, leaf, tail};

const FLAGS: u32 = flag::WEAKREFABLE | flag::FINALISED_LAYOUT | flag::NO_INSTANTIATION;

pub const GENERATOR: TypeSpec = TypeSpec {
    flags: FLAGS,
    methods: GENERATOR_METHODS,
    getset: GENERATOR_GETSET,
    ..TypeSpec::of::<Generator>("generator")
};
pub const COROUTINE: TypeSpec = TypeSpec {
    flags: FLAGS,
    methods: COROUTINE_METHODS,
    getset: COROUTINE_GETSET,
    ..TypeSpec::of::<Generator>("coroutine")
};
pub const ASYNC_GENERATOR: TypeSpec = TypeSpec {
    flags: FLAGS,
    methods: ASYNC_METHODS,
    getset: ASYNC_GETSET,
    ..TypeSpec::of::<Generator>("async_generator")
};
/// What `coroutine.__await__()` gives: the coroutine as an iterator.
pub const WRAPPER: TypeSpec = TypeSpec {
    flags: flag::NO_INSTANTIATION,
    methods: WRAPPER_METHODS,
    doc: "A wrapper object implementing __await__ for coroutines.",
    ..TypeSpec::of::<BoundMethod>("coroutine_wrapper")
};

static GENERATOR_METHODS: &[NativeDef] = &[
    leaf("__repr__", "(self, /)", repr),
    tail("__del__", "(self, /)", |vm, a| vm.finaliser(a.at(0))),
    leaf("__iter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
    tail("__next__", "(self, /)", |vm, a| resume(vm, a.at(0), Value::NONE)),
    tail("send", "(self, object, /)", |vm, a| resume(vm, a.at(0), a.at(1).clone())),
    tail("throw", "(self, typ, val=None, tb=None, /) -> None", |vm, a| throw(vm, a.at(0), a)),
    resumable!("close", "(self, /)", close),
    super::class_getitem::DEF,
];
static COROUTINE_METHODS: &[NativeDef] = &[
    leaf("__repr__", "(self, /)", repr),
    tail("__del__", "(self, /)", |vm, a| vm.finaliser(a.at(0))),
    leaf("__await__", "(self, /)", await_),
    tail("send", "(self, object, /)", |vm, a| resume(vm, a.at(0), a.at(1).clone())),
    tail("throw", "(self, typ, val=None, tb=None, /) -> None", |vm, a| throw(vm, a.at(0), a)),
    resumable!("close", "(self, /)", close),
    super::class_getitem::DEF,
];
static WRAPPER_METHODS: &[NativeDef] = &[
    leaf("__iter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
    tail("__next__", "(self, /)", |_, a| with(wrapped(a), |g| Act::Resume(g, Resume::Send(Value::NONE)))),
    tail("send", "(self, object, /)", |_, a| with(wrapped(a), |g| Act::Resume(g, Resume::Send(a.at(1).clone())))),
    tail("throw", "(self, typ, val=None, tb=None, /) -> None", |vm, a| throw(vm, wrapped(a), a)),
    resumable!("close", "(self, /)", close),
];
static ASYNC_METHODS: &[NativeDef] = &[
    leaf("__repr__", "(self, /)", repr),
    tail("__del__", "(self, /)", |vm, a| vm.finaliser(a.at(0))),
    leaf("__aiter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
    tail("__anext__", "(self, /)", |vm, a| with(a.at(0), |g| gen_awaitable::anext(vm, g))),
    tail("asend", "(self, object, /)", |vm, a| with(a.at(0), |g| gen_awaitable::asend(vm, g, a.at(1).clone()))),
    resumable!("athrow", "(self, typ, val=None, tb=None, /) -> None", athrow),
    resumable!("aclose", "(self, /)", aclose),
    super::class_getitem::DEF,
];

static GENERATOR_GETSET: &[GetSetDef] = &[
    getset("__name__", get_name, set_name),
    getset("__qualname__", get_qualname, set_qualname),
    getter("gi_yieldfrom", awaiting),
    getter("gi_running", running),
    getter("gi_suspended", suspended),
    getter("gi_frame", frame),
    getter("gi_code", code),
];
static COROUTINE_GETSET: &[GetSetDef] = &[
    getset("__name__", get_name, set_name),
    getset("__qualname__", get_qualname, set_qualname),
    getter("cr_await", awaiting),
    getter("cr_running", running),
    getter("cr_suspended", suspended),
    getter("cr_frame", frame),
    getter("cr_code", code),
    member("cr_origin", |_, v| Ok(v.get::<Generator>().map_or(Value::NONE, |g| g.origin()))),
];
static ASYNC_GETSET: &[GetSetDef] = &[
    getset("__name__", get_name, set_name),
    getset("__qualname__", get_qualname, set_qualname),
    getter("ag_await", awaiting),
    member("ag_running", |_, v| Ok(Value::bool(v.get::<Generator>().is_some_and(|g| g.ag_running.get())))),
    getter("ag_suspended", suspended),
    getter("ag_frame", frame),
    getter("ag_code", code),
];

fn with(v: &Value, f: impl FnOnce(Ref<Generator>) -> Act) -> Act {
    match v.get_ref::<Generator>() {
        Some(g) => f(g),
        None => Act::Done(Value::NONE),
    }
}

/// The coroutine of a wrapper.
fn wrapped<'a>(a: &'a Args) -> &'a Value {
    a.at(0).get::<BoundMethod>().map_or(a.at(0), |w| &w.self_)
}

fn resume(vm: &mut Vm, v: &Value, value: Value) -> Act {
    with(v, |g| vm.drive(g, Resume::Send(value)))
}

/// What `throw` was called with, for an iterator of another kind that the generator delegates to: it gets the same arguments.
#[derive(Default)]
pub(crate) struct Thrown {
    exception: Option<Value>,
    args: Vec<Value>,
}

impl Thrown {
    /// The arguments that became `exception`.
    pub(crate) fn take(&mut self, exception: &Value) -> Vec<Value> {
        let args = std::mem::take(&mut self.args);
        match self.exception.take() {
            Some(e) if e.is(exception) => args,
            _ => vec![exception.clone()],
        }
    }
}

fn remember(vm: &mut Vm, exception: &Value, args: Vec<Value>) {
    // an exception that was given as it is needs no memory
    if args.len() > 1 || !args.first().is_some_and(|x| x.is(exception)) {
        *vm.state::<Thrown>() = Thrown { exception: Some(exception.clone()), args };
    }
}

pub(crate) const OLD_THROW: &str =
    "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.";
const OLD_ATHROW: &str =
    "the (type, exc, tb) signature of athrow() is deprecated, use the single-arg signature instead.";

fn throw(vm: &mut Vm, v: &Value, a: &Args) -> Act {
    let Some(g) = v.get_ref::<Generator>() else { return Act::Done(Value::NONE) };
    let given: Vec<Value> = a[1..].iter().filter(|x| !x.is_unbound()).cloned().collect();
    if given.len() > 1 {
        let all = a[1..].to_vec();
        return Act::run(async move |cx| {
            deprecated(cx, OLD_THROW).await?;
            let act = cx.vm().instantiate_thrown(&all);
            throw_made(cx, g, act, given).await
        });
    }
    match vm.instantiate_thrown(&a[1..]) {
        Act::Done(exc) => {
            remember(vm, &exc, given);
            vm.throw_act(g, exc)
        }
        act => Act::run(async move |cx| throw_made(cx, g, act, given).await),
    }
}

/// Throws what `act` gives, or what an exception's class raises instead of giving an instance.
async fn throw_made(cx: &mut Cx, g: Ref<Generator>, act: Act, given: Vec<Value>) -> PyResult {
    let exc = thrown(cx, act, &given).await?;
    remember(cx.vm(), &exc, given);
    match throw_into(cx, &g, exc).await? {
        Resumed::Yielded(v) => Ok(v),
        Resumed::Returned(v) => Err(cx.vm().stop_iteration(v)),
    }
}

/// The exception that `act` makes of the arguments of a `throw`. What goes wrong while it is made is thrown as well; arguments that
/// make no exception are the caller's error.
pub(crate) async fn thrown(cx: &mut Cx, act: Act, given: &[Value]) -> PyResult {
    match cx.act(act).await {
        Err(e)
            if given.first().is_some_and(is_exception_class)
                && given.get(2).is_none_or(|tb| tb.is_none() || tb.is_a::<super::traceback::Traceback>()) =>
        {
            Ok(cx.vm().take_raised(e))
        }
        r => r,
    }
}

fn is_exception_class(v: &Value) -> bool {
    v.get::<super::ty::Type>().is_some_and(|t| t.is_subtype(&types().exc.BaseException))
}

async fn close(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(g) = wrapped(&a).get_ref::<Generator>() else { return Ok(Value::NONE) };
    let act = cx.vm().close_act(g);
    cx.act(act).await
}

fn await_(_: &mut Vm, a: &Args) -> PyResult {
    let none = Value::NONE;
    Ok(crate::heap::alloc(&types().coroutine_wrapper, BoundMethod { func: none, self_: a.at(0).clone() }).into())
}

async fn athrow(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(g) = a.at(0).get_ref::<Generator>() else { return Ok(Value::NONE) };
    if a.opt(2).is_some() {
        deprecated(cx, OLD_ATHROW).await?;
    }
    let hooks = cx.vm().init_async_generator(&g);
    cx.act(hooks).await?;
    Ok(gen_awaitable::new(g, What::Throw, super::tuple::new(a[1..].to_vec())))
}

async fn aclose(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(g) = a.at(0).get_ref::<Generator>() else { return Ok(Value::NONE) };
    let hooks = cx.vm().init_async_generator(&g);
    cx.act(hooks).await?;
    Ok(gen_awaitable::new(g, What::Close, Value::NONE))
}

fn repr(_: &mut Vm, a: &Args) -> PyResult {
    let Some(g) = a.at(0).get::<Generator>() else { return Ok(Value::NONE) };
    let kind = match g.kind {
        GenKind::Generator => "generator",
        GenKind::Coroutine => "coroutine",
        GenKind::AsyncGenerator => "async_generator",
    };
    Ok(str::new(format!("<{kind} object {} at {:#x}>", text(&g.qualname()), address(a.at(0)))))
}

fn get_name(_: &mut Vm, v: &Value) -> PyResult {
    Ok(v.get::<Generator>().map_or(Value::NONE, Generator::name))
}

fn set_name(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    match (v.get::<Generator>(), value) {
        (Some(g), Some(x)) if x.is_a::<Str>() => {
            g.rare().name.set(x);
            Ok(())
        }
        _ => Err(vm.type_error("__name__ must be set to a string object")),
    }
}

fn get_qualname(_: &mut Vm, v: &Value) -> PyResult {
    Ok(v.get::<Generator>().map_or(Value::NONE, Generator::qualname))
}

fn set_qualname(vm: &mut Vm, v: &Value, value: Option<Value>) -> PyResult<()> {
    match (v.get::<Generator>(), value) {
        (Some(g), Some(x)) if x.is_a::<Str>() => {
            g.rare().qualname.set(x);
            Ok(())
        }
        _ => Err(vm.type_error("__qualname__ must be set to a string object")),
    }
}

fn awaiting(_: &mut Vm, v: &Value) -> PyResult {
    Ok(v.get::<Generator>().map_or(Value::NONE, |g| g.awaiting()))
}

fn running(_: &mut Vm, v: &Value) -> PyResult {
    Ok(Value::bool(v.get::<Generator>().is_some_and(|g| g.state.get() != GenState::Finished && g.is_running())))
}

fn suspended(_: &mut Vm, v: &Value) -> PyResult {
    Ok(Value::bool(v.get::<Generator>().is_some_and(|g| g.state.get() == GenState::Suspended && !g.is_running())))
}

fn frame(_: &mut Vm, v: &Value) -> PyResult {
    match v.get::<Generator>() {
        Some(g) if g.state.get() != GenState::Finished => Ok(super::traceback::frame_object(g.frame_ptr()).into()),
        _ => Ok(Value::NONE),
    }
}

fn code(_: &mut Vm, v: &Value) -> PyResult {
    let Some(g) = v.get::<Generator>() else { return Ok(Value::NONE) };
    let f = g.frame();
    Ok(if f.code.is_null() { Value::NONE } else { Ref::of(f.code()).into() })
}
