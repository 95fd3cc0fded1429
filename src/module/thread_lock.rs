//! `_thread.lock` and `_thread.RLock`, and the frame in which a thread waits for another one.
//!
//! Invariants: who waited longest gets a released lock, and gets it at the release, not when it runs: nobody overtakes. A thread that
//! stops waiting, however it does, is in no queue any more.

use crate::heap::Visitor;
use crate::object::native::{Native, NativeObject};
use crate::object::object_::address;
use crate::object::spec::TypeSpec;
use crate::object::str;
use crate::object::tuple::{self, Tuple};
use crate::object::ty::{Type, flag};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::host::Wait;
use crate::vm::native::{Act, Args, Input, NativeFrame, PyResult, Step, leaf, tail};
use crate::vm::thread::ThreadId;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// `threading.TIMEOUT_MAX`.
pub const TIMEOUT_MAX: f64 = 9223372036.0;

/// Threads that wait for something, longest first.
#[derive(Default)]
pub struct Waiters(RefCell<VecDeque<ThreadId>>);

impl Waiters {
    fn contains(&self, id: ThreadId) -> bool {
        self.0.borrow().contains(&id)
    }
    fn leave(&self, id: ThreadId) {
        self.0.borrow_mut().retain(|w| *w != id);
    }
    /// Wakes who waited longest, and gives it.
    pub fn wake_first(&self, vm: &mut Vm) -> Option<ThreadId> {
        let id = self.0.borrow_mut().pop_front()?;
        vm.wake(id);
        Some(id)
    }
    /// Wakes everybody.
    pub fn wake_all(&self, vm: &mut Vm) {
        while self.wake_first(vm).is_some() {}
    }
}

fn seconds(v: &Value) -> Option<f64> {
    v.as_float().or_else(|| crate::object::int::to_i64(v).map(|i| i as f64))
}

/// A moment from a timeout in seconds; `None` for a negative one: wait for ever.
pub fn deadline(vm: &mut Vm, timeout: &Value) -> PyResult<Option<u64>> {
    let seconds = match seconds(timeout) {
        Some(x) if x.is_nan() => return Err(vm.value_error("Invalid value NaN (not a number)")),
        Some(x) => x,
        None => {
            let given = vm.type_name(timeout);
            return Err(vm.type_error(format!("'{given}' object cannot be interpreted as an integer or float")));
        }
    };
    if seconds.abs() >= TIMEOUT_MAX + 1.0 {
        return Err(vm.overflow_error("timestamp out of range for C PyTime_t"));
    }
    if seconds < 0.0 {
        return Ok(None);
    }
    Ok(Some(vm.now().saturating_add((seconds * 1e6).ceil() as u64)))
}

/// A thread that waits for `object`: for `ready` to give a value.
pub struct Park {
    object: Value,
    deadline: Option<u64>,
    ready: fn(&mut Vm, &Value) -> Option<Value>,
    waiters: fn(&Value) -> Option<&Waiters>,
    /// what it is when the time is up
    late: fn(&mut Vm) -> PyResult,
}

impl Park {
    pub fn new(
        object: &Value,
        deadline: Option<u64>,
        ready: fn(&mut Vm, &Value) -> Option<Value>,
        waiters: fn(&Value) -> Option<&Waiters>,
        late: fn(&mut Vm) -> PyResult,
    ) -> Park {
        Park { object: object.clone(), deadline, ready, waiters, late }
    }
}

impl NativeFrame for Park {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        let me = vm.thread.id;
        let Some(waiters) = (self.waiters)(&self.object) else { return Step::Return(Value::NONE) };
        match input {
            Input::Start => {}
            Input::Raised(e) => {
                waiters.leave(me);
                return Step::Raise(e);
            }
            _ => {
                if let Some(v) = (self.ready)(vm, &self.object) {
                    waiters.leave(me);
                    return Step::Return(v);
                }
                if self.deadline.is_some_and(|d| d <= vm.now()) {
                    waiters.leave(me);
                    return match (self.late)(vm) {
                        Ok(v) => Step::Return(v),
                        Err(e) => Step::Raise(e),
                    };
                }
            }
        }
        if !waiters.contains(me) {
            waiters.0.borrow_mut().push_back(me);
        }
        if matches!(input, Input::Start) {
            vm.record_thread("block", me, None);
        }
        Step::Block(Wait::Parked(self.deadline))
    }
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.object);
    }
    fn label(&self) -> &'static std::primitive::str {
        "wait"
    }
}

