//! Frames: the record of one activation, and how its result reaches its caller.
//!
//! Invariants: a frame's registers are `registers` consecutive slots from `base`, each always valid; `pc` points at the instruction
//! that is being executed while the frame waits for a callee, and at the next one to execute otherwise (a fresh or yielded frame).
//! `back` is the frame that gets the result, described by `ret`.

use super::native::NativeFrame;
use crate::code::{Instr, Op};
use crate::heap::Visitor;
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::generator::Generator;
use crate::value::Slot;
use std::cell::Cell;

/// What the caller does with a callee's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ret {
    /// store in a register, go on behind the calling instruction
    Reg(u16),
    /// store the negated truth
    Not(u16),
    /// store the truth (negated if the flag is set): `in`, `not in`
    Bool(u16, bool),
    /// the same for what a container answered; its operands are still in their registers
    Contains(u16, bool),
    /// jump by the offset if the truth is not `negate`
    Branch { negate: bool, jump: i32 },
    /// a Python method of the left operand of a binary operation: on NotImplemented the others are tried; the operands are still in
    /// their registers
    Binary { dst: u16, op: u8 },
    /// the same for a comparison whose result is stored
    Compare { dst: u16, op: u8 },
    /// the same for a comparison that branches
    CompareBranch { op: u8 },
    /// what a special method answers is checked, then stored
    Expect { dst: u16, what: Expect },
    /// the same for the native frame below
    NativeExpect(Expect),
    /// `__bool__` answered: jump by the offset if that is not `negate`
    Truth { negate: bool, jump: i32 },
    /// a Python `__new__` answered: what it made may have to be initialised; class and arguments are still in their registers
    New(u16),
    /// `__init__` returned: check None, then move the instance from register `from` to `dst`
    Init { dst: u16, from: u16 },
    /// `__next__` of a `for` loop: store, or on StopIteration drop the iterator in `iter` and leave the loop
    Iter { dst: u16, iter: u16 },
    /// the result of a delegated-to generator
    Send(u16),
    /// the same of a generator into which an exception was thrown and which has not yielded since: what those handle that delegate to it is
    /// not seen from its frame
    Apart(u16),
    /// the value of an iterator that a `yield from`/`await` delegates to: yielded on; StopIteration ends the delegation
    Delegate,
    /// outcome of a generator resumed by a native frame that tells yields from returns
    Resumed,
    /// method pair: store in the register, UNBOUND in the next
    Method(u16),
    /// a pair (tuple of two) goes to two registers
    Pair(u16),
    /// the items of a tuple go to consecutive registers
    Spread(u16),
    /// nobody wants it (statements like `a.b = c`); go on behind the calling instruction
    Nothing,
    /// a finaliser that was pushed between two instructions: the result is dropped, an exception is reported as unraisable,
    /// and the frame below goes on where it was
    Discard,
    /// the same above an instruction that jumps: the frame below then jumps by the offset
    Jump(i32),
    /// a hook was told of an event: the frame below goes on where it was; an exception arises in it
    Event,
    /// the same of an event before the frame below begins: none of its handlers gets an exception
    Entering,
    /// a hook was told that the frame below goes on: what it delegates to gets this value
    Resuming,
    /// a hook was told that the frame below returns this value
    Leaving,
    /// a hook was told that the frame below yields this value
    Yielding,
    /// a hook was told of the exception that this raises in the frame below, or that is handled there
    Unwinding,
    /// a hook was told that what the frame below iterates over, or delegates to, has ended, with this value
    Stopping,
    /// hand it to the native frame below
    Native,
    /// bottom of a thread
    Exit,
}

/// What the answer of a special method has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    Bool,
    Length,
    Hash,
    Iterator,
}

const _: () = assert!(size_of::<Ret>() <= 8);

/// One activation.
pub struct Frame {
    pub back: *mut Frame,
    pub base: *mut Slot,
    pub pc: *const Cell<Instr>,
    /// null in a native frame
    pub code: *const Code,
    pub globals: *const Dict,
    /// the generator whose frame this is, or null
    pub owner: *const Generator,
    /// the function (owned; keeps code and globals alive)
    pub func: Slot,
    /// namespace of a class, module or exec body (owned), or UNBOUND
    pub locals: Slot,
    /// the exception that this frame is handling (owned), or UNBOUND
    pub handled: Slot,
    /// the frame object (owned), once somebody asked for it
    pub object: Slot,
    pub ret: Ret,
    pub registers: u16,
    /// what tracing knows about the frame (`tracing.rs`)
    pub flags: u16,
    /// the line that was traced last
    pub line: u32,
    pub native: Option<Box<dyn NativeFrame>>,
}

/// Frame flag: finalisers run above this frame, between two of its instructions; `pc` is at the second one.
pub const BETWEEN: u16 = 2;

/// Frame flag: an exception was thrown into what the frame delegates to, which is no generator of its chain.
pub const PASSED: u16 = 256;

