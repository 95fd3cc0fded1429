//! A native that takes every item of a generator and needs no Python to deal with most of them: a frame of its own, instead of an
//! async native that awaits each item.
//!
//! Invariant: items are taken one at a time, in order, and fuel is charged for each; what takes an item that needs Python says how the
//! rest is done, and is not asked again.

use super::Vm;
use super::native::{Act, Input, NativeFrame, PyResult, Resume, Step};
use crate::heap::Ref;
use crate::object::generator::Generator;
use crate::object::types;
use crate::value::Value;

/// What is said of an item (or of the end).
pub enum Taken {
    /// dealt with: the next one
    More,
    /// this is the outcome
    Done(PyResult),
    /// the outcome is that of this, which goes on with the generator if it likes
    Rest(Act),
}

type Take = dyn FnMut(&mut Vm, Option<Value>) -> Taken;

struct Drain {
    generator: Ref<Generator>,
    take: Box<Take>,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// a slice ended, or nothing was asked for yet
    Between,
    Item,
    Rest,
}

/// Gives `take` every item of the generator, then `None`.
pub fn drain(generator: Ref<Generator>, take: impl FnMut(&mut Vm, Option<Value>) -> Taken + 'static) -> Act {
    Act::Frame(Box::new(Drain { generator, take: Box::new(take), stage: Stage::Between }))
}

/// `it` as a generator, which no class derives from.
pub fn as_generator(it: &Value) -> Option<Ref<Generator>> {
    if types().generator.is_type_of(it) { it.get_ref::<Generator>() } else { None }
}

impl NativeFrame for Drain {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        if self.stage != Stage::Between {
            let item = match input {
                Input::Raised(e) => return Step::Raise(e),
                Input::Value(v) if self.stage == Stage::Rest => return Step::Return(v),
                Input::Value(v) => Some(v),
                _ => None,
            };
            match (self.take)(vm, item) {
                Taken::More => {}
                Taken::Done(Ok(v)) => return Step::Return(v),
                Taken::Done(Err(e)) => return Step::Raise(e),
                Taken::Rest(act) => {
                    self.stage = Stage::Rest;
                    return Step::Ask(act);
                }
            }
            if vm.charge(1) {
                self.stage = Stage::Between;
                return Step::Again;
            }
        }
        self.stage = Stage::Item;
        Step::Ask(Act::Resume(self.generator.clone(), Resume::Send(Value::NONE)))
    }
    fn label(&self) -> &'static str {
        "native"
    }
}
