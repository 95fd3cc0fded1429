//! State of one Python thread: its frames, what is on its way between them, what it waits for.
//!
//! Invariant: everything that Python calls the current thread's own is here or is exchanged with it in `schedule.rs`; nothing outside a
//! thread points into its data stack.

use super::frame::Frame;
use super::host::Wait;
use super::native::Input;
use super::stack::DataStack;
use crate::heap::Ref;
use crate::object::generator::Generator;
use crate::value::Value;

/// Names a thread for as long as the VM lives; ids are never used again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub struct ThreadId(pub u64);

impl ThreadId {
    /// The thread that runs the program.
    pub const MAIN: ThreadId = ThreadId(1);

    /// `threading.get_ident()`.
    pub fn ident(self) -> i64 {
        0x7f00_0000_0000 + self.0 as i64 * 0x1000
    }
    /// The thread of an ident, whether or not it still runs.
    pub fn of_ident(ident: i64) -> Option<ThreadId> {
        let n = ident - 0x7f00_0000_0000;
        (n > 0 && n % 0x1000 == 0).then_some(ThreadId(n as u64 / 0x1000))
    }
}

/// What is set aside while finalisers run.
pub(crate) struct Saved {
    pub input: Option<Input>,
    pub waiting: Option<Wait>,
    pub raised: Option<Value>,
}

/// A thread of execution.
pub struct Thread {
    pub(crate) id: ThreadId,
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
    /// set aside while finalisers run, innermost last
    pub(crate) saved: Vec<Saved>,
    /// what the thread waits for; it cannot run before it is woken
    pub(crate) waiting: Option<Wait>,
    /// value of the bottom frame once it returned
    pub(crate) result: Option<Value>,
    /// exception that left the bottom frame
    pub(crate) failure: Option<Value>,
    /// `sys.get_coroutine_origin_tracking_depth()`
    pub(crate) origin_depth: usize,
    /// `sys.get_asyncgen_hooks()`: firstiter, finalizer
    pub(crate) asyncgen_hooks: (Value, Value),
    /// `sys.settrace` and `sys.setprofile`
    pub(crate) hooks: super::tracing::Hooks,
    /// fuel left until another thread gets its turn
    pub(crate) quantum: i64,
    /// since when the thread could run or waits: the lowest goes first
    pub(crate) since: u64,
    /// what the VM keeps for the running thread, while this one does not run
    pub(crate) own: super::schedule::Own,
    /// objects that keep something for each thread (`_thread._local`): told when the thread ends
    pub(crate) locals: Vec<std::rc::Weak<crate::module::_thread::PerThread>>,
}

impl Thread {
    pub(crate) fn new(id: ThreadId) -> Thread {
        Thread {
            id,
            stack: DataStack::default(),
            top: std::ptr::null_mut(),
            drives: Vec::new(),
            depth: 0,
            native_depth: 0,
            input: None,
            saved: Vec::new(),
            waiting: None,
            result: None,
            failure: None,
            origin_depth: 0,
            asyncgen_hooks: (Value::NONE, Value::NONE),
            hooks: Default::default(),
            quantum: 0,
            since: 0,
            own: Default::default(),
            locals: Vec::new(),
        }
    }

    /// Its earliest moment to go on by itself.
    pub(crate) fn deadline(&self) -> Option<u64> {
        match &self.waiting {
            Some(Wait::Until(t)) => Some(*t),
            Some(Wait::Parked(t)) => *t,
            _ => None,
        }
    }
}
