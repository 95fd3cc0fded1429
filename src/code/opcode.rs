//! The opcode table: the only description of an instruction.
//!
//! It owns the meaning of every instruction word. The enum, the names, the operand kinds (which drive the
//! disassembler and the verifier) and the number of inline-cache words are all generated from one table.
//!
//! An instruction is one 8-byte word `op:u8 flags:u8 a:u16 b:u16 c:u16`; `cache` further words may follow it.
//! Registers: parameters and locals (cells included) first, LIFO temporaries above.
//!
//! Register discipline (what a reader would get wrong next):
//! * every register always holds a valid slot; a *dead* register never holds an owned heap reference
//!   (it is UNBOUND or a leftover int/float/immediate);
//! * writing a destination drops what was there, so a destination may be a live local or a dead temporary;
//! * a source register whose **kill bit** is set is a temporary that dies here: the instruction moves the value out
//!   (clearing the register when it held a heap reference). Without the bit the source is borrowed;
//! * call-like instructions (operand kind `Run`) always consume their whole run of argument registers.
//!
//! Jumps are counted in words, relative to the jump's own word.

/// Flag: operand `a` is a temporary that dies here.
pub const KILL_A: u8 = 1;
/// Flag: operand `b` is a temporary that dies here.
pub const KILL_B: u8 = 2;
/// Flag: operand `c` is a temporary that dies here.
pub const KILL_C: u8 = 4;
/// Flag: negate the condition (`JumpIf…`, fused compare-and-branch), or `is not` / `not in`.
pub const NEGATE: u8 = 8;
/// Flag: first instruction-specific flag bit; the table's text says what it means.
pub const FLAG0: u8 = 16;
/// Flag: second instruction-specific flag bit.
pub const FLAG1: u8 = 32;
/// Flag: third instruction-specific flag bit.
pub const FLAG2: u8 = 64;
/// Flag: fourth instruction-specific flag bit.
pub const FLAG3: u8 = 128;

/// How one operand field is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    /// unused
    No,
    /// register written
    Dst,
    /// register read (kill bit applies)
    Src,
    /// register read and kept, never killed (iterators, accumulators)
    Use,
    /// first register of a run; the count is in another operand
    Run,
    /// a count or an instruction-specific number
    Num,
    /// signed 16-bit immediate
    Imm,
    /// name index
    Name,
    /// constant index
    Const,
    /// fields b and c together: a 32-bit constant index
    WideConst,
    /// fields b and c together: a signed 32-bit jump
    Jump,
    /// a signed 16-bit jump
    Jump16,
}

