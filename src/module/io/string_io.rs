//! `StringIO`: text in memory.
//!
//! Invariant: appending at the end costs what is appended; the position counts code points and may lie past the end,
//! where a write first fills the gap with NUL.

use super::base;
use super::newline::Newlines;
use crate::heap::{Ref, Visitor};
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, getter};
use crate::object::text_args::{ints, size, size_or, text};
use crate::object::ty::{Type, flag};
use crate::object::{int, list, str, tuple};
use crate::resumable;
use crate::text::builder::{StrBuf, StrBuilder};
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};
use std::cell::RefCell;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Text I/O implementation using an in-memory buffer.",
    flags: flag::BASETYPE | flag::HAS_DICT | flag::WEAKREFABLE,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Native>("StringIO")
};

/// How line ends are treated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Newline {
    /// None: every kind becomes `\n` when written.
    Translate,
    /// `''`: kept, and every kind ends a line.
    Keep,
    /// `'\n'`, `'\r'`, `'\r\n'`: this ends a line, and `\n` is written as this.
    As(&'static std::primitive::str),
}

struct State {
    text: StrBuilder,
    pos: usize,
    newline: Newline,
    closed: bool,
    /// what line ends were seen
    newlines: Newlines,
}

struct StringIo(RefCell<State>);

impl NativeObject for StringIo {
    fn visit(&self, _: &mut Visitor) {}
}

fn payload() -> Native {
    let state = State {
        text: StrBuilder::new(),
        pos: 0,
        newline: Newline::As("\n"),
        closed: false,
        newlines: Newlines::default(),
    };
    Native(Box::new(StringIo(RefCell::new(state))))
}

/// The type, under its bases.
pub fn prepared(vm: &mut Vm) -> Ref<Type> {
    let bases = base::types(vm);
    let ty = vm.native_type(&SPEC);
    base::under(&ty, &[&bases.text_base, &bases.io_base]);
    ty
}

const METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", new).stat(),
    leaf("__init__", "(self, initial_value='', newline='\\n')", init),
    tail("read", "(self, size=-1, /)", |vm, a| int_or_none(vm, a, read)),
    tail("readline", "(self, size=-1, /)", |vm, a| int_or_none(vm, a, read_line)),
    leaf("readlines", "(self, hint=-1, /)", read_lines),
    leaf("write", "(self, s, /)", write),
    resumable!("writelines", "(self, lines, /)", write_lines),
    leaf("getvalue", "(self, /)", |vm, a| with(vm, a.at(0), |_, s| Ok(str::new(s.text.view().to_buf())))),
    tail("seek", "(self, pos, whence=0, /)", |vm, a| ints(vm, a, &[1, 2], seek)),
    leaf("tell", "(self, /)", |vm, a| with(vm, a.at(0), |_, s| Ok(Value::size(s.pos)))),
    tail("truncate", "(self, pos=None, /)", |vm, a| ints(vm, a, &[1], truncate)),
    leaf("flush", "(self, /)", |vm, a| with(vm, a.at(0), |_, _| Ok(Value::NONE))),
    leaf("close", "(self, /)", close),
    leaf("readable", "(self, /)", |vm, a| with(vm, a.at(0), |_, _| Ok(Value::TRUE))),
    leaf("writable", "(self, /)", |vm, a| with(vm, a.at(0), |_, _| Ok(Value::TRUE))),
    leaf("seekable", "(self, /)", |vm, a| with(vm, a.at(0), |_, _| Ok(Value::TRUE))),
    leaf("isatty", "(self, /)", |vm, a| with(vm, a.at(0), |_, _| Ok(Value::FALSE))),
    leaf("__enter__", "(self, /)", |vm, a| with(vm, a.at(0), |_, _| Ok(a.at(0).clone()))),
    leaf("__exit__", "(self, /, *args)", close),
    leaf("__iter__", "(self, /)", |vm, a| match a.at(0).native::<StringIo>() {
        Some(s) if s.0.borrow().closed => Err(vm.value_error("I/O operation on closed file.")),
        _ => with(vm, a.at(0), |_, _| Ok(a.at(0).clone())),
    }),
    leaf("__next__", "(self, /)", next),
    leaf("__getstate__", "(self, /)", state),
    leaf("__setstate__", "(self, state, /)", set_state),
];

const GETSET: &[GetSetDef] = &[
    getter("closed", |_, v| Ok(Value::bool(v.native::<StringIo>().is_none_or(|s| s.0.borrow().closed)))),
    getter("line_buffering", |vm, v| with(vm, v, |_, _| Ok(Value::FALSE))),
    getter("newlines", |vm, v| with(vm, v, |_, s| Ok(s.newlines.shown()))),
];

/// Runs `f` on the state of an open stream.
fn with<R>(vm: &mut Vm, v: &Value, f: impl FnOnce(&mut Vm, &mut State) -> PyResult<R>) -> PyResult<R> {
    match v.native::<StringIo>() {
        Some(s) if !s.0.borrow().closed => f(vm, &mut s.0.borrow_mut()),
        Some(_) => Err(vm.value_error("I/O operation on closed file")),
        None => Err(vm.value_error("I/O operation on uninitialized object")),
    }
}

