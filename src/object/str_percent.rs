//! The `%` operator of str and bytes.
//!
//! Invariant: arguments are taken in the order of the conversions, each converted before the next piece of the format is
//! even read, so the first mistake in reading order is the one that is raised.

use super::bytes::{self, ByteArray, Bytes, buffer, gathered};
use super::int::{self, BigIntBox};
use super::lent::{lends, request};
use super::names::Dunder;
use super::str::{self, Str};
use super::text_args::{digit_limit, text};
use super::text_drive::{Machine, Step, drive};
use super::tuple::Tuple;
use crate::heap::Ref;
use crate::text::builder::StrBuilder;
use crate::text::bytes_methods as ascii;
use crate::text::format::FormatError;
use crate::text::format_number::{IntRef, big_to_float};
use crate::text::percent::{Conversion, Piece, PieceError, Pieces, Size, unsupported};
use crate::text::view::StrView;
use crate::value::Value;
use crate::vm::native::{Act, PyResult};
use crate::vm::{Raised, Vm};
use num_bigint::BigInt;
use num_traits::FromPrimitive;

/// `format % args`, `format` being a str.
pub fn of_str(vm: &mut Vm, format: Ref<Str>, args: &Value) -> Act {
    let machine = Percent::new(vm, Format::Text(format), Value::NONE, args);
    drive(vm, machine)
}

/// `format % args`, `format` being a bytes object or a bytearray.
pub fn of_bytes(vm: &mut Vm, format: &Value, args: &Value) -> Act {
    let data = bytes::own(format).map(|b| b.to_vec()).unwrap_or_default();
    let machine = Percent::new(vm, Format::Bytes(data), format.clone(), args);
    drive(vm, machine)
}

/// The format, owned for as long as the work takes.
enum Format {
    Text(Ref<Str>),
    /// Read as Latin-1.
    Bytes(Vec<u8>),
}

impl Format {
    fn view(&self) -> StrView<'_> {
        match self {
            Format::Text(s) => s.view(),
            Format::Bytes(b) => ascii::view(b),
        }
    }
    fn is_bytes(&self) -> bool {
        matches!(self, Format::Bytes(_))
    }
}

/// What an awaited value is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pending {
    Nothing,
    Key,
    Text,
    /// Converted by `__index__`, `__int__` or `__float__`.
    Number,
    Bytes,
}

struct Percent {
    format: Format,
    /// The bytes object that was formatted, for the kind of the result.
    kind: Value,
    args: Value,
    /// `args` is a tuple of arguments.
    many: bool,
    mapping: bool,
    next: usize,
    pieces: Pieces,
    out: StrBuilder,
    conversion: Option<Conversion>,
    pending: Pending,
    /// The argument being converted, for error texts.
    argument: Value,
    /// A mapping key was used: left-over arguments are fine.
    keyed: bool,
}

impl Percent {
    fn new(vm: &mut Vm, format: Format, kind: Value, args: &Value) -> Percent {
        let many = args.is_a::<Tuple>();
        let mapping = !many
            && !args.is_a::<Str>()
            && !(format.is_bytes() && (args.is_a::<Bytes>() || args.is_a::<ByteArray>()))
            && vm.dunder(args, Dunder::GetItem).is_some();
        let out = StrBuilder::with_capacity(format.view().len() + 16);
        Percent {
            format,
            kind,
            args: args.clone(),
            many,
            mapping,
            next: 0,
            pieces: Pieces::new(),
            out,
            conversion: None,
            pending: Pending::Nothing,
            argument: Value::NONE,
            keyed: false,
        }
    }

    fn take(&mut self, vm: &mut Vm) -> PyResult {
        let found = match self.args.get::<Tuple>() {
            Some(t) if self.many => t.items().get(self.next).cloned(),
            _ if self.next == 0 && !self.keyed => Some(self.args.clone()),
            _ => None,
        };
        self.next += 1;
        found.ok_or_else(|| vm.type_error("not enough arguments for format string"))
    }