macro_rules! opcodes {
    ($( $(#[$doc:meta])* $name:ident ($a:ident, $b:ident, $c:ident) cache $cache:literal; )*) => {
        /// One operation of the register machine.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Op { $( $(#[$doc])* $name, )* }

        /// Static facts about each operation, indexed by `Op as usize`.
        pub static OPS: &[OpInfo] = &[ $( OpInfo {
            name: stringify!($name), op: Op::$name,
            operands: [Operand::$a, Operand::$b, Operand::$c], cache: $cache,
        }, )* ];
    };
}

/// Static facts about one operation.
#[derive(Debug)]
pub struct OpInfo {
    /// The name that the disassembler prints.
    pub name: &'static str,
    /// The operation itself.
    pub op: Op,
    /// How fields a, b, c are read.
    pub operands: [Operand; 3],
    /// Inline-cache words that follow the instruction.
    pub cache: u8,
}

opcodes! {
    // ---- moves and constants
    /// nothing
    Nop(No, No, No) cache 0;
    /// the only instruction of a stub: makes the function's own instructions and goes on with the first of them
    Compile(No, No, No) cache 0;
    /// a = constant b|c<<16
    LoadConst(Dst, WideConst, No) cache 0;
    /// a = small int b (signed 16)
    LoadInt(Dst, Imm, No) cache 0;
    /// a = None
    LoadNone(Dst, No, No) cache 0;
    /// a = b (moved when killed)
    Move(Dst, Src, No) cache 0;
    /// drop temporary or local a, leaving UNBOUND; never raises
    Drop(Use, No, No) cache 0;
    /// UnboundLocalError for local a if it is UNBOUND (FLAG0: the register is a free variable's cell contents)
    CheckBound(Use, No, No) cache 0;
    /// `del local`: a becomes UNBOUND; UnboundLocalError if it already is
    DeleteLocal(Use, No, No) cache 0;

    // ---- cells: a cell variable's register holds the cell object
    /// wrap whatever local a holds (or UNBOUND) into a new cell, in a
    MakeCell(Use, No, No) cache 0;
    /// a = contents of the cell in register b; NameError/UnboundLocalError if empty
    LoadDeref(Dst, Use, No) cache 0;
    /// contents of the cell in register b = c
    StoreDeref(No, Use, Src) cache 0;
    /// empty the cell in register b; error if already empty
    DeleteDeref(No, Use, No) cache 0;
    /// class body: a = name c from the namespace in b (killed or not), else contents of the cell in the next word's register
    /// (cache word 0 = cell register)
    LoadFromDictOrDeref(Dst, Src, Name) cache 1;
    /// annotation scope: a = name c from the mapping b, else global name
    LoadFromDictOrGlobal(Dst, Src, Name) cache 0;

    // ---- names
    /// a = global or builtin name b
    LoadGlobal(Dst, Name, No) cache 2;
    /// global name b = c
    StoreGlobal(No, Name, Src) cache 0;
    /// del global name b
    DeleteGlobal(No, Name, No) cache 0;
    /// module/class/exec body: a = name b from locals, globals, builtins
    LoadName(Dst, Name, No) cache 2;
    /// module/class/exec body: locals name b = c
    StoreName(No, Name, Src) cache 2;
    /// module/class/exec body: del name b
    DeleteName(No, Name, No) cache 0;
    /// a = the local namespace object (class body's mapping, or the dict of `locals()` for a module)
    LoadLocals(Dst, No, No) cache 0;

    // ---- attributes and items
    /// a = b.name(c)
    LoadAttr(Dst, Src, Name) cache 3;
    /// (a, a+1) = method lookup of b.name(c): function and self, or the bound value and UNBOUND
    LoadMethod(Dst, Src, Name) cache 3;
    /// a.name(b) = c
    StoreAttr(Src, Name, Src) cache 3;
    /// del a.name(b)
    DeleteAttr(Src, Name, No) cache 0;
    /// a = super-method/attribute: run b = (global `super`, class, self); FLAG0: zero-argument form, FLAG1: method pair into a, a+1
    LoadSuperAttr(Dst, Run, Name) cache 3;
    /// a = b[c]
    GetItem(Dst, Src, Src) cache 0;
    /// a = b[int c]
    GetItemI(Dst, Src, Imm) cache 0;
    /// a[b] = c
    SetItem(Src, Src, Src) cache 0;
    /// del a[b]
    DeleteItem(Src, Src, No) cache 0;

    // ---- arithmetic: a = b op c
    Add(Dst, Src, Src) cache 0;
    Sub(Dst, Src, Src) cache 0;
    Mul(Dst, Src, Src) cache 0;
    TrueDiv(Dst, Src, Src) cache 0;
    FloorDiv(Dst, Src, Src) cache 0;
    Mod(Dst, Src, Src) cache 0;
    Pow(Dst, Src, Src) cache 0;
    MatMul(Dst, Src, Src) cache 0;
    LShift(Dst, Src, Src) cache 0;
    RShift(Dst, Src, Src) cache 0;
    And(Dst, Src, Src) cache 0;
    Or(Dst, Src, Src) cache 0;
    Xor(Dst, Src, Src) cache 0;
    /// a = b op int c. The operator is that of the same-named register form.
    AddI(Dst, Src, Imm) cache 0;
    SubI(Dst, Src, Imm) cache 0;
    MulI(Dst, Src, Imm) cache 0;
    TrueDivI(Dst, Src, Imm) cache 0;
    FloorDivI(Dst, Src, Imm) cache 0;
    ModI(Dst, Src, Imm) cache 0;
    PowI(Dst, Src, Imm) cache 0;
    LShiftI(Dst, Src, Imm) cache 0;
    RShiftI(Dst, Src, Imm) cache 0;
    AndI(Dst, Src, Imm) cache 0;
    OrI(Dst, Src, Imm) cache 0;
    XorI(Dst, Src, Imm) cache 0;
    /// a = b op= c; the operator number (`BinOp`) is in the flags' upper nibble (flags >> 4)
    Inplace(Dst, Src, Src) cache 0;
    /// a = b op= int c, operator in flags >> 4
    InplaceI(Dst, Src, Imm) cache 0;
    Neg(Dst, Src, No) cache 0;
    Pos(Dst, Src, No) cache 0;
    Invert(Dst, Src, No) cache 0;
    /// a = not b
    Not(Dst, Src, No) cache 0;
    /// a = bool(b)
    ToBool(Dst, Src, No) cache 0;

    // ---- comparison: a = b op c
    Lt(Dst, Src, Src) cache 0;
    Le(Dst, Src, Src) cache 0;
    Eq(Dst, Src, Src) cache 0;
    Ne(Dst, Src, Src) cache 0;
    Gt(Dst, Src, Src) cache 0;
    Ge(Dst, Src, Src) cache 0;
    /// a = b is c (NEGATE: is not)
    Is(Dst, Src, Src) cache 0;
    /// a = b in c (NEGATE: not in)
    In(Dst, Src, Src) cache 0;

    // ---- jumps
    /// pc += b|c<<16
    Jump(No, Jump, No) cache 0;
    /// loop back edge: charges fuel
    JumpBack(No, Jump, No) cache 0;
    /// jump if a is true (NEGATE: false); calls __bool__/__len__ when needed
    JumpIf(Src, Jump, No) cache 0;
    /// jump if a is None (NEGATE: is not None)
    JumpIfNone(Src, Jump, No) cache 0;
    /// jump by a (16 bit) if b op c (NEGATE: if the comparison is false)
    JumpLt(Jump16, Src, Src) cache 0;
    JumpLe(Jump16, Src, Src) cache 0;
    JumpEq(Jump16, Src, Src) cache 0;
    JumpNe(Jump16, Src, Src) cache 0;
    JumpGt(Jump16, Src, Src) cache 0;
    JumpGe(Jump16, Src, Src) cache 0;
    /// jump by a if b op int c (NEGATE as above)
    JumpLtI(Jump16, Src, Imm) cache 0;
    JumpLeI(Jump16, Src, Imm) cache 0;
    JumpEqI(Jump16, Src, Imm) cache 0;
    JumpNeI(Jump16, Src, Imm) cache 0;
    JumpGtI(Jump16, Src, Imm) cache 0;
    JumpGeI(Jump16, Src, Imm) cache 0;

    // ---- calls: the run is consumed
    /// a = R[b](R[b+1] … R[b+c])
    Call(Dst, Run, Num) cache 0;
    /// a = method pair at b: if R[b+1] is UNBOUND then R[b](R[b+2]…R[b+1+c]) else R[b](R[b+1], R[b+2]…R[b+1+c]); c does not count self
    CallMethod(Dst, Run, Num) cache 0;
    /// like Call (FLAG0: like CallMethod) with keywords: cache word 0 = constant index of the tuple of keyword names, whose values
    /// are the last arguments; c counts them too
    CallKw(Dst, Run, Num) cache 1;
    /// a = R[b](*R[b+1], **R[b+2]); R[b+1] is any iterable (FLAG0: already a tuple or a list built for this call), R[b+2] is a dict or UNBOUND
    CallEx(Dst, Run, No) cache 0;
    /// return a; registers from c on are dead
    Return(Src, No, Num) cache 0;
    /// return None; registers from c on are dead
    ReturnNone(No, No, Num) cache 0;
    /// first instruction of a generator/coroutine/async generator: makes the object, hands it to the caller
    MakeGenerator(No, No, No) cache 0;

    // ---- displays and containers
    BuildTuple(Dst, Run, Num) cache 0;
    BuildList(Dst, Run, Num) cache 0;
    BuildSet(Dst, Run, Num) cache 0;
    /// a = dict of c pairs: R[b]: R[b+1], …
    BuildMap(Dst, Run, Num) cache 0;
    /// a = concatenation of c strings from R[b]
    BuildString(Dst, Run, Num) cache 0;
    /// a = slice(R[b], R[b+1][, R[b+2]]), c = 2 or 3
    BuildSlice(Dst, Run, Num) cache 0;
    /// list a append b
    ListAppend(Use, Src, No) cache 0;
    /// list a extend iterable b (FLAG0: `*args` of a call, FLAG1: display; error texts differ)
    ListExtend(Use, Src, No) cache 0;
    /// a = tuple(list b)
    ListToTuple(Dst, Src, No) cache 0;
    SetAdd(Use, Src, No) cache 0;
    SetUpdate(Use, Src, No) cache 0;
    /// dict a[b] = c
    MapAdd(Use, Src, Src) cache 0;
    /// `{**b}` into dict a
    DictUpdate(Use, Src, No) cache 0;
    /// `f(**b)` into dict a: duplicate keys raise; c = register of the callee for the message
    DictMerge(Use, Src, Use) cache 0;
    /// R[a]…R[a+c-1] = unpack b exactly c
    Unpack(Dst, Src, Num) cache 0;
    /// R[a]… = unpack b with a star: c = before (low byte) and after (high byte)
    UnpackEx(Dst, Src, Num) cache 0;
    /// a = str(b)/repr(b)/ascii(b): c = 1, 2, 3
    Convert(Dst, Src, Num) cache 0;
    /// a = format(b, "")
    FormatSimple(Dst, Src, No) cache 0;
    /// a = format(b, c)
    FormatSpec(Dst, Src, Src) cache 0;
    /// t-string: a = Interpolation(value R[b], text R[b+1][, spec R[b+2]]); c = conversion | has_spec << 4
    BuildInterpolation(Dst, Run, Num) cache 0;
    /// t-string: a = Template(strings b, interpolations c)
    BuildTemplate(Dst, Src, Src) cache 0;

    // ---- iteration
    /// a = iter(b)
    GetIter(Dst, Src, No) cache 0;
    /// a = iter(b) for `yield from`: a coroutine is allowed only in a generator-based coroutine
    GetYieldFromIter(Dst, Src, No) cache 0;
    /// a = next(b), or drop b and jump by the signed 32-bit offset in cache word 0 when exhausted
    ForIter(Dst, Use, No) cache 1;
    /// a = aiter(b)
    GetAIter(Dst, Src, No) cache 0;
    /// a = awaitable of b.__anext__()
    GetANext(Dst, Use, No) cache 0;
    /// handler of an `async for`: exception in R[a], iterator in R[b]: StopAsyncIteration ends the loop (both dropped, falls through), others are re-raised
    EndAsyncFor(Use, Use, No) cache 0;
    /// a = awaitable of b (c: 0 = await, 1 = `async with` from __aenter__, 2 = from __aexit__, for the error text)
    GetAwaitable(Dst, Src, Num) cache 0;
    /// delegate to iterator b until it returns; a = its result. `await` and `yield from`. b is consumed at the end
    YieldFrom(Dst, Use, No) cache 0;
    /// yield b; a = what is sent. In an async generator the value is wrapped
    Yield(Dst, Src, No) cache 0;

    // ---- with
    /// (a, a+1) = method pair of a special method of b, looked up on the type: c = 0 __enter__, 1 __exit__, 2 __aenter__, 3 __aexit__
    LoadSpecial(Dst, Src, Num) cache 0;
    /// a = call exit pair (R[b], R[b+1], kept) with (type, value, traceback) of the exception in R[c] (kept)
    WithExceptStart(Dst, Use, Use) cache 0;

    // ---- exceptions
    /// raise: c = 0 re-raise handled, 1 raise a, 2 raise a from b
    Raise(Src, Src, Num) cache 0;
    /// begin a handler: the exception is in R[a]; R[a+1] = the frame's handled exception so far; handled = R[a]
    EnterHandler(Use, No, No) cache 0;
    /// end a handler: handled = R[a+1]; drop R[a]
    LeaveHandler(Use, No, No) cache 0;
    /// raise R[a] again, with no new traceback entry (consumed); FLAG0: the frame is then where it was raised first, FLAG1: where it came from into this handler
    Reraise(Use, No, No) cache 0;
    /// an exception (in R[a+2]) left the handler that began at a: restore handled from R[a+1], drop R[a], raise R[a+2] again
    UnwindHandler(Use, No, No) cache 0;
    /// a = exception b matches c (type or tuple); both borrowed unless killed
    ExcMatch(Dst, Src, Src) cache 0;
    /// except*: exception group in R[b] (Use, may be None), type c: a = matched part or None, a+1 = rest or None; a matched part becomes
    /// the frame's handled exception
    ExcGroupMatch(Dst, Use, Src) cache 0;
    /// except*: a = exception to raise from original b and list c of raised/unhandled (None entries are ignored), or None
    PrepReraiseStar(Dst, Src, Src) cache 0;
    /// a = AssertionError (b = 1: NotImplementedError), whatever the names mean now
    LoadAssertionError(Dst, Num, No) cache 0;

    // ---- functions, classes, imports
    /// a = function of the code in constant c; R[b]… holds, for each set flag in order: FLAG0 defaults tuple, FLAG1 kwdefaults dict,
    /// FLAG2 annotate function (or, under `from __future__ import annotations`, the tuple name, text, name, text, …), FLAG3 closure tuple
    /// (consumed)
    MakeFunction(Dst, Run, Const) cache 0;
    /// a = builtins.__build_class__
    LoadBuildClass(Dst, No, No) cache 0;
    /// a = import of name c; R[b] = level (int), R[b+1] = fromlist (tuple or None) (consumed)
    ImportName(Dst, Run, Name) cache 0;
    /// a = attribute c of module b (borrowed), submodule fallback
    ImportFrom(Dst, Use, Name) cache 0;
    /// copy all public names of module a into the local namespace
    ImportStar(Src, No, No) cache 0;
    /// a = intrinsic c of b (`Intrinsic` numbers)
    Intrinsic(Dst, Src, Num) cache 0;
    /// a = two-operand intrinsic: cache word 0 = number
    Intrinsic2(Dst, Src, Src) cache 1;

    // ---- pattern matching
    /// a = True if b (borrowed) is a mapping / sequence (c = 0 / 1)
    MatchKind(Dst, Use, Num) cache 0;
    /// a = len(b), b borrowed
    GetLen(Dst, Use, No) cache 0;
    /// a = tuple of values for keys tuple c of subject b, or None
    MatchKeys(Dst, Use, Src) cache 0;
    /// a = attributes of subject b for class R[c] with keyword names tuple R[c+1] (both consumed), or None; cache word 0 = number of positional patterns
    MatchClass(Dst, Use, Run) cache 1;
    /// a = copy of dict b without the keys of tuple c
    MatchRest(Dst, Use, Src) cache 0;

    // ---- instrumentation
    /// tells the tracing hooks, then does what the unit's own instruction at this place does (operands as there)
    TraceLine(No, No, No) cache 0;
}

impl Op {
    /// True for binary operations and comparisons whose second operand is a small int in the instruction.
    pub fn has_small_operand(self) -> bool {
        let op = self as u8;
        (Op::AddI as u8..=Op::XorI as u8).contains(&op)
            || (Op::JumpLtI as u8..=Op::JumpGeI as u8).contains(&op)
            || self == Op::InplaceI
    }
}

/// Operators of `Inplace` and of the generic binary slow path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    LShift,
    RShift,
    And,
    Or,
    Xor,
}

impl BinOp {
    /// All operators in numeric order.
    pub const ALL: [BinOp; 13] = [
        BinOp::Add,
        BinOp::Sub,
        BinOp::Mul,
        BinOp::TrueDiv,
        BinOp::FloorDiv,
        BinOp::Mod,
        BinOp::Pow,
        BinOp::MatMul,
        BinOp::LShift,
        BinOp::RShift,
        BinOp::And,
        BinOp::Or,
        BinOp::Xor,
    ];
    /// The operator as written in Python, for error texts.
    pub fn symbol(self) -> &'static str {
        ["+", "-", "*", "/", "//", "%", "** or pow()", "@", "<<", ">>", "&", "|", "^"][self as usize]
    }
    /// The augmented operator as written in Python, for error texts.
    pub fn inplace_symbol(self) -> &'static str {
        ["+=", "-=", "*=", "/=", "//=", "%=", "**=", "@=", "<<=", ">>=", "&=", "|=", "^="][self as usize]
    }
}

