//! Generators, coroutines and async generators: one heap object holds the frame and its registers.
//!
//! Invariants: while the object is suspended nobody but it owns what its frame owns; while it runs, the running frame holds one count
//! of it. A suspended await chain keeps its `back` links: each delegated-to frame's `back` is the frame that awaits it, and
//! `leaf` of the outermost one (the *root*, which a driver resumes) is the innermost.

use super::code::Code;
use super::function::Function;
use crate::code::flags;
use crate::heap::{Header, Kind, Mut, Obj, Payload, Ref, Visitor};
use crate::value::{Slot, Value};
use crate::vm::frame::Frame;
use std::cell::{Cell, OnceCell, UnsafeCell};

/// Which protocol the object speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GenKind {
    Generator,
    Coroutine,
    AsyncGenerator,
}

/// Life of a generator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GenState {
    /// made, no instruction run
    Created,
    /// at a yield, waiting for its driver (also: part of a suspended chain)
    Suspended,
    /// executing, or waiting for a callee that executes
    Running,
    /// returned, raised or closed: the frame is gone
    Finished,
}

impl GenKind {
    /// What a call of code with these flags makes.
    pub fn of_flags(code: u32) -> GenKind {
        if code & flags::COROUTINE != 0 {
            GenKind::Coroutine
        } else if code & flags::ASYNC_GENERATOR != 0 {
            GenKind::AsyncGenerator
        } else {
            GenKind::Generator
        }
    }
}

/// What few generators have.
pub struct Rare {
    /// names of its own; UNBOUND: its code's
    pub name: Mut<Value>,
    pub qualname: Mut<Value>,
    /// async generator's finaliser hook, or None
    pub finalizer: Mut<Value>,
    /// coroutine origin (tuple) or None
    pub origin: Mut<Value>,
}

/// A generator-like object. Registers follow the payload.
#[repr(C, align(8))]
pub struct Generator {
    pub(crate) frame: UnsafeCell<Frame>,
    pub kind: GenKind,
    pub state: Cell<GenState>,
    /// innermost suspended frame of the chain that this object is the root of; null: itself
    pub leaf: Cell<*const Generator>,
    /// the generator whose YieldFrom delegates to this one; null: none
    pub parent: Cell<*const Generator>,
    /// trace id, or 0, or below 0 if no event tells of it; and the count of suspensions when it was last awaited
    pub trace_id: Cell<i64>,
    pub resumed_at: Cell<u32>,
    /// what the trace knows of a coroutine of the library (`trace/library.rs`), or 0
    pub about: Cell<u64>,
    /// how many generators delegate to this one, one above the other
    pub level: Cell<u32>,
    /// async generators: hooks were called; a close/athrow is under way
    pub hooks_inited: Cell<bool>,
    pub ag_running: Cell<bool>,
    pub ag_closed: Cell<bool>,
    rare: OnceCell<Box<Rare>>,
}

