//! `_Loop`: the native part of our event loop, under the library's `BaseEventLoop`.
//!
//! Invariants: the ready queue is first in, first out; the timers are one Python list, a heap by `heapq`'s own sift rules, so that ties
//! come out as CPython's come out and Python code may look at it. A method here does at once what the library's own method would do, or
//! else calls that one: in debug mode, when something is overridden, or when a time is no plain number.

use super::handle;
use super::task::Task;
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::object::list::List;
use crate::object::spec::{GetSetDef, TypeSpec, getset};
use crate::object::ty::{Type, flag};
use crate::object::{int, type_ref};
use crate::record;
use crate::trace::schema::{READY, place_of, word_of};
use crate::trace::{Choice, Text, choice};
use crate::value::Value;
use crate::vm::native::{Act, Args, CallArgs, NativeDef, PyResult, leaf, tail};
use crate::vm::{Raised, Vm};
use std::cell::Cell;
use std::collections::VecDeque;

/// One queued piece of work.
pub enum Work {
    /// a task's next step; with an exception to throw in
    Step(Ref<Task>, Option<Value>),
    /// what a task waited for is done
    Wakeup(Ref<Task>, Value),
    /// a done future's callback: callable, future, context
    Call(Value, Value, Value),
    /// a handle that Python code holds
    Handle(Value),
}

/// A queued piece of work and its trace id.
pub struct Ready {
    pub id: i64,
    pub work: Work,
}

/// The event loop.
pub struct Loop {
    pub ready: Mut<VecDeque<Ready>>,
    pub timers: Mut<Ref<List>>,
    pub stopping: Cell<bool>,
    pub closed: Cell<bool>,
    pub debug: Mut<Value>,
    /// cancelled timers that are still in the heap
    pub cancelled: Cell<i64>,
    pub tick: Cell<i64>,
    /// the thread that waits in the loop's run or selector
    pub waiting: Cell<Option<crate::vm::thread::ThreadId>>,
    /// something came from outside since the loop last looked
    pub woken: Cell<bool>,
    /// files that the selector looks at
    pub watched: Cell<i64>,
    /// versions of the class and of the loop's own names for which `plain` was found
    seen: Cell<(u32, u64)>,
    plain: Cell<bool>,
}

impl Payload for Loop {
    const KIND: Kind = Kind::Loop;
    fn visit(&self, v: &mut Visitor) {
        for r in self.ready.borrow().iter() {
            match &r.work {
                Work::Step(t, e) => {
                    v.reference(t);
                    v.option(e);
                }
                Work::Wakeup(t, f) => {
                    v.reference(t);
                    v.value(f);
                }
                Work::Call(f, a, c) => {
                    v.value(f);
                    v.value(a);
                    v.value(c);
                }
                Work::Handle(h) => v.value(h),
            }
        }
        v.reference(&self.timers.borrow());
        v.value(&self.debug.borrow());
    }
    fn clear(&self) {
        drop(self.ready.take());
        drop(self.timers.borrow().items.take());
    }
}

impl Loop {
    /// Queues work for the next tick.
    pub fn push_ready(&self, vm: &mut Vm, work: Work) {
        let told = if vm.trace.wants(1) { Some(describe(&work)) } else { None };
        let id = self.push(vm, work);
        let Some((what, k)) = told else { return };
        let choices = what.at(const { place_of("handle.ready", "what") });
        let words = [0, id as u32, word_of(k), self.tick.get() as u32, vm.asyncio.current_word()];
        vm.trace.short::<READY, _>(choices, words);
    }
    /// The same; who calls tells the trace. Gives the number under which it is queued.
    #[inline]
    pub fn push(&self, vm: &mut Vm, work: Work) -> i64 {
        vm.asyncio.handles_made += 1;
        let id = vm.asyncio.handles_made;
        self.ready.borrow_mut().push_back(Ready { id, work });
        id
    }
    /// True in debug mode.
    pub fn is_debug(&self) -> bool {
        crate::vm::protocol::truth_natively(&self.debug.borrow()) != Some(false)
    }
}