/// Rich comparison operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CmpOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl CmpOp {
    /// All operators in numeric order.
    pub const ALL: [CmpOp; 6] = [CmpOp::Lt, CmpOp::Le, CmpOp::Eq, CmpOp::Ne, CmpOp::Gt, CmpOp::Ge];
    /// As written in Python.
    pub fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }
    /// Whether the operator holds between operands in this order.
    pub fn of_order(self, order: std::cmp::Ordering) -> bool {
        match self {
            CmpOp::Lt => order.is_lt(),
            CmpOp::Le => order.is_le(),
            CmpOp::Eq => order.is_eq(),
            CmpOp::Ne => order.is_ne(),
            CmpOp::Gt => order.is_gt(),
            CmpOp::Ge => order.is_ge(),
        }
    }
    /// The operator with its operands swapped.
    pub fn swapped(self) -> CmpOp {
        [CmpOp::Gt, CmpOp::Ge, CmpOp::Eq, CmpOp::Ne, CmpOp::Lt, CmpOp::Le][self as usize]
    }
}

/// Numbers of `Op::Intrinsic`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub enum Intrinsic {
    /// `sys.displayhook(value)` of an interactive statement; result None
    PrintExpr,
    /// turn StopIteration/StopAsyncIteration leaving a generator into RuntimeError; operand is the exception, result the one to raise
    StopIterationError,
    /// TypeVar(name)
    TypeVar,
    /// ParamSpec(name)
    ParamSpec,
    /// TypeVarTuple(name)
    TypeVarTuple,
    /// `Generic[*params]` base of a generic class
    SubscriptGeneric,
    /// TypeAliasType from (name, type_params or None, compute function)
    TypeAlias,
}

