//! Descriptors: `open`, `close`, `read`, `write`, `lseek`, `dup` and what else works on a number.
//!
//! Invariant: a descriptor of a standard stream reads and writes through the VM (see `standard`); reading the standard
//! input may wait for the host.

use super::path::{PATH, done, flag, number, path_at, paths};
use super::standard;
use crate::lending;
use crate::object::bytes::{self, buffer};
use crate::object::lent::{lends, request};
use crate::object::{int, memoryview, str};
use crate::resumable;
use crate::value::Value;
use crate::vm::files::{At, Errno, errno, open as flags};
use crate::vm::lending::want;
use crate::vm::native::{Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};

pub const FUNCTIONS: &[NativeDef] = &[
    tail("open", "(path, flags, mode=511, *, dir_fd=None)", |vm, a| {
        paths(vm, a, "open", PATH, |vm, a| {
            let how = number(vm, a.at(1))?;
            let mode = match a.opt(2) {
                Some(v) => number(vm, v)?,
                None => 0o777,
            };
            let path = path_at(vm, a, 0, 3, "open")?;
            let r = vm.host.files().open(&path, how as u32 | flags::CLOEXEC, mode as u32);
            done(vm, a, r).map(|fd| Value::int(fd as i64))
        })
    }),
    leaf("close", "(fd)", |vm, a| {
        let fd = number(vm, a.at(0))?;
        let r = vm.host.files().close(fd);
        nothing(vm, r)
    }),
    leaf("closerange", "(fd_low, fd_high, /)", |vm, a| {
        let (low, high) = (number(vm, a.at(0))?, number(vm, a.at(1))?);
        for fd in low..high.min(1 << 16) {
            // whatever is not open needs no closing
            let _ = vm.host.files().close(fd);
        }
        Ok(Value::NONE)
    }),
    resumable!("read", "(fd, length, /)", read),
    lending!("readinto", "(fd, buffer, /)", read_into, &[1], request::WRITABLE | want::OR_ERROR),
    leaf("pread", "(fd, length, offset, /)", |vm, a| {
        let (fd, length, offset) = (number(vm, a.at(0))?, size(vm, a.at(1))?, offset(vm, a.at(2))?);
        let r = at_offset(vm, fd, offset, |vm| vm.host.files().read(fd, length));
        result(vm, r).map(bytes::new)
    }),
    leaf("write", "(fd, data, /)", |vm, a| {
        let fd = number(vm, a.at(0))?;
        let data = data(vm, a.at(1))?;
        let r = standard::write(vm, fd, &data);
        result(vm, r).map(Value::size)
    }),
    leaf("pwrite", "(fd, buffer, offset, /)", |vm, a| {
        let fd = number(vm, a.at(0))?;
        let data = data(vm, a.at(1))?;
        let offset = offset(vm, a.at(2))?;
        let r = at_offset(vm, fd, offset, |vm| vm.host.files().write(fd, &data));
        result(vm, r).map(Value::size)
    }),
    leaf("lseek", "(fd, position, whence, /)", |vm, a| {
        let (fd, to, whence) = (number(vm, a.at(0))?, offset(vm, a.at(1))?, number(vm, a.at(2))?);
        let r = vm.host.files().seek(fd, to, whence as u32);
        result(vm, r).map(|n| int::big(n.into()))
    }),
    leaf("dup", "(fd, /)", |vm, a| {
        let fd = number(vm, a.at(0))?;
        let r = vm.host.files().duplicate(fd);
        result(vm, r).map(|fd| Value::int(fd as i64))
    }),
    leaf("_reserve", "()", |vm, _| {
        let r = vm.host.files().reserve();
        result(vm, r).map(|fd| Value::int(fd as i64))
    }),
    leaf("dup2", "(fd, fd2, inheritable=True)", |vm, a| {
        let (fd, to) = (number(vm, a.at(0))?, number(vm, a.at(1))?);
        let r = vm.host.files().duplicate_to(fd, to);
        result(vm, r).map(|()| Value::int(to as i64))
    }),
    leaf("fsync", "(fd)", sync),
    leaf("fdatasync", "(fd)", sync),
    leaf("isatty", "(fd, /)", |vm, a| {
        let fd = number(vm, a.at(0))?;
        Ok(vm.host.files().is_terminal(fd).into())
    }),
    leaf("get_inheritable", "(fd, /)", |vm, a| {
        let fd = number(vm, a.at(0))?;
        let r = vm.host.files().status(At::Fd(fd));
        result(vm, r).map(|_| (fd <= 2).into())
    }),
    leaf("set_inheritable", "(fd, inheritable, /)", known),
    leaf("get_blocking", "(fd, /)", |vm, a| known(vm, a).map(|_| Value::TRUE)),
    leaf("set_blocking", "(fd, blocking, /)", |vm, a| match flag(a, 1, true) {
        true => known(vm, a),
        false => Err(vm.os_error(errno::EINVAL, None, None)),
    }),
    leaf("device_encoding", "(fd)", |vm, a| {
        let fd = number(vm, a.at(0))?;
        Ok(if vm.host.files().is_terminal(fd) { str::new("utf-8") } else { Value::NONE })
    }),
    leaf("get_terminal_size", "(fd=<unrepresentable>, /)", |vm, a| {
        let fd = match a.opt(0) {
            Some(v) => number(vm, v)?,
            None => 1,
        };
        if let Err(e) = vm.host.files().status(At::Fd(fd)) {
            return Err(vm.os_error(e, None, None));
        }
        match vm.host.terminal_size().filter(|_| vm.host.files().is_terminal(fd)) {
            Some((columns, lines)) => {
                let values = vec![Value::int(columns), Value::int(lines)];
                Ok(crate::object::structseq::new(vm, &super::process::TERMINAL_SIZE, values))
            }
            None => Err(vm.os_error(errno::ENOTTY, None, None)),
        }
    }),
];

