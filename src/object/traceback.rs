//! Traceback and frame objects.
//!
//! Invariants: a frame object refers to its live frame, or, once that frame is gone, owns the values of its named registers; so locals
//! live as long as a traceback needs them. One traceback entry stands for one frame and raise.

use super::code::Code;
use super::dict::Dict;
use super::exception::Exception;
use crate::code::Position;
use crate::code::places::{self, Place, PlaceKind};
use crate::heap::{Kind, Mut, Payload, Ref, Visitor};
use crate::value::{Slot, Value};
use crate::vm::Vm;
use crate::vm::frame::Frame;
use std::cell::Cell;

/// One entry of a traceback.
pub struct Traceback {
    /// the entry of the callee, or None
    pub next: Mut<Value>,
    pub frame: Ref<FrameObject>,
    /// word index of the instruction
    pub pc: u32,
    /// `tb_lasti` and `tb_lineno` of an entry that the program made
    pub given: Option<Box<(i64, i64)>>,
}

impl Payload for Traceback {
    const KIND: Kind = Kind::Traceback;
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.next.borrow());
        v.reference(&self.frame);
    }
    fn clear(&self) {
        self.next.set(Value::NONE);
    }
}

/// A frame as Python sees it.
pub struct FrameObject {
    pub code: Ref<Code>,
    pub globals: Ref<Dict>,
    /// the live frame, or null
    live: Cell<*mut Frame>,
    /// registers of a frame that is gone
    pub registers: Mut<Vec<Value>>,
    /// namespace of a class or module body, or UNBOUND
    pub locals: Mut<Value>,
    /// word index when the frame went
    pc: Cell<u32>,
    /// `f_back` once the frame is gone
    pub back: Mut<Value>,
    /// the line that `f_lineno` gives while an event is told of that has no instruction
    pub told_line: Cell<Option<u32>>,
    /// `f_trace`, or None
    pub trace: Mut<Value>,
    pub trace_lines: Cell<bool>,
    pub trace_opcodes: Cell<bool>,
    /// the word after the jump that is being made, or 0 (`vm/tracing.rs`)
    pub came: Cell<u32>,
    /// keys of `f_locals` that name no variable
    pub extra: Mut<Option<Ref<Dict>>>,
}

impl Drop for FrameObject {
    fn drop(&mut self) {
        drop(self.locals.replace(Value::UNBOUND));
        super::list::drop_from_end(self.registers.take());
    }
}

impl Payload for FrameObject {
    const KIND: Kind = Kind::Frame;
    fn visit(&self, v: &mut Visitor) {
        v.reference(&self.code);
        v.reference(&self.globals);
        v.values(&self.registers.borrow());
        v.value(&self.locals.borrow());
        v.value(&self.back.borrow());
        v.value(&self.trace.borrow());
        if let Some(d) = &*self.extra.borrow() {
            v.reference(d);
        }
    }
    fn clear(&self) {
        super::list::drop_from_end(self.registers.take());
        self.locals.set(Value::UNBOUND);
        self.back.set(Value::NONE);
        self.trace.set(Value::NONE);
        self.extra.set(None);
    }
}

impl Traceback {
    /// `tb_lineno`.
    pub fn line(&self) -> i64 {
        match &self.given {
            Some(given) if given.1 != -1 => given.1,
            _ => match self.position().line {
                // nothing of the body has begun
                0 => self.frame.code.unit.first_line as i64,
                line => line as i64,
            },
        }
    }
    /// Where in the source the entry points.
    pub fn position(&self) -> Position {
        self.frame.code.unit.positions.lookup(self.pc)
    }
}

