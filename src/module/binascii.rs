//! `binascii`: bytes as text of several kinds, and checksums.

use super::ModuleSpec;
use super::checksum::{crc_hqx, crc32, low_word};
use crate::heap::Ref;
use crate::object::bytes_methods::{bytes_arg, hex_arguments};
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::spec::TypeSpec;
use crate::object::str::Str;
use crate::object::text_args::ints;
use crate::object::ty::{Type, flag};
use crate::object::{Types, bytes, int};
use crate::text::bytes_methods as text;
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::lending::want;
use crate::vm::native::{Act, Args, NativeDef, PyResult, Raised, leaf, tail};

pub static SPEC: ModuleSpec =
    ModuleSpec { name: "binascii", doc: "Conversion between binary data and ASCII", functions: FUNCTIONS, init };

const fn class(name: &'static std::primitive::str, base: fn(&Types) -> &Ref<Type>) -> TypeSpec {
    TypeSpec {
        module: "binascii",
        base,
        flags: flag::BASETYPE | flag::EXC_SUBCLASS | flag::HAS_DICT | flag::WEAKREFABLE,
        ..TypeSpec::of::<Exception>(name)
    }
}

static ERROR: TypeSpec = class("Error", |t| &t.exc.ValueError);
static INCOMPLETE: TypeSpec = class("Incomplete", |t| &t.exc.Exception);

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    for spec in [&ERROR, &INCOMPLETE] {
        let ty = vm.native_type(spec);
        let name = vm.intern(spec.name);
        dict.set_interned(&name, ty.value());
    }
    Ok(())
}

#[cold]
fn error(vm: &mut Vm, message: &str) -> Raised {
    let ty = vm.native_type(&ERROR);
    vm.error(&ty, message)
}

/// The bytes of a bytes-like object or an ASCII str.
fn ascii_arg(vm: &mut Vm, a: &Args) -> PyResult<Vec<u8>> {
    if let Some(s) = a.at(0).get::<Str>() {
        return match s.view().as_ascii() {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => Err(vm.value_error("string argument should contain only ASCII characters")),
        };
    }
    match bytes::buffer(a.at(0)) {
        Some(b) => Ok(b.to_vec()),
        None => {
            let name = vm.type_name(a.at(0));
            let e = vm.type_error(format!("argument should be bytes, buffer or ASCII string, not '{name}'"));
            Err(vm.wanting(e, a.at(0), want::OR_ERROR))
        }
    }
}

fn is_true(a: &Args, i: usize, default: bool) -> bool {
    match a.opt(i) {
        Some(v) => v.as_bool().unwrap_or_else(|| int::to_i64(v) != Some(0)),
        None => default,
    }
}

fn hexlify(vm: &mut Vm, a: &Args) -> PyResult {
    let data = bytes_arg(vm, a, 0)?.to_vec();
    let (separator, group) = hex_arguments(vm, a)?;
    Ok(bytes::new(text::hex(&data, separator, group)))
}

