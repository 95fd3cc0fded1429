//! A native that takes every item of an iterator and needs no Python to deal with most of them: a frame of its own, instead of an
//! async native that awaits each item.
//!
//! Invariant: items are taken one at a time, in order, and fuel is charged for each; what takes an item that needs Python says how the
//! rest is done, and is not asked again.

use super::Vm;
use super::native::{Act, Input, NativeFrame, PyResult, Resume, Step};
use super::pull::Pulling;
use crate::heap::{self, Ref};
use crate::object::generator::Generator;
use crate::object::{iter, map, types};
use crate::value::Value;

/// What is said of an item (or of the end).
pub enum Taken {
    /// dealt with: the next one
    More,
    /// this is the outcome
    Done(PyResult),
    /// the outcome is that of this, which goes on with the iterator if it likes
    Rest(Act),
}

type Take = dyn FnMut(&mut Vm, Option<Value>) -> Taken;

/// What items are taken from.
pub enum Source {
    Generator(Ref<Generator>),
    /// an iterator over others, whose steps are taken in the same frame
    Iterator(Pulling),
    /// what a function gives for each of these
    Calls(Value, std::vec::IntoIter<Value>),
}

struct Drain {
    source: Source,
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

/// Gives `take` every item of the source, then `None`.
pub fn drain(source: Source, take: impl FnMut(&mut Vm, Option<Value>) -> Taken + 'static) -> Act {
    Act::Frame(Box::new(Drain { source, take: Box::new(take), stage: Stage::Between }))
}

/// `it` as a source: a generator, which no class derives from, or a built-in iterator that is its own `iter(it)` and asks others.
pub fn source_of(it: &Value) -> Option<Source> {
    if types().generator.is_type_of(it) {
        return it.get_ref::<Generator>().map(Source::Generator);
    }
    iter::puller(it).map(|pull| Source::Iterator(Pulling::new(it, pull)))
}

impl NativeFrame for Drain {
    fn step(&mut self, vm: &mut Vm, input: Input) -> Step {
        let mut input = match input {
            // from outside, between two items
            Input::Raised(e) if self.stage == Stage::Between => return Step::Raise(e),
            input => input,
        };
        loop {
            let item = match &mut self.source {
                _ if self.stage == Stage::Rest => {
                    return match input {
                        Input::Raised(e) => Step::Raise(e),
                        Input::Value(v) => Step::Return(v),
                        _ => Step::Return(Value::NONE),
                    };
                }
                Source::Generator(g) if self.stage == Stage::Between => {
                    self.stage = Stage::Item;
                    return vm.ask(Act::Resume(g.clone(), Resume::Send(Value::NONE)));
                }
                Source::Calls(f, items) if self.stage == Stage::Between => match items.next() {
                    Some(v) if vm.push_callback(f, std::slice::from_ref(&v)) => {
                        self.stage = Stage::Item;
                        return Step::Asked;
                    }
                    Some(v) => match vm.at_once(Act::call(f.clone(), [v])) {
                        Ok(Ok(v)) => Some(v),
                        Ok(Err(e)) => return Step::Raise(e),
                        Err(act) => {
                            self.stage = Stage::Item;
                            return vm.ask(act);
                        }
                    },
                    None => None,
                },
                Source::Generator(_) | Source::Calls(..) => match input {
                    Input::Raised(e) => return Step::Raise(e),
                    Input::Value(v) => Some(v),
                    _ => None,
                },
                // the function of a `map` is called from here
                Source::Iterator(pulling)
                    if self.stage == Stage::Between
                        && map::is_direct(pulling.iterator())
                        && let Some(r) = map::step(vm, pulling.iterator()) =>
                {
                    match r {
                        Ok(Some((f, v))) => {
                            self.stage = Stage::Item;
                            return match vm.push_callback(&f, std::slice::from_ref(&v)) {
                                true => Step::Asked,
                                false => Step::Ask(Act::call(f, [v])),
                            };
                        }
                        Ok(None) => None,
                        Err(e) => return Step::Raise(e),
                    }
                }
                Source::Iterator(pulling)
                    if self.stage == Stage::Between
                        && let Some(r) = iter::step(vm, pulling.iterator()) =>
                {
                    match r {
                        Ok(v) => Some(v).filter(|v| !v.is_stop()),
                        Err(e) => return Step::Raise(e),
                    }
                }
                Source::Iterator(pulling) if map::is_direct(pulling.iterator()) => {
                    let r = match (self.stage, input) {
                        (Stage::Between, _) => match map::next(vm, pulling.iterator()) {
                            Act::Done(v) => Ok(v),
                            Act::Raise(e) => Err(e),
                            act => {
                                self.stage = Stage::Item;
                                return vm.ask(act);
                            }
                        },
                        (_, Input::Raised(e)) => Err(e),
                        (_, Input::Value(v) | Input::Returned(v)) => Ok(v),
                        _ => Ok(Value::STOP),
                    };
                    match r {
                        Ok(v) => Some(v).filter(|v| !v.is_stop()),
                        // what the function raises may end it
                        Err(e) => match vm.catch(e, &types().exc.StopIteration.clone()) {
                            Ok(()) => None,
                            Err(e) => return Step::Raise(e),
                        },
                    }
                }
                Source::Iterator(pulling) => match pulling.run(vm, input) {
                    Step::Return(v) => Some(v).filter(|v| !v.is_stop()),
                    // what an iterator asks may end it
                    Step::Raise(e) => match vm.catch(e, &types().exc.StopIteration.clone()) {
                        Ok(()) => None,
                        Err(e) => return Step::Raise(e),
                    },
                    step => {
                        self.stage = Stage::Item;
                        return step;
                    }
                },
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
            self.stage = Stage::Between;
            input = Input::Start;
            // memory and finalisers are looked after between two steps
            if vm.charge(1) || heap::has_pending() {
                return Step::Again;
            }
        }
    }
    fn label(&self) -> &'static str {
        "native"
    }
}