/// The state of both kinds.
#[derive(Default)]
pub struct Lock {
    owner: Cell<Option<ThreadId>>,
    count: Cell<usize>,
    waiters: Waiters,
    reentrant: bool,
}

impl NativeObject for Lock {
    fn visit(&self, _: &mut Visitor) {}
}

impl Lock {
    fn take(&self, me: ThreadId) {
        self.owner.set(Some(me));
        self.count.set(self.count.get() + 1);
    }
    fn owned(&self, me: ThreadId) -> bool {
        self.count.get() > 0 && self.owner.get() == Some(me)
    }
    /// Nobody has it: the next one in the queue gets it.
    fn free(&self, vm: &mut Vm) {
        self.owner.set(None);
        self.count.set(0);
        if let Some(next) = self.waiters.wake_first(vm) {
            self.take(next);
        }
    }
}

pub fn new(vm: &mut Vm, spec: &'static TypeSpec, reentrant: bool) -> Value {
    let ty = vm.native_type(spec);
    crate::heap::alloc(&ty, Native(Box::new(Lock { reentrant, ..Lock::default() }))).into()
}

fn lock<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Lock> {
    match v.native::<Lock>() {
        Some(l) => Ok(l),
        None => Err(vm.type_error("a lock is expected")),
    }
}

/// Gets the lock, or waits for it until the deadline, or (no `block`) gives up.
fn get(vm: &mut Vm, v: &Value, l: &Lock, block: bool, deadline: Option<u64>) -> Act {
    let me = vm.thread.id;
    if l.count.get() == 0 || l.reentrant && l.owned(me) {
        l.take(me);
        return Act::Done(Value::TRUE);
    }
    if !block {
        return Act::Done(Value::FALSE);
    }
    let granted = |vm: &mut Vm, v: &Value| {
        let l = v.native::<Lock>()?;
        (l.owner.get() == Some(vm.thread.id) && !l.waiters.contains(vm.thread.id)).then_some(Value::TRUE)
    };
    Act::Frame(Box::new(Park::new(
        v,
        deadline,
        granted,
        |v| v.native::<Lock>().map(|l| &l.waiters),
        |_| Ok(Value::FALSE),
    )))
}

fn acquire(vm: &mut Vm, a: &Args) -> Act {
    match acquire_args(vm, a) {
        Ok((l, block, deadline)) => get(vm, a.at(0), l, block, deadline),
        Err(e) => Act::Raise(e),
    }
}

fn acquire_args<'a>(vm: &mut Vm, a: &'a Args) -> PyResult<(&'a Lock, bool, Option<u64>)> {
    let block = match a.opt(1) {
        None => true,
        Some(b) => match (b.as_bool(), crate::object::int::to_i64(b)) {
            (Some(b), _) => b,
            (None, Some(n)) => n != 0,
            (None, None) => crate::vm::protocol::truth_natively(b).unwrap_or(true),
        },
    };
    let until = match a.opt(2) {
        None => None,
        Some(t) => {
            let until = deadline(vm, t)?;
            let is_default = seconds(t) == Some(-1.0);
            if !block && !is_default {
                return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
            }
            if until.is_none() && !is_default {
                return Err(vm.value_error("timeout value must be a non-negative number"));
            }
            if seconds(t).is_some_and(|s| s > TIMEOUT_MAX) {
                return Err(vm.overflow_error("timeout value is too large"));
            }
            until
        }
    };
    Ok((lock(vm, a.at(0))?, block, until))
}

fn release(vm: &mut Vm, a: &Args) -> PyResult {
    let l = lock(vm, a.at(0))?;
    if l.reentrant && !l.owned(vm.thread.id) {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    match l.count.get() {
        0 => return Err(vm.runtime_error("release unlocked lock")),
        1 => l.free(vm),
        n => l.count.set(n - 1),
    }
    Ok(Value::NONE)
}

fn locked(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(Value::bool(lock(vm, a.at(0))?.count.get() > 0))
}

fn forget(vm: &mut Vm, a: &Args) -> PyResult {
    let l = lock(vm, a.at(0))?;
    l.owner.set(None);
    l.count.set(0);
    Ok(Value::NONE)
}

fn state(l: &Lock) -> &'static std::primitive::str {
    if l.count.get() > 0 { "locked" } else { "unlocked" }
}

