//! The types Future and FutureIter: methods, attributes, what `await future` does.
//!
//! Invariant: what reads or writes a future's state is in `future.rs`; here it gets its Python names.

use super::future::{Callback, Core, Future, State, core, then};
use super::{step, task::Task};
use crate::heap::{Mut, Visitor};
use crate::object::class_getitem;
use crate::object::dict::Dict;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, getset, getter};
use crate::object::ty::{Type, flag};
use crate::object::{list, str, tuple, type_ref, types};
use crate::resumable;
use crate::value::Value;
use crate::vm::cx::Cx;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Raised, Vm};

/// The common part of `self`; RuntimeError before `__init__`.
pub(super) fn ready<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Core> {
    match core(v) {
        Some(c) if !c.event_loop.borrow().is_none() => Ok(c),
        _ => Err(vm.runtime_error("Future object is not initialized.")),
    }
}

/// The same for who asks for the outcome.
fn outcome<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Core> {
    ready(vm, v).map_err(|e| {
        drop(vm.take_raised(e));
        vm.invalid_state("Future object is not initialized.")
    })
}

/// The common part of `self`, whether or not `__init__` was called.
fn any<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Core> {
    core(v).ok_or_else(|| vm.type_error("expected a Future"))
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Err(vm.type_error("expected a type")) };
    vm.asyncio.futures_made += 1;
    let id = vm.asyncio.futures_made;
    Ok(crate::heap::alloc_in(&cls, Future { core: Core::new(Value::NONE, id) }).into())
}

fn init(vm: &mut Vm, a: &Args) -> Act {
    match set_loop(vm, a.at(0), a.some(1)) {
        None => Act::Done(Value::NONE),
        Some(act) => act,
    }
}

/// Puts a future in its first state, of a loop or the current one. `None` if it is done; an act if Python has to be asked.
pub(super) fn set_loop(vm: &mut Vm, v: &Value, given: Option<&Value>) -> Option<Act> {
    let c = core(v)?;
    c.clear();
    c.state.set(State::Pending);
    c.log_traceback.set(false);
    c.blocking.set(false);
    c.cancel_message.set(Value::NONE);
    let event_loop = given.cloned().or_else(|| vm.asyncio.running.clone());
    if let Some(l) = &event_loop
        && super::event_loop::fast(vm, l).is_some()
    {
        c.event_loop.set(l.clone());
        return None;
    }
    let me = v.clone();
    Some(Act::run(async move |cx| {
        let event_loop = match event_loop {
            Some(l) => l,
            None => {
                let f = cx.library("asyncio.events", "get_event_loop").await?;
                cx.call(&f, []).await?
            }
        };
        let Some(c) = core(&me) else { return Ok(Value::NONE) };
        c.event_loop.set(event_loop.clone());
        let debug = cx.call_method(&event_loop, "get_debug", []).await?;
        if cx.truth(&debug).await? {
            let f = cx.library("traceback", "extract_stack").await?;
            let stack = cx.call(&f, []).await?;
            c.source_traceback.set(stack);
        }
        Ok(Value::NONE)
    }))
}

fn done(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::bool(any(vm, a.at(0))?.is_done()))
}

fn cancelled(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::bool(any(vm, a.at(0))?.state.get() == State::Cancelled))
}

fn result(vm: &mut Vm, a: &Args) -> PyResult {
    let c = outcome(vm, a.at(0))?;
    vm.future_result(c)
}

fn exception(vm: &mut Vm, a: &Args) -> PyResult {
    let c = outcome(vm, a.at(0))?;
    match c.state.get() {
        State::Pending => Err(vm.invalid_state("Exception is not set.")),
        State::Cancelled => {
            let e = vm.make_cancelled(c);
            Err(vm.raise(e))
        }
        State::Finished => {
            c.log_traceback.set(false);
            Ok(c.exception.get().unwrap_or(Value::NONE))
        }
    }
}

fn set_result(vm: &mut Vm, a: &Args) -> Act {
    match ready(vm, a.at(0)) {
        Ok(c) if c.is_done() => Act::Raise(vm.invalid_state("invalid state")),
        Ok(_) => {
            let act = vm.finish_future(a.at(0), a.at(1).clone());
            then(act, Value::NONE)
        }
        Err(e) => Act::Raise(e),
    }
}