    /// A width or precision that is an argument: what stands under the key, if there is one.
    fn star(&mut self, vm: &mut Vm, keyed: &mut Option<Value>, kind: &std::primitive::str) -> PyResult<i64> {
        let v = match keyed.take() {
            Some(v) => v,
            None => self.take(vm)?,
        };
        if !int::is_int(&v) {
            return Err(vm.type_error("* wants int"));
        }
        int::to_i64(&v).ok_or_else(|| vm.overflow_error(format!("Python int too large to convert to C {kind}")))
    }

    /// Reads on until something has to be awaited.
    fn advance(&mut self, vm: &mut Vm) -> Result<Step, Raised> {
        loop {
            let piece = self.pieces.next(self.format.view(), self.mapping);
            match piece {
                None => return self.finish(vm),
                Some(Err(PieceError::NeedsMapping)) => return Err(vm.type_error("format requires a mapping")),
                Some(Err(PieceError::PrecisionTooBig)) if self.format.is_bytes() => {
                    return Err(vm.value_error("prec too big"));
                }
                Some(Err(e)) => return Err(vm.value_error(e.message())),
                Some(Ok(Piece::Literal(start, end))) => self.out.push_view(self.format.view().slice(start, end)),
                Some(Ok(Piece::Convert(c))) => {
                    self.conversion = Some(c);
                    if let Some((start, end)) = c.key {
                        let key = self.format.view().slice(start, end).to_buf();
                        let key = match self.format {
                            Format::Text(_) => str::new(key),
                            Format::Bytes(_) => bytes::new(ascii::into_bytes(key)),
                        };
                        self.keyed = true;
                        self.pending = Pending::Key;
                        let mapping = self.args.clone();
                        return Ok(Step::Need(vm.get_item(&mapping, &key)));
                    }
                    if let Some(step) = self.convert(vm, None)? {
                        return Ok(step);
                    }
                }
            }
        }
    }

    /// Converts the argument of the present conversion; `None` when it is written.
    fn convert(&mut self, vm: &mut Vm, keyed: Option<Value>) -> Result<Option<Step>, Raised> {
        let Some(mut c) = self.conversion else { return Ok(None) };
        let mut keyed = keyed;
        if c.width == Size::Star {
            let n = self.star(vm, &mut keyed, "ssize_t")?;
            if n == i64::MIN {
                return Err(vm.overflow_error("width too big"));
            }
            c.set_width(n);
        }
        if c.precision == Size::Star {
            let n = self.star(vm, &mut keyed, "int")?;
            if i32::try_from(n).is_err() {
                return Err(vm.overflow_error("Python int too large to convert to C int"));
            }
            c.set_precision(n);
        }
        super::text_args::check_size(vm, c.minimum_size(), 4)?;
        self.conversion = Some(c);
        let letter = char::from_u32(c.letter).unwrap_or('\u{FFFD}');
        if letter == '%' && c.bare {
            self.out.push_char(c.letter);
            return Ok(None);
        }
        let v = match keyed {
            Some(v) => v,
            None => self.take(vm)?,
        };
        self.argument = v.clone();
        let in_bytes = self.format.is_bytes();
        match letter {
            's' | 'b' if in_bytes => self.bytes(vm, v),
            'a' | 'r' if in_bytes => {
                self.pending = Pending::Text;
                Ok(Some(Step::Need(vm.ascii(&v))))
            }
            's' if str::is_exact(&v) => {
                c.push_text(&mut self.out, text(&v).unwrap_or(StrView::EMPTY));
                Ok(None)
            }
            's' if let (true, Some(n)) = (c.bare, v.as_small()) => {
                self.out.push_int(n);
                Ok(None)
            }
            's' | 'r' | 'a' => {
                self.pending = Pending::Text;
                Ok(Some(Step::Need(match letter {
                    's' => vm.str(&v),
                    'r' => vm.repr(&v),
                    _ => vm.ascii(&v),
                })))
            }
            'c' | 'd' | 'i' | 'u' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' => self.number(vm, v),
            _ => Err(vm.value_error(unsupported(c.letter, c.at))),
        }
    }

