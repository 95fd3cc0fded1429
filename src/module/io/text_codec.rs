//! How a text stream encodes and decodes: natively where the codec is built in, else through the codec's incremental
//! objects.
//!
//! Invariant: decoding piece by piece gives the text that decoding all at once gives; a decoder's state is what it holds
//! back of the bytes and a number, as `getstate` gives it.

use super::newline::{Newlines, state_parts};
use crate::heap::Mut;
use crate::object::codec::{self, Decoding, Encoding, Shape};
use crate::object::text_args::text;
use crate::object::tuple::Tuple;
use crate::object::{bytes, codec_registry, int, str, tuple};
use crate::text::builder::StrBuf;
use crate::text::codec::{Codec, Decoder, Order};
use crate::value::Value;
use crate::vm::Cx;
use crate::vm::native::{CallArgs, PyResult};
use std::cell::{Cell, RefCell};

/// Codec and error handler of a stream, with their state.
pub struct Coding {
    pub encoding: RefCell<String>,
    pub errors: RefCell<String>,
    /// the codec, if it is built in
    pub native: Cell<Option<Codec>>,
    /// incremental objects of another codec
    pub decoder: Mut<Value>,
    pub encoder: Mut<Value>,
    /// bytes of an incomplete character
    held: RefCell<Vec<u8>>,
    /// the codec once its byte order mark was read
    resolved: Cell<Option<Codec>>,
    /// nothing has been written: a byte order mark is due
    pub at_start: Cell<bool>,
    pub newlines: RefCell<Newlines>,
}

impl Coding {
    /// UTF-8.
    pub fn new() -> Coding {
        Coding {
            encoding: RefCell::new("utf-8".to_owned()),
            errors: RefCell::new("strict".to_owned()),
            native: Cell::new(Some(Codec::Utf8)),
            decoder: Mut::new(Value::NONE),
            encoder: Mut::new(Value::NONE),
            held: RefCell::new(Vec::new()),
            resolved: Cell::new(None),
            at_start: Cell::new(true),
            newlines: RefCell::new(Newlines::default()),
        }
    }

    /// Another codec, made ready for reading and writing as needed.
    pub async fn set(&self, cx: &mut Cx, encoding: &str, errors: &str, reads: bool, writes: bool) -> PyResult<()> {
        let native = match Codec::of(encoding) {
            Some(Codec::UnicodeEscape | Codec::RawUnicodeEscape) => None,
            other => other,
        };
        let (mut decoder, mut encoder) = (Value::NONE, Value::NONE);
        if native.is_none() {
            let info = codec_registry::lookup(cx, encoding).await?;
            if let Some(flag) = cx.attr_opt(&info, "_is_text_encoding").await?
                && !cx.truth(&flag).await?
            {
                let message = format!("'{encoding}' is not a text encoding");
                return Err(codec::lookup_error(cx.vm(), message));
            }
            if reads {
                decoder = make(cx, &info, "incrementaldecoder", errors).await?;
            }
            if writes {
                encoder = make(cx, &info, "incrementalencoder", errors).await?;
            }
        } else if errors != "strict" {
            codec_registry::lookup_handler(cx.vm(), errors)?;
        }
        self.native.set(native);
        self.decoder.set(decoder);
        self.encoder.set(encoder);
        self.held.borrow_mut().clear();
        self.resolved.set(None);
        *self.encoding.borrow_mut() = encoding.to_owned();
        *self.errors.borrow_mut() = errors.to_owned();
        Ok(())
    }

    /// The next bytes as text.
    pub async fn decode(&self, cx: &mut Cx, input: &[u8], last: bool) -> PyResult<StrBuf> {
        let decoded = match self.native.get() {
            Some(codec) => {
                let mut all = self.held.take();
                all.extend_from_slice(input);
                let codec = self.resolved.get().unwrap_or(codec);
                let mark = match codec {
                    Codec::Utf8Sig => 3,
                    Codec::Utf16(Order::Mark) => 2,
                    Codec::Utf32(Order::Mark) => 4,
                    _ => 0,
                };
                if all.len() < mark && !last {
                    self.held.replace(all);
                    return Ok(StrBuf::from_ascii(Vec::new()));
                }
                let d = Decoder::new(codec, &all, last);
                self.resolved.set(match d.codec() {
                    Codec::Utf8Sig if !all.is_empty() => Some(Codec::Utf8),
                    Codec::Utf16(_) | Codec::Utf32(_) if !all.is_empty() => Some(d.codec()),
                    _ => self.resolved.get(),
                });
                let errors = self.errors.borrow().clone();
                let act = codec::decode_by(cx.vm(), &all, Decoding::Plain(d), &errors, Shape::Pair);
                let pair = cx.act(act).await?;
                let items = pair.get::<Tuple>().map(|t| t.items().to_vec()).unwrap_or_default();
                let used = items.get(1).and_then(int::to_i64).unwrap_or(0) as usize;
                self.held.replace(if last { Vec::new() } else { all.split_off(used.min(all.len())) });
                items.into_iter().next().unwrap_or(Value::NONE)
            }
            None => {
                let args = [bytes::new(input.to_vec()), Value::bool(last)];
                cx.call_method(&self.decoder.get(), "decode", args).await?
            }
        };
        match text(&decoded) {
            Some(t) => Ok(self.newlines.borrow_mut().push(t, last)),
            None => {
                let name = cx.vm().type_name(&decoded);
                Err(cx.vm().type_error(format!("decoder should return a string result, not '{name}'")))
            }
        }
    }

