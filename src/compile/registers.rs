//! Temporaries: a stack of registers above the locals.
//!
//! Invariant: temporaries are released in reverse order of allocation; a released temporary is dead (every path to its release has consumed
//! or dropped it).

use super::Compiler;

/// A register that an instruction reads, and whether it dies there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Operand {
    pub reg: u16,
    pub kill: bool,
}

impl Operand {
    /// A temporary that dies when it is read.
    pub fn temp(reg: u16) -> Operand {
        Operand { reg, kill: true }
    }
    /// A register that lives on.
    pub fn kept(reg: u16) -> Operand {
        Operand { reg, kill: false }
    }
    pub fn kill_a(self) -> u8 {
        if self.kill { crate::code::opcode::KILL_A } else { 0 }
    }
    pub fn kill_b(self) -> u8 {
        if self.kill { crate::code::opcode::KILL_B } else { 0 }
    }
    pub fn kill_c(self) -> u8 {
        if self.kill { crate::code::opcode::KILL_C } else { 0 }
    }
}

/// The temporaries of one unit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Temps {
    pub first: u16,
    pub next: u16,
    pub overflow: bool,
}

/// Highest register number in use: runs of a few registers above it still fit 16 bits.
const LIMIT: u16 = 0xff00;

impl Compiler<'_> {
    /// Allocates a temporary.
    pub(super) fn temp(&mut self) -> u16 {
        self.run(1)
    }

    /// Allocates consecutive temporaries; the result is the first.
    pub(super) fn run(&mut self, n: usize) -> u16 {
        let t = &mut self.unit.temps;
        let first = t.next;
        match u16::try_from(n).ok().and_then(|n| t.next.checked_add(n)).filter(|n| *n < LIMIT) {
            Some(next) => t.next = next,
            None => t.overflow = true,
        }
        first
    }

    /// The top of the stack, for [`Compiler::release`].
    pub(super) fn mark(&self) -> u16 {
        self.unit.temps.next
    }

    /// Releases every temporary allocated since the mark.
    pub(super) fn release(&mut self, mark: u16) {
        self.unit.temps.next = mark;
    }

    /// Checks the layout that the code around relies on; a unit that ran out of registers is refused anyway.
    pub(super) fn same_register(&self, a: u16, b: u16) {
        debug_assert!(a == b || self.unit.temps.overflow);
    }

    /// A register that may hold intermediate results on the way to `dst`: `dst` itself if it is the topmost temporary.
    pub(super) fn scratch(&mut self, dst: u16) -> u16 {
        if self.is_top(dst) { dst } else { self.temp() }
    }

    /// Whether a register is the most recently allocated temporary (and so holds nothing that matters until it is written).
    pub(super) fn is_top(&self, reg: u16) -> bool {
        let t = &self.unit.temps;
        reg >= t.first && reg + 1 == t.next && !self.is_comp_variable(reg)
    }

    /// Whether a register is a variable of a comprehension merged into this unit.
    pub(super) fn is_comp_variable(&self, reg: u16) -> bool {
        self.unit.comps.iter().any(|c| c.variables.iter().any(|v| v.1 == reg))
    }
}
