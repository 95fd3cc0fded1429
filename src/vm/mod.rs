//! The virtual machine.
//!
//! Invariant: everything Python-visible happens inside `Vm::run` or a call made while the VM is *entered*; Python frames, native frames
//! and pending work all live in the VM, never on the Rust stack, so `run` can return at any back edge, call or native pause.

mod call;
mod caller;
mod clock;
mod code;
pub mod cx;
pub mod drain;
pub mod errors;
pub mod files;
mod finalise;
mod find;
pub(crate) mod finders;
pub mod frame;
pub(crate) mod generators;
pub mod hooks;
pub mod host;
mod import;
mod intrinsic;
pub(crate) mod jump;
pub(crate) mod lending;
mod life;
mod memory;
pub mod monitoring;
pub mod native;
mod pattern;
pub mod protocol;
pub mod pull;
pub(crate) mod record;
mod record_library;
pub mod report;
pub mod request;
mod run;
mod schedule;
mod shutdown;
mod signals;
pub mod signature;
mod slow;
mod slow_attr;
mod slow_call;
mod slow_display;
mod slow_name;
mod slow_operator;
pub mod stack;
pub mod suggest;
pub mod thread;
mod tracing;
mod unwind;

pub(crate) use crate::library::FOLDER as LIBRARY;
pub use cx::Cx;
pub(crate) use finalise::run_finalisers;
pub(crate) use import::{Mistake, fetch, fetch_name_table, fetch_names, fetch_text};
pub use native::{Act, Args, CallArgs, PyResult, Raised};
pub(crate) use schedule::Own;

use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::names::Names;
use crate::object::spec::TypeSpec;
use crate::object::str::Str;
use crate::object::ty::Type;
use crate::object::{self, Types};
use crate::tables::{Hashing, Table};
use crate::text::hash::HashSeed;
use crate::value::Value;
use smallvec::SmallVec;
use std::any::{Any, TypeId};
use std::collections::HashMap;

/// Interned strs by hash.
type Interned = HashMap<i64, SmallVec<[Ref<Str>; 1]>, Hashing>;

/// A Python interpreter.
pub struct Vm {
    pub types: Box<Types>,
    pub names: Names,
    /// the exception on its way up
    pub(crate) raised: Option<Value>,
    /// units left in this slice; negative: stop at the next check
    pub(crate) fuel: i64,
    /// natives that were called at once and have not answered, one by the other
    nested: u8,
    pub host: Box<dyn host::Host>,
    interned: Interned,
    native_types: HashMap<usize, Ref<Type>, Hashing>,
    state: HashMap<TypeId, Box<dyn Any>, Hashing>,
    pub(crate) asyncio: crate::module::asyncio::State,
    /// the context in which code runs now; none as long as nobody asked for it
    pub(crate) context: Option<Value>,
    /// what a signal handler raised
    pub(crate) interruption: Option<Value>,
    pub builtins: Ref<Dict>,
    /// `sys.modules`
    pub modules: Ref<Dict>,
    /// the running thread
    pub(crate) thread: thread::Thread,
    pub(crate) threads: schedule::Threads,
    /// where the exception that has just landed in a handler came from, in the frame on top
    pub(crate) came_from: u32,
    /// frames with `Ret::Apart`, anywhere
    pub(crate) apart: usize,
    /// frames with a handled exception, anywhere
    pub(crate) handlers: usize,
    /// what is in `raised` was raised since the last frame was left
    pub(crate) raised_anew: bool,
    /// a native has raised for want of something: see `lending`
    pub(crate) wants: bool,
    pub recursion_limit: usize,
    /// depth up to which calls take the fast path: the limit, or 0 while calls are traced
    pub(crate) fast_limit: usize,
    pub(crate) tracing: tracing::Tracing,
    pub(crate) monitoring: monitoring::Monitoring,
    pub(crate) native_limit: usize,
    /// asked to stop: KeyboardInterrupt at the next check; twice: uncatchable
    pub(crate) stop: u8,
    /// stops so far that Python code may have caught
    pub(crate) stops: u8,
    /// the program ends with this status before another instruction runs
    pub(crate) exit: Option<i32>,
    /// units charged in earlier slices
    pub(crate) spent: u64,
    /// what the program did, if it is recorded
    pub trace: crate::trace::Recorder,
    /// what it read from the clock
    clock: clock::Clock,
    /// why the main program could not be compiled
    pub main_syntax_error: Option<crate::compile::SyntaxError>,
    /// the program has ended and its modules are being taken down
    pub finalising: bool,
    /// the filters of warnings while the modules are taken down, else None
    pub last_filters: Value,
    /// texts of compiled files, for tracebacks
    pub sources: Table<String, std::rc::Rc<str>>,
    /// the main program's tree, which is taken apart when the first slice is over
    parsed: Option<crate::compile::parse::Tree>,
    /// `sys.argv`
    pub argv: Vec<String>,
    /// real folders to import from
    pub path: Vec<String>,
    /// its heap; the last field, since every other one holds objects
    home: crate::heap::Home,
}

