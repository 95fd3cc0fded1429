//! Build script of the interpreter: packs the pure-Python part of the standard library.
//!
//! Invariant: every file is compressed on its own, so that an import inflates only what it needs; the index is sorted by
//! module name. No file of that library is kept in this repository: all come from the crate `rustpython-pylib`.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Parts of packages that have no place here: other platforms, what our own files replace, command-line tools.
const LEFT_OUT: &[&str] = &[
    "asyncio.__main__",
    "asyncio.proactor_events",
    "asyncio.tools",
    "asyncio.unix_events",
    "asyncio.windows_events",
    "asyncio.windows_utils",
];

/// Modules and packages (with all that is in them) that the interpreter can import.
const WANTED: &[&str] = &[
    "__future__",
    "__hello__",
    "_ast_unparse",
    "_collections_abc",
    "_colorize",
    "_compat_pickle",
    "_markupbase",
    "_opcode_metadata",
    "_py_warnings",
    "_pydatetime",
    "_pydecimal",
    "_pylong",
    "_strptime",
    "_threading_local",
    "_weakrefset",
    "abc",
    "annotationlib",
    "argparse",
    "ast",
    "asyncio",
    "base64",
    "bdb",
    "bisect",
    "calendar",
    "cmd",
    "code",
    "codecs",
    "codeop",
    "collections",
    "colorsys",
    "concurrent",
    "configparser",
    "contextlib",
    "contextvars",
    "copy",
    "copyreg",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "dis",
    "doctest",
    "email",
    "encodings",
    "enum",
    "filecmp",
    "fileinput",
    "fnmatch",
    "fractions",
    "functools",
    "genericpath",
    "getopt",
    "getpass",
    "gettext",
    "glob",
    "graphlib",
    "hashlib",
    "heapq",
    "hmac",
    "html",
    "http",
    "importlib",
    "inspect",
    "io",
    "ipaddress",
    "json",
    "keyword",
    "locale",
    "logging",
    "mimetypes",
    "ntpath",
    "nturl2path",
    "numbers",
    "opcode",
    "operator",
    "optparse",
    "os",
    "pathlib",
    "pickle",
    "pkgutil",
    "platform",
    "posixpath",
    "pprint",
    "queue",
    "quopri",
    "random",
    "re",
    "reprlib",
    "sched",
    "secrets",
    "selectors",
    "shlex",
    "shutil",
    "signal",
    "socket",
    "socketserver",
    "stat",
    "statistics",
    "string",
    "stringprep",
    "struct",
    "subprocess",
    "symtable",
    "sysconfig",
    "tarfile",
    "tempfile",
    "textwrap",
    "this",
    "threading",
    "timeit",
    "token",
    "tokenize",
    "tomllib",
    "traceback",
    "types",
    "typing",
    "unittest",
    "urllib",
    "uuid",
    "warnings",
    "weakref",
    "wsgiref",
    "zipfile",
    "zoneinfo",
];

struct Found {
    name: String,
    package: bool,
    file: PathBuf,
}

fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    let lib = Path::new(rustpython_pylib::LIB_PATH);
    let mut files = Vec::new();
    for name in WANTED {
        collect(lib, name, &mut files);
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let mut blob: Vec<u8> = Vec::new();
    let mut index = String::from("&[\n");
    for f in &files {
        let text = std::fs::read(&f.file).unwrap_or_else(|e| panic!("{}: {e}", f.file.display()));
        let packed = miniz_oxide::deflate::compress_to_vec(&text, 9);
        let (start, end, size) = (blob.len(), blob.len() + packed.len(), text.len());
        writeln!(
            index,
            "    Packed {{ name: {:?}, package: {}, start: {start}, end: {end}, size: {size} }},",
            f.name, f.package
        )
        .expect("a String takes all");
        blob.extend(packed);
    }
    index.push(']');
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    std::fs::write(out.join("library.bin"), blob).expect("OUT_DIR can be written");
    std::fs::write(out.join("library.rs"), index).expect("OUT_DIR can be written");
}

/// The module `name`; if it is a package, all that is in it. Test folders stay out.
fn collect(lib: &Path, name: &str, files: &mut Vec<Found>) {
    let base = lib.join(name.replace('.', "/"));
    let single = base.with_extension("py");
    if LEFT_OUT.contains(&name) {
        return;
    }
    if single.is_file() {
        files.push(Found { name: name.to_owned(), package: false, file: single });
        return;
    }
    let init = base.join("__init__.py");
    if init.is_file() {
        files.push(Found { name: name.to_owned(), package: true, file: init });
    }
    let Ok(entries) = std::fs::read_dir(&base) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let Some(stem) = path.file_stem().and_then(|s| s.to_str()) else { continue };
        let python = path.extension().is_some_and(|e| e == "py");
        if (python && stem != "__init__") || path.join("__init__.py").is_file() && stem != "tests" && stem != "test" {
            collect(lib, &format!("{name}.{stem}"), files);
        }
    }
}
