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

/// The text of `name` of the type `owner`.
pub fn find(owner: &str, name: &str) -> Option<&'static str> {
    DOCS.iter().find(|d| d.0 == owner && d.1 == name).map(|d| d.2)
}
