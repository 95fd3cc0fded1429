//! Iteration.
//!
//! Invariant: [`Vm::next`] gives STOP at the end and never lets a StopIteration out.

use crate::object::names::Dunder;
use crate::object::native::Builtin;
use crate::object::{type_ref, types};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::frame::Expect;
use crate::vm::native::{Act, PyResult, Resume};

impl Vm {
    /// `iter(v)`.
    pub fn iter(&mut self, v: &Value) -> Act {
        if let Some(it) = super::hooks::native_iter(v) {
            return Act::Done(it);
        }
        if types().generator.is_type_of(v) {
            return Act::Done(v.clone());
        }
        match self.dunder(v, Dunder::Iter) {
            Some(m) if !m.is_none() => {
                drop(m);
                self.ask_method(v, Dunder::Iter, Expect::Iterator).unwrap_or(Act::Done(Value::NONE))
            }
            // what a built-in type without `__iter__` is subscripted with are keys; a function of a module may stand for a method
            None if self
                .dunder(v, Dunder::GetItem)
                .is_some_and(|m| m.get::<Builtin>().is_none_or(|native| native.owner.is_none()))
                && !type_ref(v).is_subtype(&types().dict) =>
            {
                Act::Done(super::hooks::sequence_iter(v))
            }
            _ => {
                let name = self.type_name(v);
                Act::Raise(self.type_error(format!("'{name}' object is not iterable")))
            }
        }
    }

    /// What `__iter__` gave.
    pub(super) fn checked_iterator(&mut self, it: Value) -> PyResult {
        if self.dunder(&it, Dunder::Next).is_none() {
            let name = self.type_name(&it);
            return Err(self.type_error(format!("iter() returned non-iterator of type '{name}'")));
        }
        Ok(it)
    }

    /// The next item of an iterator; Done(STOP) at the end.
    pub fn next(&mut self, it: &Value) -> Act {
        if let Some(act) = super::hooks::iter_next(self, it) {
            return act;
        }
        if let Some(g) = it.get_ref::<crate::object::generator::Generator>()
            && types().generator.is_type_of(it)
        {
            return Act::run(async move |cx| match cx.resume(&g, Resume::Send(Value::NONE)).await? {
                crate::vm::cx::Resumed::Yielded(v) => Ok(v),
                crate::vm::cx::Resumed::Returned(_) => Ok(Value::STOP),
            });
        }
        match self.call_dunder(it, Dunder::Next, &[]) {
            Some(act) => self.stop_to_sentinel(act),
            None => {
                let name = self.type_name(it);
                Act::Raise(self.type_error(format!("'{name}' object is not an iterator")))
            }
        }
    }

    /// Does `act`; a StopIteration becomes STOP.
    pub fn stop_to_sentinel(&mut self, act: Act) -> Act {
        act.then(self, |vm, r| match r {
            Ok(v) => Act::Done(v),
            Err(e) => vm.catch(e, &types().exc.StopIteration.clone()).map(|()| Value::STOP).into(),
        })
    }
}
