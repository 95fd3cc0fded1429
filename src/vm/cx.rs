//! The async adapter: natives written as `async fn`, polled as native frames.
//!
//! Invariant: a poll happens only inside `NativeFrame::step`, with the VM lent to the context for exactly that time; every await of a
//! request suspends the frame until the VM has done what was asked. Polling uses no waker: readiness is the VM's business.
//!
//! # Rules
//! 1. `Cx::vm` may be used only while the future is being polled, which is the only time its code runs.
//! 2. The mailbox outlives the future: both are fields of the boxed frame, the future is dropped first.

use super::Vm;
use super::host::Wait;
use super::native::{Act, CallArgs, Input, NativeFrame, NativeFuture, PyResult, Resume, Step};
use crate::heap::Ref;
use crate::object::generator::Generator;
use crate::value::Value;
use std::future::Future;
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

struct Request {
    mailbox: *mut Mailbox,
    sent: bool,
}

impl Future for Request {
    type Output = Input;
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Input> {
        if !self.sent {
            self.sent = true;
            return Poll::Pending;
        }
        match unsafe { (*self.mailbox).reply.take() } {
            Some(input) => Poll::Ready(input),
            None => Poll::Pending,
        }
    }
}

impl Cx {
    /// The VM. The borrow ends at the next await.
    #[inline(always)]
    pub fn vm(&mut self) -> &mut Vm {
        unsafe { &mut *(*self.mailbox).vm }
    }

    async fn request(&mut self, step: Step) -> Input {
        unsafe { (*self.mailbox).request = Some(step) };
        Request { mailbox: self.mailbox, sent: false }.await
    }

    /// Does what `act` says and gives its value. Does not suspend when the value is there already.
    pub async fn act(&mut self, act: Act) -> PyResult {
        match act {
            Act::Done(v) => Ok(v),
            Act::Raise(e) => Err(e),
            act => match self.request(Step::Ask(act)).await {
                Input::Value(v) | Input::Returned(v) => Ok(v),
                Input::Raised(e) => Err(e),
                Input::Start => Ok(Value::NONE),
            },
        }
    }

    /// Resumes a generator once.
    pub async fn resume(&mut self, generator: &Ref<Generator>, how: Resume) -> PyResult<Resumed> {
        match self.request(Step::Ask(Act::Resume(generator.clone(), how))).await {
            Input::Value(v) => Ok(Resumed::Yielded(v)),
            Input::Returned(v) => Ok(Resumed::Returned(v)),
            Input::Raised(e) => Err(e),
            Input::Start => Ok(Resumed::Returned(Value::NONE)),
        }
    }

    /// Calls with positional arguments.
    pub async fn call(&mut self, callee: &Value, args: impl Into<CallArgs>) -> PyResult {
        self.act(Act::Call(callee.clone(), args.into())).await
    }

    /// Waits for the host.
    pub async fn block(&mut self, wait: Wait) -> PyResult {
        match self.request(Step::Block(wait)).await {
            Input::Value(v) | Input::Returned(v) => Ok(v),
            Input::Raised(e) => Err(e),
            Input::Start => Ok(Value::NONE),
        }
    }

    /// Charges `n` units of fuel; suspends when the slice is used up. Call it in every loop over data of user-controlled size.
    pub async fn tick(&mut self, n: u32) -> PyResult<()> {
        if self.vm().charge(n) {
            match self.request(Step::Again).await {
                Input::Raised(e) => Err(e),
                _ => Ok(()),
            }
        } else {
            Ok(())
        }
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

