//! int.to_bytes and int.from_bytes.
//!
//! Invariant: two's complement of exactly the length asked for, or an OverflowError.

use super::int_methods::this;
use super::number_args::index;
use super::text_args::{self, size, text};
use super::{bytes, int};
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, tail};
use crate::vm::{Cx, Vm};
use num_bigint::{BigInt, BigUint, Sign};
use smallvec::SmallVec;

/// `int.to_bytes`.
pub const TO_BYTES: NativeDef = tail("to_bytes", "(self, /, length=1, byteorder='big', *, signed=False)", to_bytes);
/// `int.from_bytes`.
pub const FROM_BYTES: NativeDef =
    tail("from_bytes", "(cls, /, bytes, byteorder='big', *, signed=False)", from_bytes).class();

/// True for 'little'.
fn little_endian(vm: &mut Vm, v: Option<&Value>, function: &str) -> PyResult<bool> {
    let Some(v) = v else { return Ok(false) };
    let Some(t) = text(v) else {
        let given = text_args::arg_type_name(vm, v);
        return Err(vm.type_error(format!("{function}() argument 'byteorder' must be str, not {given}")));
    };
    match t.as_ascii() {
        Some("little") => Ok(true),
        Some("big") => Ok(false),
        _ => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn to_bytes(vm: &mut Vm, a: &Args) -> Act {
    let ready = a.opt(1).is_none_or(int::is_int) && a.opt(3).is_none_or(|v| v.as_bool().is_some());
    if ready {
        return write(vm, a).into();
    }
    let mut values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
    Act::run(async move |cx| {
        if let Some(v) = values.get_mut(1).filter(|v| !v.is_unbound()) {
            *v = index(cx, v).await?;
        }
        if let Some(v) = values.get_mut(3).filter(|v| !v.is_unbound()) {
            *v = Value::bool(cx.truth(v).await?);
        }
        write(cx.vm(), &Args::owned(values))
    })
}

fn write(vm: &mut Vm, a: &Args) -> PyResult {
    let length = match a.opt(1) {
        Some(v) => size(vm, v)?,
        None => 1,
    };
    let little = little_endian(vm, a.opt(2), "to_bytes")?;
    let signed = a.opt(3).and_then(Value::as_bool).unwrap_or(false);
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    let x = this(a);
    if x.is_negative() && !signed {
        return Err(vm.overflow_error("can't convert negative int to unsigned"));
    }
    text_args::check_size(vm, length, 1)?;
    let mut out = match signed {
        false => x.to_big().magnitude().to_bytes_le(),
        true => x.to_big().to_signed_bytes_le(),
    };
    let fill = if x.is_negative() { 0xFF } else { 0 };
    // the shortest form of zero is one byte that may be left out, like any byte that only repeats the sign
    if x.is_zero() {
        out.clear();
    }
    if out.len() > length {
        return Err(vm.overflow_error("int too big to convert"));
    }
    out.resize(length, fill);
    if !little {
        out.reverse();
    }
    Ok(bytes::new(out))
}

/// The int that `data` holds.
pub fn read(data: &[u8], little: bool, signed: bool) -> Value {
    if data.len() <= 8 {
        let mut word = [0u8; 8];
        for (i, w) in word.iter_mut().take(data.len()).enumerate() {
            let from = if little { i } else { data.len() - 1 - i };
            *w = data.get(from).copied().unwrap_or(0);
        }
        let n = u64::from_le_bytes(word);
        let shift = 64 - 8 * data.len() as u32;
        return match (signed, data.is_empty()) {
            (_, true) => Value::int(0),
            (true, _) => Value::int((n << shift) as i64 >> shift),
            _ => int::big(BigInt::from(n)),
        };
    }
    int::big(match (signed, little) {
        (true, true) => BigInt::from_signed_bytes_le(data),
        (true, false) => BigInt::from_signed_bytes_be(data),
        (false, true) => BigInt::from_biguint(Sign::Plus, BigUint::from_bytes_le(data)),
        (false, false) => BigInt::from_biguint(Sign::Plus, BigUint::from_bytes_be(data)),
    })
}

fn from_bytes(vm: &mut Vm, a: &Args) -> Act {
    let signed = a.opt(3).map_or(Some(false), Value::as_bool);
    let exact = a.at(0).is(&Value::from(&vm.types.int));
    if exact && let (Some(signed), Some(data)) = (signed, bytes::buffer(a.at(1))) {
        return match little_endian(vm, a.opt(2), "from_bytes") {
            Ok(little) => Act::Done(read(&data, little, signed)),
            Err(e) => Act::Raise(e),
        };
    }
    let values: SmallVec<[Value; 6]> = a.iter().cloned().collect();
    Act::run(async move |cx| slow_from_bytes(cx, Args::owned(values)).await)
}

async fn slow_from_bytes(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let little = little_endian(cx.vm(), a.opt(2), "from_bytes")?;
    let signed = match a.opt(3) {
        Some(v) => cx.truth(v).await?,
        None => false,
    };
    let mut source = a.at(1).clone();
    // bytes() asks what lends its bytes
    if !bytes::is_bytes_like(&source) {
        if text(&source).is_some() || int::is_int(&source) {
            let given = cx.vm().type_name(&source);
            return Err(cx.vm().type_error(format!("cannot convert '{given}' object to bytes")));
        }
        let make = Value::from(&cx.vm().types.bytes);
        source = cx.call(&make, [source]).await?;
    }
    let n = match bytes::gathered(&source) {
        Some(data) => read(&data, little, signed),
        None => Value::int(0),
    };
    if a.at(0).is(&Value::from(&cx.vm().types.int)) {
        return Ok(n);
    }
    cx.call(a.at(0), [n]).await
}
