//! `_codecs`: the functions behind `codecs` and the package `encodings`.
//!
//! Invariant: every function here does what the codec of the same name does for `str.encode` and `bytes.decode`; the
//! decoding ones give how many bytes they took, and leave an incomplete character at the end unless told it is final.

use super::ModuleSpec;
use crate::object::bytes::{self, buffer};
use crate::object::codec::{self, Decoding, Encoding, ErrorHandlers, Shape};
use crate::object::codec_registry::{self as registry, Registry};
use crate::object::dict::Dict;
use crate::object::lent::request;
use crate::object::text_args::{must_be, text};
use crate::object::{int, tuple};
use crate::resumable;
use crate::text::builder::StrBuf;
use crate::text::codec::{Codec, Decoder, Order};
use crate::text::codec_escape as escape;
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec { name: "_codecs", doc: "", functions: FUNCTIONS, init: |_, _| Ok(()) };

macro_rules! codec_pair {
    ($encode:literal, $decode:literal, $codec:expr) => {
        [
            tail($encode, "(str, errors=None, /)", |vm, a| encode_plain(vm, a, $codec)),
            tail($decode, "(data, errors=None, final=False, /)", |vm, a| decode_plain(vm, a, $codec)),
        ]
    };
}

const PAIRS: &[&[NativeDef]] = &[
    &codec_pair!("utf_8_encode", "utf_8_decode", Codec::Utf8),
    &codec_pair!("utf_7_encode", "utf_7_decode", Codec::Utf7),
    &codec_pair!("utf_16_encode", "utf_16_decode", Codec::Utf16(Order::Mark)),
    &codec_pair!("utf_16_le_encode", "utf_16_le_decode", Codec::Utf16(Order::Little)),
    &codec_pair!("utf_16_be_encode", "utf_16_be_decode", Codec::Utf16(Order::Big)),
    &codec_pair!("utf_32_encode", "utf_32_decode", Codec::Utf32(Order::Mark)),
    &codec_pair!("utf_32_le_encode", "utf_32_le_decode", Codec::Utf32(Order::Little)),
    &codec_pair!("utf_32_be_encode", "utf_32_be_decode", Codec::Utf32(Order::Big)),
    &codec_pair!("ascii_encode", "ascii_decode", Codec::Ascii),
    &codec_pair!("latin_1_encode", "latin_1_decode", Codec::Latin1),
    &codec_pair!("unicode_escape_encode", "unicode_escape_decode", Codec::UnicodeEscape),
    &codec_pair!("raw_unicode_escape_encode", "raw_unicode_escape_decode", Codec::RawUnicodeEscape),
    OTHERS,
];

const OTHERS: &[NativeDef] = &[
    leaf("register", "(search_function, /)", register),
    leaf("unregister", "(search_function, /)", unregister),
    resumable!("lookup", "(encoding, /)", lookup),
    resumable!("encode", "(obj, encoding='utf-8', errors='strict')", encode),
    resumable!("decode", "(obj, encoding='utf-8', errors='strict')", decode),
    leaf("register_error", "(errors, handler, /)", register_error),
    leaf("_unregister_error", "(errors, /)", unregister_error),
    leaf("lookup_error", "(name, /)", lookup_error),
    tail("utf_16_ex_decode", "(data, errors=None, byteorder=0, final=False, /)", |vm, a| ex_decode(vm, a, true)),
    tail("utf_32_ex_decode", "(data, errors=None, byteorder=0, final=False, /)", |vm, a| ex_decode(vm, a, false)),
    tail("charmap_encode", "(str, errors=None, mapping=None, /)", charmap_encode),
    tail("charmap_decode", "(data, errors=None, mapping=None, /)", charmap_decode),
    leaf("charmap_build", "(map, /)", charmap_build),
    leaf("escape_encode", "(data, errors=None, /)", escape_encode),
    leaf("escape_decode", "(data, errors=None, /)", escape_decode),
    leaf("readbuffer_encode", "(data, errors=None, /)", readbuffer_encode),
];

static FUNCTIONS: &[NativeDef] = &{
    const N: usize = crate::object::str_type::total(PAIRS);
    crate::object::str_type::concat::<N>(PAIRS)
};

