//! Which modules share a pack.
//!
//! Invariant: modules that programs import together stand together, so that a program asks for few files; a module that no group names
//! shares a pack with its package alone.

/// Name of a pack, and its modules; a package means all that is in it.
const GROUPS: &[(&str, &[&str])] = &[
    ("asyncio.tools", &["_pyrepl.console", "_pyrepl.main", "_remote_debugging", "asyncio.__main__", "asyncio.tools"]),
    ("concurrent", &["concurrent.futures.interpreter", "concurrent.futures.process", "concurrent.interpreters"]),
    (
        "importlib",
        &[
            "importlib._bootstrap",
            "importlib._bootstrap_external",
            "importlib.metadata",
            "importlib.readers",
            "importlib.resources",
            "importlib.simple",
        ],
    ),
    (
        "asyncio",
        &[
            "_signal",
            "_socket",
            "asyncio",
            "concurrent",
            "select",
            "selectors",
            "signal",
            "socket",
            "subprocess",
            "_threading_local",
            "threading",
            "queue",
        ],
    ),
    (
        "base",
        &[
            "_collections_abc",
            "_weakrefset",
            "abc",
            "bisect",
            "codecs",
            "collections",
            "contextlib",
            "contextvars",
            "copy",
            "copyreg",
            "enum",
            "functools",
            "genericpath",
            "heapq",
            "io",
            "keyword",
            "operator",
            "os",
            "posixpath",
            "re",
            "reprlib",
            "stat",
            "types",
            "weakref",
        ],
    ),
    ("datetime", &["_pydatetime", "_strptime", "calendar", "datetime", "locale"]),
    ("decimal", &["_decimal", "_pydecimal", "decimal", "fractions", "numbers", "statistics"]),
    (
        "inspect",
        &[
            "__future__",
            "_ast",
            "_ast_unparse",
            "_colorize",
            "_importlib_later",
            "_opcode",
            "_opcode_metadata",
            "annotationlib",
            "ast",
            "codeop",
            "dataclasses",
            "dis",
            "importlib",
            "inspect",
            "linecache",
            "opcode",
            "textwrap",
            "token",
            "tokenize",
            "traceback",
            "typing",
        ],
    ),
    ("pickle", &["_compat_pickle", "_pickle", "pickle"]),
    ("text", &["difflib", "pprint", "random", "string", "struct"]),
    ("uuid", &["_uuid", "uuid"]),
    ("warnings", &["_py_warnings", "_warnings", "warnings"]),
    (
        "xml",
        &["_expat_content", "_expat_declarations", "_expat_errors", "_expat_input", "_expat_names", "pyexpat", "xml"],
    ),
];

/// The name of the module's pack.
pub fn group_of(module: &str) -> String {
    let is_in = |name: &&str| module.strip_prefix(*name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    match GROUPS.iter().find(|(_, modules)| modules.iter().any(is_in)) {
        Some((group, _)) => (*group).to_owned(),
        None => module.split('.').next().unwrap_or(module).to_owned(),
    }
}
