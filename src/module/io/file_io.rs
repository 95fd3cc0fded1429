//! `FileIO`: a raw stream on a descriptor.
//!
//! Invariant: the descriptor is open as long as the stream is (its number is -1 afterwards), and is closed with it unless
//! `closefd` says that it is somebody else's.

use super::base::{self, open_only};
use super::mode::Mode;
use super::unsupported;
use crate::heap::{Ref, Visitor};
use crate::lending;
use crate::module::posix::{descriptors, path, standard};
use crate::object::bytes;
use crate::object::lent::request;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, getset, getter};
use crate::object::text_args::text;
use crate::object::ty::Type;
use crate::object::{int, str};
use crate::resumable;
use crate::value::Value;
use crate::vm::files::{At, kind};
use crate::vm::lending::want;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Raised, Vm};
use std::cell::Cell;

static SPEC: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Open a file.",
    flags: base::FLAGS,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Native>("FileIO")
};

/// State of a raw stream.
pub struct FileIo {
    fd: Cell<i32>,
    mode: Cell<Mode>,
    closefd: Cell<bool>,
    finalizing: Cell<bool>,
    /// found out when first asked for
    seekable: Cell<Option<bool>>,
}

impl NativeObject for FileIo {
    fn visit(&self, _: &mut Visitor) {}
}

/// The type, under its bases.
pub fn prepared(vm: &mut Vm) -> Ref<Type> {
    let bases = base::types(vm);
    let ty = vm.native_type(&SPEC);
    base::under(&ty, &[&bases.raw_base, &bases.io_base]);
    ty
}

fn payload(fd: i32, mode: Mode, closefd: bool) -> Native {
    Native(Box::new(FileIo {
        fd: Cell::new(fd),
        mode: Cell::new(mode),
        closefd: Cell::new(closefd),
        finalizing: Cell::new(false),
        seekable: Cell::new(None),
    }))
}

/// A stream on a descriptor that is open.
pub fn on_descriptor(vm: &mut Vm, fd: i32, mode: Mode, closefd: bool, name: Value) -> Value {
    let ty = prepared(vm);
    let v: Value = crate::heap::alloc_in(&ty, payload(fd, mode, closefd)).into();
    super::put_attr(vm, &v, "name", name);
    v
}

/// The descriptor of an exact `FileIO` that is open: what can be read and written without asking.
pub fn direct(v: &Value) -> Option<(i32, Mode)> {
    let s = v.native::<FileIo>()?;
    (crate::object::type_ref(v).is_static() && s.fd.get() >= 0).then(|| (s.fd.get(), s.mode.get()))
}

const METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", |vm, a| {
        prepared(vm);
        let Some(cls) = a.at(0).get_ref::<Type>() else { return Ok(Value::NONE) };
        Ok(crate::heap::alloc_in(&cls, payload(-1, Mode::default(), true)).into())
    })
    .stat(),
    resumable!("__init__", "(self, file, mode='r', closefd=True, opener=None)", init),
    resumable!("read", "(self, size=-1, /)", read),
    resumable!("readall", "(self, /)", read_all),
    lending!("readinto", "(self, buffer, /)", read_into, &[1], request::WRITABLE | want::OR_ERROR),
    leaf("write", "(self, b, /)", |vm, a| {
        let s = alive(vm, a.at(0))?;
        if !s.mode.get().writable() {
            return Err(unsupported(vm, "File not open for writing"));
        }
        let data = descriptors::data(vm, a.at(1))?;
        match standard::write(vm, s.fd.get(), &data) {
            Ok(n) => Ok(Value::size(n)),
            Err(e) => Err(vm.os_error(e, None, None)),
        }
    }),
    leaf("seek", "(self, pos, whence=0, /)", |vm, a| {
        let s = alive(vm, a.at(0))?;
        let (to, whence) = (offset(vm, a.at(1))?, whence(vm, a.opt(2))?);
        match vm.host.files().seek(s.fd.get(), to, whence) {
            Ok(n) => Ok(int::big(n.into())),
            Err(e) => Err(vm.os_error(e, None, None)),
        }
    }),
    leaf("tell", "(self, /)", |vm, a| {
        let s = alive(vm, a.at(0))?;
        match vm.host.files().seek(s.fd.get(), 0, 1) {
            Ok(n) => Ok(int::big(n.into())),
            Err(e) => Err(vm.os_error(e, None, None)),
        }
    }),
    leaf("truncate", "(self, size=None, /)", |vm, a| {
        let s = alive(vm, a.at(0))?;
        if !s.mode.get().writable() {
            return Err(unsupported(vm, "File not open for writing"));
        }
        let fd = s.fd.get();
        let size = match a.some(1) {
            Some(v) => Ok(offset(vm, v)? as u64),
            None => vm.host.files().seek(fd, 0, 1),
        };
        match size.and_then(|n| vm.host.files().truncate(fd, n).map(|()| n)) {
            Ok(n) => Ok(int::big(n.into())),
            Err(e) => Err(vm.os_error(e, None, None)),
        }
    }),
    resumable!("close", "(self, /)", close),
    leaf("fileno", "(self, /)", |vm, a| alive(vm, a.at(0)).map(|s| Value::int(s.fd.get() as i64))),
    leaf("isatty", "(self, /)", |vm, a| {
        let s = alive(vm, a.at(0))?;
        Ok(vm.host.files().is_terminal(s.fd.get()).into())
    }),
    leaf("readable", "(self, /)", |vm, a| alive(vm, a.at(0)).map(|s| s.mode.get().readable().into())),
    leaf("writable", "(self, /)", |vm, a| alive(vm, a.at(0)).map(|s| s.mode.get().writable().into())),
    leaf("seekable", "(self, /)", |vm, a| {
        let s = alive(vm, a.at(0))?;
        if s.seekable.get().is_none() {
            s.seekable.set(Some(vm.host.files().seek(s.fd.get(), 0, 1).is_ok()));
        }
        Ok(s.seekable.get().unwrap_or(false).into())
    }),
    resumable!("_dealloc_warn", "(self, source, /)", dealloc_warn),
    resumable!("__repr__", "(self, /)", repr),
];

const GETSET: &[GetSetDef] = &[
    getter("closed", |_, v| Ok(v.native::<FileIo>().is_none_or(|s| s.fd.get() < 0).into())),
    getter("closefd", |_, v| Ok(v.native::<FileIo>().is_some_and(|s| s.closefd.get()).into())),
    getter("mode", |_, v| Ok(v.native::<FileIo>().map_or(Value::NONE, |s| str::new(s.mode.get().shown())))),
    getter("_blksize", |_, _| Ok(Value::int(super::BUFFER_SIZE as i64))),
    getset(
        "_finalizing",
        |_, v| Ok(v.native::<FileIo>().is_some_and(|s| s.finalizing.get()).into()),
        |_, v, to| {
            if let Some(s) = v.native::<FileIo>() {
                s.finalizing.set(to.is_some_and(|t| t.as_bool() == Some(true)));
            }
            Ok(())
        },
    ),
];

async fn repr(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(s) = a.at(0).native::<FileIo>() else { return Ok(Value::NONE) };
    let kind = cx.vm().type_name(a.at(0));
    if s.fd.get() < 0 {
        return Ok(str::new(format!("<{kind} [closed]>")));
    }
    let name = match super::shown_attr(cx, a.at(0), "name").await? {
        Some(name) => format!("name={name}"),
        None => format!("fd={}", s.fd.get()),
    };
    let closefd = if s.closefd.get() { "True" } else { "False" };
    Ok(str::new(format!("<{kind} {name} mode='{}' closefd={closefd}>", s.mode.get().shown())))
}

fn alive<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a FileIo> {
    match v.native::<FileIo>() {
        Some(s) if s.fd.get() >= 0 => Ok(s),
        _ => Err(vm.value_error("I/O operation on closed file")),
    }
}

/// A position argument.
pub fn offset(vm: &mut Vm, v: &Value) -> PyResult<i64> {
    match int::to_i64(v) {
        Some(n) => Ok(n),
        None if int::is_int(v) => Err(vm.overflow_error("Python int too large to convert to C long")),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")))
        }
    }
}