/// The error handler's name given as argument `i`.
fn errors(vm: &mut Vm, a: &Args, i: usize) -> PyResult<String> {
    match a.some(i) {
        None => Ok("strict".to_owned()),
        Some(v) => match text(v) {
            Some(t) => Ok(t.to_display()),
            None => Err(must_be(vm, v, "errors must be str, not ")),
        },
    }
}

fn true_at(a: &Args, i: usize) -> bool {
    a.opt(i).is_some_and(|v| v.as_bool() == Some(true) || int::to_i64(v).is_some_and(|n| n != 0))
}

/// The bytes of argument 0; str counts as its UTF-8, as the escape decoders take it.
fn data(vm: &mut Vm, a: &Args) -> PyResult<Vec<u8>> {
    if let Some(b) = buffer(a.at(0)) {
        return Ok(b.to_vec());
    }
    if let Some(t) = text(a.at(0)) {
        return Ok(t.to_wtf8());
    }
    Err(crate::object::bytes_methods::not_bytes(vm, a.at(0)))
}

fn encode_plain(vm: &mut Vm, a: &Args, how: Codec) -> Act {
    encode_with(vm, a, Encoding::Plain(how))
}

fn encode_with(vm: &mut Vm, a: &Args, how: Encoding) -> Act {
    if text(a.at(0)).is_none() {
        return Act::Raise(must_be(vm, a.at(0), "encode() argument 1 must be str, not "));
    }
    match errors(vm, a, 1) {
        Ok(errors) => codec::encode_by(vm, a.at(0), how, &errors, Shape::Pair),
        Err(e) => Act::Raise(e),
    }
}

fn decode_plain(vm: &mut Vm, a: &Args, how: Codec) -> Act {
    // These have no state between calls: all there is, is all there will be.
    let whole = matches!(how, Codec::Ascii | Codec::Latin1);
    let complete = whole || true_at(a, 2);
    let parts = data(vm, a).and_then(|d| Ok((d, errors(vm, a, 1)?)));
    match parts {
        Ok((bytes, errors)) => {
            let d = Decoding::Plain(Decoder::new(how, &bytes, complete));
            codec::decode_by(vm, &bytes, d, &errors, Shape::Pair)
        }
        Err(e) => Act::Raise(e),
    }
}

/// Decodes with an explicit byte order (-1, 0, 1) and gives the order that the text turned out to have.
fn ex_decode(vm: &mut Vm, a: &Args, sixteen: bool) -> Act {
    let order = a.opt(2).and_then(int::to_i64).unwrap_or(0);
    let parts = data(vm, a).and_then(|d| Ok((d, errors(vm, a, 1)?)));
    let (bytes, errors) = match parts {
        Ok(p) => p,
        Err(e) => return Act::Raise(e),
    };
    let wanted = match order {
        0 => Order::Mark,
        n if n < 0 => Order::Little,
        _ => Order::Big,
    };
    let codec = if sixteen { Codec::Utf16(wanted) } else { Codec::Utf32(wanted) };
    let d = Decoder::new(codec, &bytes, true_at(a, 3));
    let found = match d.codec() {
        Codec::Utf16(Order::Big) | Codec::Utf32(Order::Big) => 1,
        _ if order == 0 && d.position() == 0 => 0,
        _ => -1,
    };
    let act = codec::decode_by(vm, &bytes, Decoding::Plain(d), &errors, Shape::Pair);
    let triple = move |v: Value| match v.get::<tuple::Tuple>().map(|t| t.items().to_vec()) {
        Some(mut items) => {
            items.push(Value::int(found));
            tuple::new(items)
        }
        None => v,
    };
    match act {
        Act::Done(v) => Act::Done(triple(v)),
        Act::Raise(e) => Act::Raise(e),
        act => Act::run(async move |cx| cx.act(act).await.map(triple)),
    }
}

fn register(vm: &mut Vm, a: &Args) -> PyResult {
    if !vm.is_callable(a.at(0)) {
        return Err(vm.type_error("argument must be callable"));
    }
    let f = a.at(0).clone();
    vm.state::<Registry>().search.push(f);
    Ok(Value::NONE)
}