impl Vm {
    /// The interned str with this text.
    pub fn intern(&mut self, text: &str) -> Ref<Str> {
        intern_text(&mut self.interned, text)
    }
    /// The interned twin of a str.
    pub fn intern_str(&mut self, s: Ref<Str>) -> Ref<Str> {
        intern_in(&mut self.interned, s)
    }
    /// The interned twin of a str value; `None` if it is no str.
    pub fn intern_value(&mut self, v: &Value) -> Option<Ref<Str>> {
        let s = v.get_ref::<Str>()?;
        if s.is_interned() {
            return Some(s);
        }
        if !object::str::is_exact(v) {
            let copy = Str::new(s.view().to_buf());
            return Some(self.intern_str(copy));
        }
        Some(self.intern_str(s))
    }
    /// The type that a native module describes with `spec`; made on first use.
    pub fn native_type(&mut self, spec: &'static TypeSpec) -> Ref<Type> {
        let key = spec as *const TypeSpec as usize;
        if let Some(t) = self.native_types.get(&key) {
            return t.clone();
        }
        let ty =
            object::registry::make(&self.types, spec, &mut |text| intern_text(&mut self.interned, text), &self.names);
        self.native_types.insert(key, ty.clone());
        ty
    }
    /// Per-VM state of a native module.
    pub fn state<T: Default + 'static>(&mut self) -> &mut T {
        let entry = self.state.entry(TypeId::of::<T>()).or_insert_with(|| Box::new(T::default()));
        // the entry was made with this very type
        entry.downcast_mut::<T>().expect("state by its own type")
    }
    /// Charges `n` units of fuel; true if the slice is used up.
    #[inline(always)]
    pub fn charge(&mut self, n: u32) -> bool {
        self.fuel -= n as i64;
        self.fuel < 0
    }
}

/// The interned str with this text, which is made only if there is none.
fn intern_text(table: &mut Interned, text: &str) -> Ref<Str> {
    if text.is_ascii() {
        let hash = HashSeed::ZERO.bytes(text.as_bytes());
        if let Some(found) = table.get(&hash).into_iter().flatten().find(|s| Str::is(s, text)) {
            return found.clone();
        }
    }
    intern_in(table, Str::new(text))
}

fn intern_in(table: &mut Interned, s: Ref<Str>) -> Ref<Str> {
    let list = table.entry(s.hash()).or_default();
    if let Some(found) = list.iter().find(|t| t.view() == s.view()) {
        return found.clone();
    }
    // a character that is shared anyway, and the empty text, are one object whoever makes them
    let s = if s.len() < 2 && s.view().kind() <= crate::text::view::Kind::Latin1 {
        crate::object::str::from_view(s.view()).get_ref().unwrap_or(s)
    } else {
        s
    };
    s.set_interned();
    list.push(s.clone());
    s
}