/// What a piece of work is, for the trace: kind and task.
#[inline(always)]
pub(super) fn describe(work: &Work) -> (Choice, Option<i64>) {
    const STEP: Choice = choice("handle.ready", "what", "step");
    const WAKEUP: Choice = choice("handle.ready", "what", "wakeup");
    const CALLBACK: Choice = choice("handle.ready", "what", "cb");
    match work {
        Work::Step(t, _) => (STEP, Some(t.id)),
        Work::Wakeup(t, _) => (WAKEUP, Some(t.id)),
        Work::Call(..) | Work::Handle(_) => (CALLBACK, None),
    }
}

/// Methods of ours that, overridden, make a loop one that has to be asked.
const OURS: [&str; 6] = ["call_soon", "call_at", "time", "_timer_handle_cancelled", "_ready", "_scheduled"];
/// Methods of the library's that our run replaces.
const LIBRARYS: [&str; 4] = ["_run_once", "_call_soon", "_check_closed", "_add_callback"];

/// The loop behind a value, if it is one of ours and no method that matters is overridden.
fn plain<'a>(vm: &mut Vm, v: &'a Value) -> Option<&'a Loop> {
    let l = v.get::<Loop>()?;
    let ty = type_ref(v);
    let own = crate::object::instance::InstanceArea::of_attributes(v).map_or(0, |a| a.names_version());
    if l.seen.get() != (ty.version(), own) {
        l.plain.set(look(vm, v, ty));
        l.seen.set((ty.version(), own));
    }
    if l.plain.get() { Some(l) } else { None }
}

fn look(vm: &mut Vm, v: &Value, ty: &Type) -> bool {
    let native = vm.native_type(&SPEC);
    for (names, ours) in [(&OURS[..], true), (&LIBRARYS[..], false)] {
        for name in names {
            let name = vm.intern(name);
            if ty.keys.borrow().names.iter().any(|n| n.is(&name)) && vm.instance_attr(v, &name).is_some() {
                return false;
            }
            let Some((owner, _)) = ty.lookup_where(&name) else { continue };
            let fine = if ours { owner.is(&native) } else { owner.name() == "BaseEventLoop" };
            if !fine {
                return false;
            }
        }
    }
    true
}

/// The loop behind a value, if what is given to it may be queued natively: it is ours, open, not in debug mode, and has no selector that
/// the program brought.
pub fn fast<'a>(vm: &mut Vm, v: &'a Value) -> Option<&'a Loop> {
    let l = plain(vm, v)?;
    if l.closed.get() || l.watched.get() < 0 || l.is_debug() { None } else { Some(l) }
}

fn this<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Loop> {
    match v.get::<Loop>() {
        Some(l) => Ok(l),
        None => Err(vm.type_error("expected an event loop")),
    }
}

/// What the class behind ours does under this name: `super().name(*args)`.
fn inherited(vm: &mut Vm, a: &Args, name: &str, fixed: usize) -> Act {
    let me = a.at(0).clone();
    let key = vm.intern(name);
    let native = vm.native_type(&SPEC);
    let method = {
        let mro = type_ref(&me).mro.borrow();
        let behind = mro.iter().skip_while(|t| !t.is(&native)).skip(1);
        behind.filter_map(|t| t.dict().get_interned(&key)).next()
    };
    let Some(method) = method else { return Act::Raise(vm.runtime_error(format!("{name}: not a loop of asyncio"))) };
    let mut call = CallArgs::positional([me]);
    call.values.extend((1..fixed).map(|i| a.at(i).clone()));
    call.values.extend(a.rest(fixed).iter().cloned());
    if let Some(context) = a.opt(fixed + 1) {
        let keyword = vm.intern("context");
        call.values.push(context.clone());
        call.names = Some(crate::object::tuple::new(vec![keyword.into()]));
    }
    Act::Call(method, call)
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Err(vm.type_error("expected a type")) };
    let l = Loop {
        ready: Mut::default(),
        timers: Mut::new(List::new(Vec::new())),
        stopping: Cell::new(false),
        closed: Cell::new(false),
        debug: Mut::new(Value::FALSE),
        cancelled: Cell::new(0),
        tick: Cell::new(0),
        waiting: Cell::new(None),
        woken: Cell::new(false),
        watched: Cell::new(0),
        seen: Cell::new((0, 0)),
        plain: Cell::new(false),
    };
    Ok(crate::heap::alloc_in(&cls, l).into())
}

