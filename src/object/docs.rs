//! Documentation texts of native methods and computed attributes.
//!
//! Invariant: a name that is not in the table has no text; a subclass's method that overrides one has its own or none.

/// (type, name, text)
static DOCS: &[(&str, &str, &str)] = &[
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
