//! The standard streams as the program sees them: `sys.stdin`, `sys.stdout`, `sys.stderr`.
//!
//! Invariant: they are text streams like any other, over descriptors 0, 1 and 2. With a terminal (or a trace, which shows
//! output where it happens) every line is passed on at once; else output waits in the stream as it does in a file, until
//! the program ends at the latest. There is one of each, which `sys` gets when it is made: a program may print before.

use super::buffered::{self, Kind};
use super::file_io;
use super::mode::Mode;
use super::text_io;
use crate::module::posix::standard as descriptors;
use crate::object::module::Module;
use crate::object::str;
use crate::value::Value;
use crate::vm::native::PyResult;
use crate::vm::{Cx, Vm};

/// Names of the streams, by descriptor, and of their files.
const NAMES: [(&std::primitive::str, &std::primitive::str); 3] =
    [("stdin", "<stdin>"), ("stdout", "<stdout>"), ("stderr", "<stderr>")];

/// The streams that a program uses before it has `sys`.
#[derive(Default)]
struct Early {
    streams: [Option<Value>; 3],
    /// `sys` was made and has them
    given: bool,
}

/// The stream object of descriptor 0, 1 or 2, for `sys`.
pub fn stream(vm: &mut Vm, fd: usize) -> Value {
    let early = vm.state::<Early>();
    early.given = true;
    match early.streams.get_mut(fd).and_then(Option::take) {
        Some(v) => v,
        None => new(vm, fd),
    }
}

/// The same for who looks before there is a `sys`; `None` if there was one.
fn early(vm: &mut Vm, fd: usize) -> Option<Value> {
    let early = vm.state::<Early>();
    if early.given {
        return None;
    }
    if let Some(v) = early.streams.get(fd).cloned().flatten() {
        return Some(v);
    }
    let v = new(vm, fd);
    if let Some(place) = vm.state::<Early>().streams.get_mut(fd) {
        *place = Some(v.clone());
    }
    Some(v)
}

fn new(vm: &mut Vm, fd: usize) -> Value {
    let name = str::new(NAMES.get(fd).map_or("", |names| names.1));
    let reads = fd == 0;
    let mode = Mode { read: reads, write: !reads, binary: true, ..Mode::default() };
    let raw = file_io::on_descriptor(vm, fd as i32, mode, false, name);
    let kind = if reads { Kind::Reader } else { Kind::Writer };
    let buffer = buffered::over(vm, kind, raw, super::BUFFER_SIZE);
    let line_buffering = fd == 2 || vm.host.files().is_terminal(fd as i32);
    let immediate = fd == 1 && vm.trace.wants(0);
    let errors = if fd == 2 { "backslashreplace" } else { "surrogateescape" };
    let v = text_io::standard(vm, buffer, reads, errors, (line_buffering, immediate));
    super::put_attr(vm, &v, "mode", str::new(if reads { "r" } else { "w" }));
    v
}

/// `sys.stdin`, `sys.stdout` or `sys.stderr` as the program has it; None if it has none.
pub fn current(vm: &mut Vm, name: &std::primitive::str) -> Option<Value> {
    let sys = vm.intern("sys");
    if vm.modules.get_interned(&sys).is_none()
        && let Some(v) = NAMES.iter().position(|names| names.0 == name).and_then(|fd| early(vm, fd))
    {
        return Some(v);
    }
    let module = vm.sys()?;
    let key = vm.intern(name);
    module.get::<Module>()?.dict.get_interned(&key).filter(|v| !v.is_none())
}

/// True if both are streams made here, and nothing that was read waits in the first: the host may be asked directly.
pub fn is_plain(vm: &mut Vm, stdin: &Value, stdout: &Value) -> bool {
    let made_here = |v: &Value, fd: i32| {
        let s = v.native::<text_io::TextIo>().filter(|s| s.is_idle())?;
        let raw = buffered::raw_of(&s.buffer.get())?;
        (file_io::direct(&raw)?.0 == fd && buffered::is_idle(&s.buffer.get())).then_some(())
    };
    made_here(stdin, 0).is_some() && made_here(stdout, 1).is_some() && descriptors::is_drained(vm)
}

/// Passes on what the standard streams hold, as far as that runs no Python.
pub fn flush_now(vm: &mut Vm) {
    for name in ["stdout", "stderr"] {
        if let Some(v) = current(vm, name) {
            text_io::flush_now(vm, &v);
        }
    }
}

/// Flushes `sys.stdout` and `sys.stderr` when the program ends; false if `sys.stdout` could not be.
pub async fn flush(cx: &mut Cx) -> PyResult<bool> {
    let mut good = true;
    for name in ["stdout", "stderr"] {
        let Some(v) = current(cx.vm(), name) else { continue };
        if let Ok(closed) = cx.attr(&v, "closed").await
            && cx.truth(&closed).await?
        {
            continue;
        }
        if let Err(e) = cx.call_method(&v, "flush", []).await {
            let vm = cx.vm();
            let exc = vm.take_raised(e);
            if name == "stdout" {
                let act = vm.unraisable(exc, "Exception ignored while flushing sys.stdout".to_owned(), Value::NONE);
                cx.act(act).await?;
                good = false;
            }
        }
    }
    Ok(good)
}
