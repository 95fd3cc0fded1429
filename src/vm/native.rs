//! Native functions: how Rust code is called from Python, and how it asks for Python to be called.
//!
//! Invariant: a native never calls Python. It returns a value ([`NativeCall::Leaf`]), or what is to be done in its place
//! ([`NativeCall::Tail`] returns an [`Act`]), or it is an `async fn` whose awaits are requests ([`NativeCall::Async`], see `cx`).
//!
//! # Writing a native
//! ```ignore
//! // builtins.chr — a leaf: takes bound arguments, returns a value or raises
//! fn chr(vm: &mut Vm, a: &Args) -> PyResult { … a.at(0) … Err(vm.value_error("chr() arg not in range(0x110000)")) }
//! // a tail call: what it returns is done in its place
//! fn next(vm: &mut Vm, a: &Args) -> Act { … }
//! // resumable: may await cx.call(f, &[x]), cx.next(&it), cx.repr(&v), cx.equal(&a, &b), cx.truth(&v) …
//! async fn sorted(cx: &mut Cx, a: Args) -> PyResult { … }
//! static DEFS: &[NativeDef] = &[
//!     leaf("chr", "(i, /)", chr),
//!     tail("next", "(iterator, default=<unrepresentable>, /)", next),
//!     resumable!("sorted", "(iterable, /, *, key=None, reverse=False)", sorted),
//! ];
//! ```
//! The signature text binds the arguments: `a.at(i)` is the i-th parameter; a parameter that was not given is UNBOUND (`a.opt(i)` is
//! `None`). `*args` arrives as a tuple, `**kwargs` as a dict (or UNBOUND when empty). Default texts serve `__text_signature__` only; where
//! that is another text, or none, it stands behind the signature: `(*values) -> None`.
//! Errors about argument counts are made here, in CPython's words. A method's first parameter is `self` (or `cls` for a class method).
//!
//! # Rules
//! 1. `Args` point at `len` values that live at least as long as they do: the caller's, or, with `OWNED`, a box that only `drop` frees.

use super::Vm;
use super::cx::Cx;
use super::frame::Expect;
use crate::heap::Ref;
use crate::heap::Visitor;
use crate::object::generator::Generator;
use crate::value::Value;
use smallvec::SmallVec;
use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;

/// Proof that an exception has been put into `vm.raised`.
#[derive(Debug)]
#[must_use]
pub struct Raised(pub(super) ());

/// A value, or an exception in `vm.raised`. 8 bytes.
pub type PyResult<T = Value> = Result<T, Raised>;

const _: () = assert!(size_of::<PyResult>() == 8);

/// Positional and keyword arguments of a call that is to be made. Keyword values come last in `values`.
#[derive(Default)]
pub struct CallArgs {
    pub values: SmallVec<[Value; 4]>,
    /// tuple of keyword names
    pub names: Option<Value>,
}

impl CallArgs {
    /// Positional arguments.
    pub fn positional(values: impl IntoIterator<Item = Value>) -> CallArgs {
        CallArgs { values: values.into_iter().collect(), names: None }
    }
    /// Number of positional arguments.
    pub fn positional_len(&self) -> usize {
        self.values.len() - self.keyword_len()
    }
    /// Number of keyword arguments.
    pub fn keyword_len(&self) -> usize {
        self.names.as_ref().and_then(|n| n.get::<crate::object::tuple::Tuple>()).map_or(0, |t| t.len())
    }
}

impl<const N: usize> From<[Value; N]> for CallArgs {
    #[inline(never)]
    fn from(values: [Value; N]) -> CallArgs {
        CallArgs { values: SmallVec::from_iter(values), names: None }
    }
}

impl From<&[Value]> for CallArgs {
    fn from(values: &[Value]) -> CallArgs {
        CallArgs { values: values.iter().cloned().collect(), names: None }
    }
}

