//! The async adapter: natives written as `async fn`, polled as native frames.
//!
//! Invariant: a poll happens only inside `NativeFrame::step`, with the VM lent to the context for exactly that time; every await of a
//! request suspends the frame until the VM has done what was asked. Polling uses no waker: readiness is the VM's business.
//!
//! Every operation of [`Cx`] is one hand-written future, [`Ask`], not a nested `async fn`: a state machine for each operation in each
//! native would be two thirds of the download. For the same reason the request goes into the mailbox when it is made, so that an `Ask`
//! is one pointer, and its `poll` is one function for each type of reply.
//!
//! # Rules
//! 1. `Cx::vm` may be used only while the future is being polled, which is the only time its code runs.
//! 2. The mailbox, with the future's `Cx` in it, outlives the future: the frame frees it after the future was dropped. While a future
//!    lives, the frame touches the other fields only, through the raw pointer.
//! 3. At most one `Ask` of a context exists: it borrows the context mutably.

use super::Vm;
use super::host::Wait;
use super::native::{
    Act, Args, CallArgs, Input, MakeFuture, NativeFrame, NativeFuture, PyResult, Raised, Resume, Step,
};
use crate::heap::Ref;
use crate::object::generator::Generator;
use crate::value::Value;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

struct Mailbox {
    cx: Cx,
    vm: *mut Vm,
    /// what the future waits for
    request: Option<Step>,
    /// what it is resumed with, or what needed no waiting
    reply: Option<Input>,
    /// a StopIteration counts as the value STOP
    stops: bool,
}

/// An async native's access to the VM.
pub struct Cx {
    mailbox: *mut Mailbox,
}

/// What resuming a generator gave.
pub enum Resumed {
    Yielded(Value),
    Returned(Value),
}

/// What a reply is turned into.
pub trait Reply: Sized {
    fn of(input: Input) -> Self;
}

/// The value of a reply.
fn value_of(input: Input) -> Value {
    match input {
        Input::Value(v) | Input::Returned(v) => v,
        _ => Value::NONE,
    }
}

impl Reply for Value {
    fn of(input: Input) -> Value {
        value_of(input)
    }
}

impl Reply for () {
    fn of(_: Input) {}
}

/// A truth value.
impl Reply for bool {
    fn of(input: Input) -> bool {
        value_of(input).as_bool() == Some(true)
    }
}

/// A length.
impl Reply for usize {
    fn of(input: Input) -> usize {
        crate::object::int::to_i64(&value_of(input)).unwrap_or(0) as usize
    }
}

/// A hash.
impl Reply for i64 {
    fn of(input: Input) -> i64 {
        crate::object::int::to_i64(&value_of(input)).unwrap_or(0)
    }
}

/// None for STOP, for UNBOUND, and when a generator returned.
impl Reply for Option<Value> {
    fn of(input: Input) -> Option<Value> {
        match input {
            Input::Value(v) if !v.is_stop() && !v.is_unbound() => Some(v),
            _ => None,
        }
    }
}

impl Reply for Resumed {
    fn of(input: Input) -> Resumed {
        match input {
            Input::Value(v) => Resumed::Yielded(v),
            Input::Returned(v) => Resumed::Returned(v),
            _ => Resumed::Returned(Value::NONE),
        }
    }
}

/// A request to the VM: done at once if it can be, else it suspends the native until the VM has done it.
pub struct Ask<'a, T> {
    mailbox: *mut Mailbox,
    _cx: PhantomData<(&'a mut Cx, fn() -> T)>,
}

impl<T> Ask<'_, T> {
    /// The same, but a StopIteration out of what is asked for ends an iteration: it counts as the value STOP.
    pub(super) fn stopping(self) -> Self {
        unsafe { (*self.mailbox).stops = true };
        self
    }
}

impl<T: Reply> Future for Ask<'_, T> {
    type Output = Result<T, Raised>;
    #[inline(never)]
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<T, Raised>> {
        match take_reply(self.mailbox) {
            None => Poll::Pending,
            Some(Input::Raised(e)) => Poll::Ready(Err(e)),
            Some(input) => Poll::Ready(Ok(T::of(input))),
        }
    }
}