/// The optional int of `read` and `readline`.
fn int_or_none(vm: &mut Vm, a: &Args, f: fn(&mut Vm, &Args) -> PyResult) -> Act {
    if let Some(v) = a.some(1)
        && !int::is_int(v)
        && vm.dunder(v, crate::object::names::Dunder::Index).is_none()
    {
        let name = vm.type_name(v);
        return Act::Raise(vm.type_error(format!("argument should be integer or None, not '{name}'")));
    }
    ints(vm, a, &[1], f)
}

/// A size argument: None and negative numbers mean everything.
fn limit(vm: &mut Vm, a: &Args) -> PyResult<usize> {
    match a.some(1) {
        None => Ok(usize::MAX),
        Some(v) => Ok(usize::try_from(size(vm, v)?).unwrap_or(usize::MAX)),
    }
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    prepared(vm);
    let Some(cls) = a.at(0).get_ref::<Type>() else { return Ok(Value::NONE) };
    Ok(crate::heap::alloc_in(&cls, payload()).into())
}

fn init(vm: &mut Vm, a: &Args) -> PyResult {
    let newline = match a.opt(2) {
        None => Newline::As("\n"),
        Some(v) if v.is_none() => Newline::Translate,
        Some(v) => match text(v).map(|t| t.to_display()).as_deref() {
            Some("") => Newline::Keep,
            Some("\n") => Newline::As("\n"),
            Some("\r") => Newline::As("\r"),
            Some("\r\n") => Newline::As("\r\n"),
            Some(_) => {
                let shown = crate::text::repr::str_repr(text(v).unwrap_or(StrView::EMPTY)).view().to_display();
                return Err(vm.value_error(format!("illegal newline value: {shown}")));
            }
            None => {
                let name = vm.type_name(v);
                return Err(vm.type_error(format!("newline must be str or None, not {name}")));
            }
        },
    };
    let mut content = StrBuilder::new();
    let universal = matches!(newline, Newline::Translate | Newline::Keep);
    let mut newlines = Newlines::new(universal, newline == Newline::Translate);
    if let Some(v) = a.some(1) {
        match text(v) {
            Some(t) => push_translated(&mut content, t, newline, &mut newlines),
            None => {
                let name = vm.type_name(v);
                return Err(vm.type_error(format!("initial_value must be str or None, not {name}")));
            }
        }
    }
    if let Some(s) = a.at(0).native::<StringIo>() {
        *s.0.borrow_mut() = State { text: content, pos: 0, newline, closed: false, newlines };
    }
    Ok(Value::NONE)
}

/// Appends text with its line ends changed as the stream wants them.
fn push_translated(out: &mut StrBuilder, v: StrView, newline: Newline, newlines: &mut Newlines) {
    match newline {
        Newline::As("\n") => out.push_view(v),
        Newline::As(end) => {
            for c in v.iter() {
                if c == 10 { out.push_ascii(end.as_bytes()) } else { out.push_char(c) }
            }
        }
        Newline::Keep | Newline::Translate => out.push_view(newlines.push(v, true).view()),
    }
}

impl State {
    fn write(&mut self, v: StrView) {
        let mut piece = StrBuilder::new();
        push_translated(&mut piece, v, self.newline, &mut self.newlines);
        let piece: StrBuf = piece.finish();
        if self.pos > self.text.len() {
            self.text.push_repeat(0, self.pos - self.text.len());
        }
        if self.pos == self.text.len() {
            self.text.push_view(piece.view());
        } else {
            let old = self.text.view();
            let mut all = StrBuilder::with_capacity(old.len());
            all.push_view(old.slice(0, self.pos));
            all.push_view(piece.view());
            all.push_view(old.from(self.pos + piece.len()));
            self.text = all;
        }
        self.pos += piece.len();
    }

    fn read(&mut self, n: usize) -> Value {
        let v = self.text.view();
        let start = self.pos.min(v.len());
        let end = start.saturating_add(n).min(v.len());
        let out = str::new(v.slice(start, end).to_buf());
        self.pos = self.pos.max(end);
        out
    }

    /// Length of the next line, its end included.
    fn line_length(&self) -> usize {
        let rest = self.text.view().from(self.pos);
        match self.newline {
            Newline::Keep => match rest.iter().position(|c| c == 10 || c == 13) {
                Some(i) if rest.get(i) == Some(13) && rest.get(i + 1) == Some(10) => i + 2,
                Some(i) => i + 1,
                None => rest.len(),
            },
            Newline::Translate => rest.find_char(10, 0, usize::MAX).map_or(rest.len(), |i| i + 1),
            Newline::As(end) => {
                let end = StrView::ascii(end);
                rest.find(end, 0, usize::MAX).map_or(rest.len(), |i| i + end.len())
            }
        }
    }
}

fn read(vm: &mut Vm, a: &Args) -> PyResult {
    let n = limit(vm, a)?;
    with(vm, a.at(0), |_, s| Ok(s.read(n)))
}

