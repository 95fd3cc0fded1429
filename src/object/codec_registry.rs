//! The codec registry: search functions, `codecs.lookup`, and the error handlers as functions.
//!
//! Invariant: the package `encodings` is imported before the first search, so that its search function is the first; what
//! a search found is remembered for good.

use super::bytes::{self, Bytes, buffer};
use super::codec::{ErrorHandlers, field, lookup_error};
use super::exception::Exception;
use super::int;
use super::str::{self, Str};
use super::text_args::text;
use super::tuple::{self, Tuple};
use crate::library;
use crate::resumable;
use crate::text::builder::StrBuilder;
use crate::text::codec::{self, Codec, CodecError, Decoder, Errors, Replacement};
use crate::text::repr::push_hex_escape;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Raised, Vm, fetch_name_table};
use std::collections::HashMap;

/// The registry of a VM.
#[derive(Default)]
pub struct Registry {
    /// Functions from a normalised name to a codec or None, oldest first.
    pub search: Vec<Value>,
    /// Codecs that were found.
    pub cache: HashMap<String, Value>,
    imported: bool,
}

/// The name as search functions get it: lower case, one underscore for each run of other characters.
pub fn normalise(encoding: &str) -> String {
    let mut out = String::with_capacity(encoding.len());
    let mut gap = false;
    for c in encoding.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else {
            gap = true;
        }
    }
    out
}

/// The codec of an encoding: a `CodecInfo`, in any case a tuple of four.
pub async fn lookup(cx: &mut Cx, encoding: &str) -> PyResult {
    let name = normalise(encoding);
    if let Some(found) = cx.vm().state::<Registry>().cache.get(&name) {
        return Ok(found.clone());
    }
    if !std::mem::replace(&mut cx.vm().state::<Registry>().imported, true) {
        let key = cx.vm().intern("__import__");
        if let Some(import) = cx.vm().builtins.get_interned(&key)
            && let Err(e) = cx.call(&import, [str::new("encodings")]).await
        {
            let ty = cx.vm().types.exc.ImportError.clone();
            cx.vm().catch(e, &ty)?;
        }
    }
    let mut i = 0;
    while let Some(f) = cx.vm().state::<Registry>().search.get(i).cloned() {
        i += 1;
        let found = cx.call(&f, [str::new(name.as_str())]).await?;
        if found.is_none() {
            continue;
        }
        if found.get::<Tuple>().is_none_or(|t| t.len() != 4) {
            return Err(cx.vm().type_error("codec search functions must return 4-tuples"));
        }
        cx.vm().state::<Registry>().cache.insert(name, found.clone());
        return Ok(found);
    }
    Err(lookup_error(cx.vm(), format!("unknown encoding: {encoding}")))
}

/// The codec of a text encoding, for `str.encode` and `bytes.decode`.
async fn lookup_text(cx: &mut Cx, encoding: &str, what: &str) -> PyResult {
    let info = lookup(cx, encoding).await?;
    let key = cx.vm().intern("_is_text_encoding");
    if let Some(flag) = cx.get_attr_opt(&info, &key).await?
        && !cx.truth(&flag).await?
    {
        let message = format!("'{encoding}' is not a text encoding; use codecs.{what}() to handle arbitrary codecs");
        return Err(lookup_error(cx.vm(), message));
    }
    Ok(info)
}

/// Calls function `i` of a codec and takes the first part of its answer.
pub async fn apply(cx: &mut Cx, info: &Value, i: usize, object: Value, errors: &str) -> PyResult {
    let Some(f) = info.get::<Tuple>().and_then(|t| t.items().get(i).cloned()) else { return Ok(Value::NONE) };
    let answer = cx.call(&f, [object, str::new(errors)]).await?;
    match answer.get::<Tuple>().filter(|t| t.len() == 2).and_then(|t| t.items().first().cloned()) {
        Some(v) => Ok(v),
        None if i == 0 => Err(cx.vm().type_error("encoder must return a tuple (object, integer)")),
        None => Err(cx.vm().type_error("decoder must return a tuple (object,integer)")),
    }
}

/// `str.encode` with a codec that is not built in.
pub(super) fn encode(_: &mut Vm, object: &Value, encoding: &str, errors: &str) -> Act {
    let (object, encoding, errors) = (object.clone(), encoding.to_owned(), errors.to_owned());
    Act::run(async move |cx| {
        let info = lookup_text(cx, &encoding, "encode").await?;
        let out = apply(cx, &info, 0, object, &errors).await?;
        if out.is_a::<Bytes>() || buffer(&out).is_some() {
            return Ok(out);
        }
        let name = cx.vm().type_name(&out);
        Err(cx.vm().type_error(format!(
            "'{encoding}' encoder returned '{name}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
        )))
    })
}

/// `bytes.decode` with a codec that is not built in.
pub(super) fn decode(_: &mut Vm, object: &Value, encoding: &str, errors: &str) -> Act {
    let (object, encoding, errors) = (object.clone(), encoding.to_owned(), errors.to_owned());
    Act::run(async move |cx| {
        let info = lookup_text(cx, &encoding, "decode").await?;
        let out = apply(cx, &info, 1, object, &errors).await?;
        if out.is_a::<Str>() {
            return Ok(out);
        }
        let name = cx.vm().type_name(&out);
        Err(cx.vm().type_error(format!(
            "'{encoding}' decoder returned '{name}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
        )))
    })
}

