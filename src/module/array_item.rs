//! Items of arrays: type codes, and reading and writing single items.
//!
//! Invariant: a value that does not fit its type code is refused in CPython's words, which depend on the code.

use super::struct_format;
use crate::object::names::Dunder;
use crate::object::number::Int;
use crate::object::number_args;
use crate::object::str::{self, Str};
use crate::object::{int, int_bytes};
use crate::value::Value;
use crate::vm::Cx;
use crate::vm::native::PyResult;

/// All type codes.
pub const CODES: &str = "bBuwhHiIlLqQfd";

/// A type code, one of [`CODES`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Code(pub u8);

impl Code {
    /// Bytes an item takes.
    pub fn size(self) -> usize {
        match self.0 {
            b'b' | b'B' => 1,
            b'h' | b'H' => 2,
            b'u' | b'w' | b'i' | b'I' | b'f' => 4,
            _ => 8,
        }
    }
    /// The letter as text.
    pub fn text(self) -> &'static str {
        CODES.find(self.0 as char).and_then(|i| CODES.get(i..i + 1)).unwrap_or("B")
    }
    /// True for arrays of characters.
    pub fn is_character(self) -> bool {
        matches!(self.0, b'u' | b'w')
    }
    /// The number by which pickles name the layout.
    pub fn machine_format(self) -> i64 {
        match self.0 {
            b'B' => 0,
            b'b' => 1,
            b'H' => 2,
            b'h' => 4,
            b'I' => 6,
            b'i' => 8,
            b'L' | b'Q' => 10,
            b'l' | b'q' => 12,
            b'f' => 14,
            b'd' => 16,
            _ => 20,
        }
    }
    /// The item in `field`.
    pub fn read(self, field: &[u8]) -> Value {
        match self.0 {
            b'u' | b'w' => str::from_char(field.iter().rev().fold(0, |n, b| n << 8 | *b as u32)),
            b'f' => Value::float(field.try_into().map_or(0.0, f32::from_le_bytes) as f64),
            b'd' => Value::float(field.try_into().map_or(0.0, f64::from_le_bytes)),
            c => int_bytes::read(field, true, c.is_ascii_lowercase()),
        }
    }
    /// Appends a value as an item.
    pub async fn write(self, cx: &mut Cx, v: &Value, out: &mut Vec<u8>) -> PyResult<()> {
        match self.0 {
            b'u' | b'w' => {
                let Some(s) = v.get::<Str>() else {
                    let given = cx.vm().type_name(v);
                    return Err(cx.vm().type_error(format!("array item must be a unicode character, not {given}")));
                };
                let n = s.len();
                match s.view().get(0).filter(|_| n == 1) {
                    Some(c) => out.extend_from_slice(&c.to_le_bytes()),
                    None => {
                        let message = format!("array item must be a unicode character, not a string of length {n}");
                        return Err(cx.vm().type_error(message));
                    }
                }
            }
            b'f' => out.extend_from_slice(&(number_args::float(cx, v).await? as f32).to_le_bytes()),
            b'd' => out.extend_from_slice(&number_args::float(cx, v).await?.to_le_bytes()),
            _ => {
                let i = if int::is_int(v) { v.clone() } else { self.index(cx, v).await? };
                let mut field = [0u8; 8];
                let field = &mut field[..self.size()];
                if struct_format::pack_int(self.0, &i, field).is_err() {
                    let message = self.misfit(&i);
                    return Err(cx.vm().overflow_error(message));
                }
                out.extend_from_slice(field);
            }
        }
        Ok(())
    }

    async fn index(self, cx: &mut Cx, v: &Value) -> PyResult {
        if cx.vm().dunder(v, Dunder::Index).is_none() {
            let given = cx.vm().type_name(v);
            return Err(cx.vm().type_error(format!("'{given}' object cannot be interpreted as an integer")));
        }
        number_args::index(cx, v).await
    }

    /// Why an int does not fit.
    fn misfit(self, v: &Value) -> String {
        let i = Int::of(v).unwrap_or(Int::Small(0));
        let side = if i.is_negative() { "less than minimum" } else { "greater than maximum" };
        let wide = i.to_i64().is_none();
        match self.0 {
            b'b' | b'h' | b'i' | b'B' | b'H' | b'l' if wide => "Python int too large to convert to C long".to_owned(),
            b'b' => format!("signed char is {side}"),
            b'B' => format!("unsigned byte integer is {side}"),
            b'h' => format!("signed short integer is {side}"),
            b'H' => format!("unsigned short is {side}"),
            b'i' => format!("signed integer is {side}"),
            b'I' | b'L' if i.is_negative() => "can't convert negative value to unsigned int".to_owned(),
            b'I' if !wide || i.bits() <= 64 => "unsigned int is greater than maximum".to_owned(),
            b'I' | b'L' => "Python int too large to convert to C unsigned long".to_owned(),
            b'Q' if i.is_negative() => "can't convert negative int to unsigned".to_owned(),
            _ => "int too big to convert".to_owned(),
        }
    }
}
