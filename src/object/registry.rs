//! The registry of built-in types.
//!
//! Invariant: every field's type is finished when `Types::new` returns. To add a type that the VM itself must know: one line here, and a
//! `TypeSpec` in the type's own file. Types that only one native module uses are made with `Vm::native_type` instead.
//!
//! # Rules (unsafe code)
//! 1. `Types` and `ExcTypes` begin with as many references as their lists of specs are long, in that order, and nothing is between these: loops fill
//!    and read them (the code for each by itself is a browser's work before the first line of output).

use super::dict::Dict;
use super::exception::Exception;
use super::exception_methods as em;
use super::spec::{self, TypeSpec};
use super::str::Str;
use super::tuple::Tuple;
use super::ty::{Type, flag};
use crate::heap::{self, Ref};
use crate::text::builder::StrBuf;
use crate::value::Value;
use std::cell::OnceCell;

macro_rules! types {
    ($($field:ident = $spec:expr;)*) => {
        /// All built-in types of a VM.
        #[repr(C)]
        pub struct Types {
            $(pub $field: Ref<Type>,)*
            pub exc: ExcTypes,
            empty_tuple: OnceCell<Value>,
            latin1: OnceCell<Box<[Value]>>,
        }
        static SPECS: &[&TypeSpec] = &[$({ static S: TypeSpec = $spec; &S },)*];
    };
}

// The specs live in the types' own files; a type without methods yet has its spec inline.
types! {
    object = super::object_::SPEC;
    type_ = super::type_::SPEC;
    none_type = super::object_::NONE_TYPE;
    ellipsis = super::object_::ELLIPSIS;
    not_implemented = super::object_::NOT_IMPLEMENTED;
    int = super::int::SPEC;
    bool = super::int::BOOL_SPEC;
    float = super::float::SPEC;
    complex = super::complex::SPEC;
    str = super::str_type::SPEC;
    bytes = super::bytes_type::SPEC;
    bytearray = super::bytearray::SPEC;
    memoryview = super::memoryview_type::SPEC;
    str_iterator = super::text_iter::spec("str_iterator");
    str_ascii_iterator = super::text_iter::spec("str_ascii_iterator");
    bytes_iterator = super::text_iter::spec("bytes_iterator");
    bytearray_iterator = super::text_iter::spec("bytearray_iterator");
    memory_iterator = super::text_iter::spec("memory_iterator");
    slice = super::slice_methods::SPEC;
    tuple = super::tuple_methods::SPEC;
    list = super::list_methods::SPEC;
    dict = super::dict_methods::SPEC;
    set = super::set_methods::SET;
    frozenset = super::set_methods::FROZENSET;
    range = super::range::SPEC;
    enumerate = super::enumerate::SPEC;
    zip = super::zip::SPEC;
    map = super::map::SPEC;
    filter = super::filter::SPEC;
    reversed = super::reversed::SPEC;
    list_iterator = super::iter::LIST_ITERATOR;
    list_reverse_iterator = super::iter::LIST_REVERSE_ITERATOR;
    tuple_iterator = super::iter::TUPLE_ITERATOR;
    range_iterator = super::range::ITERATOR;
    longrange_iterator = super::range::LONG_ITERATOR;
    set_iterator = super::set_iter::SPEC;
    iterator = super::iter::ITERATOR;
    callable_iterator = super::iter::CALLABLE_ITERATOR;
    dict_keys = super::dict_view::KEYS;
    dict_values = super::dict_view::VALUES;
    dict_items = super::dict_view::ITEMS;
    dict_key_iterator = super::dict_iter::KEYS;
    dict_value_iterator = super::dict_iter::VALUES;
    dict_item_iterator = super::dict_iter::ITEMS;
    dict_reverse_key_iterator = super::dict_iter::REVERSE_KEYS;
    dict_reverse_value_iterator = super::dict_iter::REVERSE_VALUES;
    dict_reverse_item_iterator = super::dict_iter::REVERSE_ITEMS;
    function = super::function_methods::SPEC;
    method = super::method::SPEC;
    builtin_function = super::descriptor::BUILTIN_FUNCTION;
    method_descriptor = super::descriptor::METHOD_DESCRIPTOR;
    wrapper_descriptor = super::descriptor::WRAPPER_DESCRIPTOR;
    classmethod_descriptor = super::descriptor::CLASSMETHOD_DESCRIPTOR;
    bound_builtin = super::descriptor::BOUND_BUILTIN;
    method_wrapper = super::descriptor::METHOD_WRAPPER;
    staticmethod = super::staticmethod::STATIC;
    classmethod = super::staticmethod::CLASS;
    getset_descriptor = super::descriptor::GETSET_DESCRIPTOR;
    member_descriptor = super::descriptor::MEMBER_DESCRIPTOR;
    property = super::property_methods::SPEC;
    cell = super::cell_methods::SPEC;
    code = super::code_methods::SPEC;
    module = super::module_methods::SPEC;
    generator = super::generator_methods::GENERATOR;
    coroutine = super::generator_methods::COROUTINE;
    async_generator = super::generator_methods::ASYNC_GENERATOR;
    coroutine_wrapper = super::generator_methods::WRAPPER;
    mappingproxy = super::mappingproxy::SPEC;
    template = super::template::TEMPLATE;
    interpolation = super::template::INTERPOLATION;
    namespace = super::namespace::SPEC;
    generic_alias = super::generic_alias::SPEC;
    union = super::union::SPEC;
    typevar = super::typing::TYPEVAR;
    paramspec = super::typing::PARAMSPEC;
    typevartuple = super::typing::TYPEVARTUPLE;
    typealias = super::typing::TYPEALIAS;
    generic = super::typing::GENERIC;
    no_default = super::typing::NO_DEFAULT;
    super_ = super::super_::SPEC;
    async_generator_asend = super::gen_awaitable::ASEND;
    async_generator_athrow = super::gen_awaitable::ATHROW;
    traceback = super::frame_methods::TRACEBACK;
    frame = super::frame_methods::FRAME;
    wrapped_value = TypeSpec::of::<super::native::Native>("async_generator_wrapped_value");
    weakref = super::weakref_methods::REF;
    weakproxy = super::weakref_methods::PROXY;
    weakcallableproxy = super::weakref_methods::CALLABLE_PROXY;
}

