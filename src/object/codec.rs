//! Encoding str and decoding bytes: the drivers, error handlers, exceptions.
//!
//! Invariant: the built-in codecs with the built-in handlers never call Python; a handler registered in Python is asked
//! once for each error and says where to go on. What is no built-in codec goes through the registry.

use super::bytes::{self, buffer, own};
use super::codec_registry;
use super::dict::Dict;
use super::exception::Exception;
use super::int;
use super::str;
use super::text_args::text;
use super::tuple::{self, Tuple};
use super::ty::Type;
use crate::heap::Ref;
use crate::text::builder::{StrBuf, StrBuilder};
use crate::text::charmap;
use crate::text::codec::{self, Codec, CodecError, Decoder, Errors, Replacement};
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::native::{Act, PyResult};
use crate::vm::{Cx, Raised, Vm};
use std::collections::HashMap;

/// Handlers registered with `codecs.register_error`, per VM.
#[derive(Default)]
pub struct ErrorHandlers(pub HashMap<String, Value>);

/// What is to be done at an error.
enum Handler {
    Native(Errors),
    Python(Value),
}

fn handler(vm: &mut Vm, name: &str) -> PyResult<Handler> {
    if let Some(f) = vm.state::<ErrorHandlers>().0.get(name) {
        return Ok(Handler::Python(f.clone()));
    }
    match Errors::of(name) {
        Some(e) => Ok(Handler::Native(e)),
        None if name == "namereplace" => codec_registry::lookup_handler(vm, name).map(Handler::Python),
        None => Err(lookup_error(vm, format!("unknown error handler name '{name}'"))),
    }
}

/// Raises LookupError.
pub(crate) fn lookup_error(vm: &mut Vm, message: String) -> Raised {
    let ty = vm.types.exc.LookupError.clone();
    vm.error(&ty, message)
}

/// The UnicodeDecodeError for an error in `bytes`.
pub fn decode_error(vm: &mut Vm, encoding: &str, bytes: &[u8], e: &CodecError) -> Value {
    let ty = vm.types.exc.UnicodeDecodeError.clone();
    let object = bytes::new(bytes.to_vec());
    unicode_error(vm, &ty, encoding, object, e)
}

/// An error if a text cannot be encoded as UTF-8.
pub fn check_encodable(vm: &mut Vm, v: StrView) -> PyResult<()> {
    match crate::text::codec_utf::encode_utf8(v, 0, &mut Vec::new()) {
        (_, Some(e)) => {
            let exc = encode_error(vm, "utf-8", v, &e);
            Err(vm.raise(exc))
        }
        _ => Ok(()),
    }
}

/// The UnicodeEncodeError for an error in `v`.
pub fn encode_error(vm: &mut Vm, encoding: &str, v: StrView, e: &CodecError) -> Value {
    let ty = vm.types.exc.UnicodeEncodeError.clone();
    let object = str::new(v.to_buf());
    unicode_error(vm, &ty, encoding, object, e)
}

fn unicode_error(vm: &mut Vm, ty: &Ref<Type>, encoding: &str, object: Value, e: &CodecError) -> Value {
    let args = vec![str::new(encoding), object, Value::size(e.start), Value::size(e.end), str::new(e.reason)];
    let exc = vm.new_exception(ty, args.clone());
    if let Some(x) = exc.get::<Exception>() {
        x.fields.set(args);
    }
    exc
}

/// A decoder at its place.
pub enum Decoding {
    /// One of the built-in codecs.
    Plain(Decoder),
    /// A table of 256 characters.
    Table { table: StrBuf, pos: usize },
}

impl Decoding {
    /// The name that exceptions carry.
    fn name(&self) -> &'static str {
        match self {
            Decoding::Plain(d) => d.codec().name(),
            Decoding::Table { .. } => "charmap",
        }
    }
    fn position(&self) -> usize {
        match self {
            Decoding::Plain(d) => d.position(),
            Decoding::Table { pos, .. } => *pos,
        }
    }
    fn seek(&mut self, at: usize) {
        match self {
            Decoding::Plain(d) => d.seek(at),
            Decoding::Table { pos, .. } => *pos = at,
        }
    }
    fn run(&mut self, bytes: &[u8], out: &mut StrBuilder) -> Option<CodecError> {
        match self {
            Decoding::Plain(d) => d.run(bytes, out),
            Decoding::Table { table, pos } => {
                let (at, e) = charmap::decode(bytes, *pos, table.view(), out);
                *pos = at;
                e
            }
        }
    }
    fn handle(&mut self, bytes: &[u8], e: CodecError, how: Errors, out: &mut StrBuilder) -> Result<(), CodecError> {
        match self {
            Decoding::Plain(d) => d.handle(bytes, e, how, out),
            Decoding::Table { pos, .. } => {
                let mut d = Decoder::new(Codec::Latin1, bytes, true);
                d.handle(bytes, e, how, out)?;
                *pos = d.position();
                Ok(())
            }
        }
    }
}

