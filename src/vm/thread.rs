//! State of one Python thread: its frames and what is on its way between them.

use super::frame::Frame;
use super::host::Wait;
use super::native::Input;
use super::stack::DataStack;
use crate::heap::Ref;
use crate::object::generator::Generator;
use crate::value::Value;

/// A thread of execution.
pub struct Thread {
    pub(crate) stack: DataStack,
    /// executing frame, or null
    pub(crate) top: *mut Frame,
    /// generators that drivers resumed, innermost last
    pub(crate) drives: Vec<Ref<Generator>>,
    /// Python frames, for the recursion limit
    pub(crate) depth: usize,
    pub(crate) native_depth: usize,
    /// what the native frame on top is stepped with next
    pub(crate) input: Option<Input>,
    /// inputs set aside while finalisers run
    pub(crate) saved_inputs: Vec<Option<Input>>,
    /// what the thread waits for
    pub(crate) waiting: Option<Wait>,
    /// value of the bottom frame once it returned
    pub(crate) result: Option<Value>,
    /// exception that left the bottom frame
    pub(crate) failure: Option<Value>,
    /// `sys.get_asyncgen_hooks()`: firstiter, finalizer
    pub(crate) asyncgen_hooks: (Value, Value),
}

impl Thread {
    pub(crate) fn new() -> Thread {
        Thread {
            stack: DataStack::default(),
            top: std::ptr::null_mut(),
            drives: Vec::new(),
            depth: 0,
            native_depth: 0,
            input: None,
            saved_inputs: Vec::new(),
            waiting: None,
            result: None,
            failure: None,
            asyncgen_hooks: (Value::NONE, Value::NONE),
        }
    }
}
