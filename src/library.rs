//! The packed standard library at run time: which modules there are, which packs are here, sources and outlines out of them; and the
//! names of characters, which are a pack too.
//!
//! Invariant: a pack's bytes come from this build's own packer (a file is known by the hash in its name); still, whatever they are, using
//! them does not panic. Packs belong to the thread, not to a VM: a second program finds what the first one has loaded.

use crate::code::{CodeUnit, Const, PositionTable, Stub, outline};
use crate::compile::{self, Mode, Options, SyntaxError, lazy};
use crate::text::char_names::Names;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

/// The folder of the standard library, as `sys.path` and `__file__` show it.
pub const FOLDER: &str = "/lib/python3.14";

/// A file that has modules.
pub struct PackFile {
    pub file: &'static str,
    /// bytes once inflated
    pub size: usize,
}

/// A module of the library.
pub struct Module {
    pub name: &'static str,
    pub package: bool,
    pub pack: usize,
}

include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// The module with this full name.
pub fn module(name: &str) -> Option<&'static Module> {
    MODULES.binary_search_by(|m| m.name.cmp(name)).ok().and_then(|i| MODULES.get(i))
}

/// What the file names of frozen code begin with.
pub const FROZEN: &str = "<frozen ";

/// The module that has this file name.
pub fn module_of_file(filename: &str) -> Option<&'static Module> {
    if let Some(name) = filename.strip_prefix(FROZEN) {
        return module(name.strip_suffix('>')?);
    }
    let place = filename.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_suffix(".py")?;
    module(&place.strip_suffix("/__init__").unwrap_or(place).replace('/', "."))
}

/// What is in a folder of the library: names, and whether each is a folder; `None` for what is no such folder.
pub fn folder(path: &str) -> Option<Vec<(String, bool)>> {
    let package = path.strip_prefix(FOLDER)?.trim_matches('/').replace('/', ".");
    let mut out = Vec::new();
    if !package.is_empty() {
        module(&package).filter(|m| m.package)?;
        out.push(("__init__.py".to_owned(), false));
    }
    for m in MODULES {
        let rest = match package.as_str() {
            "" => Some(m.name),
            of => m.name.strip_prefix(of).and_then(|rest| rest.strip_prefix('.')),
        };
        match rest.filter(|rest| !rest.contains('.')) {
            Some(name) if m.package => out.push((name.to_owned(), true)),
            Some(name) if !stands_for_native(&m.filename()) => out.push((format!("{name}.py"), false)),
            _ => {}
        }
    }
    Some(out)
}

impl Module {
    /// `__file__`.
    pub fn filename(&self) -> String {
        let place = self.name.replace('.', "/");
        if self.package { format!("{FOLDER}/{place}/__init__.py") } else { format!("{FOLDER}/{place}.py") }
    }

    /// `co_filename` of its code: CPython has the machinery of imports frozen.
    fn code_filename(&self) -> String {
        match self.name {
            "importlib._bootstrap" | "importlib._bootstrap_external" => format!("{FROZEN}{}>", self.name),
            _ => self.filename(),
        }
    }

    /// The pack file to be fetched before the module can be used.
    pub fn missing(&self) -> Option<&'static str> {
        missing(self.pack)
    }

    /// The pack file to be fetched before the module's text can be read.
    pub fn missing_text(&self) -> Option<&'static str> {
        missing(TEXTS + self.pack)
    }

    /// What `f` makes of the module's source and outline.
    fn with<T>(&self, pack: usize, f: impl FnOnce(&str, &[u8]) -> T) -> Option<T> {
        let pack = loaded(pack)?;
        let entry = pack.entries.iter().find(|e| e.name == self.name)?;
        let source = pack.bytes.get(entry.source.clone())?;
        Some(f(std::str::from_utf8(source).ok()?, pack.bytes.get(entry.outline.clone())?))
    }

    /// Its text as far as it is here: at least the lines of its functions' statements, each in its place.
    pub fn lines(&self) -> Option<Rc<str>> {
        if let Some(text) = self.text() {
            return Some(text);
        }
        let mut lines = Vec::new();
        self.place(&*self.unit()?, &mut lines);
        Some(lines.join("\n").into())
    }

    /// Whether the functions are here that few programs call.
    pub fn has_more(&self) -> bool {
        loaded(MORE + self.pack).is_some()
    }

    /// The definition that a stub stands for, if it is here.
    fn definition(&self, stub: Stub) -> Option<String> {
        let (start, end) = (stub.start as usize, stub.end as usize);
        let here = |source: &str| source.get(start..end).map(str::to_owned);
        let (common, text) = self.with(self.pack, |source, _| (source.len(), here(source)))?;
        let more = |source: &str| source.get(start.checked_sub(common)?..end.checked_sub(common)?).map(str::to_owned);
        text.or_else(|| self.with(MORE + self.pack, |source, _| more(source)).flatten())
    }

    /// Puts the definitions of a unit's stubs on their lines.
    fn place(&self, unit: &CodeUnit, lines: &mut Vec<String>) {
        for c in &unit.consts {
            let Const::Code(inner) = c else { continue };
            let Some(stub) = inner.stub else {
                self.place(inner, lines);
                continue;
            };
            let text = self.definition(stub).unwrap_or_default();
            let first = (inner.first_line as usize).saturating_sub(1);
            for (i, line) in text.split('\n').enumerate() {
                if lines.len() <= first + i {
                    lines.resize(first + i + 1, String::new());
                }
                let indent = if i == 0 { stub.column as usize } else { 0 };
                lines[first + i] = format!("{:indent$}{line}", "");
            }
        }
    }

    /// Its text as it is written.
    pub fn text(&self) -> Option<Rc<str>> {
        self.with(TEXTS + self.pack, |source, _| source.into())
    }

    /// Its body's unit, functions as stubs.
    pub fn unit(&self) -> Option<Rc<CodeUnit>> {
        self.with(self.pack, |source, bytes| outline::read(bytes, source, &self.code_filename())).flatten()
    }
}