pub static LOCK: TypeSpec = TypeSpec {
    module: "_thread",
    flags: flag::WEAKREFABLE,
    methods: &[
        leaf("__new__", "(cls)", |vm, _| Ok(new(vm, &LOCK, false))).stat(),
        tail("acquire", "(self, /, blocking=True, timeout=-1)", acquire),
        tail("acquire_lock", "(self, /, blocking=True, timeout=-1)", acquire),
        tail("__enter__", "(self, /)", acquire),
        leaf("release", "(self, /)", release),
        leaf("release_lock", "(self, /)", release),
        leaf("__exit__", "(self, /, *exc_info)", release),
        leaf("locked", "(self, /)", locked),
        leaf("locked_lock", "(self, /)", locked),
        leaf("_at_fork_reinit", "(self, /)", forget),
        leaf("__repr__", "(self, /)", |vm, a| {
            let what = state(lock(vm, a.at(0))?);
            Ok(str::new(format!("<{what} _thread.lock object at {:#x}>", address(a.at(0)))))
        }),
    ],
    doc: "A lock object is a synchronization primitive.  To create a lock,\ncall threading.Lock().",
    ..TypeSpec::of::<Native>("lock")
};

fn rlock_new(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Err(vm.type_error("a class is expected")) };
    Ok(crate::heap::alloc_in(&cls, Native(Box::new(Lock { reentrant: true, ..Lock::default() }))).into())
}

/// Gives the lock up however often it was acquired; what `_acquire_restore` needs.
fn release_save(vm: &mut Vm, a: &Args) -> PyResult {
    let l = lock(vm, a.at(0))?;
    if l.count.get() == 0 {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    let owner = l.owner.get().map_or(0, ThreadId::ident);
    let saved = tuple::new(vec![Value::size(l.count.get()), Value::int(owner)]);
    l.free(vm);
    Ok(saved)
}

fn acquire_restore(vm: &mut Vm, a: &Args) -> Act {
    let Some((count, owner)) = a.at(1).get::<Tuple>().and_then(|t| match t.items() {
        [n, owner] => Some((n.as_small()?, owner.as_small()?)),
        _ => None,
    }) else {
        let given = vm.type_name(a.at(1));
        let m = format!("_acquire_restore() argument 1 must be 2-item tuple, not {given}");
        return Act::Raise(vm.type_error(m));
    };
    let v = a.at(0).clone();
    Act::run(async move |cx| {
        let act = match lock(cx.vm(), &v) {
            Ok(l) => get(cx.vm(), &v, l, true, None),
            Err(e) => Act::Raise(e),
        };
        cx.act(act).await?;
        let l = lock(cx.vm(), &v)?;
        l.count.set(count.max(1) as usize);
        l.owner.set(ThreadId::of_ident(owner));
        Ok(Value::NONE)
    })
}

pub static RLOCK: TypeSpec = TypeSpec {
    module: "_thread",
    flags: flag::WEAKREFABLE | flag::BASETYPE,
    methods: &[
        leaf("__new__", "(cls, /, *args, **kwargs)", rlock_new).stat(),
        tail("acquire", "(self, /, blocking=True, timeout=-1)", acquire),
        tail("__enter__", "(self, /)", acquire),
        leaf("release", "(self, /)", release),
        leaf("__exit__", "(self, /, *exc_info)", release),
        leaf("locked", "(self, /)", locked),
        leaf("_is_owned", "(self, /)", |vm, a| {
            let me = vm.thread.id;
            Ok(Value::bool(lock(vm, a.at(0))?.owned(me)))
        }),
        leaf("_recursion_count", "(self, /)", |vm, a| {
            let me = vm.thread.id;
            let l = lock(vm, a.at(0))?;
            Ok(Value::size(if l.owned(me) { l.count.get() } else { 0 }))
        }),
        leaf("_release_save", "(self, /)", release_save),
        tail("_acquire_restore", "(self, state, /)", acquire_restore),
        leaf("_at_fork_reinit", "(self, /)", forget),
        leaf("__repr__", "(self, /)", |vm, a| {
            let l = lock(vm, a.at(0))?;
            let ty = crate::object::type_ref(a.at(0));
            let name = if ty.has(flag::HEAPTYPE) { ty.name() } else { "_thread.RLock".into() };
            let owner = l.owner.get().map_or(0, ThreadId::ident);
            let (what, n, at) = (state(l), l.count.get(), address(a.at(0)));
            Ok(str::new(format!("<{what} {name} object owner={owner} count={n} at {at:#x}>")))
        }),
    ],
    ..TypeSpec::of::<Native>("RLock")
};