impl Generator {
    /// An object whose registers, and what its frame is to execute, the caller fills in at once.
    pub(crate) fn create(kind: GenKind, registers: u16) -> Ref<Generator> {
        let types = super::types();
        let ty = match kind {
            GenKind::Generator => &types.generator,
            GenKind::Coroutine => &types.coroutine,
            GenKind::AsyncGenerator => &types.async_generator,
        };
        let generator = Generator {
            frame: UnsafeCell::new(Frame::new(std::ptr::null_mut(), registers, crate::vm::frame::Ret::Exit)),
            kind,
            state: Cell::new(GenState::Created),
            leaf: Cell::new(std::ptr::null()),
            parent: Cell::new(std::ptr::null()),
            trace_id: Cell::new(0),
            resumed_at: Cell::new(0),
            about: Cell::new(0),
            level: Cell::new(0),
            hooks_inited: Cell::new(false),
            ag_running: Cell::new(false),
            ag_closed: Cell::new(false),
            rare: OnceCell::new(),
        };
        let r = crate::heap::alloc_extra(ty, generator, registers as usize * 8);
        unsafe {
            let f = r.frame.get();
            (*f).base = (&*r as *const Generator).add(1) as *mut Slot;
            (*f).owner = &*r;
        }
        r
    }
    /// The object for a frame that is about to be suspended at its start. Takes over what the frame owns and its registers.
    pub(crate) fn adopt(frame: &mut Frame, kind: GenKind) -> Ref<Generator> {
        let r = Generator::create(kind, frame.registers);
        unsafe {
            let f = &mut *r.frame.get();
            f.pc = frame.pc;
            f.code = frame.code;
            f.globals = frame.globals;
            f.flags = frame.flags;
            f.func = std::mem::replace(&mut frame.func, Slot::UNBOUND);
            f.locals = std::mem::replace(&mut frame.locals, Slot::UNBOUND);
            f.object = std::mem::replace(&mut frame.object, Slot::UNBOUND);
            if !f.object.is_unbound() {
                let object = f.object;
                super::traceback::moved(object.as_value(), f);
            }
            for i in 0..frame.registers as usize {
                f.base.add(i).write(*frame.base.add(i));
            }
            frame.registers = 0;
        }
        r
    }
    /// The names of the function that made it, where they are no longer its code's.
    #[inline(always)]
    pub(crate) fn take_names(&self, f: &Function, code: &Code) {
        if f.name.borrow().slot() != code.name.slot() {
            self.rare().name.set(f.name.get());
        }
        if f.qualname.borrow().slot() != code.qualname.slot() {
            self.rare().qualname.set(f.qualname.get());
        }
    }
    /// To give it something that few have.
    #[inline(never)]
    pub(crate) fn rare(&self) -> &Rare {
        self.rare.get_or_init(|| {
            Box::new(Rare {
                name: Mut::new(Value::UNBOUND),
                qualname: Mut::new(Value::UNBOUND),
                finalizer: Mut::default(),
                origin: Mut::default(),
            })
        })
    }
    /// `__name__`.
    pub fn name(&self) -> Value {
        let own = self.rare.get().map_or(Value::UNBOUND, |r| r.name.get());
        if own.is_unbound() { self.frame().code().name.value() } else { own }
    }
    /// `__qualname__`.
    pub fn qualname(&self) -> Value {
        let own = self.rare.get().map_or(Value::UNBOUND, |r| r.qualname.get());
        if own.is_unbound() { self.frame().code().qualname.value() } else { own }
    }
    /// An async generator's finaliser hook, or None.
    pub fn finalizer(&self) -> Value {
        self.rare.get().map_or(Value::NONE, |r| r.finalizer.get())
    }
    /// Where a coroutine was made (a tuple), or None.
    pub fn origin(&self) -> Value {
        self.rare.get().map_or(Value::NONE, |r| r.origin.get())
    }
    /// True for an async generator whose end a hook of its loop sees to.
    pub fn has_hook(&self) -> bool {
        !self.ag_closed.get() && !self.finalizer().is_none()
    }
    /// The frame.
    #[inline(always)]
    pub(crate) fn frame_ptr(&self) -> *mut Frame {
        self.frame.get()
    }
    /// The frame, for reading while suspended.
    #[inline(always)]
    pub fn frame(&self) -> &Frame {
        unsafe { &*self.frame.get() }
    }
    /// Drops everything the frame owns but its code, which takes the function's place: who still has the object may ask for it.
    pub(crate) fn release_frame(&self) {
        let f = self.frame();
        let code = if f.code.is_null() { Value::UNBOUND } else { Ref::of(f.code()).into() };
        self.release_to(code.into_slot());
    }
    fn release_to(&self, func: Slot) {
        unsafe {
            let f = self.frame.get();
            if (*f).registers == 0 {
                // released before: only what stands for the function is left
                drop(std::mem::replace(&mut (*f).func, func).take());
                return;
            }
            if !(*f).code.is_null() && (*f).instr().op == crate::code::Op::YieldFrom as u8 {
                // a delegated-to generator that outlives this one must not remember it
                let sub = (*f).reg((*f).instr().b);
                if let Some(sub) = sub.as_value().get::<Generator>()
                    && std::ptr::eq(sub.parent.get(), self)
                {
                    sub.parent.set(std::ptr::null());
                }
            }
            if !(*f).object.is_unbound() && !(*f).code.is_null() {
                // a frame object that others hold takes the variables and forgets this frame
                super::traceback::detach(&mut *f);
            }
            (*f).clear_registers(0);
            (*f).registers = 0;
            drop(std::mem::replace(&mut (*f).func, func).take());
            for s in [&mut (*f).locals, &mut (*f).handled, &mut (*f).object] {
                drop(std::mem::replace(s, Slot::UNBOUND).take());
            }
        }
    }
    /// Frees a finished one, whose frame has nothing but registers and a function, and whose last count is the caller's.
    pub(crate) unsafe fn discard(p: *mut Header) {
        unsafe {
            let g = &(*(p as *const Obj<Generator>)).payload;
            let f = &mut *g.frame.get();
            if g.rare.get().is_some() || f.locals.is_heap() || crate::heap::is_noted(p) {
                return crate::heap::decref(p);
            }
            f.clear_registers(0);
            let func = f.func;
            crate::heap::free_emptied(p);
            func.release();
        }
    }
    /// True if closing the suspended object would run code: a handler other than the generator's own wrapper covers the pc.
    fn close_runs_code(&self) -> bool {
        let f = self.frame();
        if f.code.is_null() {
            return false;
        }
        let unit = &f.code().unit;
        match unit.exceptions.find(f.pc_index()) {
            None => false,
            Some(entry) => {
                let target = entry.target as usize;
                let wrapper = |w: &crate::code::Instr| {
                    w.op == crate::code::Op::Intrinsic as u8 && w.c == crate::code::Intrinsic::StopIterationError as u16
                };
                !unit.words[target..(target + 2).min(unit.words.len())].iter().any(wrapper)
            }
        }
    }
}

