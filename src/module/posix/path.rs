//! Paths as arguments: what counts as one, and where it leads.
//!
//! Invariant: after [`paths`] every argument it was asked about is a str, bytes, an int (where descriptors are allowed) or
//! None (where that is allowed), so the leaf behind it never needs Python; `__fspath__` is called once and before anything
//! else happens.

use crate::object::bytes::{self, Bytes};
use crate::object::names::Dunder;
use crate::object::str::Str;
use crate::object::text_args::text;
use crate::object::{codec, int, str};
use crate::text::codec::{self as text_codec, Codec, Errors};
use crate::value::Value;
use crate::vm::files::{At, Errno};
use crate::vm::native::{Act, Args, PyResult};
use crate::vm::{Cx, Raised, Vm};
use smallvec::SmallVec;

/// A path parameter.
pub struct Param {
    pub index: usize,
    pub name: &'static std::primitive::str,
    /// descriptors are allowed
    pub fd: bool,
    /// None (or nothing) is allowed
    pub none: bool,
}

/// The first parameter, named `path`.
pub const PATH: &[Param] = &[Param { index: 0, name: "path", fd: false, none: false }];
/// The same, or a descriptor.
pub const PATH_OR_FD: &[Param] = &[Param { index: 0, name: "path", fd: true, none: false }];
/// The same, or nothing.
pub const PATH_FD_OR_NONE: &[Param] = &[Param { index: 0, name: "path", fd: true, none: true }];
/// `src` and `dst`.
pub const TWO: &[Param] =
    &[Param { index: 0, name: "src", fd: false, none: false }, Param { index: 1, name: "dst", fd: false, none: false }];

impl Param {
    fn ready(&self, v: &Value) -> bool {
        v.is_a::<Str>()
            || v.is_a::<Bytes>()
            || self.fd && int::is_int(v)
            || self.none && (v.is_none() || v.is_unbound())
    }
}

/// Runs `f` with the arguments `params` as paths; `function` is what error texts begin with.
pub fn paths(
    vm: &mut Vm,
    a: &Args,
    function: &'static std::primitive::str,
    params: &'static [Param],
    f: fn(&mut Vm, &Args) -> PyResult,
) -> Act {
    if params.iter().all(|p| a.get(p.index).is_some_and(|v| p.ready(v))) {
        return f(vm, a).into();
    }
    let mut values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
    Act::run(async move |cx| {
        for p in params {
            if let Some(v) = values.get_mut(p.index)
                && !p.ready(v)
            {
                *v = convert(cx, v, function, p).await?;
            }
        }
        f(cx.vm(), &Args::owned(values))
    })
}

async fn convert(cx: &mut Cx, v: &Value, function: &std::primitive::str, p: &Param) -> PyResult {
    let vm = cx.vm();
    if p.fd && vm.dunder(v, Dunder::Index).is_some() {
        return cx.index(v).await;
    }
    let name = vm.intern("__fspath__");
    if crate::object::type_ref(v).lookup(&name).is_none() {
        let given = vm.type_name(v);
        let allowed = match (p.fd, p.none) {
            (true, true) => "string, bytes, os.PathLike, integer or None",
            (true, false) => "string, bytes, os.PathLike or integer",
            (false, true) => "string, bytes, os.PathLike or None",
            (false, false) => "string, bytes or os.PathLike",
        };
        return Err(vm.type_error(format!("{function}: {} should be {allowed}, not {given}", p.name)));
    }
    fspath(cx, v).await
}

/// `os.fspath(v)`.
pub async fn fspath(cx: &mut Cx, v: &Value) -> PyResult {
    if v.is_a::<Str>() || v.is_a::<Bytes>() {
        return Ok(v.clone());
    }
    let name = cx.vm().intern("__fspath__");
    let method = crate::object::type_ref(v).lookup(&name).filter(|m| !m.is_none());
    let given = crate::object::type_ref(v).name();
    if method.is_none() {
        return Err(cx.vm().type_error(format!("expected str, bytes or os.PathLike object, not {given}")));
    }
    let found = cx.call_method(v, "__fspath__", []).await?;
    if found.is_a::<Str>() || found.is_a::<Bytes>() {
        return Ok(found);
    }
    let kind = crate::object::type_ref(&found).name();
    Err(cx.vm().type_error(format!("expected {given}.__fspath__() to return str or bytes, not {kind}")))
}

/// Where a path argument leads.
pub enum Place {
    Path(Vec<u8>),
    Fd(i32),
}

impl Place {
    /// The same for the file system.
    pub fn at(&self, follow: bool) -> At<'_> {
        match self {
            Place::Path(p) => At::Path(p, follow),
            Place::Fd(fd) => At::Fd(*fd),
        }
    }
    /// What is in it, if it is a folder of the library.
    pub fn library(&self) -> Option<Vec<(String, bool)>> {
        match self {
            Place::Path(p) => crate::library::folder(std::str::from_utf8(p).ok()?),
            Place::Fd(_) => None,
        }
    }
}