fn unregister(vm: &mut Vm, a: &Args) -> PyResult {
    let f = a.at(0);
    let r = vm.state::<Registry>();
    if let Some(i) = r.search.iter().position(|x| x.is(f)) {
        r.search.remove(i);
        r.cache.clear();
    }
    Ok(Value::NONE)
}

/// The text of argument `i`, or "`name`() argument … must be str".
fn name_arg(vm: &mut Vm, a: &Args, i: usize, default: &str, what: &str) -> PyResult<String> {
    match a.opt(i) {
        None => Ok(default.to_owned()),
        Some(v) => match text(v) {
            Some(t) => Ok(t.to_display()),
            None => Err(must_be(vm, v, &format!("{what} must be str, not "))),
        },
    }
}

async fn lookup(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let name = name_arg(cx.vm(), &a, 0, "", "lookup() argument")?;
    registry::lookup(cx, &name).await
}

async fn encode(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let encoding = name_arg(cx.vm(), &a, 1, "utf-8", "encode() argument 'encoding'")?;
    let errors = name_arg(cx.vm(), &a, 2, "strict", "encode() argument 'errors'")?;
    if let (Some(_), Some(c)) = (text(a.at(0)), Codec::of(&encoding)) {
        let act = codec::encode_by(cx.vm(), a.at(0), Encoding::Plain(c), &errors, Shape::Text);
        return cx.act(act).await;
    }
    let info = registry::lookup(cx, &encoding).await?;
    registry::apply(cx, &info, 0, a.at(0).clone(), &errors).await
}

async fn decode(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let encoding = name_arg(cx.vm(), &a, 1, "utf-8", "decode() argument 'encoding'")?;
    let errors = name_arg(cx.vm(), &a, 2, "strict", "decode() argument 'errors'")?;
    if Codec::of(&encoding).is_some() {
        let lent = cx.lent(a.at(0), request::SIMPLE).await?;
        if buffer(&lent).is_some() {
            let act = codec::decode(cx.vm(), &lent, &encoding, &errors);
            return cx.act(act).await;
        }
    }
    if let (Some(t), Some(c @ (Codec::UnicodeEscape | Codec::RawUnicodeEscape))) = (text(a.at(0)), Codec::of(&encoding))
    {
        let bytes = t.to_wtf8();
        let d = Decoding::Plain(Decoder::new(c, &bytes, true));
        let act = codec::decode_by(cx.vm(), &bytes, d, &errors, Shape::Text);
        return cx.act(act).await;
    }
    let info = registry::lookup(cx, &encoding).await?;
    registry::apply(cx, &info, 1, a.at(0).clone(), &errors).await
}

fn register_error(vm: &mut Vm, a: &Args) -> PyResult {
    let name = name_arg(vm, a, 0, "", "register_error() argument 1")?;
    if !vm.is_callable(a.at(1)) {
        return Err(vm.type_error("handler must be callable"));
    }
    let f = a.at(1).clone();
    vm.state::<ErrorHandlers>().0.insert(name, f);
    Ok(Value::NONE)
}

fn unregister_error(vm: &mut Vm, a: &Args) -> PyResult {
    let name = name_arg(vm, a, 0, "", "_unregister_error() argument")?;
    if registry::is_builtin_handler(&name) {
        return Err(vm.value_error(format!("cannot un-register built-in error handler '{name}'")));
    }
    let gone = vm.state::<ErrorHandlers>().0.remove(&name);
    Ok(Value::bool(gone.is_some()))
}

fn lookup_error(vm: &mut Vm, a: &Args) -> PyResult {
    let name = name_arg(vm, a, 0, "", "lookup_error() argument")?;
    registry::lookup_handler(vm, &name)
}

/// A dict from characters to bytes; the inverse of a decoding table.
fn charmap_build(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(map) = text(a.at(0)) else {
        return Err(must_be(vm, a.at(0), "charmap_build() argument must be str, not "));
    };
    let d = Dict::new();
    for (byte, c) in map.iter().enumerate().take(256) {
        let hash = crate::text::hash::int(c as i64);
        let key = Value::int(c as i64);
        if c != 0xFFFE && matches!(d.find(&key, hash), Ok(None)) {
            d.insert_new(key, hash, Value::size(byte));
        }
    }
    Ok(d.into())
}

