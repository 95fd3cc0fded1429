//! Encoding str and decoding bytes: names, error handlers, exceptions.
//!
//! Invariant: the built-in codecs with the built-in handlers never call Python; a handler registered in Python is asked
//! once for each error and says where to go on.

use super::bytes::{self, buffer};
use super::int;
use super::str;
use super::text_args::text;
use super::tuple::Tuple;
use crate::text::builder::StrBuilder;
use crate::text::codec::{self, Codec, CodecError, Decoder, Errors};
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::native::{Act, PyResult};
use crate::vm::{Cx, Raised, Vm};
use std::collections::BTreeMap;

/// Handlers registered with `codecs.register_error`, per VM.
#[derive(Default)]
pub struct ErrorHandlers(pub BTreeMap<String, Value>);

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
        None => Err(lookup_error(vm, format!("unknown error handler name '{name}'"))),
    }
}

fn lookup_error(vm: &mut Vm, message: String) -> Raised {
    let ty = vm.types.exc.LookupError.clone();
    vm.error(&ty, message)
}

/// The codec of an encoding, or `LookupError`.
pub fn find(vm: &mut Vm, encoding: &str) -> PyResult<Codec> {
    Codec::of(encoding).ok_or_else(|| lookup_error(vm, format!("unknown encoding: {encoding}")))
}

/// The UnicodeDecodeError for an error in `bytes`.
pub fn decode_error(vm: &mut Vm, encoding: &str, bytes: &[u8], e: &CodecError) -> Value {
    let ty = vm.types.exc.UnicodeDecodeError.clone();
    let object = bytes::new(bytes.to_vec());
    unicode_error(vm, &ty, encoding, object, e)
}

/// The UnicodeEncodeError for an error in `v`.
pub fn encode_error(vm: &mut Vm, encoding: &str, v: StrView, e: &CodecError) -> Value {
    let ty = vm.types.exc.UnicodeEncodeError.clone();
    let object = str::new(v.to_buf());
    unicode_error(vm, &ty, encoding, object, e)
}

fn unicode_error(
    vm: &mut Vm,
    ty: &crate::heap::Ref<super::ty::Type>,
    encoding: &str,
    object: Value,
    e: &CodecError,
) -> Value {
    let args = vec![str::new(encoding), object, Value::size(e.start), Value::size(e.end), str::new(e.reason)];
    let exc = vm.new_exception(ty, args.clone());
    if let Some(x) = exc.get::<super::exception::Exception>() {
        x.fields.set(args);
    }
    exc
}

/// `bytes.decode(encoding, errors)`.
pub fn decode(vm: &mut Vm, data: &Value, encoding: &str, errors: &str) -> Act {
    let codec = match find(vm, encoding) {
        Ok(c) => c,
        Err(e) => return Act::Raise(e),
    };
    let Some(bytes) = buffer(data) else { return Act::Done(Value::NONE) };
    let mut out = StrBuilder::with_capacity(bytes.len());
    let mut d = Decoder::new(codec, &bytes, true);
    while let Some(e) = d.run(&bytes, &mut out) {
        let name = d.codec().name();
        match handler(vm, errors) {
            Err(e) => return Act::Raise(e),
            Ok(Handler::Native(how)) => {
                if let Err(e) = d.handle(&bytes, e, how, &mut out) {
                    if how == Errors::XmlCharRefReplace {
                        let message = "don't know how to handle UnicodeDecodeError in error callback";
                        return Act::Raise(vm.type_error(message));
                    }
                    let exc = decode_error(vm, name, &bytes, &e);
                    return Act::Raise(vm.raise(exc));
                }
            }
            Ok(Handler::Python(f)) => {
                let data = bytes.to_vec();
                return Act::run(async move |cx| decode_asking(cx, d, data, e, f, out).await);
            }
        }
    }
    Act::Done(str::new(out.finish()))
}