fn set_exception(vm: &mut Vm, a: &Args) -> Act {
    match ready(vm, a.at(0)) {
        Ok(_) => vm.set_exception(a.at(0), a.at(1)),
        Err(e) => Act::Raise(e),
    }
}

fn cancel(vm: &mut Vm, a: &Args) -> Act {
    let c = match ready(vm, a.at(0)) {
        Ok(c) => c,
        Err(e) => return Act::Raise(e),
    };
    c.log_traceback.set(false);
    if c.is_done() {
        return Act::Done(Value::FALSE);
    }
    let act = vm.cancel_pending(a.at(0), a.opt(1).cloned().unwrap_or(Value::NONE));
    then(act, Value::TRUE)
}

fn add_done_callback(vm: &mut Vm, a: &Args) -> Act {
    if let Err(e) = ready(vm, a.at(0)) {
        return Act::Raise(e);
    }
    let context = match a.opt(2) {
        Some(c) => c.clone(),
        None => crate::module::_contextvars::copy_current(vm),
    };
    let act = vm.add_callback(a.at(0), a.at(1).clone(), context);
    then(act, Value::NONE)
}

async fn remove_done_callback(cx: &mut Cx, a: Args<'static>) -> PyResult {
    ready(cx.vm(), a.at(0))?;
    let Some(c) = core(a.at(0)) else { return Ok(Value::int(0)) };
    let before = c.callbacks.get();
    let mut kept = Vec::new();
    for callback in before.iter() {
        let same = match callback {
            Callback::Call(f, _) => {
                let f = f.clone();
                cx.equal(&f, a.at(1)).await?
            }
            Callback::Wake(t) => {
                let f = step::wakeup(cx.vm(), t);
                cx.equal(&f, a.at(1)).await?
            }
        };
        if !same {
            kept.push(callback.clone());
        }
        // a comparison may have finished the future, or taken callbacks out
        if c.callbacks.borrow().len() < before.len() {
            break;
        }
        cx.tick(1).await?;
    }
    if c.callbacks.borrow().len() < before.len() {
        return Ok(Value::int(0));
    }
    let removed = before.len() - kept.len();
    let added = c.callbacks.borrow().iter().skip(before.len()).cloned().collect::<Vec<_>>();
    if removed > 0 {
        kept.extend(added);
        c.callbacks.set(kept);
    }
    Ok(Value::size(removed))
}

fn get_loop(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(ready(vm, a.at(0))?.event_loop.get())
}

fn make_cancelled_error(vm: &mut Vm, a: &Args) -> PyResult {
    let c = any(vm, a.at(0))?;
    Ok(vm.make_cancelled(c))
}

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    ready(cx.vm(), a.at(0))?;
    let task = a.at(0).is_a::<Task>();
    let f = match cx.vm().aio().reprs.clone() {
        Some((_, f)) if task => f,
        Some((f, _)) => f,
        None if task => cx.library("asyncio.base_tasks", "_task_repr").await?,
        None => cx.library("asyncio.base_futures", "_future_repr").await?,
    };
    cx.call(&f, [a.at(0).clone()]).await
}

fn await_(vm: &mut Vm, a: &Args) -> PyResult {
    ready(vm, a.at(0))?;
    let ty = vm.native_type(&ITER);
    let it = FutureIter { future: Mut::new(Some(a.at(0).clone())) };
    Ok(crate::heap::alloc(&ty, Native(Box::new(it))).into())
}

/// A future died with an exception that nobody asked for.
pub(super) fn del(vm: &mut Vm, a: &Args) -> Act {
    let Some(c) = core(a.at(0)) else { return Act::Done(Value::NONE) };
    if !c.log_traceback.replace(false) {
        return Act::Done(Value::NONE);
    }
    let Some(exc) = c.exception.get() else { return Act::Done(Value::NONE) };
    let name = type_ref(a.at(0)).name();
    let message = str::new(format!("{name} exception was never retrieved"));
    report(vm, a.at(0), &[("message", message), ("exception", exc), ("future", a.at(0).clone())])
}