    fn bytes(&mut self, vm: &mut Vm, v: Value) -> Result<Option<Step>, Raised> {
        let Some(c) = self.conversion else { return Ok(None) };
        if let Some(b) = gathered(&v) {
            c.push_text(&mut self.out, ascii::view(&b));
            return Ok(None);
        }
        if let Some(act) = vm.call_dunder(&v, Dunder::Bytes, &[]) {
            self.pending = Pending::Bytes;
            return Ok(Some(Step::Need(act)));
        }
        if lends(&v) {
            self.pending = Pending::Bytes;
            return Ok(Some(Step::Need(vm.lent(&v, request::FULL_RO))));
        }
        let name = vm.type_name(&v);
        let message = "%b requires a bytes-like object, or an object that implements __bytes__, not";
        Err(vm.type_error(format!("{message} '{name}'")))
    }

    /// Writes a number; asks for the conversion of what is none.
    fn number(&mut self, vm: &mut Vm, v: Value) -> Result<Option<Step>, Raised> {
        let Some(c) = self.conversion else { return Ok(None) };
        let letter = char::from_u32(c.letter).unwrap_or('d');
        let converted = self.pending == Pending::Number;
        match letter {
            'c' => return self.character(vm, c, v, converted),
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let x = match v.as_float() {
                    Some(x) => x,
                    None if int::is_int(&v) => int_to_float(vm, &v)?,
                    None => return self.by_method(vm, &v, &[Dunder::Float, Dunder::Index]),
                };
                c.push_float(&mut self.out, x).map_err(|e| raise_format(vm, e))?;
                return Ok(None);
            }
            _ => {}
        }
        let limit = digit_limit(vm);
        if let Some(n) = v.as_small() {
            c.push_int(&mut self.out, IntRef::Small(n), limit).map_err(|e| raise_format(vm, e))?;
            return Ok(None);
        }
        if let Some(b) = v.get::<BigIntBox>() {
            c.push_int(&mut self.out, IntRef::Big(&b.0), limit).map_err(|e| raise_format(vm, e))?;
            return Ok(None);
        }
        let big = match (v.as_bool(), v.as_float(), letter) {
            (Some(b), ..) => BigInt::from(b as i64),
            (_, Some(x), 'd' | 'i' | 'u') => float_to_int(vm, x)?,
            (.., 'o' | 'x' | 'X') => return self.by_method(vm, &v, &[Dunder::Index]),
            _ => return self.by_method(vm, &v, &[Dunder::Int, Dunder::Index, Dunder::Trunc]),
        };
        c.push_int(&mut self.out, IntRef::Big(&big), limit).map_err(|e| raise_format(vm, e))?;
        Ok(None)
    }

    /// Asks the first of these methods that the type has.
    fn by_method(&mut self, vm: &mut Vm, v: &Value, methods: &[Dunder]) -> Result<Option<Step>, Raised> {
        if self.pending != Pending::Number {
            for d in methods {
                if let Some(act) = vm.call_dunder(v, *d, &[]) {
                    self.pending = Pending::Number;
                    return Ok(Some(Step::Try(act)));
                }
            }
        }
        Err(self.not_a_number(vm))
    }

    fn not_a_number(&mut self, vm: &mut Vm) -> Raised {
        let letter = self.conversion.and_then(|c| char::from_u32(c.letter)).unwrap_or('d');
        let name = match letter {
            'c' => super::qualified_type_name(vm, &self.argument),
            _ => vm.type_name(&self.argument),
        };
        let message = match letter {
            'o' | 'x' | 'X' => format!("%{letter} format: an integer is required, not {name}"),
            'd' | 'i' | 'u' => format!("%{letter} format: a real number is required, not {name}"),
            'c' if self.format.is_bytes() => {
                format!("%c requires an integer in range(256) or a single byte, not {name}")
            }
            'c' => format!("%c requires an int or a unicode character, not {name}"),
            _ if self.format.is_bytes() => format!("float argument required, not {name}"),
            _ => format!("must be real number, not {name}"),
        };
        vm.type_error(message)
    }

    fn character(&mut self, vm: &mut Vm, c: Conversion, v: Value, converted: bool) -> Result<Option<Step>, Raised> {
        let in_bytes = self.format.is_bytes();
        if in_bytes {
            if let Some(b) = buffer(&v) {
                let [byte] = &*b else {
                    let (name, n) = (if v.is_a::<ByteArray>() { "bytearray" } else { "bytes object" }, b.len());
                    return Err(vm.type_error(format!(
                        "%c requires an integer in range(256) or a single byte, not a {name} of length {n}"
                    )));
                };
                c.push_char(&mut self.out, *byte as u32);
                return Ok(None);
            }
        } else if let Some(t) = text(&v) {
            let (1, Some(ch)) = (t.len(), t.get(0)) else {
                let n = t.len();
                return Err(
                    vm.type_error(format!("%c requires an int or a unicode character, not a string of length {n}"))
                );
            };
            c.push_char(&mut self.out, ch);
            return Ok(None);
        }
        if !int::is_int(&v) {
            if converted {
                return Err(self.not_a_number(vm));
            }
            return self.by_method(vm, &v, &[Dunder::Index]);
        }
        let top = if in_bytes { 0xFF } else { 0x10FFFF };
        match int::to_i64(&v).and_then(|n| u32::try_from(n).ok()).filter(|n| *n <= top) {
            Some(ch) => c.push_char(&mut self.out, ch),
            None if in_bytes => return Err(vm.overflow_error("%c arg not in range(256)")),
            None => return Err(vm.overflow_error("%c arg not in range(0x110000)")),
        }
        Ok(None)
    }

    fn finish(&mut self, vm: &mut Vm) -> Result<Step, Raised> {
        let left_over = match self.args.get::<Tuple>() {
            Some(t) if self.many => self.next < t.len(),
            _ => !self.mapping && self.next == 0,
        };
        if left_over {
            let what = if self.format.is_bytes() { "bytes" } else { "string" };
            return Err(vm.type_error(format!("not all arguments converted during {what} formatting")));
        }
        let out = std::mem::take(&mut self.out).finish();
        Ok(Step::Done(match self.format {
            Format::Text(_) => str::new(out),
            Format::Bytes(_) => super::bytes_methods::like(&self.kind, ascii::into_bytes(out)),
        }))
    }

    fn resume(&mut self, vm: &mut Vm, input: Option<Value>) -> Result<Step, Raised> {
        if let Some(v) = input {
            let step = match self.pending {
                Pending::Key => {
                    self.pending = Pending::Nothing;
                    self.convert(vm, Some(v))?
                }
                Pending::Number => self.number(vm, v)?,
                Pending::Text => {
                    if let (Some(c), Some(t)) = (self.conversion, text(&v)) {
                        c.push_text(&mut self.out, t);
                    }
                    None
                }
                Pending::Bytes => {
                    let (Some(c), Some(b)) = (self.conversion, gathered(&v)) else {
                        let name = vm.type_name(&v);
                        return Err(vm.type_error(format!("__bytes__ returned non-bytes (type {name})")));
                    };
                    c.push_text(&mut self.out, ascii::view(&b));
                    None
                }
                Pending::Nothing => None,
            };
            if let Some(step) = step {
                return Ok(step);
            }
            self.pending = Pending::Nothing;
        }
        self.advance(vm)
    }
}

