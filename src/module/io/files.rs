//! `open`, and the stream classes that need an operating system.
//!
//! Invariant: a file is either one that the host gives (read only) or one that the program wrote; what a program wrote
//! appears under its name when the stream is closed, and shadows the host's file.

use super::string_io::File;
use super::{bytes_io, string_io};
use crate::object::exception::Exception;
use crate::object::native::Plain;
use crate::object::spec::TypeSpec;
use crate::object::text_args::{must_be, text};
use crate::object::ty::flag;
use crate::object::{bytes, codec, int, names::Dunder, str};
use crate::resumable;
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Raised, Vm};
use std::collections::HashMap;

/// `open` and `open_code`.
pub const FUNCTIONS: &[NativeDef] = &[
    resumable!(
        "open",
        "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
        open
    ),
    resumable!("open_code", "(path)", open_code),
];

/// Files that the program wrote.
#[derive(Default)]
struct Written(HashMap<String, Vec<u8>>);

/// Classes of `_io` that only say that they cannot be used here.
pub const MISSING: &[&TypeSpec] = &[&FILE_IO, &BUFFERED_RANDOM, &BUFFERED_RW_PAIR, &NEWLINE_DECODER];

macro_rules! missing {
    ($name:ident, $text:literal) => {
        static $name: TypeSpec = TypeSpec {
            module: "_io",
            flags: flag::BASETYPE,
            methods: &[leaf("__new__", "(cls, /, *args, **kwargs)", |vm, _| {
                Err(super::unsupported(vm, concat!($text, " is not supported: there are no files, only open()")))
            })
            .stat()],
            ..TypeSpec::of::<Plain>($text)
        };
    };
}
missing!(FILE_IO, "FileIO");
missing!(BUFFERED_RANDOM, "BufferedRandom");
missing!(BUFFERED_RW_PAIR, "BufferedRWPair");
missing!(NEWLINE_DECODER, "IncrementalNewlineDecoder");

/// An OSError of a class with `errno`, `strerror` and `filename`.
fn os_error(
    vm: &mut Vm,
    ty: &crate::heap::Ref<crate::object::ty::Type>,
    code: i64,
    what: &std::primitive::str,
    path: &Value,
) -> Raised {
    let parts = vec![Value::int(code), str::new(what), path.clone()];
    let exc = vm.new_exception(ty, parts.iter().take(2).cloned().collect());
    if let Some(x) = exc.get::<Exception>() {
        x.fields.set(parts);
    }
    vm.raise(exc)
}

/// The path that an object stands for.
async fn path_of(cx: &mut Cx, v: &Value) -> PyResult {
    if text(v).is_some() || bytes::buffer(v).is_some() {
        return Ok(v.clone());
    }
    if int::is_int(v) {
        let ty = cx.vm().types.exc.OSError.clone();
        return Err(os_error(cx.vm(), &ty, 9, "Bad file descriptor", v));
    }
    match cx.vm().call_dunder(v, Dunder::FSPath, &[]) {
        Some(act) => cx.act(act).await,
        None => Err(must_be(cx.vm(), v, "expected str, bytes or os.PathLike object, not ")),
    }
}

/// The letters of a mode.
struct Mode {
    read: bool,
    write: bool,
    append: bool,
    create: bool,
    update: bool,
    binary: bool,
}

fn parse_mode(vm: &mut Vm, mode: &std::primitive::str) -> PyResult<Mode> {
    let has = |c: char| mode.contains(c);
    let repeated = mode.char_indices().any(|(i, c)| mode.find(c) != Some(i));
    if repeated || !mode.chars().all(|c| "rwaxbt+".contains(c)) {
        let shown = crate::text::repr::str_repr(crate::text::builder::StrBuf::from(mode).view()).view().to_display();
        return Err(vm.value_error(format!("invalid mode: {shown}")));
    }
    if has('t') && has('b') {
        return Err(vm.value_error("can't have text and binary mode at once"));
    }
    match "rwax".chars().filter(|c| has(*c)).count() {
        0 => Err(vm.value_error("Must have exactly one of create/read/write/append mode and at most one plus")),
        1 => Ok(Mode {
            read: has('r'),
            write: has('w'),
            append: has('a'),
            create: has('x'),
            update: has('+'),
            binary: has('b'),
        }),
        _ => Err(vm.value_error("must have exactly one of create/read/write/append mode")),
    }
}

fn keep(vm: &mut Vm, name: &std::primitive::str, data: Vec<u8>) {
    vm.state::<Written>().0.insert(name.to_owned(), data);
}

async fn open(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let path = path_of(cx, a.at(0)).await?;
    let vm = cx.vm();
    let mode_text = match a.opt(1) {
        None => "r".to_owned(),
        Some(v) => match text(v) {
            Some(t) => t.to_display(),
            None => return Err(must_be(vm, v, "open() argument 'mode' must be str, not ")),
        },
    };
    let mode = parse_mode(vm, &mode_text)?;
    if mode.binary {
        for (i, what) in [(3, "encoding"), (4, "errors"), (5, "newline")] {
            if a.some(i).is_some() {
                let article = if i == 3 { "an" } else { "a" };
                let article = if what == "errors" { "an" } else { article };
                return Err(vm.value_error(format!("binary mode doesn't take {article} {what} argument")));
            }
        }
    }
    let name = match (text(&path), bytes::buffer(&path)) {
        (Some(t), _) => t.to_display(),
        (_, Some(b)) => String::from_utf8_lossy(&b).into_owned(),
        _ => String::new(),
    };
    let found = match vm.state::<Written>().0.get(&name) {
        Some(data) => Some(data.clone()),
        None => vm.host.read_file(&name),
    };
    let content = match found {
        Some(_) if mode.create => {
            let ty = vm.types.exc.FileExistsError.clone();
            return Err(os_error(vm, &ty, 17, "File exists", &path));
        }
        Some(_) if mode.write => Vec::new(),
        Some(data) => data,
        None if mode.read => {
            let ty = vm.types.exc.FileNotFoundError.clone();
            return Err(os_error(vm, &ty, 2, "No such file or directory", &path));
        }
        None => Vec::new(),
    };
    let writable = !mode.read || mode.update;
    if writable && !mode.read {
        keep(vm, &name, content.clone());
    }
    let file = File {
        name,
        mode: mode_text,
        readable: mode.read || mode.update,
        writable,
        append: mode.append,
        on_close: keep,
    };
    if mode.binary {
        return Ok(bytes_io::file(vm, content, file));
    }
    let name_of = |i: usize, default: &std::primitive::str| match a.some(i).and_then(text) {
        Some(t) => t.to_display(),
        None => default.to_owned(),
    };
    let encoding = match name_of(3, "utf-8").as_str() {
        "locale" => "utf-8".to_owned(),
        other => other.to_owned(),
    };
    let act = codec::decode(vm, &bytes::new(content), &encoding, &name_of(4, "strict"));
    let decoded = cx.act(act).await?;
    let translate = a.some(5).is_none();
    Ok(string_io::file(cx.vm(), text(&decoded).unwrap_or(StrView::EMPTY), translate, file))
}

async fn open_code(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let key = cx.vm().intern("open");
    match cx.vm().builtins.get_interned(&key) {
        Some(f) => cx.call(&f, [a.at(0).clone(), str::new("rb")]).await,
        None => Ok(Value::NONE),
    }
}