/// `loop.call_exception_handler({…})` with the source traceback, if there is one.
pub(super) fn report(vm: &mut Vm, v: &Value, entries: &[(&'static std::primitive::str, Value)]) -> Act {
    let Some(c) = core(v) else { return Act::Done(Value::NONE) };
    let event_loop = c.event_loop.get();
    if event_loop.is_none() {
        return Act::Done(Value::NONE);
    }
    let context = Dict::new();
    let source = c.source_traceback.get();
    for (key, value) in entries.iter().cloned().chain((!source.is_none()).then_some(("source_traceback", source))) {
        let key = vm.intern(key);
        context.set_interned(&key, value);
    }
    let name = vm.intern("call_exception_handler");
    vm.call_method(&event_loop, &name, [context.into()])
}

fn callbacks(vm: &mut Vm, v: &Value) -> PyResult {
    let c = any(vm, v)?;
    let all = c.callbacks.get();
    if all.is_empty() {
        return Ok(Value::NONE);
    }
    let pairs = all.into_iter().map(|cb| match cb {
        Callback::Call(f, context) => tuple::new(vec![f, context]),
        Callback::Wake(t) => {
            let f = step::wakeup(vm, &t);
            tuple::new(vec![f, t.context.get()])
        }
    });
    let pairs = pairs.collect();
    Ok(list::new(pairs))
}

pub(super) fn undeletable(vm: &mut Vm) -> Raised {
    let ty = types().exc.AttributeError.clone();
    vm.error(&ty, "cannot delete attribute")
}

fn set_blocking(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(undeletable(vm)) };
    let on = crate::vm::protocol::truth_natively(&value).unwrap_or(true);
    any(vm, v)?.blocking.set(on);
    Ok(())
}

fn set_log(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(undeletable(vm)) };
    if crate::vm::protocol::truth_natively(&value).unwrap_or(true) {
        return Err(vm.value_error("_log_traceback can only be set to False"));
    }
    any(vm, v)?.log_traceback.set(false);
    Ok(())
}

fn state(vm: &mut Vm, v: &Value) -> PyResult {
    Ok(str::new(match any(vm, v)?.state.get() {
        State::Pending => "PENDING",
        State::Cancelled => "CANCELLED",
        State::Finished => "FINISHED",
    }))
}

fn set_message(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(undeletable(vm)) };
    any(vm, v)?.cancel_message.set(value);
    Ok(())
}

fn awaited_by(vm: &mut Vm, v: &Value) -> Act {
    let all = match any(vm, v) {
        Ok(c) => c.waiters(),
        Err(e) => return Act::Raise(e),
    };
    if all.is_empty() {
        return Act::Done(Value::NONE);
    }
    let frozenset = types().frozenset.value();
    Act::call(frozenset, [list::new(all)])
}

pub(super) const COMMON: &[NativeDef] = &[
    leaf("done", "(self, /)", done),
    leaf("result", "(self, /)", result),
    leaf("exception", "(self, /)", exception),
    tail("add_done_callback", "(self, fn, /, *, context=<unrepresentable>)", add_done_callback),
    resumable!("remove_done_callback", "(self, fn, /)", remove_done_callback),
    leaf("cancelled", "(self, /)", cancelled),
    leaf("__await__", "(self, /)", await_),
    leaf("__iter__", "(self, /)", await_),
    leaf("_make_cancelled_error", "(self, /)", make_cancelled_error),
    resumable!("__repr__", "(self, /)", repr),
    class_getitem::DEF,
];

static OWN: &[NativeDef] = &[
    leaf("__new__", "(cls, *args, **kwargs)", new).stat(),
    tail("__init__", "(self, *, loop=None)", init),
    tail("set_result", "(self, result, /)", set_result),
    tail("set_exception", "(self, exception, /)", set_exception),
    tail("cancel", "(self, msg=None)", cancel),
    leaf("get_loop", "(self, /)", get_loop),
    tail("__del__", "(self, /)", del),
];

static METHODS: &[NativeDef] = &crate::vm::native::joined::<18>(COMMON, OWN);