/// The whole of a function's unit that is a stub; `None` if its definition is not here.
pub fn complete(unit: &CodeUnit) -> Option<Result<Rc<CodeUnit>, SyntaxError>> {
    let stub = unit.stub?;
    let module = module_of_file(&unit.filename)?;
    let text = module.definition(stub)?;
    #[cfg(not(target_arch = "wasm32"))]
    COMPLETED.with_borrow_mut(|list| list.push((module.name, unit.qualname.to_string())));
    Some(lazy::complete(unit, stub.column, &text))
}

/// The pack file to be fetched before a stub can be completed.
pub fn missing_definition(unit: &CodeUnit) -> Option<&'static str> {
    let module = module_of_file(&unit.filename)?;
    let end = unit.stub?.end as usize;
    let is_common = module.with(module.pack, |source, _| end <= source.len())?;
    if is_common { None } else { missing(MORE + module.pack) }
}

#[cfg(not(target_arch = "wasm32"))]
thread_local! {
    static COMPLETED: RefCell<Vec<(&'static str, String)>> = const { RefCell::new(Vec::new()) };
}

/// The stubs that were completed since the last time: module and qualified name. The browser's build does not note them.
pub fn completed() -> Vec<(&'static str, String)> {
    #[cfg(not(target_arch = "wasm32"))]
    return COMPLETED.take();
    #[cfg(target_arch = "wasm32")]
    Vec::new()
}

/// The positions of a unit whose own are coarse; `None` if the text of its module is not here.
pub fn positions(unit: &CodeUnit) -> Option<PositionTable> {
    let module = module_of_file(&unit.filename)?;
    let options = Options::new(&unit.filename, Mode::Exec);
    let mut todo = vec![compile::compile(&*module.text()?, &options).ok()?.unit];
    while let Some(at) = todo.pop() {
        if at.qualname == unit.qualname && at.first_line == unit.first_line && at.words.len() == unit.words.len() {
            return Some(at.positions.clone());
        }
        todo.extend(at.consts.iter().filter_map(|c| if let Const::Code(u) = c { Some(u.clone()) } else { None }));
    }
    None
}

fn loaded(pack: usize) -> Option<Rc<Pack>> {
    PACKS_HERE.with_borrow(|here| here.get(pack).cloned().flatten()).or_else(|| embedded(pack))
}

fn missing(pack: usize) -> Option<&'static str> {
    if loaded(pack).is_some() { None } else { PACKS.get(pack).map(|p| p.file) }
}

/// Whether the pack of this file is here.
pub fn is_here(file: &str) -> bool {
    PACKS.iter().position(|p| p.file == file).is_some_and(|i| loaded(i).is_some())
}

struct Pack {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    source: Range<usize>,
    outline: Range<usize>,
}

thread_local! {
    static PACKS_HERE: RefCell<Vec<Option<Rc<Pack>>>> = const { RefCell::new(Vec::new()) };
}

/// Takes a pack that was fetched and inflated; false if these bytes are none.
pub fn admit(file: &str, bytes: Vec<u8>) -> bool {
    let Some(i) = PACKS.iter().position(|p| p.file == file) else { return false };
    put(i, bytes).is_some()
}

/// Takes a pack as it is stored; false if these bytes are none.
#[cfg(target_arch = "wasm32")]
pub fn admit_packed(file: &str, packed: &[u8]) -> bool {
    let Some((i, pack)) = PACKS.iter().enumerate().find(|(_, p)| p.file == file) else { return false };
    let bytes = miniz_oxide::inflate::decompress_to_vec_with_limit(packed, pack.size).ok();
    bytes.and_then(|bytes| put(i, bytes)).is_some()
}