fn charmap_encode(vm: &mut Vm, a: &Args) -> Act {
    match a.some(2) {
        None => encode_plain(vm, a, Codec::Latin1),
        Some(v) => match v.get_ref::<Dict>() {
            Some(d) => encode_with(vm, a, Encoding::Map(d)),
            None => Act::Raise(must_be(vm, v, "charmap_encode() argument 3 must be dict, not ")),
        },
    }
}

fn charmap_decode(vm: &mut Vm, a: &Args) -> Act {
    let Some(mapping) = a.some(2) else { return decode_plain(vm, a, Codec::Latin1) };
    let table = if let Some(t) = text(mapping) {
        t.to_buf()
    } else if let Some(d) = mapping.get::<Dict>() {
        (0..256).map(|b| mapped_char(d, b).unwrap_or(0xFFFE)).collect::<StrBuf>()
    } else {
        return Act::Raise(must_be(vm, mapping, "charmap_decode() argument 3 must be str or dict, not "));
    };
    let parts = data(vm, a).and_then(|d| Ok((d, errors(vm, a, 1)?)));
    match parts {
        Ok((bytes, errors)) => codec::decode_by(vm, &bytes, Decoding::Table { table, pos: 0 }, &errors, Shape::Pair),
        Err(e) => Act::Raise(e),
    }
}

fn mapped_char(d: &Dict, byte: i64) -> Option<u32> {
    let i = d.find(&Value::int(byte), crate::text::hash::int(byte)).ok().flatten()?;
    let v = d.value_at(i)?;
    match text(&v) {
        Some(t) if t.len() == 1 => t.get(0),
        Some(_) => None,
        None => int::to_i64(&v).and_then(|n| u32::try_from(n).ok()).filter(|c| *c <= 0x10FFFF),
    }
}

fn pair(data: Vec<u8>, n: usize) -> PyResult {
    Ok(tuple::new(vec![bytes::new(data), Value::size(n)]))
}

fn escape_encode(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(b) = buffer(a.at(0)).map(|b| b.to_vec()) else {
        return Err(must_be(vm, a.at(0), "escape_encode() argument 1 must be bytes, not "));
    };
    pair(escape::encode_bytes(&b), b.len())
}

/// Decodes the escapes of a bytes literal.
fn escape_decode(vm: &mut Vm, a: &Args) -> PyResult {
    let bytes = data(vm, a)?;
    let how = errors(vm, a, 1)?;
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(&b) = bytes.get(i) {
        i += 1;
        if b != b'\\' {
            out.push(b);
            continue;
        }
        let Some(&c) = bytes.get(i) else { return Err(vm.value_error("Trailing \\ in string")) };
        i += 1;
        match c {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(c),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b't' => out.push(9),
            b'n' => out.push(10),
            b'r' => out.push(13),
            b'v' => out.push(11),
            b'a' => out.push(7),
            b'0'..=b'7' => {
                let mut n = (c - b'0') as u32;
                for _ in 0..2 {
                    match bytes.get(i) {
                        Some(d @ b'0'..=b'7') => n = n << 3 | (d - b'0') as u32,
                        _ => break,
                    }
                    i += 1;
                }
                out.push(n as u8);
            }
            b'x' => {
                let digit = |at: usize| bytes.get(at).and_then(|b| (*b as char).to_digit(16));
                match (digit(i), digit(i + 1)) {
                    (Some(h), Some(l)) => {
                        out.push((h << 4 | l) as u8);
                        i += 2;
                    }
                    (first, _) => match how.as_str() {
                        "strict" => {
                            return Err(vm.value_error(format!("invalid \\x escape at position {}", i - 2)));
                        }
                        "replace" | "ignore" => {
                            if how == "replace" {
                                out.push(b'?');
                            }
                            i += first.is_some() as usize;
                        }
                        _ => {
                            return Err(vm.value_error(format!("decoding error; unknown error handling code: {how}")));
                        }
                    },
                }
            }
            _ => out.extend_from_slice(&[b'\\', c]),
        }
    }
    pair(out, bytes.len())
}

fn readbuffer_encode(vm: &mut Vm, a: &Args) -> PyResult {
    let bytes = data(vm, a)?;
    let n = bytes.len();
    pair(bytes, n)
}