impl Machine for Percent {
    fn step(&mut self, vm: &mut Vm, input: Option<Value>) -> Step {
        self.resume(vm, input).unwrap_or_else(Step::Raise)
    }
    fn wrong_type(&mut self, vm: &mut Vm, e: Raised) -> Raised {
        drop(vm.take_raised(e));
        self.not_a_number(vm)
    }
}

/// A formatting error as an exception.
pub(super) fn raise_format(vm: &mut Vm, e: FormatError) -> Raised {
    match e {
        FormatError::Value(m) => vm.value_error(m),
        FormatError::Overflow(m) => vm.overflow_error(m),
    }
}

/// `float(n)` of an int.
pub(super) fn int_to_float(vm: &mut Vm, v: &Value) -> PyResult<f64> {
    if let Some(n) = int::to_i64(v) {
        return Ok(n as f64);
    }
    let x = int::to_big(v).and_then(|n| big_to_float(&n));
    x.ok_or_else(|| vm.overflow_error("int too large to convert to float"))
}

/// `int(x)` of a float.
pub(super) fn float_to_int(vm: &mut Vm, x: f64) -> PyResult<BigInt> {
    match BigInt::from_f64(x) {
        Some(n) => Ok(n),
        None if x.is_nan() => Err(vm.value_error("cannot convert float NaN to integer")),
        None => Err(vm.overflow_error("cannot convert float infinity to integer")),
    }
}
