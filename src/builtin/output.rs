//! print, input, repr, ascii, format.
//!
//! Invariant: `print` writes piece by piece in reading order: when a later argument fails to convert, what stands before
//! it has been written. Without a `sys.stdout` of the program's own the pieces are gathered and written at once, but
//! never across a call into Python.

use crate::object::str::Str;
use crate::object::text_args::{must_be, text};
use crate::object::text_drive::{Machine, Step, drive};
use crate::object::{codec, str};
use crate::resumable;
use crate::text::codec::{self as text_codec, Codec, Errors};
use crate::value::Value;
use crate::vm::host::{Stream, Wait};
use crate::vm::native::{Act, Args, NativeDef, PyResult, tail};
use crate::vm::{Cx, Raised, Vm};

/// The functions.
pub static FUNCTIONS: &[NativeDef] = &[
    tail("print", "(*args, sep=' ', end='\\n', file=None, flush=False)", print),
    tail("repr", "(obj, /)", |vm, a| vm.repr(a.at(0))),
    tail("ascii", "(obj, /)", |vm, a| vm.ascii(a.at(0))),
    tail("format", "(value, format_spec='', /)", format),
    resumable!("input", "(prompt='', /)", input),
];

fn format(vm: &mut Vm, a: &Args) -> Act {
    let spec = match a.opt(1) {
        None => str::new(""),
        Some(v) if v.is_a::<Str>() => v.clone(),
        Some(v) => return Act::Raise(must_be(vm, v, "format() argument 2 must be str, not ")),
    };
    vm.format(a.at(0), &spec)
}

/// Where `print` writes.
enum Target {
    /// The host's standard output.
    Host(Stream),
    /// An object with a `write` method.
    File(Value),
}

/// The host's stream behind a stream object that the VM made and nobody changed.
pub fn host_stream(v: &Value) -> Option<Stream> {
    crate::module::stdio::stream_of(v)
}

fn target(vm: &mut Vm, file: Option<&Value>) -> PyResult<Option<Target>> {
    let file = match file {
        Some(f) => f.clone(),
        None => match vm.sys_attribute("stdout") {
            None => return Ok(Some(Target::Host(Stream::Out))),
            Some(v) if v.is_none() => return Ok(None),
            Some(v) => v,
        },
    };
    Ok(Some(match host_stream(&file) {
        Some(s) => Target::Host(s),
        None => Target::File(file),
    }))
}

fn separator(vm: &mut Vm, v: Option<&Value>, name: &std::primitive::str, default: &std::primitive::str) -> PyResult {
    match v {
        None => Ok(str::new(default)),
        Some(v) if v.is_a::<Str>() => Ok(v.clone()),
        Some(v) => {
            let shown = vm.type_name(v);
            Err(vm.type_error(format!("{name} must be None or a string, not {shown}")))
        }
    }
}

fn print(vm: &mut Vm, a: &Args) -> Act {
    let parts = (|| {
        let sep = separator(vm, a.some(1), "sep", " ")?;
        let end = separator(vm, a.some(2), "end", "\n")?;
        Ok((sep, end, target(vm, a.some(3))?))
    })();
    let (sep, end, target) = match parts {
        Ok((sep, end, Some(target))) => (sep, end, target),
        Ok(_) => return Act::Done(Value::NONE),
        Err(e) => return Act::Raise(e),
    };
    let flush = a.opt(4).cloned();
    let args = a.rest(0).to_vec();
    drive(vm, Print { args, at: 0, stage: Stage::Item, sep, end, target, out: String::new(), flush })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Convert the next argument.
    Item,
    /// Its text is the input.
    Text,
    /// A separator, or the end.
    After,
    /// Everything is written.
    Flush,
    Flushed,
}

struct Print {
    args: Vec<Value>,
    at: usize,
    stage: Stage,
    sep: Value,
    end: Value,
    target: Target,
    out: String,
    flush: Option<Value>,
}