impl From<Vec<Value>> for CallArgs {
    fn from(values: Vec<Value>) -> CallArgs {
        CallArgs { values: SmallVec::from_vec(values), names: None }
    }
}

/// What is to be done to get a value: the answer of every protocol operation and of tail natives.
pub enum Act {
    /// it is this
    Done(Value),
    /// an exception is in `vm.raised`
    Raise(Raised),
    /// the result of this call
    Call(Value, CallArgs),
    /// the checked answer of a special method: a Python function that takes the object and nothing else
    Method(Value, Value, Expect),
    /// what this native frame returns
    Frame(Box<dyn NativeFrame>),
    /// the result of running a body (module, class, exec code) with this namespace
    Body(Ref<crate::object::function::Function>, Value),
    /// resume a generator
    Resume(Ref<Generator>, Resume),
}

/// How a generator is resumed.
pub enum Resume {
    /// `send(value)`; `next` sends None
    Send(Value),
    /// `throw(exception instance)`
    Throw(Value),
    /// the same, past what the generator delegates to, which has been closed
    Raise(Value),
}

impl From<PyResult> for Act {
    #[inline(always)]
    fn from(r: PyResult) -> Act {
        match r {
            Ok(v) => Act::Done(v),
            Err(e) => Act::Raise(e),
        }
    }
}

impl Act {
    /// A call with positional arguments.
    pub fn call(callee: Value, args: impl Into<CallArgs>) -> Act {
        Act::Call(callee, args.into())
    }
    /// The result of an async block: `Act::run(vm, async move |cx| …)`.
    pub fn run<F>(f: F) -> Act
    where
        F: AsyncFnOnce(&mut Cx) -> PyResult + 'static,
    {
        Act::run_as("native", f)
    }
    /// The same under a name, which says what is too deep if it nests too deeply.
    pub fn run_as<F>(label: &'static str, f: F) -> Act
    where
        F: AsyncFnOnce(&mut Cx) -> PyResult + 'static,
    {
        Act::Frame(super::cx::AsyncFrame::boxed(label, f))
    }
    /// Steps a frame once, before there is any call of it: what it came to, or the frame from there on.
    pub fn begin<F: NativeFrame + 'static>(vm: &mut Vm, mut frame: F) -> Act {
        match frame.step(vm, Input::Start) {
            Step::Return(v) => Act::Done(v),
            Step::Raise(e) => Act::Raise(e),
            step => Act::Frame(Box::new(Begun { step: Some(step), frame })),
        }
    }
}

/// A frame whose first step was taken.
struct Begun<F> {
    step: Option<Step>,
    frame: F,
}

impl<F: NativeFrame> NativeFrame for Begun<F> {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        match self.step.take() {
            Some(step) => step,
            None => self.frame.step(vm, input),
        }
    }
    fn visit(&self, v: &mut Visitor) {
        self.frame.visit(v)
    }
    fn label(&self) -> &'static str {
        self.frame.label()
    }
}

impl Act {
    /// Does this, then what `f` says about its outcome. A frame is made only if there is something to wait for, and a small one: where
    /// there is one thing to wait for, this takes a third of the code of an async block.
    pub fn then(self, vm: &mut Vm, f: impl FnOnce(&mut Vm, PyResult) -> Act + 'static) -> Act {
        match self {
            Act::Done(v) => f(vm, Ok(v)),
            Act::Raise(e) => f(vm, Err(e)),
            act => act.in_frame(f),
        }
    }

    /// The same, always in a frame: what calls itself without end this way meets the recursion limit.
    pub fn in_frame(self, f: impl FnOnce(&mut Vm, PyResult) -> Act + 'static) -> Act {
        Act::Frame(Box::new(Then { act: Some(self), next: Some(Box::new(f)) }))
    }
}

/// Passes the value of `act` through `f`.
pub(crate) struct Check {
    act: Option<Act>,
    f: fn(&mut Vm, Value) -> PyResult,
}