fn put(i: usize, bytes: Vec<u8>) -> Option<Rc<Pack>> {
    if PACKS.get(i).is_none_or(|p| p.size != bytes.len()) {
        return None;
    }
    let entries = if i == NAMES { Vec::new() } else { directory(&bytes)? };
    let pack = Rc::new(Pack { bytes, entries });
    PACKS_HERE.with_borrow_mut(|here| {
        if here.len() <= i {
            here.resize(i + 1, None);
        }
        if let Some(place) = here.get_mut(i) {
            *place = Some(pack.clone());
        }
    });
    Some(pack)
}

/// The file with the names of characters, if it is to be fetched first.
pub fn missing_names() -> Option<&'static str> {
    missing(NAMES)
}

thread_local! {
    static NAMES_HERE: RefCell<Option<Rc<Names>>> = const { RefCell::new(None) };
}

/// The names of characters, if they are here.
pub fn names() -> Option<Rc<Names>> {
    if let Some(names) = NAMES_HERE.with_borrow(Clone::clone) {
        return Some(names);
    }
    let pack = loaded(NAMES)?;
    let names = Rc::new(Names::read(std::str::from_utf8(&pack.bytes).ok()?)?);
    NAMES_HERE.set(Some(names.clone()));
    Some(names)
}

/// The lookup of the parser's `\N{…}`.
pub fn character(name: &str) -> Option<char> {
    char::from_u32(names()?.character(name)?)
}

fn directory(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut rest = bytes;
    let count = outline::number(&mut rest)?;
    let mut sizes = Vec::new();
    for _ in 0..count {
        let n = outline::number(&mut rest)? as usize;
        let (name, after) = rest.split_at_checked(n)?;
        rest = after;
        let name = std::str::from_utf8(name).ok()?.to_owned();
        sizes.push((name, outline::number(&mut rest)? as usize, outline::number(&mut rest)? as usize));
    }
    let mut at = bytes.len() - rest.len();
    let mut next = |size: usize| {
        let start = at;
        at = at.checked_add(size)?;
        Some(start..at)
    };
    let sources = sizes.iter().map(|(_, source, _)| next(*source)).collect::<Option<Vec<_>>>()?;
    let outlines = sizes.iter().map(|(_, _, outline)| next(*outline)).collect::<Option<Vec<_>>>()?;
    let parts = sources.into_iter().zip(outlines);
    let entries = sizes.into_iter().zip(parts).map(|((name, ..), (source, outline))| Entry { name, source, outline });
    (at == bytes.len()).then(|| entries.collect())
}

/// A native build carries all packs.
#[cfg(not(target_arch = "wasm32"))]
fn embedded(i: usize) -> Option<Rc<Pack>> {
    put(i, miniz_oxide::inflate::decompress_to_vec_with_limit(EMBEDDED.get(i)?, PACKS.get(i)?.size).ok()?)
}

#[cfg(target_arch = "wasm32")]
fn embedded(_: usize) -> Option<Rc<Pack>> {
    None
}

/// Files of modules that are C in CPython.
const NATIVE_FILES: &[&str] = &[
    "_ast.py",
    "_ast_check.py",
    "_csv.py",
    "_decimal.py",
    "_locale.py",
    "_opcode.py",
    "_pickle.py",
    "_py_warnings.py",
    "_pydatetime.py",
    "_pydecimal.py",
    "_remote_debugging.py",
    "_signal.py",
    "_socket.py",
    "_uuid.py",
    "_warnings.py",
    "marshal.py",
    "pickle.py",
    "_expat_content.py",
    "_expat_declarations.py",
    "_expat_errors.py",
    "_expat_input.py",
    "_expat_names.py",
    "pyexpat.py",
    "select.py",
    "zoneinfo/_zoneinfo.py",
];

/// True for a file of the library whose module is C in CPython.
pub fn stands_for_native(filename: &str) -> bool {
    let name = filename.strip_prefix(FOLDER).and_then(|f| f.strip_prefix('/'));
    name.is_some_and(|f| NATIVE_FILES.contains(&f))
}

/// True for code whose twin is C in CPython: that of such a file, or of a class that is C while its module is not.
pub fn code_stands_for_native(filename: &str, qualname: &str) -> bool {
    let class = qualname.split('.').next().unwrap_or("");
    stands_for_native(filename)
        || ["Element", "SubElement", "TreeBuilder", "XMLParser"].contains(&class)
            && filename.strip_prefix(FOLDER) == Some("/xml/etree/ElementTree.py")
}
