//! Compiled code, as plain data: what the compiler makes and the VM runs.
//!
//! Invariant: a [`CodeUnit`] holds no heap value and refers to no VM, so it can be made, verified, printed and packed
//! without one. `vm::code::load` turns it into the code object that frames run.
//!
//! Register layout of a unit: `[parameters][*args][**kwargs][other locals][cells that are no parameters][free variables][temporaries]`.
//! A parameter that is a cell variable keeps its register; `MakeCell` wraps it in place at entry. Free variables' cells are
//! copied from the function's closure tuple (same order as `freevars`) into their registers when a frame is made.

pub mod disasm;
pub mod exceptions;
pub mod liveness;
pub mod opcode;
pub mod outline;
pub mod places;
pub mod position;
pub mod verify;

pub use exceptions::{ExceptionEntry, ExceptionTable};
use num_bigint::BigInt;
pub use opcode::{BinOp, CmpOp, Instr, Intrinsic, Intrinsic2, Op};
pub use position::{Position, PositionTable};
use std::rc::Rc;

/// Index of a register in a frame.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Reg(pub u16);

/// Index of an instruction word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Pc(pub u32);

/// Index into a unit's constants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConstId(pub u32);

/// Index into a unit's names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NameId(pub u16);

/// `co_flags`, with CPython's bits.
pub mod flags {
    pub const OPTIMIZED: u32 = 0x1;
    pub const NEWLOCALS: u32 = 0x2;
    pub const VARARGS: u32 = 0x4;
    pub const VARKEYWORDS: u32 = 0x8;
    pub const NESTED: u32 = 0x10;
    pub const GENERATOR: u32 = 0x20;
    pub const COROUTINE: u32 = 0x80;
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    pub const ASYNC_GENERATOR: u32 = 0x200;
    pub const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
    pub const HAS_DOCSTRING: u32 = 0x400_0000;
    pub const METHOD: u32 = 0x800_0000;
}

/// A constant. Text is code points so that lone surrogates survive.
#[derive(Clone, Debug)]
pub enum Const {
    None,
    Ellipsis,
    Bool(bool),
    Int(i64),
    BigInt(BigInt),
    /// by bits, so that 0.0 and -0.0 differ
    Float(f64),
    Complex(f64, f64),
    Str(Rc<str>),
    /// text with lone surrogates, as code points
    WideStr(Rc<[u32]>),
    Bytes(Rc<[u8]>),
    Tuple(Rc<[Const]>),
    FrozenSet(Rc<[Const]>),
    Slice(Rc<[Const; 3]>),
    Code(Rc<CodeUnit>),
}

/// A variable of a comprehension that was compiled into the body around it: register `reg` while `start <= pc < end`.
#[derive(Clone, Debug)]
pub struct HiddenLocal {
    pub name: Rc<str>,
    pub reg: Reg,
    pub start: u32,
    pub end: u32,
}

/// One compiled body: module, function, class, comprehension, lambda, annotation scope.
#[derive(Clone, Debug)]
pub struct CodeUnit {
    pub name: Rc<str>,
    pub qualname: Rc<str>,
    pub filename: Rc<str>,
    pub first_line: u32,
    /// `flags::*`
    pub flags: u32,
    /// positional parameters, positional-only ones included
    pub argcount: u16,
    pub posonly: u16,
    pub kwonly: u16,
    /// parameters, then locals that are no cells, in register order from register 0 (`co_varnames`; cell parameters included)
    pub varnames: Vec<Rc<str>>,
    /// all cell variables, with the register each lives in
    pub cellvars: Vec<(Rc<str>, Reg)>,
    /// free variables; registers are consecutive from `first_free`
    pub freevars: Vec<Rc<str>>,
    pub first_free: Reg,
    /// first temporary
    pub first_temp: Reg,
    /// all registers, temporaries included
    pub registers: u16,
    pub words: Vec<Instr>,
    pub consts: Vec<Const>,
    pub names: Vec<Rc<str>>,
    pub exceptions: ExceptionTable,
    pub positions: PositionTable,
    /// variables of comprehensions that are part of this body: temporaries with a name (for `locals()` and error texts)
    pub hidden: Vec<HiddenLocal>,
    /// in the order of the words
    pub openings: Vec<Opening>,
    /// docstring of a function body (modules and classes store `__doc__` themselves)
    pub doc: Option<Const>,
    /// the rest is made at the first call, from this part of the source
    pub stub: Option<Stub>,
}

/// A line that begins at a word and has no instruction of its own: `try:`, `while True:`, `except:`.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    pub at: u32,
    pub line: u32,
    /// it begins as well when a loop jumps back to the word
    pub again: bool,
}

/// Where a function's definition, with its decorators, stands in a text, in bytes; and how far from the start of its line it begins in
/// its module.
#[derive(Clone, Copy, Debug)]
pub struct Stub {
    pub start: u32,
    pub end: u32,
    pub column: u32,
}