/// `call_soon(callback, *args, context=None)`.
fn call_soon(vm: &mut Vm, a: &Args) -> Act {
    let made = match fast(vm, a.at(0)) {
        Some(_) => handle::new(vm, a.at(0), a.at(1), a.at(2), a.some(3), None),
        None => None,
    };
    match (made, a.at(0).get::<Loop>()) {
        (Some(h), Some(l)) => {
            l.push_ready(vm, Work::Handle(h.clone()));
            Act::Done(h)
        }
        _ => inherited(vm, a, "call_soon", 2),
    }
}

/// A time as a number, if it is a plain one.
fn seconds(v: &Value) -> Option<f64> {
    v.as_float().or_else(|| if v.as_bool().is_none() { int::to_i64(v).map(|i| i as f64) } else { None })
}

/// `call_later(delay, callback, *args, context=None)`.
fn call_later(vm: &mut Vm, a: &Args) -> Act {
    match (seconds(a.at(1)), fast(vm, a.at(0)).is_some()) {
        (Some(delay), true) => {
            let when = Value::float(vm.loop_time() + delay);
            add_timer(vm, a, when, Some(delay))
        }
        _ => inherited(vm, a, "call_later", 3),
    }
}

/// `call_at(when, callback, *args, context=None)`.
fn call_at(vm: &mut Vm, a: &Args) -> Act {
    match (seconds(a.at(1)), fast(vm, a.at(0)).is_some()) {
        (Some(_), true) => add_timer(vm, a, a.at(1).clone(), None),
        _ => inherited(vm, a, "call_at", 3),
    }
}

fn add_timer(vm: &mut Vm, a: &Args, when: Value, delay: Option<f64>) -> Act {
    let made = handle::new(vm, a.at(0), a.at(2), a.at(3), a.some(4), Some(&when));
    let (Some(h), Some(l)) = (made, a.at(0).get::<Loop>()) else {
        return inherited(vm, a, if delay.is_some() { "call_later" } else { "call_at" }, 3);
    };
    if vm.trace.wants(1) {
        record_timer(vm, a, &h, seconds(&when).unwrap_or(0.0), delay);
    }
    let timers = l.timers.get();
    let mut heap = timers.items.borrow_mut();
    heap.push(h.clone());
    let end = heap.len() - 1;
    handle::sift_down(vm, &mut heap, 0, end);
    Act::Done(h)
}

fn record_timer(vm: &mut Vm, a: &Args, h: &Value, when: f64, delay: Option<f64>) {
    let current = vm.asyncio.current_id();
    vm.asyncio.handles_made += 1;
    let id = vm.asyncio.handles_made;
    vm.asyncio.traced_timers.insert(h.identity(), (id, current));
    let sleeps = a.at(2).get::<crate::object::function::Function>().is_some_and(|f| {
        f.qualname.borrow().get::<crate::object::str::Str>().is_some_and(|s| s.is("_set_result_unless_cancelled"))
    });
    if let (true, Some(delay), Some(c)) = (sleeps, delay, a.rest(3).first().and_then(super::future::core)) {
        c.traced.set(true);
        let kind = const { choice("fut.new", "kind", "sleep") };
        record!(vm.trace, "fut.new", "u": c.id, "kind": kind, "label": sleep_label(vm, delay));
    }
    record!(vm.trace, "timer.add", "h": id, "when": (when * 1e6).round() as i64, "k": current);
}

/// What a sleep is called. Those that follow each other are often equally long.
fn sleep_label(vm: &mut Vm, delay: f64) -> Text {
    if let Some((bits, text)) = vm.asyncio.sleep_label
        && bits == delay.to_bits()
    {
        return text;
    }
    let text = vm.trace.text(&format!("sleep {}", crate::text::float::repr(delay)));
    vm.asyncio.sleep_label = Some((delay.to_bits(), text));
    text
}