/// What a decoding function gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The text.
    Text,
    /// `(text, bytes consumed)`, as the functions of `_codecs` do.
    Pair,
}

fn shaped(text: StrBuf, consumed: usize, shape: Shape) -> Value {
    match shape {
        Shape::Text => str::new(text),
        Shape::Pair => tuple::new(vec![str::new(text), Value::size(consumed)]),
    }
}

/// `bytes.decode(encoding, errors)`.
pub fn decode(vm: &mut Vm, data: &Value, encoding: &str, errors: &str) -> Act {
    let Some(codec) = Codec::of(encoding) else {
        return codec_registry::decode(vm, data, encoding, errors);
    };
    let Some(bytes) = own(data) else { return Act::Done(Value::NONE) };
    let d = Decoding::Plain(Decoder::new(codec, &bytes, true));
    decode_by(vm, &bytes, d, errors, Shape::Text)
}

/// Decodes with a decoder at its beginning.
pub fn decode_by(vm: &mut Vm, bytes: &[u8], mut d: Decoding, errors: &str, shape: Shape) -> Act {
    let mut out = StrBuilder::with_capacity(bytes.len());
    while let Some(e) = d.run(bytes, &mut out) {
        let name = d.name();
        match handler(vm, errors) {
            Err(e) => return Act::Raise(e),
            Ok(Handler::Native(how)) => {
                if let Err(e) = d.handle(bytes, e, how, &mut out) {
                    if how == Errors::XmlCharRefReplace {
                        let message = "don't know how to handle UnicodeDecodeError in error callback";
                        return Act::Raise(vm.type_error(message));
                    }
                    let exc = decode_error(vm, name, bytes, &e);
                    return Act::Raise(vm.raise(exc));
                }
            }
            Ok(Handler::Python(f)) => {
                let data = bytes.to_vec();
                return Act::run(async move |cx| decode_asking(cx, d, data, e, f, out, shape).await);
            }
        }
    }
    Act::Done(shaped(out.finish(), d.position(), shape))
}

async fn decode_asking(
    cx: &mut Cx,
    mut d: Decoding,
    mut data: Vec<u8>,
    first: CodecError,
    f: Value,
    mut out: StrBuilder,
    shape: Shape,
) -> PyResult {
    let mut error = Some(first);
    while let Some(e) = error {
        let exc = decode_error(cx.vm(), d.name(), &data, &e);
        let answer = cx.call(&f, [exc.clone()]).await?;
        cx.tick(1).await?;
        // A handler may have replaced the object it was told about.
        if let Some(b) = field(&exc, 1).as_ref().and_then(buffer)
            && *b != *data
        {
            data = b.to_vec();
        }
        let (piece, next) = reply(cx.vm(), &answer, data.len(), true)?;
        match text(&piece) {
            Some(t) => out.push_view(t),
            None => return Err(bad_reply(cx.vm(), true)),
        }
        d.seek(next);
        error = d.run(&data, &mut out);
    }
    Ok(shaped(out.finish(), d.position(), shape))
}

/// A field of a UnicodeError.
pub(super) fn field(exc: &Value, i: usize) -> Option<Value> {
    exc.get::<Exception>()?.fields.borrow().get(i).cloned()
}

fn bad_reply(vm: &mut Vm, decoding: bool) -> Raised {
    vm.type_error(match decoding {
        true => "decoding error handler must return (str, int) tuple",
        false => "encoding error handler must return (str/bytes, int) tuple",
    })
}

/// What a handler returned: a replacement and where to go on.
fn reply(vm: &mut Vm, answer: &Value, len: usize, decoding: bool) -> PyResult<(Value, usize)> {
    let items = answer.get::<Tuple>().map(|t| t.items().to_vec()).unwrap_or_default();
    let [piece, next] = items.as_slice() else { return Err(bad_reply(vm, decoding)) };
    let Some(n) = int::to_i64(next) else { return Err(bad_reply(vm, decoding)) };
    let at = if n < 0 { n + len as i64 } else { n };
    match usize::try_from(at).ok().filter(|at| *at <= len) {
        Some(at) => Ok((piece.clone(), at)),
        None => Err(vm.index_error(format!("position {at} from error handler out of bounds"))),
    }
}