impl FrameObject {
    /// The live frame, while it runs or is suspended.
    pub fn live(&self) -> Option<&Frame> {
        unsafe { self.live.get().as_ref() }
    }
    /// The generator whose frame this is.
    pub fn generator(&self) -> Option<Ref<super::generator::Generator>> {
        let owner = self.live()?.owner;
        unsafe { owner.as_ref() }.map(Ref::of)
    }
    /// The frame that called this one (`f_back`).
    pub fn caller(&self) -> Option<Ref<FrameObject>> {
        let Some(f) = self.live() else { return self.back.get().get_ref::<FrameObject>() };
        if self.generator().is_some_and(|g| !g.is_running()) {
            return None;
        }
        let mut back = f.back;
        while let Some(b) = unsafe { back.as_ref() } {
            if !b.code.is_null() {
                return Some(frame_object(back));
            }
            back = b.back;
        }
        None
    }
    /// `f_lasti`.
    pub fn offset(&self) -> u32 {
        let (unit, pc) = (&self.code.unit, self.pc());
        let told = self.told_line.get().and_then(|line| {
            let all = places::places(unit);
            let at_line = |p: &&Place| p.position.line == line;
            let here = |p: &&Place| at_line(p) && (p.pc == pc || p.kind == PlaceKind::Definition);
            all.iter().find(here).or_else(|| all.iter().rfind(|p| p.pc < pc && at_line(p))).copied()
        });
        told.map_or_else(|| places::offset(unit, pc), |p| p.start)
    }
    /// The live frame.
    pub fn live_frame(&self) -> *mut Frame {
        self.live.get()
    }
    /// Gives some of the live frame's flags these values.
    pub fn set_flags(&self, which: u16, to: u16) {
        if let Some(f) = unsafe { self.live.get().as_mut() } {
            f.flags = f.flags & !which | to;
        }
    }
    /// Whether the frame has a trace function of its own.
    pub fn is_traced(&self) -> bool {
        !self.trace.borrow().is_none()
    }
    /// Word index of the current instruction.
    pub fn pc(&self) -> u32 {
        self.live().map_or(self.pc.get(), |f| f.current())
    }
    /// The value of register `i` (a cell object for cell variables).
    pub fn register(&self, i: usize) -> Option<Value> {
        let v = match self.live() {
            Some(f) if i < f.registers as usize => f.reg(i as u16).share(),
            Some(_) => return None,
            None => self.registers.borrow().get(i)?.clone(),
        };
        if v.is_unbound() { None } else { Some(v) }
    }
    /// Writes register `i` of the frame, or of what is left of it.
    pub fn set_register(&self, i: usize, v: Value) {
        match unsafe { self.live.get().as_mut() } {
            Some(f) if i < f.registers as usize => f.set(i as u16, v),
            Some(_) => {}
            None => {
                let old = self.registers.borrow_mut().get_mut(i).map(|r| std::mem::replace(r, v));
                drop(old);
            }
        }
    }
    /// The bound variables of comprehensions that are part of the body and run just now, outermost first, and their registers.
    pub fn hidden(&self) -> Vec<(std::rc::Rc<str>, usize)> {
        let pc = self.pc();
        let here = self.code.unit.hidden.iter().filter(|h| h.start <= pc && pc < h.end);
        let bound = here.filter(|h| match self.register(h.reg.0 as usize) {
            Some(v) => v.get::<super::cell::CellBox>().is_none_or(|c| !c.contents.borrow().is_unbound()),
            None => false,
        });
        let mut found: Vec<_> = bound.map(|h| (h.start, h.name.clone(), h.reg.0 as usize)).collect();
        found.sort_by_key(|h| h.0);
        found.into_iter().map(|h| (h.1, h.2)).collect()
    }
    /// The namespace of a class or module body.
    pub fn namespace(&self) -> Option<Value> {
        let v = match self.live() {
            Some(f) => f.locals.share(),
            None => self.locals.get(),
        };
        if v.is_unbound() { None } else { Some(v) }
    }
}

/// The frame object of a live Python frame; made on first use.
pub fn frame_object(frame: *mut Frame) -> Ref<FrameObject> {
    let f = unsafe { &mut *frame };
    if let Some(o) = f.object.as_value().get_ref::<FrameObject>() {
        return o;
    }
    let o = FrameObject {
        code: Ref::of(f.code()),
        globals: unsafe { Ref::of(&*f.globals) },
        live: Cell::new(frame),
        registers: Mut::default(),
        locals: Mut::new(Value::UNBOUND),
        pc: Cell::new(0),
        back: Mut::new(Value::NONE),
        told_line: Cell::new(None),
        trace: Mut::new(Value::NONE),
        trace_lines: Cell::new(true),
        trace_opcodes: Cell::new(false),
        came: Cell::new(0),
        extra: Mut::default(),
    };
    let o = crate::heap::alloc(&super::types().frame, o);
    f.object = o.value().into_slot();
    o
}

/// The frame ends: its object, if others hold it, takes the named registers.
pub fn detach(f: &mut Frame) {
    let object = std::mem::replace(&mut f.object, Slot::UNBOUND).take();
    let Some(o) = object.get_ref::<FrameObject>() else { return };
    o.pc.set(f.pc_index());
    // one count is `object`, one is `o`
    if o.header().count() > 2 {
        let named = f.code().unit.first_temp.0;
        let values = (0..named.min(f.registers)).map(|i| f.take(i)).collect();
        o.registers.set(values);
        o.locals.set(f.locals.share());
        // who resumed a generator is not remembered
        let mut back = if f.owner.is_null() { f.back } else { std::ptr::null_mut() };
        while let Some(b) = unsafe { back.as_ref() } {
            if !b.code.is_null() {
                o.back.set(frame_object(back).into());
                break;
            }
            back = b.back;
        }
    }
    o.live.set(std::ptr::null_mut());
}

/// The frame's record moved (a generator adopted it).
pub fn moved(object: &Value, to: *mut Frame) {
    if let Some(o) = object.get::<FrameObject>() {
        o.live.set(to);
    }
}

/// Adds an entry for a frame to an exception on its way up.
pub fn add(_vm: &mut Vm, exc: &Value, frame: *mut Frame, pc: u32) {
    let Some(e) = exc.get::<Exception>().filter(|_| unsafe { !(*frame).code().hidden }) else { return };
    let object = frame_object(frame);
    let entry = Traceback { next: Mut::new(e.traceback.get()), frame: object, pc, given: None };
    let entry = crate::heap::alloc(&super::types().traceback, entry);
    e.traceback.set(entry.into());
}