impl Check {
    pub(crate) fn act(act: Act, f: fn(&mut Vm, Value) -> PyResult) -> Act {
        Act::Frame(Box::new(Check { act: Some(act), f }))
    }
}

impl NativeFrame for Check {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        match (self.act.take(), input) {
            (Some(act), _) => vm.ask(act),
            (None, Input::Raised(e)) => Step::Raise(e),
            (None, Input::Value(v) | Input::Returned(v)) => match (self.f)(vm, v) {
                Ok(v) => Step::Return(v),
                Err(e) => Step::Raise(e),
            },
            (None, Input::Start) => Step::Return(Value::NONE),
        }
    }
    fn label(&self) -> &'static str {
        "native"
    }
}

struct Then {
    act: Option<Act>,
    next: Option<Box<dyn FnOnce(&mut Vm, PyResult) -> Act>>,
}

impl NativeFrame for Then {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        if let Some(act) = self.act.take() {
            return vm.ask(act);
        }
        let outcome = match input {
            Input::Raised(e) => Err(e),
            Input::Value(v) | Input::Returned(v) => Ok(v),
            Input::Start => Ok(Value::NONE),
        };
        let act = match self.next.take() {
            Some(f) => f(vm, outcome),
            None => outcome.into(),
        };
        match act {
            Act::Done(v) => Step::Return(v),
            Act::Raise(e) => Step::Raise(e),
            act => Step::Ask(act),
        }
    }
    fn label(&self) -> &'static str {
        "native"
    }
}

/// What a native frame is resumed with.
pub enum Input {
    /// first step
    Start,
    /// the result of what it asked for; of a resumed generator: what it yielded
    Value(Value),
    /// a resumed generator returned this
    Returned(Value),
    /// what it asked for raised: the exception is in `vm.raised`
    Raised(Raised),
}

/// What a native frame does next.
pub enum Step {
    Return(Value),
    Raise(Raised),
    /// do this and step again with the outcome
    Ask(Act),
    /// the same, and its frame has been pushed already
    Asked,
    /// out of fuel, or a long loop offers a pause: step again with `Input::Start`-like `Value(None)`
    Again,
    /// wait for the host (timer, input, …); stepped again with what `deliver` brings
    Block(super::host::Wait),
}

/// A resumable native activation.
pub trait NativeFrame {
    /// Goes on.
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step;
    /// Shows owned values (only those that could be part of a cycle need be shown; others count as roots).
    fn visit(&self, _v: &mut Visitor) {}
    /// For debugging and traces.
    fn label(&self) -> &'static str;
}

/// Bound arguments of a native call: one per parameter of its signature. Two words, because every async native keeps one.
pub struct Args<'a> {
    start: *const Value,
    /// their number; plus `OWNED` if they are a box of ours (rule 1)
    len: u32,
    _caller: PhantomData<&'a [Value]>,
}

const OWNED: u32 = 1 << 31;
static NOT_GIVEN: Value = Value::UNBOUND;

impl<'a> Args<'a> {
    #[inline(always)]
    pub(super) fn borrowed(values: &'a [Value]) -> Args<'a> {
        Args { start: values.as_ptr(), len: values.len() as u32 & !OWNED, _caller: PhantomData }
    }
    pub(crate) fn owned(values: SmallVec<[Value; 6]>) -> Args<'static> {
        let len = values.len() as u32 | OWNED;
        let start = Box::into_raw(values.into_boxed_slice()) as *const Value;
        Args { start, len, _caller: PhantomData }
    }
    pub(super) fn into_owned(self) -> Args<'static> {
        Args::owned(self.iter().cloned().collect())
    }
    /// Parameter `i`; UNBOUND if it was not given.
    #[inline(never)]
    pub fn at(&self, i: usize) -> &Value {
        self.get(i).unwrap_or(&NOT_GIVEN)
    }
    /// Parameter `i`, if it was given.
    #[inline(never)]
    pub fn opt(&self, i: usize) -> Option<&Value> {
        self.get(i).filter(|v| !v.is_unbound())
    }
    /// Parameter `i` if it was given and is not None.
    #[inline(never)]
    pub fn some(&self, i: usize) -> Option<&Value> {
        self.opt(i).filter(|v| !v.is_none())
    }
    /// The items of the `*args` parameter `i`.
    pub fn rest(&self, i: usize) -> &[Value] {
        self.get(i).and_then(|v| v.get::<crate::object::tuple::Tuple>()).map_or(&[], |t| t.items())
    }
}