/// An encoder.
#[derive(Clone)]
pub enum Encoding {
    /// One of the built-in codecs.
    Plain(Codec),
    /// Characters to bytes: ints as keys and values.
    Map(Ref<Dict>),
}

impl Encoding {
    fn name(&self) -> &'static str {
        match self {
            Encoding::Plain(c) => c.name(),
            Encoding::Map(_) => "charmap",
        }
    }
    fn codec(&self) -> Option<Codec> {
        match self {
            Encoding::Plain(c) => Some(*c),
            Encoding::Map(_) => None,
        }
    }
    fn step(&self, v: StrView, pos: usize, out: &mut Vec<u8>) -> Option<CodecError> {
        match self {
            Encoding::Plain(c) => codec::encode_step(*c, v, pos, out).1,
            Encoding::Map(d) => charmap::encode(v, pos, &|c| mapped_byte(d, c), out).1,
        }
    }
}

fn mapped_byte(d: &Dict, c: u32) -> Option<u8> {
    let i = d.find(&Value::int(c as i64), crate::text::hash::int(c as i64)).ok().flatten()?;
    let v = d.value_at(i)?;
    match buffer(&v) {
        Some(b) => b.first().copied(),
        None => u8::try_from(int::to_i64(&v)?).ok(),
    }
}

fn encoded(data: Vec<u8>, consumed: usize, shape: Shape) -> Value {
    match shape {
        Shape::Text => bytes::new(data),
        Shape::Pair => tuple::new(vec![bytes::new(data), Value::size(consumed)]),
    }
}

/// `str.encode(encoding, errors)`.
pub fn encode(vm: &mut Vm, text_value: &Value, encoding: &str, errors: &str) -> Act {
    match Codec::of(encoding) {
        Some(codec) => encode_by(vm, text_value, Encoding::Plain(codec), errors, Shape::Text),
        None => codec_registry::encode(vm, text_value, encoding, errors),
    }
}

/// Encodes with an encoder.
pub fn encode_by(vm: &mut Vm, whole: &Value, how: Encoding, errors: &str, shape: Shape) -> Act {
    let Some(v) = text(whole) else { return Act::Done(Value::NONE) };
    let mut out = Vec::with_capacity(v.len());
    if let Encoding::Plain(c) = how {
        crate::text::codec_utf::push_mark(c, &mut out);
    }
    let mut pos = 0;
    while let Some(e) = how.step(v, pos, &mut out) {
        match handler(vm, errors) {
            Err(e) => return Act::Raise(e),
            Ok(Handler::Python(f)) => {
                let whole = whole.clone();
                return Act::run(async move |cx| encode_asking(cx, how, whole, e, f, out, shape).await);
            }
            Ok(Handler::Native(errors)) => {
                let failed = match codec::replacement(how.codec(), v, e, errors) {
                    Ok(Replacement::Bytes(b)) => {
                        out.extend(b);
                        None
                    }
                    Ok(Replacement::Text(t)) => how.step(t.view(), 0, &mut out).map(|_| e),
                    Err(e) => Some(e),
                };
                if let Some(e) = failed {
                    let exc = encode_error(vm, how.name(), v, &e);
                    return Act::Raise(vm.raise(exc));
                }
                pos = e.end;
            }
        }
    }
    Act::Done(encoded(out, v.len(), shape))
}

async fn encode_asking(
    cx: &mut Cx,
    how: Encoding,
    whole: Value,
    first: CodecError,
    f: Value,
    mut out: Vec<u8>,
    shape: Shape,
) -> PyResult {
    let Some(v) = text(&whole) else { return Ok(Value::NONE) };
    let mut error = Some(first);
    while let Some(e) = error {
        let exc = encode_error(cx.vm(), how.name(), v, &e);
        let answer = cx.call(&f, [exc.clone()]).await?;
        cx.tick(1).await?;
        let (piece, next) = reply(cx.vm(), &answer, v.len(), false)?;
        if let Some(b) = buffer(&piece) {
            out.extend_from_slice(&b);
        } else if let Some(t) = text(&piece) {
            if how.step(t, 0, &mut out).is_some() {
                return Err(cx.vm().raise(exc));
            }
        } else {
            return Err(bad_reply(cx.vm(), false));
        }
        error = how.step(v, next, &mut out);
    }
    Ok(encoded(out, v.len(), shape))
}
