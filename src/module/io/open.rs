//! `open`: a raw stream, a buffer over it and text over that, as the mode asks.
//!
//! Invariant: when anything fails after the file was opened, it is closed again.

use super::buffered::{self, Kind};
use super::file_io::{self, Opening};
use super::mode::Mode;
use super::text_io::{self, Newline, Options};
use crate::module::posix::path;
use crate::object::text_args::{must_be, text};
use crate::object::{int, str};
use crate::resumable;
use crate::value::Value;
use crate::vm::Cx;
use crate::vm::native::{Args, NativeDef, PyResult};

/// `open` and `open_code`.
pub const FUNCTIONS: &[NativeDef] = &[
    resumable!(
        "open",
        "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
        open
    ),
    resumable!("open_code", "(path)", open_code),
];

async fn open_code(cx: &mut Cx, a: Args<'static>) -> PyResult {
    if text(a.at(0)).is_none() {
        return Err(must_be(cx.vm(), a.at(0), "open_code() argument 'path' must be str, not "));
    }
    let mode = Mode { read: true, binary: true, ..Mode::default() };
    let raw = file_io::opened(cx, &Opening { file: a.at(0), mode, closefd: true, opener: None }).await?;
    Ok(buffered::over(cx.vm(), Kind::Reader, raw, super::BUFFER_SIZE))
}

async fn open(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let mut texts: [Option<String>; 4] = Default::default();
    for (slot, (i, name)) in texts.iter_mut().zip([(1, "mode"), (3, "encoding"), (4, "errors"), (5, "newline")]) {
        let given = if i == 1 { a.opt(i) } else { a.some(i) };
        let Some(v) = given else { continue };
        let vm = cx.vm();
        match text(v) {
            Some(t) => *slot = Some(t.to_display()),
            None => {
                let none = if i == 1 { "" } else { " or None" };
                return Err(must_be(vm, v, &format!("open() argument '{name}' must be str{none}, not ")));
            }
        }
    }
    let [mode_text, encoding, errors, newline] = texts;
    let mut buffering = match a.opt(2) {
        Some(v) => cx.index_i64(v).await?,
        None => -1,
    };
    let closefd = match a.opt(6) {
        Some(v) => cx.truth(v).await?,
        None => true,
    };
    let mode_text = mode_text.unwrap_or_else(|| "r".to_owned());
    let vm = cx.vm();
    let mode = Mode::of_open(vm, &mode_text)?;
    if mode.binary {
        for (given, what) in [(&encoding, "an encoding"), (&errors, "an errors"), (&newline, "a newline")] {
            if given.is_some() {
                return Err(vm.value_error(format!("binary mode doesn't take {what} argument")));
            }
        }
        if buffering == 1 {
            let category = vm.types.exc.RuntimeWarning.clone();
            let message =
                "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
            super::warn(cx, &category, message, None).await?;
        }
    }
    let file = match int::is_int(a.at(0)) {
        true => a.at(0).clone(),
        false => path::fspath(cx, a.at(0)).await?,
    };
    let raw = file_io::opened(cx, &Opening { file: &file, mode, closefd, opener: a.some(7) }).await?;
    let fd = file_io::direct(&raw).map_or(-1, |(fd, _)| fd);
    let terminal = buffering < 0 && cx.vm().host.files().is_terminal(fd);
    let line_buffering = !mode.binary && (buffering == 1 || terminal);
    if buffering == 1 || terminal {
        buffering = -1;
    }
    if buffering == 0 && mode.binary {
        return Ok(raw);
    }
    // the outermost stream that there is so far
    let mut outermost = raw;
    let made = match buffering {
        0 => Err(cx.vm().value_error("can't have unbuffered text I/O")),
        n if n < -1 => Err(cx.vm().value_error("invalid buffering size")),
        n => {
            let kind = match (mode.update, mode.read) {
                (true, _) => Kind::Random,
                (false, true) => Kind::Reader,
                (false, false) => Kind::Writer,
            };
            let size = usize::try_from(n).unwrap_or(super::BUFFER_SIZE);
            over(cx, kind, &mut outermost, size, mode, encoding, errors, newline, line_buffering, &mode_text).await
        }
    };
    match made {
        Ok(v) => Ok(v),
        Err(e) => {
            let first = cx.vm().take_raised(e);
            let closed = cx.call_method(&outermost, "close", []).await;
            super::chained(cx.vm(), Some(first), closed)
        }
    }
}

#[allow(clippy::too_many_arguments)]
async fn over(
    cx: &mut Cx,
    kind: Kind,
    outermost: &mut Value,
    size: usize,
    mode: Mode,
    encoding: Option<String>,
    errors: Option<String>,
    newline: Option<String>,
    line_buffering: bool,
    mode_text: &std::primitive::str,
) -> PyResult {
    if kind == Kind::Random {
        cx.act(super::base::able(outermost, "seekable")).await?;
    }
    let buffer = buffered::over(cx.vm(), kind, outermost.clone(), size);
    *outermost = buffer.clone();
    if mode.binary {
        return Ok(buffer);
    }
    let newline = match newline.as_deref() {
        None => Newline::Universal,
        Some(t) => match Newline::of(t) {
            Some(n) => n,
            None => return Err(cx.vm().value_error(format!("illegal newline value: {t}"))),
        },
    };
    let encoding = super::meant(encoding.as_deref());
    let errors = errors.unwrap_or_else(|| "strict".to_owned());
    let options = Options { encoding, errors, newline, line_buffering, write_through: false };
    let v = text_io::blank(cx.vm());
    text_io::set_up(cx, &v, &buffer, &options).await?;
    super::put_attr(cx.vm(), &v, "mode", str::new(mode_text));
    Ok(v)
}