/// The built-in handlers as functions, by name.
static HANDLERS: &[(&str, NativeDef)] = &[
    ("strict", leaf("strict_errors", "(exception, /)", |vm, a| handle(vm, a, Errors::Strict))),
    ("ignore", leaf("ignore_errors", "(exception, /)", |vm, a| handle(vm, a, Errors::Ignore))),
    ("replace", leaf("replace_errors", "(exception, /)", |vm, a| handle(vm, a, Errors::Replace))),
    (
        "xmlcharrefreplace",
        leaf("xmlcharrefreplace_errors", "(exception, /)", |vm, a| handle(vm, a, Errors::XmlCharRefReplace)),
    ),
    (
        "backslashreplace",
        leaf("backslashreplace_errors", "(exception, /)", |vm, a| handle(vm, a, Errors::BackslashReplace)),
    ),
    ("surrogateescape", leaf("surrogateescape", "(exception, /)", |vm, a| handle(vm, a, Errors::SurrogateEscape))),
    ("namereplace", resumable!("namereplace_errors", "(exception, /)", replace_by_names)),
    ("surrogatepass", leaf("surrogatepass", "(exception, /)", |vm, a| handle(vm, a, Errors::SurrogatePass))),
];

/// `codecs.lookup_error(name)`.
pub fn lookup_handler(vm: &mut Vm, name: &str) -> PyResult {
    if let Some(f) = vm.state::<ErrorHandlers>().0.get(name) {
        return Ok(f.clone());
    }
    match HANDLERS.iter().find(|(n, _)| *n == name) {
        Some((_, def)) => Ok(super::native::Builtin::function(def, str::new("_codecs"))),
        None => Err(lookup_error(vm, format!("unknown error handler name '{name}'"))),
    }
}

/// True for a handler that is there from the beginning.
pub fn is_builtin_handler(name: &str) -> bool {
    HANDLERS.iter().any(|(n, _)| *n == name)
}

/// `\N{…}` for each character that has a name, and its number for the others.
async fn replace_by_names(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let exc = a.at(0);
    if !super::type_ref(exc).is_subtype(&cx.vm().types.exc.UnicodeEncodeError) {
        return Err(unknown_error(cx.vm(), exc));
    }
    fetch_name_table(cx).await?;
    let (object, start, end) = place(cx.vm(), exc)?;
    let Some(v) = text(&object) else { return Err(cx.vm().type_error("object attribute must be unicode")) };
    let mut out = StrBuilder::new();
    for c in v.slice(start, end).iter() {
        match library::names().and_then(|names| names.name(c)) {
            Some(name) => {
                out.push_ascii(b"\\N{");
                out.push_utf8(&name);
                out.push_char(b'}' as u32);
            }
            None => push_hex_escape(&mut out, c),
        }
    }
    cx.tick((end - start) as u32).await?;
    Ok(tuple::new(vec![str::new(out.finish()), Value::size(end)]))
}

fn unknown_error(vm: &mut Vm, exc: &Value) -> Raised {
    let name = vm.type_name(exc);
    vm.type_error(format!("don't know how to handle {name} in error callback"))
}

/// The object of a UnicodeError, and the part of it that is at fault.
fn place(vm: &mut Vm, exc: &Value) -> PyResult<(Value, usize, usize)> {
    let Some(object) = field(exc, 1) else { return Err(vm.type_error("object attribute not set")) };
    let len = text(&object).map(|t| t.len()).or_else(|| buffer(&object).map(|b| b.len())).unwrap_or(0);
    let index = |i| field(exc, i).as_ref().and_then(int::to_i64).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let end = index(3).min(len);
    Ok((object, index(2).min(end), end))
}

/// A built-in handler called from Python: `(replacement, where to go on)`.
fn handle(vm: &mut Vm, a: &Args, how: Errors) -> PyResult {
    let exc = a.at(0);
    let t = &vm.types.exc;
    let class = super::type_ref(exc);
    let (decode, encode, translate) = (
        class.is_subtype(&t.UnicodeDecodeError),
        class.is_subtype(&t.UnicodeEncodeError),
        class.is_subtype(&t.UnicodeTranslateError),
    );
    if how == Errors::Strict {
        return match exc.is_a::<Exception>() {
            true => Err(vm.raise(exc.clone())),
            false => Err(vm.type_error("codec must pass exception instance")),
        };
    }
    let known = decode || encode || translate;
    let wrong = (how == Errors::XmlCharRefReplace && !encode)
        || (matches!(how, Errors::SurrogateEscape | Errors::SurrogatePass) && translate);
    if !known || wrong {
        return Err(unknown_error(vm, exc));
    }
    let encoding = field(exc, 0).as_ref().and_then(text).map(|t| t.to_display()).unwrap_or_default();
    // A translation error has no encoding: its fields are the same all the same.
    let (object, start, end) = place(vm, exc)?;
    let e = CodecError { start, end, reason: "" };
    let codec = Codec::of(&encoding);
    let (piece, next) = if decode {
        let Some(data) = buffer(&object) else { return Err(vm.type_error("object attribute must be bytes")) };
        let mut out = StrBuilder::new();
        let mut d = Decoder::new(codec.unwrap_or(Codec::Latin1), &data, true);
        if d.handle(&data, e, how, &mut out).is_err() {
            return Err(vm.raise(exc.clone()));
        }
        (str::new(out.finish()), d.position())
    } else {
        let Some(v) = text(&object) else { return Err(vm.type_error("object attribute must be unicode")) };
        if translate && how == Errors::Replace {
            let mut out = StrBuilder::new();
            out.push_repeat(0xFFFD, e.end - e.start);
            (str::new(out.finish()), e.end)
        } else {
            match codec::replacement(codec, v, e, how) {
                Ok(Replacement::Text(t)) => (str::new(t), e.end),
                Ok(Replacement::Bytes(b)) => (bytes::new(b), e.end),
                Err(_) => return Err(vm.raise(exc.clone())),
            }
        }
    };
    Ok(tuple::new(vec![piece, Value::size(next)]))
}
