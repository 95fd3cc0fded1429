"""What `opcode` and `dis` ask about CPython's instructions. Code here is made of instructions of another kind."""

from _opcode_metadata import HAVE_ARGUMENT, opmap

ENABLE_SPECIALIZATION = False
ENABLE_SPECIALIZATION_FT = False

_NAMES = {number: name for name, number in opmap.items()}
_CONST = {"LOAD_CONST", "LOAD_CONST_IMMORTAL", "LOAD_CONST_MORTAL"}
_NAME = {
    "DELETE_ATTR", "DELETE_GLOBAL", "DELETE_NAME", "IMPORT_FROM", "IMPORT_NAME", "LOAD_ATTR", "LOAD_FROM_DICT_OR_GLOBALS",
    "LOAD_GLOBAL", "LOAD_NAME", "LOAD_SUPER_ATTR", "STORE_ATTR", "STORE_GLOBAL", "STORE_NAME",
}
_JUMP = {
    "END_ASYNC_FOR", "FOR_ITER", "JUMP", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT", "JUMP_FORWARD", "JUMP_IF_FALSE",
    "JUMP_IF_TRUE", "JUMP_NO_INTERRUPT", "POP_JUMP_IF_FALSE", "POP_JUMP_IF_NONE", "POP_JUMP_IF_NOT_NONE", "POP_JUMP_IF_TRUE", "SEND",
}
_FREE = {"COPY_FREE_VARS", "DELETE_DEREF", "LOAD_DEREF", "LOAD_FROM_DICT_OR_DEREF", "MAKE_CELL", "STORE_DEREF"}
_LOCAL = {
    "DELETE_FAST", "LOAD_CLOSURE", "LOAD_FAST", "LOAD_FAST_AND_CLEAR", "LOAD_FAST_BORROW", "LOAD_FAST_BORROW_LOAD_FAST_BORROW",
    "LOAD_FAST_CHECK", "LOAD_FAST_LOAD_FAST", "STORE_FAST", "STORE_FAST_LOAD_FAST", "STORE_FAST_MAYBE_NULL", "STORE_FAST_STORE_FAST",
}
_EXCEPTION = {"SETUP_CLEANUP", "SETUP_FINALLY", "SETUP_WITH"}


def is_valid(opcode):
    return opcode in _NAMES


def has_arg(opcode):
    return opcode in _NAMES and opcode > HAVE_ARGUMENT


def has_const(opcode):
    return _NAMES.get(opcode) in _CONST


def has_name(opcode):
    return _NAMES.get(opcode) in _NAME


def has_jump(opcode):
    return _NAMES.get(opcode) in _JUMP


def has_free(opcode):
    return _NAMES.get(opcode) in _FREE


def has_local(opcode):
    return _NAMES.get(opcode) in _LOCAL


def has_exc(opcode):
    return _NAMES.get(opcode) in _EXCEPTION


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """There is no stack here that an instruction could have an effect on."""
    raise ValueError("invalid opcode or oparg")


def get_executor(*, code, offset):
    raise ValueError("no executor exists at address 0")


def get_specialization_stats():
    """None: nothing is counted."""


def get_nb_ops():
    plain = [
        ("NB_ADD", "+"), ("NB_AND", "&"), ("NB_FLOOR_DIVIDE", "//"), ("NB_LSHIFT", "<<"), ("NB_MATRIX_MULTIPLY", "@"),
        ("NB_MULTIPLY", "*"), ("NB_REMAINDER", "%"), ("NB_OR", "|"), ("NB_POWER", "**"), ("NB_RSHIFT", ">>"),
        ("NB_SUBTRACT", "-"), ("NB_TRUE_DIVIDE", "/"), ("NB_XOR", "^"),
    ]
    inplace = [(name.replace("NB_", "NB_INPLACE_"), sign + "=") for name, sign in plain]
    return plain + inplace + [("NB_SUBSCR", "[]")]


def get_intrinsic1_descs():
    return [
        "INTRINSIC_1_INVALID", "INTRINSIC_PRINT", "INTRINSIC_IMPORT_STAR", "INTRINSIC_STOPITERATION_ERROR",
        "INTRINSIC_ASYNC_GEN_WRAP", "INTRINSIC_UNARY_POSITIVE", "INTRINSIC_LIST_TO_TUPLE", "INTRINSIC_TYPEVAR",
        "INTRINSIC_PARAMSPEC", "INTRINSIC_TYPEVARTUPLE", "INTRINSIC_SUBSCRIPT_GENERIC", "INTRINSIC_TYPEALIAS",
    ]


def get_intrinsic2_descs():
    return [
        "INTRINSIC_2_INVALID", "INTRINSIC_PREP_RERAISE_STAR", "INTRINSIC_TYPEVAR_WITH_BOUND", "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
        "INTRINSIC_SET_FUNCTION_TYPE_PARAMS", "INTRINSIC_SET_TYPEPARAM_DEFAULT",
    ]


def get_special_method_names():
    return ["__enter__", "__exit__", "__aenter__", "__aexit__"]