/// The reply, if it is there.
fn take_reply(mailbox: *mut Mailbox) -> Option<Input> {
    unsafe {
        let reply = (*mailbox).reply.take()?;
        match reply {
            Input::Raised(e) if (*mailbox).stops => {
                let vm = &mut *(*mailbox).vm;
                Some(match vm.catch(e, &crate::object::types().exc.StopIteration.clone()) {
                    Ok(()) => Input::Value(Value::STOP),
                    Err(e) => Input::Raised(e),
                })
            }
            reply => Some(reply),
        }
    }
}

impl Cx {
    /// The VM. The borrow ends at the next await.
    #[inline(always)]
    pub fn vm(&mut self) -> &mut Vm {
        unsafe { &mut *(*self.mailbox).vm }
    }

    /// What the future waits for.
    #[inline(never)]
    fn post(&mut self, step: Step) {
        unsafe {
            (*self.mailbox).request = Some(step);
            (*self.mailbox).reply = None;
            (*self.mailbox).stops = false;
        }
    }

    /// What needs no waiting.
    #[inline(never)]
    fn answer(&mut self, reply: Input) {
        unsafe {
            (*self.mailbox).reply = Some(reply);
            (*self.mailbox).stops = false;
        }
    }

    /// Does what `act` says and converts its value.
    #[inline(always)]
    pub(super) fn ask<T: Reply>(&mut self, act: Act) -> Ask<'_, T> {
        self.put(act);
        Ask { mailbox: self.mailbox, _cx: PhantomData }
    }

    #[inline(never)]
    fn put(&mut self, act: Act) {
        match act {
            Act::Done(v) => self.answer(Input::Value(v)),
            Act::Raise(e) => self.answer(Input::Raised(e)),
            act => match self.vm().at_once(act) {
                Ok(Ok(v)) => self.answer(Input::Value(v)),
                Ok(Err(e)) => self.answer(Input::Raised(e)),
                Err(act) => {
                    let step = self.vm().ask(act);
                    self.post(step)
                }
            },
        }
    }

    /// Does what `act` says and gives its value. Does not suspend when the value is there already.
    #[inline(never)]
    pub fn act(&mut self, act: Act) -> Ask<'_, Value> {
        self.ask(act)
    }

    /// Resumes a generator once.
    pub fn resume(&mut self, generator: &Ref<Generator>, how: Resume) -> Ask<'_, Resumed> {
        self.ask(Act::Resume(generator.clone(), how))
    }

    /// Calls with positional arguments.
    pub fn call(&mut self, callee: &Value, args: impl Into<CallArgs>) -> Ask<'_, Value> {
        self.call_kw(callee, args.into())
    }

    /// Calls with arguments that stay with the caller: no copy of them, if it is a plain call of a Python function.
    #[inline(never)]
    pub fn call_with(&mut self, callee: &Value, args: &[Value]) -> Ask<'_, Value> {
        if self.vm().push_callback(callee, args) {
            self.post(Step::Asked);
            return Ask { mailbox: self.mailbox, _cx: PhantomData };
        }
        self.ask(Act::Call(callee.clone(), args.into()))
    }

    /// A call with keywords.
    #[inline(never)]
    pub fn call_kw(&mut self, callee: &Value, args: CallArgs) -> Ask<'_, Value> {
        self.ask(Act::Call(callee.clone(), args))
    }

    /// Waits for the host.
    pub fn block(&mut self, wait: Wait) -> Ask<'_, Value> {
        self.post(Step::Block(wait));
        Ask { mailbox: self.mailbox, _cx: PhantomData }
    }

    /// Lets what waits to be done between two steps be done (finalisers).
    pub fn pause(&mut self) -> Ask<'_, ()> {
        self.post(Step::Again);
        Ask { mailbox: self.mailbox, _cx: PhantomData }
    }

    /// Charges `n` units of fuel; suspends when the slice is used up. Call it in every loop over data of user-controlled size.
    #[inline(always)]
    pub fn tick(&mut self, n: u32) -> Tick<'_> {
        let vm = self.vm();
        vm.fuel -= n as i64;
        let over = vm.fuel < 0;
        if over {
            self.post(Step::Again);
        }
        Tick { mailbox: if over { self.mailbox } else { std::ptr::null_mut() }, _cx: PhantomData }
    }
}