macro_rules! exceptions {
    ($($name:ident : $base:ident $(($methods:expr, $getset:expr))?;)*) => {
        /// Exception types.
        #[allow(non_snake_case)]
        #[repr(C)]
        pub struct ExcTypes { pub BaseException: Ref<Type>, $(pub $name: Ref<Type>,)* }
        static EXC_SPECS: &[&TypeSpec] = &[&BASE_EXCEPTION, $({
            static S: TypeSpec = TypeSpec {
                base: |t| &t.exc.$base,
                $(methods: $methods, getset: $getset,)?
                flags: flag::BASETYPE | flag::EXC_SUBCLASS | flag::HAS_DICT | flag::WEAKREFABLE,
                ..TypeSpec::of::<Exception>(stringify!($name))
            };
            &S
        },)*];
    };
}

static BASE_EXCEPTION: TypeSpec = TypeSpec {
    methods: em::BASE_METHODS,
    getset: em::BASE_GETSET,
    flags: flag::BASETYPE | flag::EXC_SUBCLASS | flag::HAS_DICT | flag::WEAKREFABLE,
    ..TypeSpec::of::<Exception>("BaseException")
};

exceptions! {
    Exception: BaseException;
    GeneratorExit: BaseException;
    KeyboardInterrupt: BaseException;
    SystemExit: BaseException (em::EXIT_METHODS, em::EXIT_GETSET);
    BaseExceptionGroup: BaseException (super::group::METHODS, super::group::GETSET);
    ExceptionGroup: BaseExceptionGroup;
    ArithmeticError: Exception;
    FloatingPointError: ArithmeticError;
    OverflowError: ArithmeticError;
    ZeroDivisionError: ArithmeticError;
    AssertionError: Exception;
    AttributeError: Exception (em::ATTRIBUTE_METHODS, em::ATTRIBUTE_GETSET);
    BufferError: Exception;
    EOFError: Exception;
    ImportError: Exception (em::IMPORT_METHODS, em::IMPORT_GETSET);
    ModuleNotFoundError: ImportError;
    LookupError: Exception;
    IndexError: LookupError;
    KeyError: LookupError (em::KEY_METHODS, &[]);
    MemoryError: Exception;
    NameError: Exception (em::NAME_METHODS, em::NAME_GETSET);
    UnboundLocalError: NameError;
    OSError: Exception (em::OS_METHODS, em::OS_GETSET);
    BlockingIOError: OSError;
    ChildProcessError: OSError;
    ConnectionError: OSError;
    BrokenPipeError: ConnectionError;
    ConnectionAbortedError: ConnectionError;
    ConnectionRefusedError: ConnectionError;
    ConnectionResetError: ConnectionError;
    FileExistsError: OSError;
    FileNotFoundError: OSError;
    InterruptedError: OSError;
    IsADirectoryError: OSError;
    NotADirectoryError: OSError;
    PermissionError: OSError;
    ProcessLookupError: OSError;
    TimeoutError: OSError;
    ReferenceError: Exception;
    RuntimeError: Exception;
    NotImplementedError: RuntimeError;
    PythonFinalizationError: RuntimeError;
    RecursionError: RuntimeError;
    StopIteration: Exception (em::STOP_METHODS, em::STOP_GETSET);
    StopAsyncIteration: Exception;
    SyntaxError: Exception (em::SYNTAX_METHODS, em::SYNTAX_GETSET);
    IndentationError: SyntaxError;
    TabError: IndentationError;
    _IncompleteInputError: SyntaxError;
    SystemError: Exception;
    TypeError: Exception;
    ValueError: Exception;
    UnicodeError: ValueError;
    UnicodeDecodeError: UnicodeError (em::DECODE_METHODS, em::UNICODE_GETSET);
    UnicodeEncodeError: UnicodeError (em::DECODE_METHODS, em::UNICODE_GETSET);
    UnicodeTranslateError: UnicodeError (em::TRANSLATE_METHODS, em::UNICODE_GETSET);
    Warning: Exception;
    BytesWarning: Warning;
    DeprecationWarning: Warning;
    EncodingWarning: Warning;
    FutureWarning: Warning;
    ImportWarning: Warning;
    PendingDeprecationWarning: Warning;
    ResourceWarning: Warning;
    RuntimeWarning: Warning;
    SyntaxWarning: Warning;
    UnicodeWarning: Warning;
    UserWarning: Warning;
}

