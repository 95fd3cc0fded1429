//! `scandir`: the names of a folder with what is known of them.
//!
//! Invariant: what an entry says of its kind is from the moment of the listing; what it says of its status is asked once
//! and kept.

use super::path::{Place, flag, like, place};
use super::stat;
use super::tree::listing;
use crate::heap::{Mut, Visitor};
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{TypeSpec, getter};
use crate::object::ty::flag as type_flag;
use crate::object::{int, str};
use crate::value::Value;
use crate::vm::files::{At, Entry, Files, FsResult, Status, errno, kind};
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Vm, native};
use std::cell::RefCell;

pub const FUNCTIONS: &[NativeDef] = &[tail("scandir", "(path=None)", |vm, a| listing(vm, a, "scandir", scandir))];

struct DirEntry {
    name: Value,
    path: Value,
    kind: u32,
    ino: u64,
    /// where the file is for the file system
    place: Vec<u8>,
    /// of the file, of the link
    status: [Mut<Value>; 2],
}

impl NativeObject for DirEntry {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.name);
        v.value(&self.path);
        self.status.iter().for_each(|s| v.value(&s.borrow()));
    }
}

/// `os.DirEntry`.
pub static DIR_ENTRY: TypeSpec = TypeSpec {
    module: "posix",
    flags: type_flag::NO_INSTANTIATION,
    methods: &[
        leaf("is_dir", "(self, /, *, follow_symlinks=True)", |vm, a| is_kind(vm, a, kind::DIRECTORY)),
        leaf("is_file", "(self, /, *, follow_symlinks=True)", |vm, a| is_kind(vm, a, kind::FILE)),
        leaf("is_symlink", "(self, /)", |_, a| Ok((entry(a).is_some_and(|e| e.kind == kind::LINK)).into())),
        leaf("is_junction", "(self, /)", |_, _| Ok(Value::FALSE)),
        leaf("stat", "(self, /, *, follow_symlinks=True)", status_of),
        leaf("inode", "(self, /)", |_, a| Ok(entry(a).map_or(Value::NONE, |e| int::big(e.ino.into())))),
        leaf("__fspath__", "(self, /)", |_, a| Ok(entry(a).map_or(Value::NONE, |e| e.path.clone()))),
        tail("__repr__", "(self, /)", |vm, a| {
            let name = entry(a).map_or(Value::NONE, |e| e.name.clone());
            let act = vm.repr(&name);
            vm.then_text(act, |t| format!("<DirEntry {t}>"))
        }),
        crate::object::class_getitem::DEF,
    ],
    getset: &[
        getter("name", |_, v| Ok(v.native::<DirEntry>().map_or(Value::NONE, |e| e.name.clone()))),
        getter("path", |_, v| Ok(v.native::<DirEntry>().map_or(Value::NONE, |e| e.path.clone()))),
    ],
    ..TypeSpec::of::<Native>("DirEntry")
};

struct Scan {
    entries: RefCell<std::vec::IntoIter<Entry>>,
    /// the path argument, and the folder in which the entries are
    argument: Value,
    folder: Vec<u8>,
}

impl NativeObject for Scan {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.argument);
    }
}

static ITERATOR: TypeSpec = TypeSpec {
    module: "posix",
    flags: type_flag::NO_INSTANTIATION,
    methods: &[
        leaf("__iter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
        leaf("__next__", "(self, /)", next),
        leaf("__enter__", "(self, /)", |_, a| Ok(a.at(0).clone())),
        leaf("__exit__", "(self, /, *args)", close),
        leaf("close", "(self, /)", close),
    ],
    ..TypeSpec::of::<Native>("ScandirIterator")
};

fn entry<'a>(a: &'a Args) -> Option<&'a DirEntry> {
    a.at(0).native::<DirEntry>()
}