/// Numbers of `Op::Intrinsic2`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub enum Intrinsic2 {
    /// TypeVar(name b) with lazily evaluated bound c
    TypeVarWithBound,
    /// TypeVar(name b) with lazily evaluated constraints c
    TypeVarWithConstraints,
    /// set default c on type parameter b; result b
    SetTypeParamDefault,
    /// function b gets type parameters c; result b
    SetFunctionTypeParams,
}

/// One instruction word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C, align(8))]
pub struct Instr {
    /// Operation number (`Op`), or anything in a cache word.
    pub op: u8,
    /// Flag bits.
    pub flags: u8,
    pub a: u16,
    pub b: u16,
    pub c: u16,
}

const _: () = assert!(size_of::<Instr>() == 8);

impl Instr {
    /// An instruction word.
    pub fn new(op: Op, flags: u8, a: u16, b: u16, c: u16) -> Instr {
        Instr { op: op as u8, flags, a, b, c }
    }
    /// A cache word with these 64 bits.
    pub fn raw(bits: u64) -> Instr {
        Instr {
            op: bits as u8,
            flags: (bits >> 8) as u8,
            a: (bits >> 16) as u16,
            b: (bits >> 32) as u16,
            c: (bits >> 48) as u16,
        }
    }
    /// The word's 64 bits.
    pub fn bits(self) -> u64 {
        self.op as u64
            | (self.flags as u64) << 8
            | (self.a as u64) << 16
            | (self.b as u64) << 32
            | (self.c as u64) << 48
    }
    /// Fields b and c as one unsigned number.
    pub fn wide(self) -> u32 {
        self.b as u32 | (self.c as u32) << 16
    }
    /// Fields b and c as one signed jump.
    pub fn jump(self) -> i32 {
        self.wide() as i32
    }
    /// The operation, if the number is one.
    pub fn operation(self) -> Option<Op> {
        OPS.get(self.op as usize).map(|info| info.op)
    }
}