impl Payload for Generator {
    const KIND: Kind = Kind::Generator;
    fn visit(&self, v: &mut Visitor) {
        self.frame().visit(v);
        if let Some(r) = self.rare.get() {
            [&r.name, &r.qualname, &r.finalizer, &r.origin].into_iter().for_each(|m| v.value(&m.borrow()));
        }
    }
    fn clear(&self) {
        if self.state.get() != GenState::Running {
            self.state.set(GenState::Finished);
            self.release_frame();
        }
    }
    fn needs_finaliser(&self) -> bool {
        match self.state.get() {
            GenState::Created => self.kind == GenKind::Coroutine || self.has_hook(),
            GenState::Suspended => {
                self.kind == GenKind::AsyncGenerator
                    || self.close_runs_code()
                    || self.frame().instr().op == crate::code::Op::YieldFrom as u8
            }
            _ => false,
        }
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        self.release_to(Slot::UNBOUND);
    }
}

/// What an async generator yields to its awaiter, told apart from what it awaits. Never visible to Python code.
pub struct AsyncGenWrapped(pub Value);

impl crate::object::native::NativeObject for AsyncGenWrapped {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.0);
    }
}

impl AsyncGenWrapped {
    /// Wraps a yielded value.
    #[allow(clippy::new_ret_no_self)]
    pub fn new(v: Value) -> Value {
        crate::heap::alloc(&super::types().wrapped_value, super::native::Native(Box::new(AsyncGenWrapped(v)))).into()
    }
    /// The yielded value, if `v` is a wrapper.
    pub fn unwrap(v: &Value) -> Option<Value> {
        v.native::<AsyncGenWrapped>().map(|w| w.0.clone())
    }
}
