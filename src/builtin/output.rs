//! print, input, repr, ascii, format.
//!
//! Invariant: `print` writes piece by piece in reading order: when a later argument fails to convert, what stands before
//! it has been written. Unless `sys.stdout` is the program's own the pieces are gathered and written at once, but never
//! across a call into Python.

use crate::module::io::{standard, text_io};
use crate::object::str;
use crate::object::str::Str;
use crate::object::text_args::{must_be, text};
use crate::object::text_drive::{Machine, Step, drive};
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::host::Wait;
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
struct Target {
    file: Value,
    /// its `write` is the built-in one: pieces are gathered and written at once
    direct: bool,
}

fn target(vm: &mut Vm, file: Option<&Value>) -> Option<Target> {
    let file = match file {
        Some(f) => f.clone(),
        None => standard::current(vm, "stdout")?,
    };
    let direct = matches!(text_io::write_now(vm, &file, StrView::EMPTY), Some(Ok(())));
    Some(Target { file, direct })
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
        Ok((sep, end, target(vm, a.some(3))))
    })();
    let (sep, end, target) = match parts {
        Ok((sep, end, Some(target))) => (sep, end, target),
        Ok(_) => return Act::Done(Value::NONE),
        Err(e) => return Act::Raise(e),
    };
    let flush = a.opt(4).cloned();
    let args = a.rest(0).to_vec();
    drive(vm, Print { args, at: 0, stage: Stage::Item, sep, end, target, out: StrBuilder::new(), flush })
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
    out: StrBuilder,
    flush: Option<Value>,
}

impl Print {
    fn write(&mut self, vm: &mut Vm, piece: &Value) -> Result<Option<Step>, Raised> {
        let Some(t) = text(piece) else { return Ok(None) };
        if self.target.direct && t.is_ascii() {
            self.out.push_view(t);
            return Ok(None);
        }
        // what cannot be encoded is an error of its own: the pieces before it are written
        self.send(vm)?;
        if self.target.direct
            && let Some(r) = text_io::write_now(vm, &self.target.file, t)
        {
            return r.map(|()| None);
        }
        let name = vm.names.write.clone();
        Ok(Some(Step::Need(vm.call_method(&self.target.file, &name, [piece.clone()]))))
    }

    /// Writes what was gathered.
    fn send(&mut self, vm: &mut Vm) -> Result<(), Raised> {
        let out = std::mem::take(&mut self.out);
        if out.is_empty() {
            return Ok(());
        }
        match text_io::write_now(vm, &self.target.file, out.view()) {
            Some(r) => r,
            // something was done to the stream meanwhile
            None => Err(vm.value_error("I/O operation on closed file.")),
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
                                self.send(vm)?;
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
                    self.send(vm)?;
                    self.stage = Stage::Flushed;
                    if let Some(flag) = self.flush.take() {
                        let f = self.target.file.clone();
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
                let exc = vm.take_raised(e);
                Step::Raise(match self.send(vm) {
                    Ok(()) => vm.raise(exc),
                    Err(e) => e,
                })
            }
        }
    }
}

/// Flushes a stream; it may have no `flush`, or fail.
async fn flush_quietly(cx: &mut Cx, stream: &Value) {
    if let Err(e) = cx.call_method(stream, "flush", []).await {
        drop(cx.vm().take_raised(e));
    }
}

async fn input(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let mut streams = [Value::NONE, Value::NONE, Value::NONE];
    for (slot, name) in streams.iter_mut().zip(["stdin", "stdout", "stderr"]) {
        match cx.vm().sys_attribute(name) {
            Some(v) if v.is_none() => return Err(cx.vm().runtime_error(format!("input(): lost sys.{name}"))),
            Some(v) => *slot = v,
            None => match standard::current(cx.vm(), name) {
                Some(v) => *slot = v,
                None => return Err(cx.vm().runtime_error(format!("lost sys.{name}"))),
            },
        }
    }
    let [stdin, stdout, stderr] = streams;
    flush_quietly(cx, &stderr).await;
    let prompt = match a.opt(0) {
        Some(v) => cx.str(v).await?,
        None => str::new(""),
    };
    let line = if standard::is_plain(cx.vm(), &stdin, &stdout) {
        // the host shows the prompt, so that it can ask in its own way
        flush_quietly(cx, &stdout).await;
        let shown = text(&prompt).map(|t| t.to_display()).unwrap_or_default();
        let line = cx.block(Wait::Input(shown)).await?;
        if line.is_none() { str::new("") } else { line }
    } else {
        if a.opt(0).is_some() {
            cx.call_method(&stdout, "write", [prompt]).await?;
        }
        flush_quietly(cx, &stdout).await;
        cx.call_method(&stdin, "readline", []).await?
    };
    match text(&line) {
        Some(t) if t.is_empty() => {
            let ty = cx.vm().types.exc.EOFError.clone();
            Err(cx.vm().error(&ty, "EOF when reading a line"))
        }
        Some(t) if t.get(t.len() - 1) == Some(10) => Ok(str::new(t.slice(0, t.len() - 1).to_buf())),
        Some(_) => Ok(line),
        None => {
            let name = cx.vm().type_name(&line);
            Err(cx.vm().type_error(format!("object.readline() returned non-string (type {name})")))
        }
    }
}
