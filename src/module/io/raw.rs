//! What a buffered stream asks of the raw stream under it.
//!
//! Invariant: an exact `FileIO` is served at once; any other stream is asked through its methods, and what it answers is
//! checked before it is believed.

use super::file_io;
use crate::module::posix::standard;
use crate::object::bytes::{self, Bytes, buffer};
use crate::object::{int, memoryview_type};
use crate::value::Value;
use crate::vm::native::PyResult;
use crate::vm::{Cx, Raised, Vm};

/// At most `size` bytes; None if there are none yet.
pub async fn read(cx: &mut Cx, raw: &Value, size: usize) -> PyResult<Option<Vec<u8>>> {
    if let Some((fd, mode)) = file_io::direct(raw)
        && mode.readable()
    {
        return match standard::read(cx, fd, size).await? {
            Ok(data) => Ok(Some(data)),
            Err(e) => Err(cx.vm().os_error(e, None, None)),
        };
    }
    let space = bytes::new_array(vec![0; size]);
    let view = memoryview_type::of(cx.vm(), &space)?;
    let n = cx.call_method(raw, "readinto", [view]).await?;
    if n.is_none() {
        return Ok(None);
    }
    let n = length(cx, n, size, "readinto").await?;
    Ok(buffer(&space).map(|b| b.get(..n).unwrap_or(&[]).to_vec()))
}

/// A length that a raw stream's method gave.
async fn length(cx: &mut Cx, n: Value, most: usize, method: &str) -> PyResult<usize> {
    let given = match int::is_int(&n) {
        true => int::to_i64(&n).unwrap_or(-1),
        false => {
            // the error is OSError, with the TypeError behind it
            let name = cx.vm().type_name(&n);
            let cause = cx.vm().type_error(format!("'{name}' object cannot be interpreted as an integer"));
            let cause = cx.vm().take_raised(cause);
            let ty = cx.vm().types.exc.OSError.clone();
            let e = cx.vm().error(&ty, format!("raw {method}() failed"));
            let exc = cx.vm().take_raised(e);
            if let Some(x) = exc.get::<crate::object::exception::Exception>() {
                x.context.set(cause.clone());
                x.cause.set(cause);
                x.suppress_context.set(true);
            }
            return Err(cx.vm().raise(exc));
        }
    };
    match usize::try_from(given).ok().filter(|n| *n <= most) {
        Some(n) => Ok(n),
        None => {
            let ty = cx.vm().types.exc.OSError.clone();
            let message =
                format!("raw {method}() returned invalid length {given} (should have been between 0 and {most})");
            Err(cx.vm().error(&ty, message))
        }
    }
}

/// Everything that is left; None if there is nothing yet.
pub async fn read_all(cx: &mut Cx, raw: &Value) -> PyResult<Option<Vec<u8>>> {
    if let Some((fd, mode)) = file_io::direct(raw)
        && mode.readable()
    {
        return file_io::all(cx, fd).await.map(Some);
    }
    let method = cx.attr_opt(raw, "readall").await?;
    if let Some(f) = method {
        let data = cx.call(&f, []).await?;
        return match data.get::<Bytes>() {
            Some(b) => Ok(Some(b.data().to_vec())),
            None if data.is_none() => Ok(None),
            None => Err(cx.vm().type_error("readall() should return bytes")),
        };
    }
    let mut out: Option<Vec<u8>> = None;
    loop {
        cx.tick(1).await?;
        let data = cx.call_method(raw, "read", []).await?;
        match data.get::<Bytes>() {
            Some(b) if b.data().is_empty() => return Ok(Some(out.unwrap_or_default())),
            Some(b) => out.get_or_insert_default().extend_from_slice(b.data()),
            None if data.is_none() => return Ok(out),
            None => return Err(cx.vm().type_error("read() should return bytes")),
        }
    }
}

/// Writes at once to an exact `FileIO`; None if the stream is to be asked.
pub fn write_now(vm: &mut Vm, raw: &Value, data: &[u8]) -> Option<PyResult<usize>> {
    let (fd, mode) = file_io::direct(raw)?;
    if !mode.writable() {
        return None;
    }
    Some(standard::write(vm, fd, data).map_err(|e| vm.os_error(e, None, None)))
}

/// How many bytes the stream took; None if it takes none now.
pub async fn write(cx: &mut Cx, raw: &Value, data: &[u8]) -> PyResult<Option<usize>> {
    if let Some(r) = write_now(cx.vm(), raw, data) {
        return r.map(Some);
    }
    let most = data.len();
    let data = bytes::new(data.to_vec());
    let view = memoryview_type::of(cx.vm(), &data)?;
    let n = cx.call_method(raw, "write", [view]).await?;
    if n.is_none() {
        return Ok(None);
    }
    length(cx, n, most, "write").await.map(Some)
}

/// Moves the position; where it is then.
pub async fn seek(cx: &mut Cx, raw: &Value, to: i64, whence: u32) -> PyResult<i64> {
    if let Some((fd, _)) = file_io::direct(raw) {
        return match cx.vm().host.files().seek(fd, to, whence) {
            Ok(n) => Ok(n as i64),
            Err(e) => Err(cx.vm().os_error(e, None, None)),
        };
    }
    let n = cx.call_method(raw, "seek", [Value::int(to), Value::int(whence as i64)]).await?;
    position(cx, n).await
}

/// Where the raw stream is.
pub async fn tell(cx: &mut Cx, raw: &Value) -> PyResult<i64> {
    if file_io::direct(raw).is_some() {
        return seek(cx, raw, 0, 1).await;
    }
    let n = cx.call_method(raw, "tell", []).await?;
    position(cx, n).await
}

async fn position(cx: &mut Cx, n: Value) -> PyResult<i64> {
    let n = cx.index_i64(&n).await?;
    if n >= 0 {
        return Ok(n);
    }
    let ty = cx.vm().types.exc.OSError.clone();
    Err(cx.vm().error(&ty, format!("Raw stream returned invalid position {n}")))
}

/// The error of a write that would have to wait.
pub fn blocked(vm: &mut Vm, written: usize) -> Raised {
    const EAGAIN: i64 = 11;
    let message = crate::object::str::new("write could not complete without blocking");
    let exc = crate::object::exception_methods::os_error(vm, vec![Value::int(EAGAIN), message, Value::size(written)]);
    vm.raise(exc)
}