/// The place of the type of types among the specs.
const TYPE: usize = std::mem::offset_of!(Types, type_) / size_of::<Ref<Type>>();

/// A type without namespace and bases.
fn bare(ty: &Ref<Type>, spec: &'static TypeSpec) -> Ref<Type> {
    heap::alloc(ty, spec::bare(spec))
}

/// A type for a native module.
pub(crate) fn make(
    types: &Types,
    spec: &'static TypeSpec,
    intern: &mut dyn FnMut(&str) -> Ref<Str>,
    names: &super::names::Names,
) -> Ref<Type> {
    let ty = bare(&types.type_, spec);
    ty.init_dict(Dict::new());
    spec::finish(&ty, spec, Some((spec.base)(types)), intern, names);
    let module = intern(spec.module);
    ty.dict().set_interned(&names.module, module.into());
    ty
}

impl Types {
    /// Makes all types, without namespaces' contents.
    pub(crate) fn new() -> Box<Types> {
        let ty = heap::alloc_root_type(spec::bare(SPECS[TYPE]));
        let mut types = Box::<Types>::new_uninit();
        let to = types.as_mut_ptr();
        let types = unsafe {
            for (first, specs) in [(to.cast::<Ref<Type>>(), SPECS), ((&raw mut (*to).exc).cast(), EXC_SPECS)] {
                for (i, spec) in specs.iter().enumerate() {
                    first.add(i).write(if std::ptr::eq(*spec, SPECS[TYPE]) { ty.clone() } else { bare(&ty, spec) });
                }
            }
            (&raw mut (*to).empty_tuple).write(OnceCell::new());
            (&raw mut (*to).latin1).write(OnceCell::new());
            types.assume_init()
        };
        let before = super::enter(&*types);
        for (t, _) in types.fields() {
            t.init_dict(Dict::new());
        }
        let _ = types.empty_tuple.set(heap::alloc(&types.tuple, Tuple::payload(Vec::new())).into());
        super::enter(before);
        types
    }
    /// All of them with their specs.
    fn fields(&self) -> impl Iterator<Item = (&Ref<Type>, &'static TypeSpec)> {
        let (types, exceptions) = unsafe {
            let types = std::slice::from_raw_parts((&raw const *self).cast::<Ref<Type>>(), SPECS.len());
            (types, std::slice::from_raw_parts((&raw const self.exc).cast::<Ref<Type>>(), EXC_SPECS.len()))
        };
        types.iter().chain(exceptions).zip(SPECS.iter().chain(EXC_SPECS).copied())
    }
    /// Names, bases, methods of all types. The types are current.
    pub(crate) fn finish(&self, intern: &mut dyn FnMut(&str) -> Ref<Str>, names: &super::names::Names) {
        for (t, spec) in self.fields() {
            let base = if t.is(&self.object) { None } else { Some((spec.base)(self)) };
            spec::finish(t, spec, base, intern, names);
        }
        super::weakref_methods::add_operators(intern);
        super::template::add_match_args(intern);
        super::group::finish_types();
    }
    /// Built-in types by name, for the `builtins` namespace: those whose module is builtins and that CPython exposes there.
    pub fn named(&self) -> Vec<&Ref<Type>> {
        self.fields().map(|(t, _)| t).collect()
    }
    /// Everything the registry holds, for the audit.
    pub(crate) fn roots(&self) -> Vec<Value> {
        let mut all: Vec<Value> = self.fields().map(|(t, _)| t.value()).collect();
        all.push(self.empty_tuple());
        all.extend(self.latin1.get().into_iter().flat_map(|c| c.iter().cloned()));
        all
    }
    /// The empty tuple.
    #[inline(always)]
    pub fn empty_tuple(&self) -> Value {
        self.empty_tuple.get().cloned().unwrap_or(Value::NONE)
    }
    /// The str of one Latin-1 character; these are made once, all together.
    #[inline]
    pub fn latin1(&self, c: u8) -> Option<&Value> {
        self.short_texts().get(c as usize)
    }
    /// The empty str.
    pub fn empty_str(&self) -> Option<&Value> {
        self.short_texts().get(256)
    }
    /// The strs of one Latin-1 character, then the empty one.
    fn short_texts(&self) -> &[Value] {
        let one = |c| super::str::new(StrBuf::from_char(c));
        self.latin1.get_or_init(|| (0..=255u32).map(one).chain([super::str::new(StrBuf::new())]).collect())
    }
}
