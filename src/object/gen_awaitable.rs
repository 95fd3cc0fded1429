//! Awaitables of async generators: what `__anext__()`, `asend()`, `athrow()` and `aclose()` return.
//!
//! Invariant: an awaitable is used once. An `__anext__`/`asend` that is awaited first by `await` or `async for` is *linked*: the async
//! generator's frame becomes part of the await chain, and its `yield` is the await's result. Driven by hand it behaves the same.

use super::exception::Exception;
use super::generator::{AsyncGenWrapped, GenKind, GenState, Generator};
use super::spec::TypeSpec;
use super::types;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::resumable;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::cx::{Cx, Resumed};
use crate::vm::generators::throw_into;
use crate::vm::native::{Act, Args, NativeDef, PyResult, Raised, Resume, leaf};
use crate::vm::record::Handed;
use std::cell::Cell;

/// Which method made it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    Send,
    Throw,
    Close,
}

/// Life of the awaitable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    Init,
    Iterating,
    Closed,
}

/// The awaitable.
pub struct GenAwaitable {
    pub generator: Ref<Generator>,
    pub what: What,
    pub state: Cell<State>,
    /// value to send, or the arguments of `athrow`
    pub value: Mut<Value>,
}

impl Payload for GenAwaitable {
    const KIND: Kind = Kind::GenAwaitable;
    fn visit(&self, v: &mut Visitor) {
        v.reference(&self.generator);
        v.value(&self.value.borrow());
    }
    fn needs_finaliser(&self) -> bool {
        self.state.get() == State::Init
    }
}

impl What {
    /// The method's name.
    pub fn name(self) -> &'static str {
        match self {
            What::Send => "asend",
            What::Throw => "athrow",
            What::Close => "aclose",
        }
    }
}

/// Makes an awaitable.
pub fn new(generator: Ref<Generator>, what: What, value: Value) -> Value {
    let t = types();
    let ty = if what == What::Send { &t.async_generator_asend } else { &t.async_generator_athrow };
    crate::heap::alloc(ty, GenAwaitable { generator, what, state: Cell::new(State::Init), value: Mut::new(value) })
        .into()
}

/// `agen.__anext__()`: told to the hooks on first use.
pub fn anext(vm: &mut Vm, g: Ref<Generator>) -> Act {
    asend(vm, g, Value::NONE)
}

/// `agen.asend(value)`.
pub fn asend(vm: &mut Vm, g: Ref<Generator>, value: Value) -> Act {
    let hooks = vm.init_async_generator(&g);
    let awaitable = new(g, What::Send, value);
    match hooks {
        Act::Done(_) => Act::Done(awaitable),
        act => Act::run(async move |cx| {
            cx.act(act).await?;
            Ok(awaitable)
        }),
    }
}

impl GenAwaitable {
    /// If this is a fresh `asend`, marks it as running and gives what to link into the chain of the awaiter, and what to send.
    pub fn start_linked(&self, _vm: &mut Vm) -> Option<(Ref<Generator>, Value)> {
        if self.what != What::Send || self.state.get() != State::Init || self.generator.ag_running.get() {
            return None;
        }
        if self.generator.is_running() || self.generator.state.get() == GenState::Finished {
            return None;
        }
        self.state.set(State::Closed);
        self.generator.ag_running.set(true);
        Some((self.generator.clone(), self.value.replace(Value::NONE)))
    }
}

/// Somebody else drives the async generator: the awaitable is used up.
fn already_running(cx: &mut Cx, w: &GenAwaitable) -> Raised {
    w.state.set(State::Closed);
    cx.vm().runtime_error(match w.what {
        What::Send => "anext(): asynchronous generator is already running",
        What::Throw => "athrow(): asynchronous generator is already running",
        What::Close => "aclose(): asynchronous generator is already running",
    })
}