fn whence(vm: &mut Vm, v: Option<&Value>) -> PyResult<u32> {
    match v {
        Some(v) => path::number(vm, v).map(|n| n as u32),
        None => Ok(0),
    }
}

/// What a file is opened with.
pub struct Opening<'a> {
    pub file: &'a Value,
    pub mode: Mode,
    pub closefd: bool,
    pub opener: Option<&'a Value>,
}

/// Opens a file: its descriptor, and whether it has to be closed if something goes wrong.
async fn open_file(cx: &mut Cx, o: &Opening<'_>) -> PyResult<(i32, bool)> {
    let index = cx.vm().dunder(o.file, crate::object::names::Dunder::Index).is_some();
    if index {
        let fd = cx.index(o.file).await?;
        let fd = path::number(cx.vm(), &fd)?;
        if fd < 0 {
            return Err(cx.vm().value_error("negative file descriptor"));
        }
        return match cx.vm().host.files().status(At::Fd(fd)) {
            Ok(s) if s.mode & kind::MASK == kind::DIRECTORY => {
                Err(cx.vm().os_error(crate::vm::files::errno::EISDIR, Some(o.file), None))
            }
            Ok(_) => Ok((fd, false)),
            Err(e) => Err(cx.vm().os_error(e, None, None)),
        };
    }
    let name = path::fspath(cx, o.file).await?;
    if !o.closefd {
        return Err(cx.vm().value_error("Cannot use closefd=False with file name"));
    }
    let bytes = path::encode(cx.vm(), &name)?;
    if bytes.contains(&0) {
        return Err(cx.vm().value_error("embedded null byte"));
    }
    let flags = o.mode.flags();
    let fd = match o.opener {
        None => match cx.vm().host.files().open(&bytes, flags, 0o666) {
            Ok(fd) => fd,
            Err(e) => return Err(cx.vm().os_error(e, Some(o.file), None)),
        },
        Some(f) => {
            let fd = cx.call(f, [o.file.clone(), Value::int(flags as i64)]).await?;
            if !int::is_int(&fd) {
                return Err(cx.vm().type_error("expected integer from opener"));
            }
            let fd = path::number(cx.vm(), &fd)?;
            if fd < 0 {
                return Err(cx.vm().value_error(format!("opener returned {fd}")));
            }
            fd
        }
    };
    let files = cx.vm().host.files();
    match files.status(At::Fd(fd)) {
        Ok(s) if s.mode & kind::MASK == kind::DIRECTORY => {
            // the error is about the folder, whatever closing says
            let _ = files.close(fd);
            Err(cx.vm().os_error(crate::vm::files::errno::EISDIR, Some(o.file), None))
        }
        Ok(_) => {
            if o.mode.append {
                // what cannot seek is at its end anyway
                let _ = files.seek(fd, 0, 2);
            }
            Ok((fd, true))
        }
        Err(e) => Err(cx.vm().os_error(e, None, None)),
    }
}

/// A new raw stream.
pub async fn opened(cx: &mut Cx, o: &Opening<'_>) -> PyResult {
    let (fd, _) = open_file(cx, o).await?;
    Ok(on_descriptor(cx.vm(), fd, o.mode, o.closefd, o.file.clone()))
}

async fn init(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(s) = a.at(0).native::<FileIo>() else { return Ok(Value::NONE) };
    let closefd = match a.opt(3) {
        Some(v) => cx.truth(v).await?,
        None => true,
    };
    let mode = match a.opt(2) {
        None => "r".to_owned(),
        Some(v) => match text(v) {
            Some(t) => t.to_display(),
            None => {
                return Err(crate::object::text_args::must_be(
                    cx.vm(),
                    v,
                    "FileIO() argument 'mode' must be str, not ",
                ));
            }
        },
    };
    let mode = Mode::of_raw(cx.vm(), &mode)?;
    if s.fd.get() >= 0 {
        // initialised again: what was open is closed
        let fd = s.fd.replace(-1);
        if s.closefd.get()
            && let Err(e) = cx.vm().host.files().close(fd)
        {
            return Err(cx.vm().os_error(e, None, None));
        }
    }
    let (fd, _) = open_file(cx, &Opening { file: a.at(1), mode, closefd, opener: a.some(4) }).await?;
    s.fd.set(fd);
    s.mode.set(mode);
    s.closefd.set(closefd);
    s.seekable.set(None);
    let name = cx.vm().intern("name");
    cx.set_attr(a.at(0), &name, Some(a.at(1).clone())).await?;
    Ok(Value::NONE)
}

