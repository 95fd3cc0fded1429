//! Iterators that take their items from other iterators: a step of theirs as a frame, without a future.
//!
//! Invariant: what is remembered during one step is in the frame, not in the object, so steps of one object may overlap; items are
//! asked for one at a time, and fuel is charged for each.

use super::Vm;
use super::frame::Ret;
use super::native::{Act, Input, NativeFrame, Raised, Resume, Step};
use crate::heap;
use crate::object::function::Function;
use crate::object::{iter, types};
use crate::value::Value;
use smallvec::SmallVec;

/// What an iterator needs to go on.
pub enum Pull {
    /// nothing: this is its next item, or STOP
    Give(Value),
    /// the next item of this iterator; `None` at its end
    Item(Value),
    /// the value of this
    Ask(Act),
    Raise(Raised),
}

/// What one step remembers.
#[derive(Default)]
pub struct Held {
    /// how far it is; 0 at the beginning
    pub at: u32,
    pub values: SmallVec<[Value; 4]>,
    /// set for one last call, when what was asked for raised: the exception goes on, whatever is answered
    pub failed: bool,
}

/// Goes on with what was asked for last (`None` at first).
pub type Puller = fn(&mut Vm, it: &Value, held: &mut Held, got: Option<Value>) -> Pull;

enum Waits {
    Start,
    Item,
    Value,
    /// a slice ended with this in hand
    Again(Option<Value>),
}

/// A step of an iterator.
pub struct Pulling {
    it: Value,
    pull: Puller,
    held: Held,
    waits: Waits,
}

impl Pulling {
    pub fn new(it: &Value, pull: Puller) -> Pulling {
        Pulling { it: it.clone(), pull, held: Held::default(), waits: Waits::Start }
    }

    /// A step of `it` that begins with a value held.
    pub fn with(it: &Value, pull: Puller, held: Option<Value>) -> Act {
        let mut pulling = Pulling::new(it, pull);
        pulling.held.values.extend(held);
        Act::Frame(Box::new(pulling))
    }

    /// What is stepped.
    pub(super) fn iterator(&self) -> &Value {
        &self.it
    }

    /// The step of `it` as what is to be done.
    pub fn act(it: &Value, pull: Puller) -> Act {
        Act::Frame(Box::new(Pulling::new(it, pull)))
    }

    /// Goes on. After a `Return` the next step may begin.
    #[inline(never)]
    pub(super) fn run(&mut self, vm: &mut Vm, input: Input) -> Step {
        let mut got = match (std::mem::replace(&mut self.waits, Waits::Start), input) {
            // from outside, between two steps
            (Waits::Start | Waits::Again(_), Input::Raised(e)) => return self.fail(vm, e),
            (Waits::Start, _) => None,
            (Waits::Again(got), _) => got,
            (Waits::Item, Input::Value(v)) => Some(v).filter(|v| !v.is_stop()),
            (Waits::Value, Input::Value(v) | Input::Returned(v)) => Some(v),
            (Waits::Item, Input::Raised(e)) => match vm.catch(e, &types().exc.StopIteration.clone()) {
                Ok(()) => None,
                Err(e) => return self.fail(vm, e),
            },
            (_, Input::Raised(e)) => return self.fail(vm, e),
            _ => None,
        };
        loop {
            let act = match (self.pull)(vm, &self.it, &mut self.held, got) {
                Pull::Give(v) => {
                    self.held.at = 0;
                    self.held.values.clear();
                    return Step::Return(v);
                }
                Pull::Raise(e) => return Step::Raise(e),
                Pull::Ask(act) => match vm.at_once(act) {
                    // whatever it is: not the end of an iterator
                    Ok(Ok(v)) => {
                        got = Some(v);
                        if vm.charge(1) || heap::has_pending() {
                            self.waits = Waits::Again(got);
                            return Step::Again;
                        }
                        continue;
                    }
                    Ok(Err(e)) => return self.fail(vm, e),
                    Err(act) => {
                        self.waits = Waits::Value;
                        act
                    }
                },
                Pull::Item(inner) => {
                    self.waits = Waits::Item;
                    // resumed from here: no frame in between
                    match iter::generator(&inner) {
                        Some(g) => Act::Resume(g, Resume::Send(Value::NONE)),
                        None => match iter::step(vm, &inner) {
                            Some(r) => r.into(),
                            None => vm.next(&inner),
                        },
                    }
                }
            };
            match act {
                Act::Done(v) => got = Some(v).filter(|v| !v.is_stop()),
                Act::Raise(e) => return self.fail(vm, e),
                act => return vm.ask(act),
            }
            if vm.charge(1) || heap::has_pending() {
                self.waits = Waits::Again(got);
                return Step::Again;
            }
        }
    }

    #[cold]
    fn fail(&mut self, vm: &mut Vm, e: Raised) -> Step {
        self.held.failed = true;
        let _ = (self.pull)(vm, &self.it, &mut self.held, None);
        Step::Raise(e)
    }
}

impl NativeFrame for Pulling {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        self.run(vm, input)
    }
    fn label(&self) -> &'static str {
        "native"
    }
}

impl Vm {
    /// What the native frame on top, which is being stepped, asks for: begun at once where that is to push a frame. (A frame that
    /// `Act::begin` steps is not on top yet, and must not use this.)
    pub(super) fn ask(&mut self, act: Act) -> Step {
        match act {
            Act::Call(callee, args) => {
                if args.names.is_none()
                    && let Some(f) = callee.slot().payload::<Function>()
                    && let Some(to) = unsafe { self.push_plain(callee.slot(), f, args.values.len(), Ret::Native) }
                {
                    // the frame has taken the callee over, and takes the arguments
                    let _ = callee.into_slot();
                    for (k, v) in args.values.into_iter().enumerate() {
                        unsafe { to.add(k).write(v.into_slot()) };
                    }
                    return Step::Asked;
                }
                Step::Ask(Act::Call(callee, args))
            }
            Act::Resume(g, how) => match how {
                Resume::Send(v) if self.resume_plain(&g, v.slot(), Ret::Resumed) => Step::Asked,
                how => Step::Ask(Act::Resume(g, how)),
            },
            Act::Method(f, me, what) => match self.push_callback(&f, std::slice::from_ref(&me)) {
                true => {
                    unsafe { (*self.thread.top).ret = Ret::NativeExpect(what) };
                    Step::Asked
                }
                false => Step::Ask(Act::Method(f, me, what)),
            },
            act => Step::Ask(act),
        }
    }
}