fn read_line(vm: &mut Vm, a: &Args) -> PyResult {
    let n = limit(vm, a)?;
    with(vm, a.at(0), |_, s| {
        let len = s.line_length().min(n);
        Ok(s.read(len))
    })
}

fn next(vm: &mut Vm, a: &Args) -> PyResult {
    with(vm, a.at(0), |vm, s| match s.line_length() {
        0 => Err(vm.stop_iteration(Value::NONE)),
        n => Ok(s.read(n)),
    })
}

fn read_lines(vm: &mut Vm, a: &Args) -> PyResult {
    let hint = match a.some(1) {
        Some(v) => usize::try_from(size(vm, v)?).ok().filter(|n| *n > 0).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    with(vm, a.at(0), |_, s| {
        let (mut out, mut total) = (Vec::new(), 0usize);
        while total < hint {
            let n = s.line_length();
            if n == 0 {
                break;
            }
            total += n;
            out.push(s.read(n));
        }
        Ok(list::new(out))
    })
}

fn write(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(t) = text(a.at(1)) else {
        let name = vm.type_name(a.at(1));
        return Err(vm.type_error(format!("string argument expected, got '{name}'")));
    };
    with(vm, a.at(0), |vm, s| {
        crate::object::text_args::check_size(vm, s.pos.saturating_add(t.len()), 4)?;
        if !t.is_empty() {
            s.write(t);
        }
        Ok(Value::size(t.len()))
    })
}

async fn write_lines(cx: &mut Cx, a: Args<'static>) -> PyResult {
    with(cx.vm(), a.at(0), |_, _| Ok(()))?;
    let it = cx.iter(a.at(1)).await?;
    while let Some(line) = cx.next(&it).await? {
        cx.tick(1).await?;
        cx.call_method(a.at(0), "write", [line]).await?;
    }
    Ok(Value::NONE)
}

fn seek(vm: &mut Vm, a: &Args) -> PyResult {
    let pos = size(vm, a.at(1))?;
    let whence = size_or(vm, a, 2, 0)?;
    with(vm, a.at(0), |vm, s| {
        match (whence, usize::try_from(pos)) {
            (0, Ok(p)) => s.pos = p,
            (0, Err(_)) => return Err(vm.value_error(format!("Negative seek position {pos}"))),
            (1 | 2, _) if pos != 0 => {
                let ty = vm.types.exc.OSError.clone();
                let what = if whence == 1 { "cur" } else { "end" };
                return Err(vm.error(&ty, format!("Can't do nonzero {what}-relative seeks")));
            }
            (1, _) => {}
            (2, _) => s.pos = s.text.len(),
            _ => return Err(vm.value_error(format!("Invalid whence ({whence}, should be 0, 1 or 2)"))),
        }
        Ok(Value::size(s.pos))
    })
}

fn truncate(vm: &mut Vm, a: &Args) -> PyResult {
    let at = match a.some(1) {
        None => None,
        Some(v) => {
            let n = size(vm, v)?;
            match usize::try_from(n) {
                Ok(n) => Some(n),
                Err(_) => return Err(vm.value_error(format!("Negative size value {n}"))),
            }
        }
    };
    with(vm, a.at(0), |_, s| {
        let at = at.unwrap_or(s.pos);
        if at < s.text.len() {
            let mut kept = StrBuilder::new();
            kept.push_view(s.text.view().slice(0, at));
            s.text = kept;
        }
        Ok(Value::size(at))
    })
}

fn close(_: &mut Vm, a: &Args) -> PyResult {
    if let Some(s) = a.at(0).native::<StringIo>() {
        s.0.borrow_mut().closed = true;
    }
    Ok(Value::NONE)
}

/// Takes over a pickled state: the text as it is, whatever its line ends.
fn set_state(vm: &mut Vm, a: &Args) -> PyResult {
    let items = base::state_items(vm, a.at(0), a.at(1), 4)?;
    let [content, newline, position, own] = items.as_slice() else { return Ok(Value::NONE) };
    let start = [a.at(0).clone(), str::new(""), newline.clone()];
    init(vm, &Args::owned(start.into_iter().collect()))?;
    let Some(t) = text(content) else {
        let name = vm.type_name(content);
        return Err(vm.type_error(format!("first item of state must be str, not {name}")));
    };
    let position = base::state_position(vm, position)?;
    with(vm, a.at(0), |_, s| {
        s.text.push_view(t);
        s.pos = position;
        Ok(())
    })?;
    base::restore_attributes(vm, a.at(0), own)
}

fn state(vm: &mut Vm, a: &Args) -> PyResult {
    let own = base::own_dict(a.at(0)).filter(|d| !d.is_empty()).map_or(Value::NONE, Value::from);
    with(vm, a.at(0), |_, s| {
        let newline = match s.newline {
            Newline::Translate => Value::NONE,
            Newline::Keep => str::new(""),
            Newline::As(end) => str::new(end),
        };
        Ok(tuple::new(vec![str::new(s.text.view().to_buf()), newline, Value::size(s.pos), own]))
    })
}