fn scandir(vm: &mut Vm, a: &Args) -> PyResult {
    let (r, folder) = match a.some(0) {
        None => (vm.host.files().list(At::Path(b".", true)), b".".to_vec()),
        Some(_) => match place(vm, a, None, "scandir")? {
            Place::Path(p) => (vm.host.files().list(At::Path(&p, true)), p),
            Place::Fd(fd) => {
                let files = vm.host.files();
                (files.list(At::Fd(fd)), files.dir_path(fd).unwrap_or_default())
            }
        },
    };
    let entries = match r {
        Ok(entries) => RefCell::new(entries.into_iter()),
        Err(e) => return Err(vm.os_error(e, a.some(0), None)),
    };
    let ty = vm.native_type(&ITERATOR);
    let argument = a.some(0).cloned().unwrap_or(Value::NONE);
    Ok(crate::heap::alloc(&ty, Native(Box::new(Scan { entries, argument, folder }))).into())
}

fn joined(folder: &[u8], name: &[u8]) -> Vec<u8> {
    match folder.last() {
        None => name.to_vec(),
        Some(b'/') => [folder, name].concat(),
        Some(_) => [folder, b"/", name].concat(),
    }
}

fn next(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(s) = a.at(0).native::<Scan>() else { return Ok(Value::NONE) };
    let Some(e) = s.entries.borrow_mut().next() else { return Err(vm.stop_iteration(Value::NONE)) };
    let argument = Some(&s.argument);
    let name = like(argument, &e.name);
    let path = match () {
        () if int::is_int(&s.argument) => name.clone(),
        () if s.argument.is_none() => like(argument, &joined(b"./", &e.name)),
        () => like(argument, &joined(&s.folder, &e.name)),
    };
    let place = joined(&s.folder, &e.name);
    let status = [Mut::new(Value::NONE), Mut::new(Value::NONE)];
    let entry = DirEntry { name, path, kind: e.kind, ino: e.ino, place, status };
    let ty = vm.native_type(&DIR_ENTRY);
    Ok(crate::heap::alloc(&ty, Native(Box::new(entry))).into())
}

fn close(_: &mut Vm, a: &Args) -> PyResult {
    if let Some(s) = a.at(0).native::<Scan>() {
        *s.entries.borrow_mut() = Vec::new().into_iter();
    }
    Ok(Value::NONE)
}

fn ask(files: &mut dyn Files, e: &DirEntry, follow: bool) -> FsResult<Status> {
    files.status(At::Path(&e.place, follow))
}

fn is_kind(vm: &mut Vm, a: &native::Args, wanted: u32) -> PyResult {
    let Some(e) = entry(a) else { return Ok(Value::FALSE) };
    if !flag(a, 1, true) || e.kind != kind::LINK {
        return Ok((e.kind == wanted).into());
    }
    match ask(vm.host.files(), e, true) {
        Ok(s) => Ok((s.mode & kind::MASK == wanted).into()),
        Err(errno::ENOENT) => Ok(Value::FALSE),
        Err(n) => Err(vm.os_error(n, Some(&e.path), None)),
    }
}

fn status_of(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(e) = entry(a) else { return Ok(Value::NONE) };
    let follow = flag(a, 1, true) && e.kind == kind::LINK;
    let [file, link] = &e.status;
    let kept = if follow { file } else { link };
    let known = kept.get();
    if !known.is_none() {
        return Ok(known);
    }
    match ask(vm.host.files(), e, follow) {
        Ok(s) => {
            let v = stat::made(vm, &s);
            kept.set(v.clone());
            Ok(v)
        }
        Err(n) => Err(vm.os_error(n, Some(&e.path), None)),
    }
}

impl Vm {
    /// The text that `act` gives, put into another one.
    pub fn then_text(&mut self, act: Act, f: fn(String) -> String) -> Act {
        let put = move |v: Value| str::new(f(v.get::<str::Str>().map_or(String::new(), |s| s.to_text())));
        match act {
            Act::Done(v) => Act::Done(put(v)),
            Act::Raise(e) => Act::Raise(e),
            act => Act::run(async move |cx| cx.act(act).await.map(put)),
        }
    }
}