/// `_timer_handle_cancelled(handle)`: a timer that is still in the heap.
fn timer_cancelled(vm: &mut Vm, a: &Args) -> PyResult {
    let l = this(vm, a.at(0))?;
    if handle::is_scheduled(vm, a.at(1)) {
        l.cancelled.set(l.cancelled.get() + 1);
    }
    if vm.trace.wants(1)
        && let Some((id, k)) = vm.asyncio.traced_timers.remove(&a.at(1).identity())
    {
        let when = handle::when(vm, a.at(1)).unwrap_or(0.0);
        record!(vm.trace, "timer.drop", "h": id, "when": (when * 1e6).round() as i64, "k": k);
    }
    Ok(Value::NONE)
}

fn get_bool(vm: &mut Vm, v: &Value, f: fn(&Loop) -> &Cell<bool>) -> PyResult {
    Ok(Value::bool(f(this(vm, v)?).get()))
}

fn set_bool(vm: &mut Vm, v: &Value, value: Option<Value>, f: fn(&Loop) -> &Cell<bool>) -> Result<(), Raised> {
    let on = value.is_some_and(|b| crate::vm::protocol::truth_natively(&b).unwrap_or(true));
    f(this(vm, v)?).set(on);
    Ok(())
}

/// A loop is closed behind the runner's closing tasks: the trace goes on.
fn set_closed(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    vm.trace.mute(false);
    set_bool(vm, v, value, |l| &l.closed)
}

fn set_ready(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    let items = value.as_ref().and_then(crate::vm::protocol::hooks::native_items).unwrap_or_default();
    let l = this(vm, v)?;
    drop(l.ready.take());
    for h in items {
        l.push_ready(vm, Work::Handle(h));
    }
    Ok(())
}

fn set_scheduled(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    match value.and_then(|x| x.get_ref::<List>()) {
        Some(list) => this(vm, v)?.timers.set(list),
        None => return Err(vm.type_error("_scheduled must be a list")),
    }
    Ok(())
}

fn set_cancelled(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    this(vm, v)?.cancelled.set(value.and_then(|n| n.as_small()).unwrap_or(0));
    Ok(())
}

fn set_debug(vm: &mut Vm, v: &Value, value: Option<Value>) -> Result<(), Raised> {
    this(vm, v)?.debug.set(value.unwrap_or(Value::FALSE));
    Ok(())
}

static METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, *args, **kwargs)", new).stat(),
    tail("call_soon", "(self, callback, *args, context=None)", call_soon),
    tail("call_later", "(self, delay, callback, *args, context=None)", call_later),
    tail("call_at", "(self, when, callback, *args, context=None)", call_at),
    leaf("time", "(self)", |vm, _| {
        vm.look_at_clock();
        Ok(Value::float(vm.loop_time()))
    }),
    leaf("_watch", "(self, count, /)", |vm, a| {
        this(vm, a.at(0))?.watched.set(a.at(1).as_small().unwrap_or(0));
        Ok(Value::NONE)
    }),
    leaf("_timer_handle_cancelled", "(self, handle)", timer_cancelled),
];

static GETSET: &[GetSetDef] = &[
    getset("_ready", super::queue::view, set_ready),
    getset("_scheduled", |vm, v| Ok(this(vm, v)?.timers.get().into()), set_scheduled),
    getset("_stopping", |vm, v| get_bool(vm, v, |l| &l.stopping), |vm, v, x| set_bool(vm, v, x, |l| &l.stopping)),
    getset("_closed", |vm, v| get_bool(vm, v, |l| &l.closed), set_closed),
    getset("_debug", |vm, v| Ok(this(vm, v)?.debug.get()), set_debug),
    getset("_timer_cancelled_count", |vm, v| Ok(Value::int(this(vm, v)?.cancelled.get())), set_cancelled),
];

pub static SPEC: TypeSpec = TypeSpec {
    module: "_asyncio",
    flags: flag::BASETYPE | flag::WEAKREFABLE,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Loop>("_Loop")
};