fn unhexlify(vm: &mut Vm, a: &Args) -> PyResult {
    let data = ascii_arg(vm, a)?;
    if data.len() % 2 == 1 {
        return Err(error(vm, "Odd-length string"));
    }
    let digit = |b: u8| char::from(b).to_digit(16);
    let mut out = Vec::with_capacity(data.len() / 2);
    for pair in data.chunks(2) {
        match pair {
            [a, b] if let (Some(a), Some(b)) = (digit(*a), digit(*b)) => out.push((a << 4 | b) as u8),
            _ => return Err(error(vm, "Non-hexadecimal digit found")),
        }
    }
    Ok(bytes::new(out))
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn b2a_base64(vm: &mut Vm, a: &Args) -> PyResult {
    let data = bytes_arg(vm, a, 0)?;
    let mut out = Vec::with_capacity(data.len() / 3 * 4 + 5);
    for group in data.chunks(3) {
        let word = group.iter().enumerate().fold(0u32, |w, (i, b)| w | (*b as u32) << (16 - 8 * i));
        for i in 0..4 {
            out.push(if i <= group.len() { BASE64[(word >> (18 - 6 * i) & 63) as usize] } else { b'=' });
        }
    }
    if is_true(a, 1, true) {
        out.push(b'\n');
    }
    drop(data);
    Ok(bytes::new(out))
}

fn sextet(b: u8) -> Option<u32> {
    Some(match b {
        b'A'..=b'Z' => b - b'A',
        b'a'..=b'z' => b - b'a' + 26,
        b'0'..=b'9' => b - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    } as u32)
}

fn a2b_base64(vm: &mut Vm, a: &Args) -> PyResult {
    let data = ascii_arg(vm, a)?;
    let strict = is_true(a, 1, false);
    let mut out = Vec::with_capacity(data.len() / 4 * 3 + 3);
    if strict && data.first() == Some(&b'=') {
        return Err(error(vm, "Leading padding not allowed"));
    }
    // characters since the last whole group, the bits they stand for, padding since the last data
    let (mut place, mut bits, mut pads, mut padded) = (0u32, 0u32, 0u32, false);
    for (i, b) in data.iter().enumerate() {
        if *b == b'=' {
            padded = true;
            pads += 1;
            if strict {
                match place {
                    0 => return Err(error(vm, "Excess padding not allowed")),
                    1 => break,
                    _ if place + pads >= 4 && i + 1 < data.len() => {
                        let message = match data.get(i + 1) {
                            Some(b'=') => "Excess padding not allowed",
                            Some(b) if sextet(*b).is_none() => "Only base64 data is allowed",
                            _ => "Excess data after padding",
                        };
                        return Err(error(vm, message));
                    }
                    _ => {}
                }
            }
            continue;
        }
        let Some(value) = sextet(*b) else {
            if strict {
                return Err(error(vm, "Only base64 data is allowed"));
            }
            continue;
        };
        if strict && padded {
            return Err(error(vm, "Discontinuous padding not allowed"));
        }
        pads = 0;
        match place {
            0 => bits = value,
            1 => {
                out.push((bits << 2 | value >> 4) as u8);
                bits = value & 15;
            }
            2 => {
                out.push((bits << 4 | value >> 2) as u8);
                bits = value & 3;
            }
            _ => out.push((bits << 6 | value) as u8),
        }
        place = (place + 1) & 3;
    }
    match place {
        0 => Ok(bytes::new(out)),
        1 => {
            let n = out.len() / 3 * 4 + 1;
            let text = format!(
                "Invalid base64-encoded string: number of data characters ({n}) cannot be 1 more than a multiple of 4"
            );
            Err(error(vm, &text))
        }
        _ if place + pads < 4 => Err(error(vm, "Incorrect padding")),
        _ => Ok(bytes::new(out)),
    }
}

fn b2a_uu(vm: &mut Vm, a: &Args) -> PyResult {
    let data = bytes_arg(vm, a, 0)?.to_vec();
    if data.len() > 45 {
        return Err(error(vm, "At most 45 bytes at once"));
    }
    let zero = if is_true(a, 1, false) { b'`' } else { b' ' };
    let letter = |n: u32| if n == 0 { zero } else { n as u8 + 32 };
    let mut out = vec![letter(data.len() as u32)];
    for group in data.chunks(3) {
        let word = group.iter().enumerate().fold(0u32, |w, (i, b)| w | (*b as u32) << (16 - 8 * i));
        out.extend((0..4).map(|i| letter(word >> (18 - 6 * i) & 63)));
    }
    out.push(b'\n');
    Ok(bytes::new(out))
}

fn a2b_uu(vm: &mut Vm, a: &Args) -> PyResult {
    let data = ascii_arg(vm, a)?;
    let Some((first, rest)) = data.split_first() else { return Err(error(vm, "Missing length byte")) };
    let wanted = (first.wrapping_sub(32) & 63) as usize;
    let mut out = Vec::with_capacity(wanted);
    let (mut at, mut bits, mut held) = (0, 0u32, 0);
    while out.len() < wanted {
        let value = match rest.get(at) {
            None | Some(b'\n' | b'\r') => 0,
            Some(b) if (32..=96).contains(b) => (b - 32 & 63) as u32,
            Some(_) => return Err(error(vm, "Illegal char")),
        };
        at += 1;
        bits = (bits << 6 | value) & 0xFFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    // padding to a whole group of four may follow
    if rest.get(at..).unwrap_or(&[]).iter().any(|b| !matches!(b, b' ' | b'`' | b'\n' | b'\r')) {
        return Err(error(vm, "Trailing garbage"));
    }
    Ok(bytes::new(out))
}

fn a2b_qp(vm: &mut Vm, a: &Args) -> PyResult {
    let data = ascii_arg(vm, a)?;
    let header = is_true(a, 1, false);
    let digit = |i: usize| data.get(i).and_then(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(data.len());
    let mut i = 0;
    while let Some(b) = data.get(i) {
        i += 1;
        match b {
            b'=' => match data.get(i) {
                None => break,
                // a soft line end: skip to the end of the line
                Some(b'\n' | b'\r') => {
                    while data.get(i).is_some_and(|b| *b != b'\n') {
                        i += 1;
                    }
                    i += 1;
                }
                Some(b'=') => {
                    out.push(b'=');
                    i += 1;
                }
                Some(_) => match (digit(i), digit(i + 1)) {
                    (Some(x), Some(y)) => {
                        out.push((x << 4 | y) as u8);
                        i += 2;
                    }
                    _ => out.push(b'='),
                },
            },
            b'_' if header => out.push(b' '),
            b => out.push(*b),
        }
    }
    Ok(bytes::new(out))
}

/// Longest line of quoted-printable text.
const LINE: usize = 76;

fn b2a_qp(vm: &mut Vm, a: &Args) -> PyResult {
    let data = bytes_arg(vm, a, 0)?.to_vec();
    let (quote_tabs, is_text, header) = (is_true(a, 1, false), is_true(a, 2, true), is_true(a, 3, false));
    // the line ends of the data decide how long lines are broken
    let crlf = data.iter().position(|b| *b == b'\n').is_some_and(|i| i > 0 && data.get(i - 1) == Some(&b'\r'));
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut column = 0;
    let soft = |out: &mut Vec<u8>| {
        out.push(b'=');
        if crlf {
            out.push(b'\r');
        }
        out.push(b'\n');
    };
    let mut i = 0;
    while let Some(&b) = data.get(i) {
        let next = data.get(i + 1).copied();
        let line_end = |b: Option<u8>, after: Option<u8>| b == Some(b'\n') || b == Some(b'\r') && after == Some(b'\n');
        let quoted = b > 126
            || b == b'='
            || header && b == b'_'
            || b == b'.' && column == 0 && (next.is_none() || matches!(next, Some(b'\n' | b'\r' | 0)))
            || !is_text && matches!(b, b'\r' | b'\n')
            || matches!(b, b'\t' | b' ') && (next.is_none() || quote_tabs)
            || b < 33 && !matches!(b, b'\r' | b'\n' | b'\t' | b' ');
        if quoted {
            if column + 3 >= LINE {
                soft(&mut out);
                column = 0;
            }
            out.extend_from_slice(format!("={b:02X}").as_bytes());
            column += 3;
            i += 1;
            continue;
        }
        if is_text && line_end(Some(b), next) {
            column = 0;
            // white space before a line end is quoted
            if let Some(last @ (b' ' | b'\t')) = out.last().copied() {
                out.pop();
                out.extend_from_slice(format!("={last:02X}").as_bytes());
            }
            if crlf {
                out.push(b'\r');
            }
            out.push(b'\n');
            i += if b == b'\r' { 2 } else { 1 };
            continue;
        }
        if !matches!(next, None | Some(b'\n')) && column + 1 >= LINE {
            soft(&mut out);
            column = 0;
        }
        column += 1;
        out.push(if header && b == b' ' { b'_' } else { b });
        i += 1;
    }
    Ok(bytes::new(out))
}

fn crc32_(vm: &mut Vm, a: &Args) -> PyResult {
    let start = low_word(a.opt(1), 0);
    let data = bytes_arg(vm, a, 0)?;
    Ok(Value::int(crc32(start, &data) as i64))
}

fn crc_hqx_(vm: &mut Vm, a: &Args) -> PyResult {
    let start = low_word(a.opt(1), 0);
    let data = bytes_arg(vm, a, 0)?;
    Ok(Value::int(crc_hqx(start, &data) as i64))
}

/// With the group size converted.
fn with_group(vm: &mut Vm, a: &Args) -> Act {
    ints(vm, a, &[2], hexlify)
}

static FUNCTIONS: &[NativeDef] = &[
    tail("hexlify", "(data, sep=<unrepresentable>, bytes_per_sep=1)", with_group),
    tail("b2a_hex", "(data, sep=<unrepresentable>, bytes_per_sep=1)", with_group),
    leaf("unhexlify", "(hexstr, /)", unhexlify),
    leaf("a2b_hex", "(hexstr, /)", unhexlify),
    leaf("b2a_base64", "(data, /, *, newline=True)", b2a_base64),
    leaf("a2b_base64", "(data, /, *, strict_mode=False)", a2b_base64),
    leaf("b2a_uu", "(data, /, *, backtick=False)", b2a_uu),
    leaf("a2b_uu", "(data, /)", a2b_uu),
    leaf("b2a_qp", "(data, quotetabs=False, istext=True, header=False)", b2a_qp),
    leaf("a2b_qp", "(data, header=False)", a2b_qp),
    tail("crc32", "(data, crc=0, /)", |vm, a| ints(vm, a, &[1], crc32_)),
    tail("crc_hqx", "(data, crc, /)", |vm, a| ints(vm, a, &[1], crc_hqx_)),
];