/// A charge of fuel: ready at once, unless the slice is used up.
pub struct Tick<'a> {
    /// null: there is fuel left
    mailbox: *mut Mailbox,
    _cx: PhantomData<&'a mut Cx>,
}

impl Future for Tick<'_> {
    type Output = Result<(), Raised>;
    #[inline(always)]
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Raised>> {
        if self.mailbox.is_null() { Poll::Ready(Ok(())) } else { paused(self.mailbox) }
    }
}

#[inline(never)]
fn paused(mailbox: *mut Mailbox) -> Poll<Result<(), Raised>> {
    match take_reply(mailbox) {
        None => Poll::Pending,
        Some(Input::Raised(e)) => Poll::Ready(Err(e)),
        Some(_) => Poll::Ready(Ok(())),
    }
}

/// A native frame that polls a future.
pub struct AsyncFrame {
    future: Option<NativeFuture>,
    mailbox: *mut Mailbox,
    label: &'static str,
}

impl AsyncFrame {
    /// A frame that runs `f`.
    pub fn boxed<F>(label: &'static str, f: F) -> Box<dyn NativeFrame>
    where
        F: AsyncFnOnce(&mut Cx) -> PyResult + 'static,
    {
        let mailbox = Mailbox::new();
        let cx = Mailbox::cx(mailbox);
        AsyncFrame::new(label, mailbox, Box::pin(async move { f(cx).await }))
    }

    /// A frame that runs an async native with these arguments.
    pub(super) fn native(label: &'static str, make: MakeFuture, args: Args<'static>) -> Box<dyn NativeFrame> {
        let mailbox = Mailbox::new();
        AsyncFrame::new(label, mailbox, make(Mailbox::cx(mailbox), args))
    }

    #[inline(never)]
    fn new(label: &'static str, mailbox: *mut Mailbox, future: NativeFuture) -> Box<dyn NativeFrame> {
        Box::new(AsyncFrame { future: Some(future), mailbox, label })
    }
}

impl Mailbox {
    #[inline(never)]
    fn new() -> *mut Mailbox {
        let mailbox = Box::into_raw(Box::new(Mailbox {
            cx: Cx { mailbox: std::ptr::null_mut() },
            vm: std::ptr::null_mut(),
            request: None,
            reply: None,
            stops: false,
        }));
        unsafe { (*mailbox).cx.mailbox = mailbox };
        mailbox
    }

    /// The context that the future gets; asked for once (rule 2).
    fn cx(mailbox: *mut Mailbox) -> &'static mut Cx {
        unsafe { &mut (*mailbox).cx }
    }
}

impl NativeFrame for AsyncFrame {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        let Some(future) = self.future.as_mut() else { return Step::Return(Value::NONE) };
        let mailbox = self.mailbox;
        unsafe {
            (*mailbox).vm = vm;
            (*mailbox).reply = Some(input);
        }
        let polled = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let step = match polled {
            Poll::Ready(Ok(v)) => {
                self.future = None;
                Step::Return(v)
            }
            Poll::Ready(Err(e)) => {
                self.future = None;
                Step::Raise(e)
            }
            Poll::Pending => unsafe { (*mailbox).request.take() }.unwrap_or(Step::Again),
        };
        unsafe { (*mailbox).vm = std::ptr::null_mut() };
        step
    }
    fn label(&self) -> &'static str {
        self.label
    }
}

impl Drop for AsyncFrame {
    fn drop(&mut self) {
        // rule 2
        self.future = None;
        drop(unsafe { Box::from_raw(self.mailbox) });
    }
}