/// One step of an awaitable: `send(v)` or `throw(e)`; the outcome is a yield (Ok) or StopIteration.
async fn step(cx: &mut Cx, this: &Value, how: Resume) -> PyResult {
    let Some(w) = this.get_ref::<GenAwaitable>() else { return Ok(Value::NONE) };
    let g = w.generator.clone();
    let noun = match w.what {
        What::Send => "__anext__()/asend()",
        _ => "aclose()/athrow()",
    };
    let mut how = how;
    match w.state.get() {
        State::Closed => return Err(cx.vm().runtime_error(format!("cannot reuse already awaited {noun}"))),
        State::Init => {
            if g.ag_running.get() {
                return Err(already_running(cx, &w));
            }
            if let Resume::Send(v) = &how {
                if !v.is_none() && w.what != What::Send {
                    return Err(cx.vm().runtime_error("can't send non-None value to a just-started coroutine"));
                }
                let own = w.value.replace(Value::NONE);
                match w.what {
                    What::Send => {
                        if v.is_none() {
                            how = Resume::Send(own);
                        }
                    }
                    What::Throw | What::Close => {
                        if g.state.get() == GenState::Finished
                            || w.what == What::Close && g.state.get() == GenState::Created
                        {
                            w.state.set(State::Closed);
                            g.ag_closed.set(true);
                            if w.what == What::Close {
                                let act = cx.vm().close_act(g.clone());
                                cx.act(act).await?;
                            }
                            return Err(cx.vm().stop_iteration(Value::NONE));
                        }
                        if g.ag_closed.get() {
                            // closed before, and it did not listen
                            w.state.set(State::Closed);
                            let ty = types().exc.StopAsyncIteration.clone();
                            let exc = cx.vm().new_exception(&ty, Vec::new());
                            return Err(cx.vm().raise(exc));
                        }
                        if w.what == What::Close {
                            g.ag_closed.set(true);
                            let ty = types().exc.GeneratorExit.clone();
                            how = Resume::Throw(cx.vm().new_exception(&ty, Vec::new()));
                        } else {
                            let given = own.get::<super::tuple::Tuple>().map_or(Vec::new(), |t| t.items().to_vec());
                            w.state.set(State::Iterating);
                            g.ag_running.set(true);
                            let act = cx.vm().instantiate_thrown(&given);
                            match super::generator_methods::thrown(cx, act, &given).await {
                                Ok(exc) => how = Resume::Throw(exc),
                                Err(e) => {
                                    g.ag_running.set(false);
                                    w.state.set(State::Closed);
                                    return Err(e);
                                }
                            }
                        }
                    }
                }
            }
            w.state.set(State::Iterating);
            g.ag_running.set(true);
            let value = match &how {
                Resume::Send(v) => Some(v),
                _ => None,
            };
            let what = if w.what == What::Close { Handed::Close } else { Handed::Next };
            cx.vm().record_async_generator(&g, what, value);
        }
        State::Iterating => {}
    }
    let resumed = match how {
        Resume::Throw(exc) => throw_into(cx, &g, exc).await,
        how => cx.resume(&g, how).await,
    };
    match resumed {
        Ok(Resumed::Yielded(v)) => match AsyncGenWrapped::unwrap(&v) {
            // awaiting something: passed on
            None => Ok(v),
            Some(value) => {
                cx.vm().record_async_generator(&g, Handed::Yield, Some(&value));
                g.ag_running.set(false);
                w.state.set(State::Closed);
                if w.what == What::Close {
                    return Err(cx.vm().runtime_error("async generator ignored GeneratorExit"));
                }
                Err(cx.vm().stop_iteration(value))
            }
        },
        Ok(Resumed::Returned(_)) => {
            g.ag_running.set(false);
            w.state.set(State::Closed);
            if w.what == What::Close {
                return Err(cx.vm().stop_iteration(Value::NONE));
            }
            let ty = types().exc.StopAsyncIteration.clone();
            let exc = cx.vm().new_exception(&ty, Vec::new());
            Err(cx.vm().raise(exc))
        }
        Err(e) => {
            g.ag_running.set(false);
            w.state.set(State::Closed);
            let vm = cx.vm();
            if w.what == What::Close
                && (vm.raised_is(&types().exc.StopAsyncIteration) || vm.raised_is(&types().exc.GeneratorExit))
            {
                drop(vm.take_raised(e));
                return Err(vm.stop_iteration(Value::NONE));
            }
            Err(e)
        }
    }
}

async fn next_(cx: &mut Cx, a: Args<'static>) -> PyResult {
    step(cx, a.at(0), Resume::Send(Value::NONE)).await
}

async fn send(cx: &mut Cx, a: Args<'static>) -> PyResult {
    step(cx, a.at(0), Resume::Send(a.at(1).clone())).await
}

async fn throw(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let act = cx.vm().instantiate_thrown(&a[1..]);
    let exc = super::generator_methods::thrown(cx, act, &a[1..]).await?;
    if let Some(w) = a.at(0).get::<GenAwaitable>()
        && w.state.get() == State::Init
    {
        if w.generator.ag_running.get() {
            return Err(already_running(cx, w));
        }
        w.generator.ag_running.set(true);
        w.state.set(State::Iterating);
    }
    step(cx, a.at(0), Resume::Throw(exc)).await
}