impl Deref for Args<'_> {
    type Target = [Value];
    #[inline(always)]
    fn deref(&self) -> &[Value] {
        unsafe { std::slice::from_raw_parts(self.start, (self.len & !OWNED) as usize) }
    }
}

impl Drop for Args<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.len & OWNED != 0 {
            self.free()
        }
    }
}

impl Args<'_> {
    #[inline(never)]
    fn free(&mut self) {
        let len = (self.len & !OWNED) as usize;
        drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(self.start as *mut Value, len)) });
    }
}

/// Future of an async native.
pub type NativeFuture = Pin<Box<dyn Future<Output = PyResult>>>;

/// Makes the future of an async native; `cx` lives longer than it (see `cx`).
pub type MakeFuture = fn(&'static mut Cx, Args<'static>) -> NativeFuture;

/// How a native is entered.
#[derive(Clone, Copy)]
pub enum NativeCall {
    Leaf(fn(&mut Vm, &Args) -> PyResult),
    Tail(fn(&mut Vm, &Args) -> Act),
    /// made by `resumable!`
    Async(MakeFuture),
}

/// How a native stands in a type's namespace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Binding {
    /// a plain function of a module, or a method of a type (binds self)
    Method,
    /// binds the class
    Class,
    /// binds nothing (`__new__`, `str.maketrans`)
    Static,
}

/// A native function's definition; static tables of these make up types and modules.
#[derive(Clone, Copy)]
pub struct NativeDef {
    pub name: &'static str,
    /// as in `(self, key, default=None, /)`
    pub signature: &'static str,
    pub call: NativeCall,
    pub binding: Binding,
}

/// A leaf native.
pub const fn leaf(name: &'static str, signature: &'static str, f: fn(&mut Vm, &Args) -> PyResult) -> NativeDef {
    NativeDef { name, signature, call: NativeCall::Leaf(f), binding: Binding::Method }
}

/// A tail native.
pub const fn tail(name: &'static str, signature: &'static str, f: fn(&mut Vm, &Args) -> Act) -> NativeDef {
    NativeDef { name, signature, call: NativeCall::Tail(f), binding: Binding::Method }
}

impl NativeDef {
    /// The same as a class method.
    pub const fn class(self) -> NativeDef {
        NativeDef { binding: Binding::Class, ..self }
    }
    /// The same as a static method.
    pub const fn stat(self) -> NativeDef {
        NativeDef { binding: Binding::Static, ..self }
    }
}

/// Two tables as one, for a type whose methods are defined in several files.
pub const fn joined<const N: usize>(a: &[NativeDef], b: &[NativeDef]) -> [NativeDef; N] {
    assert!(a.len() + b.len() == N && !a.is_empty());
    let mut out = [a[0]; N];
    let mut i = 0;
    while i < N {
        out[i] = if i < a.len() { a[i] } else { b[i - a.len()] };
        i += 1;
    }
    out
}

/// An async native: `resumable!("name", "(signature)", function)` with `async fn function(cx: &mut Cx, a: Args<'static>) -> PyResult`.
#[macro_export]
macro_rules! resumable {
    ($name:expr, $signature:expr, $f:path) => {
        $crate::vm::native::NativeDef {
            name: $name,
            signature: $signature,
            call: $crate::vm::native::NativeCall::Async(|cx, args| Box::pin($f(cx, args))),
            binding: $crate::vm::native::Binding::Method,
        }
    };
}
