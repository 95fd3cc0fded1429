//! The protocol: the one implementation of "get an attribute", "add", "compare", "iterate", … .
//!
//! Invariant: every operation answers with an [`Act`]: done if no Python code is needed, else what has to be done. The dispatch loop's
//! slow paths, natives and the host all go through here.

mod attribute;
mod convert;
mod cx_ops;
pub mod hooks;
mod item;
mod iterate;
mod operator;

pub use attribute::Descriptor;
pub(crate) use convert::plain_text;
pub use hooks::generic_alias;
pub use operator::{UnaryOp, truth_natively};

use super::Vm;
use super::call::LENT;
use super::native::{Act, CallArgs};
use crate::object::function::Function;
use crate::object::names::Dunder;
use crate::object::native::Builtin;
use crate::object::ty::Type;
use crate::object::{type_of, type_ref};
use crate::value::{Slot, Value};
use smallvec::SmallVec;

impl Vm {
    /// A special method as found on a type: not bound. Cached per type.
    #[inline]
    pub fn dunder_of(&self, ty: &Type, d: Dunder) -> Option<Value> {
        let found = self.dunder_slot(ty, d);
        if found == Slot::STOP { None } else { Some(found.share()) }
    }
    /// The same without a count; STOP if there is none.
    #[inline(always)]
    pub(crate) fn dunder_slot(&self, ty: &Type, d: Dunder) -> Slot {
        let cached = ty.cached_dunder(d);
        if cached.is_unbound() { self.find_dunder(ty, d) } else { cached }
    }
    #[inline(never)]
    fn find_dunder(&self, ty: &Type, d: Dunder) -> Slot {
        let found = ty.lookup(&self.names.dunders[d as usize]).map_or(Slot::STOP, |v| v.slot());
        ty.cache_dunder(d, found);
        found
    }
    /// A special method of a value, as found on its type. A method that is set to None counts as found (it blocks the operation).
    #[inline]
    pub fn dunder(&self, v: &Value, d: Dunder) -> Option<Value> {
        self.dunder_of(type_ref(v), d)
    }
    /// Calls an unbound method found on the type of `self_`: plain functions get `self_` as first argument, other descriptors are bound first.
    pub fn call_unbound(&mut self, method: Value, self_: &Value, args: &[Value]) -> Act {
        let plain = method.is_a::<Function>()
            || method
                .get::<Builtin>()
                .is_some_and(|b| b.owner.is_some() && b.def.binding == super::native::Binding::Method);
        if plain {
            // natives answer at once: the values are lent, not counted
            if let Some(b) = method.get::<Builtin>()
                && args.len() < LENT
            {
                let mut lent = [Slot::UNBOUND; LENT];
                lent[0] = self_.slot();
                for (to, v) in lent[1..].iter_mut().zip(args) {
                    *to = v.slot();
                }
                if let Some(r) = self.call_leaf_directly(b, crate::value::lend(&lent[..args.len() + 1])) {
                    return r.into();
                }
            }
            let mut values: SmallVec<[Value; 4]> = SmallVec::with_capacity(args.len() + 1);
            values.push(self_.clone());
            values.extend(args.iter().cloned());
            return Act::Call(method, CallArgs { values, names: None });
        }
        let owner = type_of(self_);
        match self.descriptor_get(&method, Some(self_), &owner) {
            Act::Done(bound) => Act::Call(bound, args.into()),
            Act::Raise(e) => Act::Raise(e),
            act => {
                let args = CallArgs::from(args);
                act.then(self, move |_, r| match r {
                    Ok(bound) => Act::Call(bound, args),
                    Err(e) => Act::Raise(e),
                })
            }
        }
    }
    /// Calls a special method of a value; `None` if its type has none.
    pub fn call_dunder(&mut self, v: &Value, d: Dunder, args: &[Value]) -> Option<Act> {
        let m = self.dunder(v, d)?;
        Some(self.call_unbound(m, v, args))
    }
}