async fn decode_asking(
    cx: &mut Cx,
    mut d: Decoder,
    mut data: Vec<u8>,
    first: CodecError,
    f: Value,
    mut out: StrBuilder,
) -> PyResult {
    let mut error = Some(first);
    while let Some(e) = error {
        let exc = decode_error(cx.vm(), d.codec().name(), &data, &e);
        let answer = cx.call(&f, [exc.clone()]).await?;
        cx.tick(1).await?;
        let (piece, next) = reply(cx.vm(), &answer, data.len(), "decoding")?;
        let Some(t) = text(&piece) else {
            return Err(cx.vm().type_error("decoding error handler must return (str, int) tuple"));
        };
        out.push_view(t);
        // A handler may have replaced the object it was told about.
        if let Some(x) = exc.get::<super::exception::Exception>() {
            let args = x.args.get();
            if let Some(b) = args.get::<Tuple>().and_then(|t| t.items().get(1).cloned()).as_ref().and_then(buffer)
                && *b != *data
            {
                data = b.to_vec();
            }
        }
        d.seek(next);
        error = d.run(&data, &mut out);
    }
    Ok(str::new(out.finish()))
}

/// What a handler returned: a replacement and where to go on.
fn reply(vm: &mut Vm, answer: &Value, len: usize, what: &str) -> PyResult<(Value, usize)> {
    let kinds = if what == "decoding" { "(str, int)" } else { "(str/bytes, int)" };
    let items = answer.get::<Tuple>().map(|t| t.items().to_vec()).unwrap_or_default();
    let [piece, next] = items.as_slice() else {
        return Err(vm.type_error(format!("{what} error handler must return {kinds} tuple")));
    };
    let Some(n) = int::to_i64(next) else {
        return Err(vm.type_error(format!("{what} error handler must return {kinds} tuple")));
    };
    let at = if n < 0 { n + len as i64 } else { n };
    match usize::try_from(at).ok().filter(|at| *at <= len) {
        Some(at) => Ok((piece.clone(), at)),
        None => Err(vm.index_error(format!("position {at} from error handler out of bounds"))),
    }
}

/// `str.encode(encoding, errors)`.
pub fn encode(vm: &mut Vm, text_value: &Value, encoding: &str, errors: &str) -> Act {
    let codec = match find(vm, encoding) {
        Ok(c) => c,
        Err(e) => return Act::Raise(e),
    };
    let Some(v) = text(text_value) else { return Act::Done(Value::NONE) };
    let failed = match codec::encode(codec, v, Errors::Strict) {
        Ok(data) => return Act::Done(bytes::new(data)),
        Err(e) => e,
    };
    match handler(vm, errors) {
        Err(e) => Act::Raise(e),
        Ok(Handler::Native(how)) => match codec::encode(codec, v, how) {
            Ok(data) => Act::Done(bytes::new(data)),
            Err(e) => {
                let exc = encode_error(vm, codec.name(), v, &e);
                Act::Raise(vm.raise(exc))
            }
        },
        Ok(Handler::Python(f)) => {
            let whole = text_value.clone();
            Act::run(async move |cx| encode_asking(cx, codec, whole, failed, f).await)
        }
    }
}

async fn encode_asking(cx: &mut Cx, codec: Codec, whole: Value, first: CodecError, f: Value) -> PyResult {
    let Some(v) = text(&whole) else { return Ok(Value::NONE) };
    let mut out = Vec::new();
    // Everything before the first error, with the byte order mark.
    if let Ok(start) = codec::encode(codec, v.slice(0, first.start), Errors::Strict) {
        out = start;
    }
    let mut error = Some(first);
    while let Some(e) = error {
        let exc = encode_error(cx.vm(), codec.name(), v, &e);
        let answer = cx.call(&f, [exc.clone()]).await?;
        cx.tick(1).await?;
        let (piece, next) = reply(cx.vm(), &answer, v.len(), "encoding")?;
        if let Some(b) = buffer(&piece) {
            out.extend_from_slice(&b);
        } else if let Some(t) = text(&piece) {
            if codec::encode_step(codec, t, 0, &mut out).1.is_some() {
                return Err(cx.vm().raise(exc));
            }
        } else {
            return Err(cx.vm().type_error("encoding error handler must return (str/bytes, int) tuple"));
        }
        error = codec::encode_step(codec, v, next, &mut out).1;
    }
    Ok(bytes::new(out))
}
