//! Names that the VM itself looks up, interned once per VM.
//!
//! Invariant: `Dunder as usize` indexes both the interned names and a type's cache of resolved special methods.
//!
//! # Rules (unsafe code)
//! 1. `Names` begins with as many references as there are texts, and nothing is between them: a loop fills them (the code for each by itself is
//!    a browser's work before the first line of output).

use super::str::Str;
use crate::heap::Ref;
use std::mem::MaybeUninit;

macro_rules! dunders {
    ($($id:ident = $text:literal,)*) => {
        /// Special methods that the VM looks up on types.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Dunder { $($id,)* }
        impl Dunder {
            /// The Python names, in numeric order.
            pub const TEXTS: &'static [&'static str] = &[$($text,)*];
            pub const ALL: &'static [Dunder] = &[$(Dunder::$id,)*];
            /// Number of special methods.
            pub const COUNT: usize = Dunder::TEXTS.len();
            /// The Python name.
            pub fn text(self) -> &'static str { Dunder::TEXTS[self as usize] }
        }
    };
}

dunders! {
    New = "__new__", Init = "__init__", Del = "__del__", Call = "__call__",
    Repr = "__repr__", Str = "__str__", Format = "__format__", Bytes = "__bytes__", Hash = "__hash__", Bool = "__bool__",
    GetAttribute = "__getattribute__", GetAttr = "__getattr__", SetAttr = "__setattr__", DelAttr = "__delattr__", Dir = "__dir__",
    Get = "__get__", Set = "__set__", Delete = "__delete__", SetName = "__set_name__", InitSubclass = "__init_subclass__",
    ClassGetItem = "__class_getitem__", MroEntries = "__mro_entries__", Prepare = "__prepare__",
    InstanceCheck = "__instancecheck__", SubclassCheck = "__subclasscheck__",
    Lt = "__lt__", Le = "__le__", Eq = "__eq__", Ne = "__ne__", Gt = "__gt__", Ge = "__ge__",
    Len = "__len__", LengthHint = "__length_hint__", GetItem = "__getitem__", SetItem = "__setitem__", DelItem = "__delitem__",
    Missing = "__missing__", Contains = "__contains__", Iter = "__iter__", Next = "__next__", Reversed = "__reversed__",
    Add = "__add__", Sub = "__sub__", Mul = "__mul__", TrueDiv = "__truediv__", FloorDiv = "__floordiv__", Mod = "__mod__",
    Pow = "__pow__", MatMul = "__matmul__", LShift = "__lshift__", RShift = "__rshift__", And = "__and__", Or = "__or__", Xor = "__xor__",
    RAdd = "__radd__", RSub = "__rsub__", RMul = "__rmul__", RTrueDiv = "__rtruediv__", RFloorDiv = "__rfloordiv__", RMod = "__rmod__",
    RPow = "__rpow__", RMatMul = "__rmatmul__", RLShift = "__rlshift__", RRShift = "__rrshift__", RAnd = "__rand__", ROr = "__ror__", RXor = "__rxor__",
    IAdd = "__iadd__", ISub = "__isub__", IMul = "__imul__", ITrueDiv = "__itruediv__", IFloorDiv = "__ifloordiv__", IMod = "__imod__",
    IPow = "__ipow__", IMatMul = "__imatmul__", ILShift = "__ilshift__", IRShift = "__irshift__", IAnd = "__iand__", IOr = "__ior__", IXor = "__ixor__",
    DivMod = "__divmod__", RDivMod = "__rdivmod__",
    Neg = "__neg__", Pos = "__pos__", Abs = "__abs__", Invert = "__invert__",
    Int = "__int__", Float = "__float__", Complex = "__complex__", Index = "__index__", Round = "__round__", Trunc = "__trunc__", Floor = "__floor__", Ceil = "__ceil__",
    Enter = "__enter__", Exit = "__exit__", AEnter = "__aenter__", AExit = "__aexit__",
    Await = "__await__", AIter = "__aiter__", ANext = "__anext__",
    Copy = "__copy__", DeepCopy = "__deepcopy__", Reduce = "__reduce__", ReduceEx = "__reduce_ex__", FSPath = "__fspath__",
    Buffer = "__buffer__", ReleaseBuffer = "__release_buffer__", SizeOf = "__sizeof__",
}

impl Dunder {
    /// The left, right and in-place methods of a binary operator.
    pub fn of_binary(op: crate::code::BinOp) -> (Dunder, Dunder, Dunder) {
        let i = op as usize;
        (
            Dunder::ALL[Dunder::Add as usize + i],
            Dunder::ALL[Dunder::RAdd as usize + i],
            Dunder::ALL[Dunder::IAdd as usize + i],
        )
    }
    /// The method of a comparison.
    pub fn of_compare(op: crate::code::CmpOp) -> Dunder {
        Dunder::ALL[Dunder::Lt as usize + op as usize]
    }
}

macro_rules! names {
    ($($id:ident = $text:literal,)*) => {
        /// Interned names.
        #[repr(C)]
        pub struct Names {
            $(pub $id: Ref<Str>,)*
            pub dunders: Vec<Ref<Str>>,
        }
        impl Names {
            pub(crate) fn new(mut intern: impl FnMut(&str) -> Ref<Str>) -> Names {
                const TEXTS: &[&str] = &[$($text,)*];
                let mut names = MaybeUninit::<Names>::uninit();
                let to = names.as_mut_ptr();
                unsafe {
                    (&raw mut (*to).dunders).write(Dunder::TEXTS.iter().map(|t| intern(t)).collect());
                    for (i, text) in TEXTS.iter().enumerate() {
                        to.cast::<Ref<Str>>().add(i).write(intern(text));
                    }
                    names.assume_init()
                }
            }
        }
    };
}

names! {
    empty = "", name = "__name__", qualname = "__qualname__", module = "__module__", doc = "__doc__", dict = "__dict__", class = "__class__",
    slots = "__slots__", weakref = "__weakref__", main = "__main__", builtins = "__builtins__", builtins_module = "builtins",
    file = "__file__", spec = "__spec__", loader = "__loader__", package = "__package__", path = "__path__", all = "__all__",
    annotations = "__annotations__", annotate = "__annotate__", type_params = "__type_params__", classcell = "__classcell__",
    classdictcell = "__classdictcell__", firstlineno = "__firstlineno__", static_attributes = "__static_attributes__",
    metaclass = "metaclass", mro = "mro", bases = "__bases__", orig_bases = "__orig_bases__", abstractmethods = "__abstractmethods__",
    build_class = "__build_class__", import = "__import__", args = "args", value = "value", code = "code", msg = "msg", key = "key",
    context = "__context__", cause = "__cause__", traceback = "__traceback__", suppress_context = "__suppress_context__", notes = "__notes__",
    match_args = "__match_args__", send = "send", throw = "throw", close = "close", keys = "keys", items = "items", get = "get",
    self_ = "__self__", func = "__func__", wrapped = "__wrapped__", isabstractmethod = "__isabstractmethod__", write = "write", flush = "flush",
    stdout = "stdout", stderr = "stderr", print_file = "file", sep = "sep", end = "end", objclass = "__objclass__", text_signature = "__text_signature__",
    defaults = "__defaults__", kwdefaults = "__kwdefaults__", closure = "__closure__", globals = "__globals__", code_ = "__code__", obj = "obj", debug = "__debug__",
    origin = "__origin__", parameters = "__parameters__", typing_subst = "__typing_subst__", excepthook = "excepthook", displayhook = "displayhook", underscore = "_",
}
