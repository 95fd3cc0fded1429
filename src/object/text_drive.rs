//! Work on text that may need Python in the middle.
//!
//! Invariant: a machine keeps all its state in itself and asks with an `Act`, so the work goes on synchronously as long
//! as what it asks for is there already (formatting ints, floats and strs costs no native frame) and moves into an
//! async native at the first answer that is not.

use crate::value::Value;
use crate::vm::native::{Act, PyResult};
use crate::vm::{Raised, Vm};

/// What a machine says.
pub enum Step {
    /// Finished.
    Done(Value),
    /// Failed.
    Raise(Raised),
    /// Do this and go on with its value.
    Need(Act),
    /// Like `Need`, but a `TypeError` is the machine's to word (see [`Machine::wrong_type`]).
    Try(Act),
}

impl From<Raised> for Step {
    fn from(e: Raised) -> Step {
        Step::Raise(e)
    }
}

/// Resumable work.
pub trait Machine: 'static {
    /// Goes on; `input` is what was asked for last, nothing at the start.
    fn step(&mut self, vm: &mut Vm, input: Option<Value>) -> Step;
    /// The error for a `Try` that raised `TypeError`, which is `e`.
    fn wrong_type(&mut self, vm: &mut Vm, e: Raised) -> Raised {
        let _ = vm;
        e
    }
}

fn refused<M: Machine>(m: &mut M, vm: &mut Vm, e: Raised) -> Raised {
    let ty = vm.types.exc.TypeError.clone();
    if vm.raised_is(&ty) { m.wrong_type(vm, e) } else { e }
}

/// Runs a machine to its end.
pub fn drive<M: Machine>(vm: &mut Vm, mut m: M) -> Act {
    let mut input = None;
    loop {
        let (act, guarded) = match m.step(vm, input.take()) {
            Step::Done(v) => return Act::Done(v),
            Step::Raise(e) => return Act::Raise(e),
            Step::Need(act) => (act, false),
            Step::Try(act) => (act, true),
        };
        match act {
            Act::Done(v) => input = Some(v),
            Act::Raise(e) if guarded => return Act::Raise(refused(&mut m, vm, e)),
            Act::Raise(e) => return Act::Raise(e),
            act => {
                return Act::run(async move |cx| {
                    let (mut act, mut guarded) = (act, guarded);
                    loop {
                        let v: PyResult = cx.act(act).await;
                        let v = match v {
                            Err(e) if guarded => return Err(refused(&mut m, cx.vm(), e)),
                            other => other?,
                        };
                        cx.tick(1).await?;
                        (act, guarded) = match m.step(cx.vm(), Some(v)) {
                            Step::Done(v) => return Ok(v),
                            Step::Raise(e) => return Err(e),
                            Step::Need(act) => (act, false),
                            Step::Try(act) => (act, true),
                        };
                    }
                });
            }
        }
    }
}
