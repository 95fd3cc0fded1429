//! The standard streams behind descriptors: their bytes come from the host's lines and go to the host's streams.
//!
//! Invariant: what was read of a line but not asked for yet is kept for the next read, whoever asks; reading never blocks
//! the thread.

use crate::object::text_args::text;
use crate::vm::files::{Errno, errno};
use crate::vm::host::{Stream, Wait};
use crate::vm::native::PyResult;
use crate::vm::{Cx, Vm};

/// What the host gave of the standard input and nobody has read yet.
#[derive(Default)]
struct Input {
    rest: Vec<u8>,
    ended: bool,
}

/// At most `size` bytes from a descriptor.
pub async fn read(cx: &mut Cx, fd: i32, size: usize) -> PyResult<Result<Vec<u8>, Errno>> {
    match cx.vm().host.files().standard(fd) {
        None => Ok(cx.vm().host.files().read(fd, size)),
        Some(0) => {
            let input = cx.vm().state::<Input>();
            if size > 0 && input.rest.is_empty() && !std::mem::take(&mut input.ended) {
                let got = cx.block(Wait::Input(String::new())).await?;
                take(cx.vm(), &got);
            }
            let input = cx.vm().state::<Input>();
            let rest = input.rest.split_off(size.min(input.rest.len()));
            Ok(Ok(std::mem::replace(&mut input.rest, rest)))
        }
        Some(_) => Ok(Err(errno::EBADF)),
    }
}

/// Keeps a line that the host brought.
fn take(vm: &mut Vm, line: &crate::value::Value) {
    let input = vm.state::<Input>();
    match text(line) {
        Some(t) => input.rest = t.to_wtf8(),
        None => input.ended = true,
    }
}

/// True if a read of the standard input would wait for the host.
pub fn is_drained(vm: &mut Vm) -> bool {
    vm.state::<Input>().rest.is_empty()
}

/// Writes to a descriptor; how many bytes were taken.
pub fn write(vm: &mut Vm, fd: i32, data: &[u8]) -> Result<usize, Errno> {
    let stream = match vm.host.files().standard(fd) {
        None => return vm.host.files().write(fd, data),
        Some(1) => Stream::Out,
        Some(2) => Stream::Err,
        Some(_) => return Err(errno::EBADF),
    };
    vm.emit_bytes(stream, data);
    Ok(data.len())
}