static GETSET: &[GetSetDef] = &[
    getset("_asyncio_future_blocking", |vm, v| Ok(Value::bool(any(vm, v)?.blocking.get())), set_blocking),
    getset("_log_traceback", |vm, v| Ok(Value::bool(any(vm, v)?.log_traceback.get())), set_log),
    getset("_cancel_message", |vm, v| Ok(any(vm, v)?.cancel_message.get()), set_message),
    getter("_state", state),
    getter("_loop", |vm, v| Ok(any(vm, v)?.event_loop.get())),
    getter("_callbacks", callbacks),
    getter("_result", |vm, v| Ok(any(vm, v)?.result.get())),
    getter("_exception", |vm, v| Ok(any(vm, v)?.exception.get().unwrap_or(Value::NONE))),
    getter("_source_traceback", |vm, v| Ok(any(vm, v)?.source_traceback.get())),
    crate::object::spec::computed("_asyncio_awaited_by", awaited_by, None),
];

pub static SPEC: TypeSpec = TypeSpec {
    module: "_asyncio",
    doc: "This class is *almost* compatible with concurrent.futures.Future.",
    flags: flag::BASETYPE | flag::WEAKREFABLE | flag::FINALISED_LAYOUT | flag::HAS_DICT,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Future>("Future")
};

// ---- the iterator of `await future`

/// What `Future.__await__` returns.
pub struct FutureIter {
    future: Mut<Option<Value>>,
}

impl NativeObject for FutureIter {
    fn visit(&self, v: &mut Visitor) {
        v.option(&self.future.borrow());
    }
    fn clear(&self) {
        self.future.set(None);
    }
}

/// One step of awaiting a future.
pub enum AwaitStep {
    /// wait: yield this future to the loop
    Wait(Value),
    Done(PyResult),
}

/// Steps the iterator of `await future`, if `it` is one.
pub fn await_step(vm: &mut Vm, it: &Value) -> Option<AwaitStep> {
    let i = it.native::<FutureIter>()?;
    let Some(f) = i.future.get() else { return Some(AwaitStep::Done(Ok(Value::NONE))) };
    let Some(c) = core(&f) else { return Some(AwaitStep::Done(Ok(Value::NONE))) };
    if !c.is_done() {
        if c.blocking.get() {
            return Some(AwaitStep::Done(Err(vm.runtime_error("await wasn't used with future"))));
        }
        c.blocking.set(true);
        return Some(AwaitStep::Wait(f));
    }
    i.future.set(None);
    Some(AwaitStep::Done(vm.future_result(c)))
}

/// An exception is thrown into the iterator of `await future`: it lets go of the future. False if `it` is none.
pub fn await_thrown(it: &Value) -> bool {
    match it.native::<FutureIter>() {
        Some(i) => {
            i.future.set(None);
            true
        }
        None => false,
    }
}

fn iter_next(vm: &mut Vm, a: &Args) -> PyResult {
    match await_step(vm, a.at(0)) {
        Some(AwaitStep::Wait(f)) => Ok(f),
        Some(AwaitStep::Done(Ok(v))) => Err(vm.stop_iteration(v)),
        Some(AwaitStep::Done(Err(e))) => Err(e),
        None => Ok(Value::NONE),
    }
}

fn iter_throw(_: &mut Vm, a: &Args) -> Act {
    await_thrown(a.at(0));
    let old = a.opt(2).is_some();
    let all = a[1..].to_vec();
    Act::run(async move |cx| {
        if old {
            crate::object::number_args::deprecated(cx, crate::object::generator_methods::OLD_THROW).await?;
        }
        let act = cx.vm().instantiate_thrown(&all);
        let exc = cx.act(act).await?;
        Err(cx.vm().raise(exc))
    })
}

static ITER_METHODS: &[NativeDef] = &[
    leaf("__iter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
    leaf("__next__", "(self, /)", iter_next),
    leaf("send", "(self, value, /)", iter_next),
    tail("throw", "(self, typ, val=None, tb=None, /)", iter_throw),
    leaf("close", "(self, /)", |_, a| {
        await_thrown(a.at(0));
        Ok(Value::NONE)
    }),
];

static ITER: TypeSpec = TypeSpec { module: "_asyncio", methods: ITER_METHODS, ..TypeSpec::of::<Native>("FutureIter") };

// ---- who waits for whom

/// `future_add_to_awaited_by(fut, waiter)` and its opposite: only for futures and tasks.
pub(super) fn awaited(a: &Args, on: bool) -> PyResult {
    if let (Some(c), Some(_)) = (core(a.at(0)), core(a.at(1))) {
        match on {
            true => c.add_waiter(a.at(1)),
            false => c.discard_waiter(a.at(1)),
        }
    }
    Ok(Value::NONE)
}
