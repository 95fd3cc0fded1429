//! Documentation texts of native methods and computed attributes.
//!
//! Invariant: a name that is not in the table has no text; a subclass's method that overrides one has its own or none.

/// The text of `hex` of a type of bytes, with an example of three bytes.
macro_rules! hex_text {
    ($value:literal) => {
        concat!(
            "Shows the bytes as hexadecimal digits, two for each.\n\nWith `sep` it stands between groups of `bytes_per_sep` ",
            "bytes, which are counted\nfrom the right, or from the left if the number is negative.\n\n>>> value = ",
            $value,
            "\n>>> value.hex()\n'c0ffee'\n>>> value.hex('-')\n'c0-ff-ee'\n>>> value.hex('-', 2)\n'c0-ffee'\n>>> value.hex('-', -2)\n'c0ff-ee'"
        )
    };
}

/// (type, name, text); functions of `builtins` have no type
static DOCS: &[(&str, &str, &str)] = &[
    ("", "bin", "The digits of an integer to base two, after `0b`.\n\n>>> bin(21)\n'0b10101'"),
    ("", "oct", "The digits of an integer to base eight, after `0o`.\n\n>>> oct(511)\n'0o777'"),
    ("", "hex", "The digits of an integer to base sixteen, after `0x`.\n\n>>> hex(51966)\n'0xcafe'"),
    ("bytes", "hex", hex_text!("b'\\xc0\\xff\\xee'")),
    ("bytearray", "hex", hex_text!("bytearray([0xc0, 0xff, 0xee])")),
    ("memoryview", "hex", hex_text!("memoryview(b'\\xc0\\xff\\xee')")),
    (
        "float",
        "as_integer_ratio",
        "Two integers, in lowest terms, whose quotient is the number.\n\n>>> (0.75).as_integer_ratio()\n(3, 4)\n>>> (-2.5).as_integer_ratio()\n(-5, 2)",
    ),
    (
        "float",
        "fromhex",
        "The number that a hexadecimal text stands for.\n\n>>> float.fromhex('0x1.8p1')\n3.0\n>>> float.fromhex('-0x.1')\n-0.0625",
    ),
    (
        "float",
        "hex",
        "The number in hexadecimal digits, exactly.\n\n>>> (2.5).hex()\n'0x1.4000000000000p+1'\n>>> (-1.0).hex()\n'-0x1.0000000000000p+0'",
    ),
    (
        "int",
        "as_integer_ratio",
        "The integer and 1, as a pair.\n\n>>> (12).as_integer_ratio()\n(12, 1)\n>>> (-3).as_integer_ratio()\n(-3, 1)",
    ),
    (
        "int",
        "bit_count",
        "How many ones the binary digits of the absolute value have.\n\n>>> (21).bit_count()\n3\n>>> (-7).bit_count()\n3",
    ),
    (
        "int",
        "bit_length",
        "How many binary digits the absolute value has.\n\n>>> (21).bit_length()\n5\n>>> (0).bit_length()\n0",
    ),
    ("generator", "__iter__", "Implement iter(self)."),
    ("generator", "__next__", "Implement next(self)."),
    (
        "generator",
        "send",
        "Sends a value into generator code that waits at a yield.\n\nGives what it yields next, or raises StopIteration.",
    ),
    (
        "generator",
        "throw",
        "Raises an exception in generator code that waits at a yield.\n\nGives what it yields next, or raises StopIteration.",
    ),
    ("generator", "close", "Raises GeneratorExit inside generator code, which ends it."),
    ("generator", "__name__", "name of the generator"),
    ("generator", "__qualname__", "qualified name of the generator"),
    (
        "coroutine",
        "send",
        "Sends a value into coroutine code that waits.\n\nGives what it yields next, or raises StopIteration.",
    ),
    (
        "coroutine",
        "throw",
        "Raises an exception in coroutine code that waits.\n\nGives what it yields next, or raises StopIteration.",
    ),
    ("coroutine", "close", "Raises GeneratorExit inside coroutine code, which ends it."),
    ("coroutine", "__name__", "name of the coroutine"),
    ("coroutine", "__qualname__", "qualified name of the coroutine"),
];

/// What every special method of its name does: the name and the text.
static SPECIAL: &str = "\
__add__ Return self+value.\n\
__radd__ Return value+self.\n\
__sub__ Return self-value.\n\
__rsub__ Return value-self.\n\
__mul__ Return self*value.\n\
__rmul__ Return value*self.\n\
__matmul__ Return self@value.\n\
__rmatmul__ Return value@self.\n\
__truediv__ Return self/value.\n\
__rtruediv__ Return value/self.\n\
__floordiv__ Return self//value.\n\
__rfloordiv__ Return value//self.\n\
__mod__ Return self%value.\n\
__rmod__ Return value%self.\n\
__lshift__ Return self<<value.\n\
__rlshift__ Return value<<self.\n\
__rshift__ Return self>>value.\n\
__rrshift__ Return value>>self.\n\
__and__ Return self&value.\n\
__rand__ Return value&self.\n\
__xor__ Return self^value.\n\
__rxor__ Return value^self.\n\
__or__ Return self|value.\n\
__ror__ Return value|self.\n\
__lt__ Return self<value.\n\
__le__ Return self<=value.\n\
__eq__ Return self==value.\n\
__ne__ Return self!=value.\n\
__gt__ Return self>value.\n\
__ge__ Return self>=value.\n\
__isub__ Return self-=value.\n\
__iand__ Return self&=value.\n\
__ixor__ Return self^=value.\n\
__ior__ Return self|=value.\n\
__iadd__ Implement self+=value.\n\
__imul__ Implement self*=value.\n\
__divmod__ Return divmod(self, value).\n\
__rdivmod__ Return divmod(value, self).\n\
__pow__ Return pow(self, value, mod).\n\
__rpow__ Return pow(value, self, mod).\n\
__neg__ -self\n\
__pos__ +self\n\
__abs__ abs(self)\n\
__invert__ ~self\n\
__int__ int(self)\n\
__float__ float(self)\n\
__bool__ True if self else False\n\
__index__ Return self converted to an integer, if self is suitable for use as an index into a list.\n\
__len__ Return len(self).\n\
__getitem__ Return self[key].\n\
__setitem__ Set self[key] to value.\n\
__delitem__ Delete self[key].\n\
__contains__ Return bool(key in self).\n\
__iter__ Implement iter(self).\n\
__next__ Implement next(self).\n\
__hash__ Return hash(self).\n\
__repr__ Return repr(self).\n\
__str__ Return str(self).\n\
__call__ Call self as a function.\n\
__getattribute__ Return getattr(self, name).\n\
__setattr__ Implement setattr(self, name, value).\n\
__delattr__ Implement delattr(self, name).\n\
__get__ Return an attribute of instance, which is of type owner.\n\
__set__ Set an attribute of instance to value.\n\
__delete__ Delete an attribute of instance.\n\
__new__ Create and return a new object.  See help(type) for accurate signature.\n\
__init__ Initialize self.  See help(type(self)) for accurate signature.";

/// The text of `name` of the type `owner`.
pub fn find(owner: &str, name: &str) -> Option<&'static str> {
    let own = DOCS.iter().find(|d| d.0 == owner && d.1 == name).map(|d| d.2);
    own.or_else(|| SPECIAL.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')))
}
