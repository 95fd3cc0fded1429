//! The async adapter: natives written as `async fn`, polled as native frames.
//!
//! Invariant: a poll happens only inside `NativeFrame::step`, with the VM lent to the context for exactly that time; every await of a
//! request suspends the frame until the VM has done what was asked. Polling uses no waker: readiness is the VM's business.
//!
//! Every operation of [`Cx`] is one hand-written future, [`Ask`], not a nested `async fn`: a state machine for each operation in each
//! native would be two thirds of the download.
//!
//! # Rules
//! 1. `Cx::vm` may be used only while the future is being polled, which is the only time its code runs.
//! 2. The mailbox outlives the future: both are fields of the boxed frame, the future is dropped first.

use super::Vm;
use super::host::Wait;
use super::native::{Act, CallArgs, Input, NativeFrame, NativeFuture, PyResult, Raised, Resume, Step};
use crate::heap::Ref;
use crate::object::generator::Generator;
use crate::value::Value;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

struct Mailbox {
    vm: *mut Vm,
    request: Option<Step>,
    reply: Option<Input>,
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

/// A request to the VM: done at once if it can be, else it suspends the native until the VM has done it.
pub struct Ask<'a, T> {
    mailbox: *mut Mailbox,
    step: Option<Step>,
    convert: fn(&mut Vm, Input) -> Result<T, Raised>,
    /// a StopIteration counts as the value STOP
    stops: bool,
    _cx: PhantomData<&'a mut Cx>,
}

impl<T> Ask<'_, T> {
    /// The same, but a StopIteration out of what is asked for ends an iteration: it counts as the value STOP.
    pub(super) fn stopping(mut self) -> Self {
        self.stops = true;
        self
    }
}

impl<T> Future for Ask<'_, T> {
    type Output = Result<T, Raised>;
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<T, Raised>> {
        let step = self.step.take();
        match poll(self.mailbox, step) {
            None => Poll::Pending,
            Some(Input::Raised(e)) if self.stops => {
                let vm = unsafe { &mut *(*self.mailbox).vm };
                Poll::Ready(match vm.catch(e, &crate::object::types().exc.StopIteration.clone()) {
                    Ok(()) => (self.convert)(vm, Input::Value(Value::STOP)),
                    Err(e) => Err(e),
                })
            }
            Some(Input::Raised(e)) => Poll::Ready(Err(e)),
            Some(input) => Poll::Ready((self.convert)(unsafe { &mut *(*self.mailbox).vm }, input)),
        }
    }
}

/// Sends the request, or looks for the reply once it was sent.
fn poll(mailbox: *mut Mailbox, step: Option<Step>) -> Option<Input> {
    match step {
        Some(Step::Ask(Act::Done(v))) => Some(Input::Value(v)),
        Some(Step::Ask(Act::Raise(e))) => Some(Input::Raised(e)),
        Some(step) => {
            unsafe { (*mailbox).request = Some(step) };
            None
        }
        None => unsafe { (*mailbox).reply.take() },
    }
}

fn value(_: &mut Vm, input: Input) -> PyResult {
    Ok(match input {
        Input::Value(v) | Input::Returned(v) => v,
        _ => Value::NONE,
    })
}

fn resumed(_: &mut Vm, input: Input) -> Result<Resumed, Raised> {
    Ok(match input {
        Input::Value(v) => Resumed::Yielded(v),
        Input::Returned(v) => Resumed::Returned(v),
        _ => Resumed::Returned(Value::NONE),
    })
}

fn nothing(_: &mut Vm, _: Input) -> Result<(), Raised> {
    Ok(())
}

impl Cx {
    /// The VM. The borrow ends at the next await.
    #[inline(always)]
    pub fn vm(&mut self) -> &mut Vm {
        unsafe { &mut *(*self.mailbox).vm }
    }

    /// Does what `act` says and converts its value.
    pub(super) fn ask<T>(&mut self, act: Act, convert: fn(&mut Vm, Input) -> Result<T, Raised>) -> Ask<'_, T> {
        Ask { mailbox: self.mailbox, step: Some(Step::Ask(act)), convert, stops: false, _cx: PhantomData }
    }

    /// Does what `act` says and gives its value. Does not suspend when the value is there already.
    pub fn act(&mut self, act: Act) -> Ask<'_, Value> {
        self.ask(act, value)
    }

    /// Resumes a generator once.
    pub fn resume(&mut self, generator: &Ref<Generator>, how: Resume) -> Ask<'_, Resumed> {
        self.ask(Act::Resume(generator.clone(), how), resumed)
    }

    /// Calls with positional arguments.
    pub fn call(&mut self, callee: &Value, args: impl Into<CallArgs>) -> Ask<'_, Value> {
        self.act(Act::Call(callee.clone(), args.into()))
    }

    /// Waits for the host.
    pub fn block(&mut self, wait: Wait) -> Ask<'_, Value> {
        Ask { mailbox: self.mailbox, step: Some(Step::Block(wait)), convert: value, stops: false, _cx: PhantomData }
    }

    /// Charges `n` units of fuel; suspends when the slice is used up. Call it in every loop over data of user-controlled size.
    pub fn tick(&mut self, n: u32) -> Ask<'_, ()> {
        let step = if self.vm().charge(n) { Step::Again } else { Step::Ask(Act::Done(Value::NONE)) };
        Ask { mailbox: self.mailbox, step: Some(step), convert: nothing, stops: false, _cx: PhantomData }
    }
}

/// A native frame that polls a future.
pub struct AsyncFrame {
    future: Option<NativeFuture>,
    mailbox: Box<Mailbox>,
    label: &'static str,
}

impl AsyncFrame {
    /// A frame that runs `f`.
    pub fn boxed<F>(label: &'static str, f: F) -> Box<dyn NativeFrame>
    where
        F: AsyncFnOnce(&mut Cx) -> PyResult + 'static,
    {
        let mut mailbox = Box::new(Mailbox { vm: std::ptr::null_mut(), request: None, reply: None });
        let p: *mut Mailbox = &mut *mailbox;
        let future: NativeFuture = Box::pin(async move {
            let mut cx = Cx { mailbox: p };
            f(&mut cx).await
        });
        AsyncFrame::new(label, mailbox, future)
    }

    fn new(label: &'static str, mailbox: Box<Mailbox>, future: NativeFuture) -> Box<dyn NativeFrame> {
        Box::new(AsyncFrame { future: Some(future), mailbox, label })
    }
}

impl NativeFrame for AsyncFrame {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        self.mailbox.vm = vm;
        self.mailbox.reply = Some(input);
        let Some(future) = self.future.as_mut() else { return Step::Return(Value::NONE) };
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
            Poll::Pending => self.mailbox.request.take().unwrap_or(Step::Again),
        };
        self.mailbox.vm = std::ptr::null_mut();
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
    }
}
