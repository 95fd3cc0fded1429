//! Positions in a text stream: opaque numbers that `tell` gives and `seek` takes.
//!
//! Invariant: a cookie says where in the bytes decoding can begin anew, in which state, how many bytes to decode from
//! there, and how many characters of that to skip; five little-endian fields of 8, 4, 4, 4 and 1 bytes.

use super::text_io::{open, pass_on, state};
use super::unsupported;
use crate::object::bytes::buffer;
use crate::object::int;
use crate::value::Value;
use crate::vm::Cx;
use crate::vm::native::{Args, PyResult};
use num_bigint::{BigInt, Sign};

#[derive(Default)]
struct Cookie {
    start: u64,
    flags: u32,
    feed: u32,
    skip: u32,
    last: bool,
}

impl Cookie {
    fn value(&self) -> Value {
        let mut bytes = self.start.to_le_bytes().to_vec();
        for n in [self.flags, self.feed, self.skip] {
            bytes.extend_from_slice(&n.to_le_bytes());
        }
        bytes.push(self.last as u8);
        int::big(BigInt::from_bytes_le(Sign::Plus, &bytes))
    }

    fn parse(n: &BigInt) -> Option<Cookie> {
        let (_, mut bytes) = n.to_bytes_le();
        if bytes.len() > 21 {
            return None;
        }
        bytes.resize(21, 0);
        let word = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes);
        let start = bytes.get(..8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes);
        Some(Cookie { start, flags: word(8), feed: word(12), skip: word(16), last: bytes.get(20) != Some(&0) })
    }
}

fn os_error(cx: &mut Cx, message: &str) -> crate::vm::Raised {
    let ty = cx.vm().types.exc.OSError.clone();
    cx.vm().error(&ty, message)
}

pub async fn tell(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    open(cx, s).await?;
    if !s.seekable.get() {
        return Err(unsupported(cx.vm(), "underlying stream is not seekable"));
    }
    if !s.telling.get() {
        return Err(os_error(cx, "telling position disabled by next() call"));
    }
    pass_on(cx, s).await?;
    cx.call_method(a.at(0), "flush", []).await?;
    let at = cx.call_method(&s.buffer.get(), "tell", []).await?;
    let snapshot = s.snapshot.borrow().clone();
    let (Some((flags, input)), true) = (snapshot, s.readable.get()) else { return Ok(at) };
    let at = int::to_i64(&at).unwrap_or(0);
    let mut cookie =
        Cookie { start: (at - input.len() as i64).max(0) as u64, flags: flags as u32, ..Cookie::default() };
    let mut skip = s.used.get().saturating_sub(s.base.get());
    if skip == 0 {
        return Ok(cookie.value());
    }
    // decode the chunk again, a byte at a time, to find the last place where the decoder holds nothing back
    let (held, now) = s.coding.decoder_state(cx).await?;
    let newlines = *s.coding.newlines.borrow();
    let r = locate(cx, s, &mut cookie, &input, &mut skip).await;
    s.coding.set_decoder_state(cx, held, now).await?;
    *s.coding.newlines.borrow_mut() = newlines;
    r?;
    cookie.skip = skip as u32;
    Ok(cookie.value())
}

async fn locate(
    cx: &mut Cx,
    s: &super::text_io::TextIo,
    cookie: &mut Cookie,
    input: &[u8],
    skip: &mut usize,
) -> PyResult<()> {
    s.coding.set_decoder_state(cx, Vec::new(), cookie.flags as i64).await?;
    let mut decoded = 0;
    for byte in input {
        cx.tick(1).await?;
        cookie.feed += 1;
        decoded += s.coding.decode(cx, std::slice::from_ref(byte), false).await?.len();
        let (held, flags) = s.coding.decoder_state(cx).await?;
        if held.is_empty() && decoded <= *skip {
            cookie.start += cookie.feed as u64;
            *skip -= decoded;
            cookie.flags = flags as u32;
            cookie.feed = 0;
            decoded = 0;
        }
        if decoded >= *skip {
            return Ok(());
        }
    }
    decoded += s.coding.decode(cx, &[], true).await?.len();
    cookie.last = true;
    match decoded < *skip {
        true => Err(os_error(cx, "can't reconstruct logical file position")),
        false => Ok(()),
    }
}

pub async fn seek(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let s = state(cx.vm(), a.at(0))?;
    open(cx, s).await?;
    let whence = match a.opt(2) {
        Some(v) => crate::module::posix::path::number(cx.vm(), v)?,
        None => 0,
    };
    if !s.seekable.get() {
        return Err(unsupported(cx.vm(), "underlying stream is not seekable"));
    }
    let buffer_value = s.buffer.get();
    let mut cookie = a.at(1).clone();
    match whence {
        0 => {}
        1 => {
            if int::to_i64(&cookie) != Some(0) {
                return Err(unsupported(cx.vm(), "can't do nonzero cur-relative seeks"));
            }
            cx.call_method(a.at(0), "flush", []).await?;
            cookie = cx.call_method(a.at(0), "tell", []).await?;
        }
        2 => {
            if int::to_i64(&cookie) != Some(0) {
                return Err(unsupported(cx.vm(), "can't do nonzero end-relative seeks"));
            }
            cx.call_method(a.at(0), "flush", []).await?;
            s.forget();
            *s.snapshot.borrow_mut() = None;
            if s.readable.get() {
                s.coding.reset_decoder(cx).await?;
            }
            let at = cx.call_method(&buffer_value, "seek", [Value::int(0), Value::int(2)]).await?;
            s.coding.set_encoder_start(cx, int::to_i64(&at) == Some(0)).await?;
            return Ok(at);
        }
        _ => return Err(cx.vm().value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    }
    let number = cx.index_big(&cookie).await?;
    if number.sign() == Sign::Minus {
        return Err(cx.vm().value_error(format!("negative seek position {number}")));
    }
    cx.call_method(a.at(0), "flush", []).await?;
    let Some(to) = Cookie::parse(&number) else {
        return Err(cx.vm().overflow_error("int too big to convert"));
    };
    cx.call_method(&buffer_value, "seek", [int::big(to.start.into())]).await?;
    s.forget();
    *s.snapshot.borrow_mut() = None;
    let start = to.start == 0 && to.flags == 0;
    if s.readable.get() {
        match start {
            true => s.coding.reset_decoder(cx).await?,
            false => s.coding.set_decoder_state(cx, Vec::new(), to.flags as i64).await?,
        }
    }
    if to.skip > 0 {
        let data = cx.call_method(&buffer_value, "read", [Value::int(to.feed as i64)]).await?;
        let Some(data) = buffer(&data).map(|b| b.to_vec()) else {
            let name = cx.vm().type_name(&data);
            return Err(cx
                .vm()
                .type_error(format!("underlying read() should have returned a bytes object, not '{name}'")));
        };
        *s.snapshot.borrow_mut() = Some((to.flags as i64, data.clone()));
        let piece = s.coding.decode(cx, &data, to.last).await?;
        s.decoded.borrow_mut().push_view(piece.view());
        if piece.len() < to.skip as usize {
            return Err(os_error(cx, "can't restore logical file position"));
        }
        s.used.set(to.skip as usize);
    } else {
        *s.snapshot.borrow_mut() = Some((to.flags as i64, Vec::new()));
    }
    s.coding.set_encoder_start(cx, start && to.skip == 0).await?;
    Ok(cookie)
}