    /// What the decoder holds back, and its number.
    pub async fn decoder_state(&self, cx: &mut Cx) -> PyResult<(Vec<u8>, i64)> {
        let (held, flag) = match self.native.get() {
            Some(_) => {
                let flag = match self.resolved.get() {
                    None => 0,
                    Some(Codec::Utf16(Order::Big) | Codec::Utf32(Order::Big)) => 2,
                    Some(_) => 1,
                };
                (self.held.borrow().clone(), flag)
            }
            None => {
                let state = cx.call_method(&self.decoder.get(), "getstate", []).await?;
                state_parts(cx.vm(), &state)?
            }
        };
        let newlines = self.newlines.borrow();
        Ok((held, if newlines.universal { flag << 1 | newlines.held_return as i64 } else { flag }))
    }

    /// Puts the decoder into a state.
    pub async fn set_decoder_state(&self, cx: &mut Cx, held: Vec<u8>, flag: i64) -> PyResult<()> {
        let universal = self.newlines.borrow().universal;
        let flag = if universal {
            self.newlines.borrow_mut().held_return = flag & 1 != 0;
            flag >> 1
        } else {
            flag
        };
        match self.native.get() {
            Some(codec) => {
                self.held.replace(held);
                let order = if flag == 2 { Order::Big } else { Order::Little };
                self.resolved.set(match (flag, codec) {
                    (0, _) => None,
                    (_, Codec::Utf16(_)) => Some(Codec::Utf16(order)),
                    (_, Codec::Utf32(_)) => Some(Codec::Utf32(order)),
                    _ => Some(Codec::Utf8),
                });
            }
            None => {
                let state = tuple::new(vec![bytes::new(held), Value::int(flag)]);
                cx.call_method(&self.decoder.get(), "setstate", [state]).await?;
            }
        }
        Ok(())
    }

    /// Forgets what was decoded.
    pub async fn reset_decoder(&self, cx: &mut Cx) -> PyResult<()> {
        self.newlines.borrow_mut().held_return = false;
        self.held.borrow_mut().clear();
        self.resolved.set(None);
        let decoder = self.decoder.get();
        if !decoder.is_none() {
            cx.call_method(&decoder, "reset", []).await?;
        }
        Ok(())
    }

    /// A native decoder forgets what was decoded; false if there is another one to ask.
    pub fn reset_now(&self) -> bool {
        if self.native.get().is_none() {
            return false;
        }
        self.newlines.borrow_mut().held_return = false;
        self.held.borrow_mut().clear();
        self.resolved.set(None);
        true
    }

    /// The codec for what is written next: a mark only at the start.
    pub fn encoding_codec(&self) -> Option<Codec> {
        let codec = self.native.get()?;
        Some(match (codec, self.at_start.get()) {
            (Codec::Utf8Sig, false) => Codec::Utf8,
            (Codec::Utf16(Order::Mark), false) => Codec::Utf16(Order::Little),
            (Codec::Utf32(Order::Mark), false) => Codec::Utf32(Order::Little),
            _ => codec,
        })
    }

    /// Text as bytes.
    pub async fn encode(&self, cx: &mut Cx, v: &Value) -> PyResult<Vec<u8>> {
        let data = match self.encoding_codec() {
            Some(codec) => {
                let errors = self.errors.borrow().clone();
                let act = codec::encode_by(cx.vm(), v, Encoding::Plain(codec), &errors, Shape::Text);
                cx.act(act).await?
            }
            None => cx.call_method(&self.encoder.get(), "encode", [v.clone()]).await?,
        };
        self.at_start.set(false);
        match data.get::<bytes::Bytes>() {
            Some(b) => Ok(b.data().to_vec()),
            None => {
                let name = cx.vm().type_name(&data);
                Err(cx.vm().type_error(format!("encoder should return a bytes object, not '{name}'")))
            }
        }
    }

    /// The encoder is at the start of the stream, or somewhere in it.
    pub async fn set_encoder_start(&self, cx: &mut Cx, start: bool) -> PyResult<()> {
        self.at_start.set(start);
        let encoder = self.encoder.get();
        if !encoder.is_none() {
            match start {
                true => cx.call_method(&encoder, "reset", []).await?,
                false => cx.call_method(&encoder, "setstate", [Value::int(0)]).await?,
            };
        }
        Ok(())
    }
}

async fn make(cx: &mut Cx, info: &Value, what: &'static std::primitive::str, errors: &str) -> PyResult {
    let class = cx.attr(info, what).await?;
    let args = CallArgs { values: smallvec::smallvec![str::new(errors)], names: None };
    cx.call_kw(&class, args).await
}