/// The bytes of a path.
pub fn encode(vm: &mut Vm, v: &Value) -> PyResult<Vec<u8>> {
    let Some(t) = text(v) else { return Ok(bytes::buffer(v).map(|b| b.to_vec()).unwrap_or_default()) };
    text_codec::encode(Codec::Utf8, t, Errors::SurrogateEscape).map_err(|e| {
        let exc = codec::encode_error(vm, "utf-8", t, &e);
        vm.raise(exc)
    })
}

/// A path as str.
pub fn decode(path: &[u8]) -> Value {
    match text_codec::decode(Codec::Utf8, path, Errors::SurrogateEscape) {
        Ok(t) => str::new(t),
        Err(_) => str::new(String::from_utf8_lossy(path).into_owned()),
    }
}

/// A path as bytes or str, like the argument it belongs to.
pub fn like(argument: Option<&Value>, path: &[u8]) -> Value {
    match argument.is_some_and(|v| v.is_a::<Bytes>()) {
        true => bytes::new(path.to_vec()),
        false => decode(path),
    }
}

/// The bytes of path argument `i`.
pub fn path(vm: &mut Vm, a: &Args, i: usize, function: &std::primitive::str) -> PyResult<Vec<u8>> {
    let bytes = encode(vm, a.at(i))?;
    if bytes.contains(&0) {
        let name = match (function, i) {
            ("rename" | "replace" | "link" | "symlink", 0) => "src",
            (_, 1) => "dst",
            _ => "path",
        };
        return Err(vm.value_error(format!("{function}: embedded null character in {name}")));
    }
    Ok(bytes)
}

/// The path argument `i`, relative to the folder that is open at argument `dir` if one is given.
pub fn path_at(vm: &mut Vm, a: &Args, i: usize, dir: usize, function: &std::primitive::str) -> PyResult<Vec<u8>> {
    let path = path(vm, a, i, function)?;
    let Some(fd) = a.some(dir) else { return Ok(path) };
    let fd = match int::to_i64(fd) {
        Some(fd) => i32::try_from(fd).unwrap_or(-1),
        None => {
            let given = vm.type_name(fd);
            return Err(vm.type_error(format!("argument should be integer or None, not {given}")));
        }
    };
    if path.first() == Some(&b'/') || path.is_empty() {
        return Ok(path);
    }
    match vm.host.files().dir_path(fd) {
        Ok(folder) => Ok([folder.as_slice(), b"/", path.as_slice()].concat()),
        Err(e) => Err(vm.os_error(e, Some(a.at(i)), None)),
    }
}

/// The path or descriptor argument 0.
pub fn place(vm: &mut Vm, a: &Args, dir: Option<usize>, function: &std::primitive::str) -> PyResult<Place> {
    if let Some(fd) = int::to_i64(a.at(0)) {
        return Ok(Place::Fd(i32::try_from(fd).unwrap_or(-1)));
    }
    if int::is_int(a.at(0)) {
        return Err(vm.overflow_error("fd is greater than maximum"));
    }
    Ok(Place::Path(match dir {
        Some(dir) => path_at(vm, a, 0, dir, function)?,
        None => path(vm, a, 0, function)?,
    }))
}

/// The result of an operation on the file that argument 0 names.
pub fn done<T>(vm: &mut Vm, a: &Args, r: Result<T, Errno>) -> PyResult<T> {
    r.map_err(|e| vm.os_error(e, a.some(0), None))
}

/// The same where both arguments name files.
pub fn done_two(vm: &mut Vm, a: &Args, r: Result<(), Errno>) -> PyResult {
    match r {
        Ok(()) => Ok(Value::NONE),
        Err(e) => Err(vm.os_error(e, Some(a.at(0)), Some(a.at(1)))),
    }
}

/// An int argument of C's `int` kind.
pub fn number(vm: &mut Vm, v: &Value) -> PyResult<i32> {
    match int::to_i64(v).map(i32::try_from) {
        Some(Ok(n)) => Ok(n),
        Some(Err(_)) => Err(vm.overflow_error("Python int too large to convert to C int")),
        None if int::is_int(v) => Err(vm.overflow_error("Python int too large to convert to C int")),
        None => {
            let given = vm.type_name(v);
            Err(vm.type_error(format!("'{given}' object cannot be interpreted as an integer")))
        }
    }
}

/// A flag argument that is told without Python.
pub fn flag(a: &Args, i: usize, default: bool) -> bool {
    match a.opt(i) {
        None => default,
        Some(v) if v.is_none() => false,
        Some(v) => v.as_bool().or_else(|| int::to_i64(v).map(|n| n != 0)).unwrap_or(true),
    }
}

impl Vm {
    /// Raises the OSError of an error number, with the file it is about.
    #[cold]
    pub fn os_error(&mut self, number: Errno, file: Option<&Value>, file2: Option<&Value>) -> Raised {
        let mut args = vec![Value::int(number as i64), str::new(crate::module::errno::message(number))];
        if let Some(f) = file {
            args.push(f.clone());
        }
        if let Some(f) = file2 {
            args.push(Value::NONE);
            args.push(f.clone());
        }
        let exc = crate::object::exception_methods::os_error(self, args);
        self.raise(exc)
    }
}
