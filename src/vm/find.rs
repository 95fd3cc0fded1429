//! Where modules come from: native ones, our own Python files, the packed standard library, files that the host can read.
//!
//! Invariant: finding runs no Python code. The folder [`LIBRARY`] is ours whatever the host has there: a module of it is
//! one of our own files or else one of the pack.

use super::Vm;

/// The folder of the standard library, as `sys.path` and `__file__` show it.
pub(crate) const LIBRARY: &str = "/lib/python3.14";

/// Our own Python files, by module name.
static LIB_PY: &[(&str, &str)] = &[
    ("_ast", include_str!("../lib_py/_ast.py")),
    ("_frozen_importlib", include_str!("../lib_py/_frozen_importlib.py")),
    ("_frozen_importlib_external", include_str!("../lib_py/_frozen_importlib_external.py")),
    ("_opcode", include_str!("../lib_py/_opcode.py")),
    ("_signal", include_str!("../lib_py/_signal.py")),
    ("_socket", include_str!("../lib_py/_socket.py")),
    ("_warnings", include_str!("../lib_py/_warnings.py")),
    ("asyncio.unix_events", include_str!("../lib_py/asyncio/unix_events.py")),
    ("inspect", include_str!("../lib_py/inspect.py")),
    ("linecache", include_str!("../lib_py/linecache.py")),
    ("pdb", include_str!("../lib_py/pdb.py")),
    ("select", include_str!("../lib_py/select.py")),
    ("subprocess", include_str!("../lib_py/subprocess.py")),
    ("tracemalloc", include_str!("../lib_py/tracemalloc.py")),
];

/// A file of the pack.
#[cfg_attr(target_arch = "wasm32", allow(dead_code))]
struct Packed {
    name: &'static str,
    package: bool,
    start: usize,
    end: usize,
    size: usize,
}

static INDEX: &[Packed] = include!(concat!(env!("OUT_DIR"), "/library.rs"));

#[cfg(not(target_arch = "wasm32"))]
static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.bin"));

/// A module's source and place.
pub(crate) struct Source {
    pub text: String,
    pub file: String,
    /// the folder, if it is a package
    pub folder: Option<String>,
}

/// True if the standard library has a module of this name, whether or not this build can import it.
pub(crate) fn is_library(name: &str) -> bool {
    own(name).is_some() || packed(name).is_some() || crate::module::NATIVE.iter().any(|s| s.name == name)
}

/// True if the module is known but not carried by this build.
pub(crate) fn is_left_out(name: &str) -> bool {
    cfg!(target_arch = "wasm32") && own(name).is_none() && packed(name).is_some()
}

fn own(name: &str) -> Option<&'static str> {
    LIB_PY.iter().find(|(n, _)| *n == name).map(|(_, text)| *text)
}

fn packed(name: &str) -> Option<&'static Packed> {
    INDEX.binary_search_by(|p| p.name.cmp(name)).ok().and_then(|i| INDEX.get(i))
}

#[cfg(not(target_arch = "wasm32"))]
fn inflate(p: &Packed) -> Option<String> {
    let bytes = miniz_oxide::inflate::decompress_to_vec_with_limit(BLOB.get(p.start..p.end)?, p.size).ok()?;
    String::from_utf8(bytes).ok()
}

#[cfg(target_arch = "wasm32")]
fn inflate(_: &Packed) -> Option<String> {
    None
}

/// A module of the library by its full name.
fn library(name: &str) -> Option<Source> {
    let base = format!("{LIBRARY}/{}", name.replace('.', "/"));
    if let Some(text) = own(name) {
        return Some(Source { text: text.to_owned(), file: format!("{base}.py"), folder: None });
    }
    let p = packed(name)?;
    let text = inflate(p)?;
    Some(match p.package {
        true => Source { text, file: format!("{base}/__init__.py"), folder: Some(base) },
        false => Source { text, file: format!("{base}.py"), folder: None },
    })
}

fn decode(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

impl Vm {
    /// The source of module `name` (full, with dots) from the first of `folders` that has it.
    pub(crate) fn find_source(&mut self, name: &str, folders: &[String]) -> Option<Source> {
        let (parent, last) = name.rsplit_once('.').unwrap_or(("", name));
        if last.is_empty() || last.contains(['/', '\\', '\0']) {
            return None;
        }
        for folder in folders {
            let inside = folder.strip_prefix(LIBRARY).map(|rest| rest.trim_matches('/').replace('/', "."));
            if inside.as_deref() == Some(parent) {
                match library(name) {
                    Some(found) => return Some(found),
                    None => continue,
                }
            }
            let base = match folder.as_str() {
                "" => last.to_owned(),
                f => format!("{}/{last}", f.trim_end_matches('/')),
            };
            let init = format!("{base}/__init__.py");
            if let Some(bytes) = self.host.read_file(&init) {
                return Some(Source { text: decode(bytes), file: init, folder: Some(base) });
            }
            let single = format!("{base}.py");
            if let Some(bytes) = self.host.read_file(&single) {
                return Some(Source { text: decode(bytes), file: single, folder: None });
            }
        }
        None
    }
}