impl Print {
    fn write(&mut self, vm: &mut Vm, piece: &Value) -> Result<Option<Step>, Raised> {
        match &self.target {
            Target::Host(_) => {
                push_text(vm, &mut self.out, piece)?;
                Ok(None)
            }
            Target::File(f) => {
                let name = vm.names.write.clone();
                Ok(Some(Step::Need(vm.call_method(f, &name, [piece.clone()]))))
            }
        }
    }

    fn send(&mut self, vm: &mut Vm) {
        if let Target::Host(s) = self.target
            && !self.out.is_empty()
        {
            vm.emit(s, &self.out);
            self.out.clear();
        }
    }

    fn run(&mut self, vm: &mut Vm, mut input: Option<Value>) -> Result<Step, Raised> {
        loop {
            match self.stage {
                Stage::Item => match self.args.get(self.at).cloned() {
                    None => {
                        self.stage = Stage::Flush;
                        let end = self.end.clone();
                        if let Some(step) = self.write(vm, &end)? {
                            return Ok(step);
                        }
                    }
                    Some(v) => {
                        self.stage = Stage::Text;
                        match vm.str(&v) {
                            Act::Done(t) => input = Some(t),
                            act => {
                                // What the conversion itself prints comes after what is written already.
                                self.send(vm);
                                return Ok(Step::Need(act));
                            }
                        }
                    }
                },
                Stage::Text => {
                    self.stage = Stage::After;
                    if let Some(t) = input.take()
                        && let Some(step) = self.write(vm, &t)?
                    {
                        return Ok(step);
                    }
                }
                Stage::After => {
                    self.at += 1;
                    self.stage = Stage::Item;
                    if self.at < self.args.len() {
                        let sep = self.sep.clone();
                        if let Some(step) = self.write(vm, &sep)? {
                            return Ok(step);
                        }
                    }
                }
                Stage::Flush => {
                    self.send(vm);
                    self.stage = Stage::Flushed;
                    if let (Some(flag), Target::File(f)) = (self.flush.take(), &self.target) {
                        let f = f.clone();
                        return Ok(Step::Need(match vm.truth(&flag) {
                            Act::Done(v) if v.as_bool() != Some(true) => Act::Done(Value::NONE),
                            Act::Raise(e) => Act::Raise(e),
                            truth => Act::run(async move |cx| {
                                if cx.act(truth).await?.as_bool() == Some(true) {
                                    cx.call_method(&f, "flush", []).await?;
                                }
                                Ok(Value::NONE)
                            }),
                        }));
                    }
                }
                Stage::Flushed => return Ok(Step::Done(Value::NONE)),
            }
        }
    }
}

impl Machine for Print {
    fn step(&mut self, vm: &mut Vm, input: Option<Value>) -> Step {
        match self.run(vm, input) {
            Ok(step) => step,
            Err(e) => {
                self.send(vm);
                Step::Raise(e)
            }
        }
    }
}

/// Appends text as a standard stream encodes it: a lone surrogate is an error, as it is in UTF-8.
pub fn push_text(vm: &mut Vm, out: &mut String, v: &Value) -> Result<(), Raised> {
    let Some(t) = text(v) else { return Ok(()) };
    if let Some(ascii) = t.as_ascii() {
        out.push_str(ascii);
        return Ok(());
    }
    match text_codec::encode(Codec::Utf8, t, Errors::Strict) {
        Ok(bytes) => {
            out.push_str(&std::string::String::from_utf8_lossy(&bytes));
            Ok(())
        }
        Err(e) => {
            let exc = codec::encode_error(vm, "utf-8", t, &e);
            Err(vm.raise(exc))
        }
    }
}

async fn input(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let mut prompt = String::new();
    if let Some(v) = a.opt(0) {
        let t = cx.str(v).await?;
        push_text(cx.vm(), &mut prompt, &t)?;
    }
    let line = cx.block(Wait::Input(prompt)).await?;
    if line.is_none() {
        let ty = cx.vm().types.exc.EOFError.clone();
        return Err(cx.vm().error(&ty, "EOF when reading a line"));
    }
    // The host gives the line with or without its end.
    Ok(match text(&line) {
        Some(t) if t.get(t.len().wrapping_sub(1)) == Some(10) => str::new(t.slice(0, t.len() - 1).to_buf()),
        _ => line,
    })
}
