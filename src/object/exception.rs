//! Exceptions: the payload of every BaseException instance.
//!
//! Invariant: `args` is a tuple; `traceback` is a traceback object or None; context and cause are exceptions or None.

use crate::heap::{Kind, Mut, Payload, Visitor};
use crate::value::Value;
use std::cell::Cell;

/// An exception instance. Extra fields of particular classes (`StopIteration.value`, `OSError.errno`, …) are in `fields`.
pub struct Exception {
    pub args: Mut<Value>,
    pub traceback: Mut<Value>,
    pub context: Mut<Value>,
    pub cause: Mut<Value>,
    pub suppress_context: Cell<bool>,
    /// class-specific fields, in the order of the class's member table; UNBOUND when not set
    pub fields: Mut<Vec<Value>>,
}

impl Payload for Exception {
    const KIND: Kind = Kind::Exception;
    fn visit(&self, v: &mut Visitor) {
        for m in [&self.args, &self.traceback, &self.context, &self.cause] {
            v.value(&m.borrow());
        }
        v.values(&self.fields.borrow());
    }
    fn clear(&self) {
        for m in [&self.traceback, &self.context, &self.cause] {
            m.set(Value::NONE);
        }
        self.fields.set(Vec::new());
    }
}

impl Exception {
    /// A payload with these arguments (a tuple).
    pub fn payload(args: Value) -> Exception {
        Exception {
            args: Mut::new(args),
            traceback: Mut::new(Value::NONE),
            context: Mut::new(Value::NONE),
            cause: Mut::new(Value::NONE),
            suppress_context: Cell::new(false),
            fields: Mut::new(Vec::new()),
        }
    }
}