impl Frame {
    /// A frame with no function; registers at `base` are the caller's affair.
    #[inline(always)]
    pub fn new(base: *mut Slot, registers: u16, ret: Ret) -> Frame {
        Frame {
            back: std::ptr::null_mut(),
            base,
            pc: std::ptr::null(),
            code: std::ptr::null(),
            globals: std::ptr::null(),
            owner: std::ptr::null(),
            func: Slot::UNBOUND,
            locals: Slot::UNBOUND,
            handled: Slot::UNBOUND,
            object: Slot::UNBOUND,
            ret,
            registers,
            flags: 0,
            line: 0,
            native: None,
        }
    }
    #[inline(always)]
    pub fn is_native(&self) -> bool {
        // (while it is stepped, `native` is not here)
        self.code.is_null()
    }
    /// The code (not for native frames).
    #[inline(always)]
    pub fn code(&self) -> &Code {
        unsafe { &*self.code }
    }
    /// Index of the word at `pc`.
    pub fn pc_index(&self) -> u32 {
        let words = &self.code().words;
        // the frame may still be at a stub's only instruction
        if self.pc == words.first().as_ptr() { 0 } else { unsafe { self.pc.offset_from(words.as_ptr()) as u32 } }
    }
    /// The line that the frame is in.
    #[inline(always)]
    pub fn line(&self) -> u32 {
        match self.line_at_hand() {
            Some(line) => line,
            None => self.line_asked_first(),
        }
    }
    /// The same if it need not be looked up.
    #[inline(always)]
    pub fn line_at_hand(&self) -> Option<u32> {
        let code = self.code();
        let from_first = (self.pc as usize).wrapping_sub(code.words.as_ptr() as usize);
        // (a stub's instruction is none of the words)
        code.known_line(from_first / size_of::<Cell<Instr>>())
    }
    #[cold]
    #[inline(never)]
    fn line_asked_first(&self) -> u32 {
        self.code().line(self.pc_index())
    }
    /// Index of a word of the instruction that the frame is at: the one that finalisers interrupt counts until they are done.
    pub fn current(&self) -> u32 {
        self.pc_index().saturating_sub((self.flags & BETWEEN != 0) as u32)
    }
    /// The instruction at `pc`, whether or not it is traced.
    #[inline(always)]
    pub fn instr(&self) -> Instr {
        let mut i = unsafe { (*self.pc).get() };
        if i.op == Op::TraceLine as u8 {
            i.op = self.code().unit.words.get(self.pc_index() as usize).map_or(i.op, |w| w.op);
        }
        i
    }
    #[inline(always)]
    pub fn reg(&self, i: u16) -> Slot {
        debug_assert!(i < self.registers);
        unsafe { *self.base.add(i as usize) }
    }
    /// Writes a register, dropping what was there.
    #[inline(always)]
    pub fn set(&mut self, i: u16, v: crate::value::Value) {
        debug_assert!(i < self.registers);
        unsafe {
            let p = self.base.add(i as usize);
            let old = *p;
            *p = v.into_slot();
            if old.is_heap() {
                old.release();
            }
        }
    }
    /// Moves a register's value out, leaving UNBOUND.
    #[inline(always)]
    pub fn take(&mut self, i: u16) -> crate::value::Value {
        debug_assert!(i < self.registers);
        unsafe { std::mem::replace(&mut *self.base.add(i as usize), Slot::UNBOUND).take() }
    }
    /// Moves the pc behind the instruction it points at.
    #[inline(always)]
    pub fn advance(&mut self) {
        let op = self.instr().op;
        self.pc = unsafe { self.pc.add(OP_LEN[op as usize] as usize) };
    }
    /// Moves the pc by `words` from the instruction it points at.
    #[inline(always)]
    pub fn jump(&mut self, words: i32) {
        self.pc = unsafe { self.pc.offset(words as isize) };
    }
    /// Drops the registers from `from` on, the last one first.
    pub fn clear_registers(&mut self, from: u16) {
        for i in (from..self.registers).rev() {
            let s = unsafe { std::mem::replace(&mut *self.base.add(i as usize), Slot::UNBOUND) };
            if s.is_heap() {
                s.release();
            }
        }
    }
    /// Everything the frame owns.
    pub fn visit(&self, v: &mut Visitor) {
        for i in 0..self.registers {
            v.slot(self.reg(i));
        }
        for s in [self.func, self.locals, self.handled, self.object] {
            v.slot(s);
        }
        if let Some(native) = &self.native {
            native.visit(v);
        }
    }
}

/// Words of each operation: itself and its caches.
pub static OP_LEN: [u8; 256] = {
    let mut table = [1u8; 256];
    let mut i = 0;
    while i < crate::code::opcode::OPS.len() {
        table[i] = 1 + crate::code::opcode::OPS[i].cache;
        i += 1;
    }
    table
};

/// True if the instruction is one at which a generator can be suspended.
pub fn is_suspension(op: u8) -> bool {
    op == Op::Yield as u8 || op == Op::YieldFrom as u8
}