async fn close(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(w) = a.at(0).get_ref::<GenAwaitable>() else { return Ok(Value::NONE) };
    if w.state.get() == State::Closed {
        return Ok(Value::NONE);
    }
    let ty = types().exc.GeneratorExit.clone();
    let exc = cx.vm().new_exception(&ty, Vec::new());
    if w.state.get() == State::Init {
        w.state.set(State::Closed);
        return Ok(Value::NONE);
    }
    match step(cx, a.at(0), Resume::Throw(exc)).await {
        Ok(_) => Err(cx.vm().runtime_error("coroutine ignored GeneratorExit")),
        Err(e) => {
            let vm = cx.vm();
            let t = &types().exc;
            if vm.raised_is(&t.StopIteration) || vm.raised_is(&t.StopAsyncIteration) || vm.raised_is(&t.GeneratorExit) {
                drop(vm.take_raised(e));
                return Ok(Value::NONE);
            }
            Err(e)
        }
    }
}

fn itself(_: &mut Vm, a: &Args) -> PyResult {
    Ok(a.at(0).clone())
}

static METHODS: &[NativeDef] = &[
    leaf("__await__", "(self, /)", itself),
    leaf("__iter__", "(self, /)", itself),
    resumable!("__next__", "(self, /)", next_),
    resumable!("send", "(self, value, /)", send),
    resumable!("throw", "(self, typ, val=None, tb=None, /)", throw),
    resumable!("close", "(self, /)", close),
];

const FLAGS: u32 = super::ty::flag::FINALISED_LAYOUT | super::ty::flag::NO_INSTANTIATION;

pub const ASEND: TypeSpec =
    TypeSpec { methods: METHODS, flags: FLAGS, ..TypeSpec::of::<GenAwaitable>("async_generator_asend") };
pub const ATHROW: TypeSpec =
    TypeSpec { methods: METHODS, flags: FLAGS, ..TypeSpec::of::<GenAwaitable>("async_generator_athrow") };

impl Vm {
    /// The first use of an async generator calls the hooks of `sys.set_asyncgen_hooks`.
    pub(crate) fn init_async_generator(&mut self, g: &Ref<Generator>) -> Act {
        if g.kind != GenKind::AsyncGenerator || g.hooks_inited.replace(true) {
            return Act::Done(Value::NONE);
        }
        let (first, finalizer) = self.thread.asyncgen_hooks.clone();
        if !finalizer.is_none() {
            g.rare().finalizer.set(finalizer);
        }
        if first.is_none() { Act::Done(Value::NONE) } else { Act::call(first, [g.value()]) }
    }

    /// The exception of a `throw(type, value, traceback)` call: Done(instance).
    pub(crate) fn instantiate_thrown(&mut self, args: &[Value]) -> Act {
        let given = |i: usize| args.get(i).filter(|v| !v.is_unbound() && !v.is_none()).cloned();
        let Some(ty) = given(0) else {
            return Act::Raise(
                self.type_error("exceptions must be classes or instances deriving from BaseException, not NoneType"),
            );
        };
        let (value, tb) = (given(1), given(2));
        if let Some(tb) = &tb
            && !tb.is_a::<super::traceback::Traceback>()
        {
            return Act::Raise(self.type_error("throw() third argument must be a traceback object"));
        }
        let set_tb = move |exc: &Value| {
            if let (Some(tb), Some(x)) = (&tb, exc.get::<Exception>()) {
                x.traceback.set(tb.clone());
            }
        };
        if ty.is_a::<Exception>() {
            if value.is_some() {
                return Act::Raise(self.type_error("instance exception may not have a separate value"));
            }
            set_tb(&ty);
            return Act::Done(ty);
        }
        match value {
            Some(v)
                if v.is_a::<Exception>()
                    && ty.get::<super::ty::Type>().is_none_or(|t| super::type_ref(&v).is_subtype(t)) =>
            {
                set_tb(&v);
                Act::Done(v)
            }
            Some(v) if ty.is_a::<super::ty::Type>() => {
                let args: Vec<Value> = match v.get::<super::tuple::Tuple>() {
                    Some(t) => t.items().to_vec(),
                    None => vec![v],
                };
                Act::run(async move |cx| {
                    let exc = cx.call(&ty, args).await?;
                    set_tb(&exc);
                    Ok(exc)
                })
            }
            _ => {
                let name = self.type_name(&ty);
                if !ty.is_a::<super::ty::Type>() {
                    return Act::Raise(self.type_error(format!(
                        "exceptions must be classes or instances deriving from BaseException, not {name}"
                    )));
                }
                match self
                    .instantiate(ty, "exceptions must be classes or instances deriving from BaseException, not type")
                {
                    Act::Done(exc) => {
                        set_tb(&exc);
                        Act::Done(exc)
                    }
                    act => act,
                }
            }
        }
    }
}