fn result<T>(vm: &mut Vm, r: Result<T, Errno>) -> PyResult<T> {
    r.map_err(|e| vm.os_error(e, None, None))
}

fn nothing(vm: &mut Vm, r: Result<(), Errno>) -> PyResult {
    result(vm, r).map(|()| Value::NONE)
}

fn known(vm: &mut Vm, a: &Args) -> PyResult {
    let fd = number(vm, a.at(0))?;
    let r = vm.host.files().status(At::Fd(fd));
    result(vm, r).map(|_| Value::NONE)
}

fn sync(vm: &mut Vm, a: &Args) -> PyResult {
    let fd = match int::is_int(a.at(0)) {
        true => number(vm, a.at(0))?,
        false => {
            let given = vm.type_name(a.at(0));
            return Err(vm.type_error(format!("argument must be an int, or have a fileno() method, not {given}")));
        }
    };
    let r = vm.host.files().sync(fd);
    nothing(vm, r)
}

fn size(vm: &mut Vm, v: &Value) -> PyResult<usize> {
    let n = crate::object::text_args::size(vm, v)?;
    usize::try_from(n).map_err(|_| vm.os_error(errno::EINVAL, None, None))
}

fn offset(vm: &mut Vm, v: &Value) -> PyResult<i64> {
    match int::to_i64(v) {
        Some(n) => Ok(n),
        None if int::is_int(v) => Err(vm.overflow_error("Python int too large to convert to C long")),
        None => {
            let given = vm.type_name(v);
            Err(vm.type_error(format!("'{given}' object cannot be interpreted as an integer")))
        }
    }
}

/// The bytes of an argument.
pub fn data(vm: &mut Vm, v: &Value) -> PyResult<Vec<u8>> {
    match buffer(v).map(|b| b.to_vec()) {
        Some(b) => Ok(b),
        None => Err(crate::object::bytes_methods::not_bytes(vm, v)),
    }
}

/// Does something with the position at `offset`, which is put back afterwards.
fn at_offset<T>(vm: &mut Vm, fd: i32, offset: i64, f: impl FnOnce(&mut Vm) -> Result<T, Errno>) -> Result<T, Errno> {
    let before = vm.host.files().seek(fd, 0, 1)?;
    vm.host.files().seek(fd, offset, 0)?;
    let r = f(vm);
    vm.host.files().seek(fd, before as i64, 0)?;
    r
}

async fn read(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let vm = cx.vm();
    let (fd, length) = (number(vm, a.at(0))?, size(vm, a.at(1))?);
    crate::object::text_args::check_size(vm, length, 1)?;
    match standard::read(cx, fd, length).await? {
        Ok(data) => Ok(bytes::new(data)),
        Err(e) => Err(cx.vm().os_error(e, None, None)),
    }
}

async fn read_into(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let fd = number(cx.vm(), a.at(0))?;
    let length = writable(cx.vm(), a.at(1))?;
    match standard::read(cx, fd, length).await? {
        Ok(data) => {
            fill(a.at(1), 0, &data);
            Ok(Value::size(data.len()))
        }
        Err(e) => Err(cx.vm().os_error(e, None, None)),
    }
}

/// How many bytes a writable buffer takes.
pub fn writable(vm: &mut Vm, v: &Value) -> PyResult<usize> {
    let size = match (v.get::<bytes::ByteArray>(), v.get::<memoryview::MemoryView>()) {
        _ if lends(v) => None,
        (Some(b), _) => Some(b.data.borrow().len()),
        (_, Some(m)) if m.is_released() => {
            return Err(vm.value_error("operation forbidden on released memoryview object"));
        }
        (_, Some(m)) if !m.readonly && m.is_contiguous() => Some(m.len * m.format.size()),
        _ => None,
    };
    match size {
        Some(n) => Ok(n),
        None => {
            let given = vm.type_name(v);
            let e = vm.type_error(format!("readinto() argument must be read-write bytes-like object, not {given}"));
            Err(vm.wanting(e, v, request::WRITABLE | want::OR_ERROR))
        }
    }
}

/// Puts bytes into a writable buffer at an offset; what does not fit is left out.
pub fn fill(v: &Value, at: usize, data: &[u8]) {
    let put = |place: &mut [u8]| {
        let n = place.len().min(data.len());
        if let (Some(to), Some(from)) = (place.get_mut(..n), data.get(..n)) {
            to.copy_from_slice(from);
        }
    };
    if let Some(b) = v.get::<bytes::ByteArray>() {
        b.data.borrow_mut().get_mut(at..).map(put);
    } else if let Some(m) = v.get::<memoryview::MemoryView>() {
        let (start, end) = (m.offset(0), m.offset(0) + m.len * m.format.size());
        m.with_base_mut(|base| base.get_mut(start + at..end).map(put));
    }
}
