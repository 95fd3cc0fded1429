//! Exceptions: the payload of every BaseException instance.
//!
//! Invariant: `args` is a tuple; `traceback` is a traceback object or None; context and cause are exceptions or None.

use crate::heap::{Kind, Mut, Payload, Visitor};
use crate::value::Value;
use std::cell::Cell;

/// An exception instance. Extra fields of particular classes (`StopIteration.value`, `OSError.errno`, …) are in `fields`. What it owns
/// dies in the order of the fields, which is CPython's.
pub struct Exception {
    /// class-specific fields, in the order of the class's member table; UNBOUND when not set
    pub fields: Mut<Vec<Value>>,
    /// `__dict__` of an instance of a built-in class
    pub dict: Mut<Option<crate::heap::Ref<super::dict::Dict>>>,
    pub args: Mut<Value>,
    pub traceback: Mut<Value>,
    pub cause: Mut<Value>,
    pub context: Mut<Value>,
    pub suppress_context: Cell<bool>,
}

impl Payload for Exception {
    const KIND: Kind = Kind::Exception;
    fn visit(&self, v: &mut Visitor) {
        for m in [&self.args, &self.traceback, &self.context, &self.cause] {
            v.value(&m.borrow());
        }
        v.values(&self.fields.borrow());
        if let Some(d) = &*self.dict.borrow() {
            v.reference(d);
        }
    }
    fn clear(&self) {
        for m in [&self.traceback, &self.context, &self.cause] {
            m.set(Value::NONE);
        }
        self.fields.set(Vec::new());
        self.dict.set(None);
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
            dict: Mut::new(None),
        }
    }
}

/// `StopIteration.value` of an exception.
pub fn stop_value(exc: &Value) -> Value {
    let Some(e) = exc.get::<Exception>() else { return Value::NONE };
    if let Some(v) = e.fields.borrow().first()
        && !v.is_unbound()
    {
        return v.clone();
    }
    let args = e.args.get();
    args.get::<super::tuple::Tuple>().and_then(|t| t.items().first().cloned()).unwrap_or(Value::NONE)
}