fn readable(vm: &mut Vm, v: &Value) -> PyResult<i32> {
    let s = alive(vm, v)?;
    match s.mode.get().readable() {
        true => Ok(s.fd.get()),
        false => Err(unsupported(vm, "File not open for reading")),
    }
}

async fn read(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let fd = readable(cx.vm(), a.at(0))?;
    let size = match a.some(1) {
        Some(v) => cx.index_i64(v).await?,
        None => -1,
    };
    let Ok(size) = usize::try_from(size) else { return cx.call_method(a.at(0), "readall", []).await };
    match standard::read(cx, fd, size).await? {
        Ok(data) => Ok(bytes::new(data)),
        Err(e) => Err(cx.vm().os_error(e, None, None)),
    }
}

async fn read_all(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let fd = readable(cx.vm(), a.at(0))?;
    all(cx, fd).await.map(bytes::new)
}

/// All that is left of a descriptor.
pub async fn all(cx: &mut Cx, fd: i32) -> PyResult<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        cx.tick(1).await?;
        match standard::read(cx, fd, 1 << 20).await? {
            Ok(part) if part.is_empty() => return Ok(out),
            Ok(part) => out.extend(part),
            Err(e) => return Err(cx.vm().os_error(e, None, None)),
        }
        crate::object::text_args::check_size(cx.vm(), out.len(), 1)?;
    }
}

async fn read_into(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let fd = readable(cx.vm(), a.at(0))?;
    let size = descriptors::writable(cx.vm(), a.at(1))?;
    match standard::read(cx, fd, size).await? {
        Ok(data) => {
            descriptors::fill(a.at(1), 0, &data);
            Ok(Value::size(data.len()))
        }
        Err(e) => Err(cx.vm().os_error(e, None, None)),
    }
}

async fn close(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let Some(s) = a.at(0).native::<FileIo>() else { return Ok(Value::NONE) };
    // the base class flushes; whatever it says, the descriptor is closed
    let flushed = match open_only(cx, a.at(0)).await {
        Ok(()) => cx.call_method(a.at(0), "flush", []).await.map(drop),
        Err(e) => {
            drop(cx.vm().take_raised(e));
            Ok(())
        }
    };
    if !s.closefd.get() {
        s.fd.set(-1);
        return flushed.map(|()| Value::NONE);
    }
    if s.finalizing.get() {
        let source = a.at(0).clone();
        warn_unclosed(cx, a.at(0), &source).await?;
    }
    let fd = s.fd.replace(-1);
    let closed = if fd >= 0 { cx.vm().host.files().close(fd) } else { Ok(()) };
    flushed?;
    match closed {
        Ok(()) => Ok(Value::NONE),
        Err(e) => Err(cx.vm().os_error(e, None, None)),
    }
}

async fn dealloc_warn(cx: &mut Cx, a: Args<'static>) -> PyResult {
    warn_unclosed(cx, a.at(0), a.at(1)).await?;
    Ok(Value::NONE)
}

/// Warns that `source` (a stream that ends in this one) dies without having been closed.
async fn warn_unclosed(cx: &mut Cx, raw: &Value, source: &Value) -> Result<(), Raised> {
    if !raw.native::<FileIo>().is_some_and(|s| s.fd.get() >= 0 && s.closefd.get()) {
        return Ok(());
    }
    let shown = cx.repr(source).await?;
    let shown = shown.get::<str::Str>().map_or(String::new(), |s| s.to_text());
    let category = cx.vm().types.exc.ResourceWarning.clone();
    super::warn(cx, &category, &format!("unclosed file {shown}"), Some(source)).await
}
