//! Constant folding, with CPython's limits.
//!
//! Invariant: a folded expression is one that cannot fail and whose value is bit for bit what the VM would compute; anything doubtful stays
//! code.

use super::Compiler;
use super::scopes::left_operand;
use crate::code::Const;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};
use ruff_python_ast::{self as ast, Expr, Number, Operator, UnaryOp};
use std::rc::Rc;

const MAX_INT_BITS: u64 = 128;
const MAX_REPEAT: usize = 256;
const MAX_STR: usize = 4096;
const MAX_CONCAT: usize = 1 << 16;
const MAX_TUPLE: usize = 1 << 20;
/// Deepest nesting that is folded.
const MAX_DEPTH: u32 = 24;

impl Compiler<'_> {
    /// The constant that an expression is, if it is one.
    pub(super) fn constant(&self, e: &Expr) -> Option<Const> {
        self.constant_within(e, MAX_DEPTH)
    }

    fn constant_within(&self, e: &Expr, depth: u32) -> Option<Const> {
        match e {
            Expr::Tuple(t) => self.tuple_within(&t.elts, depth.checked_sub(1)?),
            Expr::UnaryOp(_) => self.unary_within(e, depth.checked_sub(1)?),
            Expr::BinOp(_) | Expr::Subscript(_) => self.chain_within(e, depth.checked_sub(1)?),
            Expr::Slice(s) => self.slice_within(s, depth.checked_sub(1)?),
            Expr::Name(n) => (n.id.as_str() == "__debug__").then_some(Const::Bool(self.options.optimize == 0)),
            _ => self.literal_const(e),
        }
    }

    #[inline(never)]
    fn literal_const(&self, e: &Expr) -> Option<Const> {
        match e {
            Expr::NoneLiteral(_) => Some(Const::None),
            Expr::BooleanLiteral(b) => Some(Const::Bool(b.value)),
            Expr::EllipsisLiteral(_) => Some(Const::Ellipsis),
            Expr::NumberLiteral(n) => Some(number(&n.value)),
            Expr::StringLiteral(s) => Some(self.string_const(s)),
            Expr::BytesLiteral(b) => {
                let bytes: Vec<u8> = b.value.bytes().collect();
                Some(Const::Bytes(bytes.into()))
            }
            _ => None,
        }
    }

    #[inline(never)]
    fn unary_within(&self, e: &Expr, depth: u32) -> Option<Const> {
        let mut ops = Vec::new();
        let mut inner = e;
        while let Expr::UnaryOp(u) = inner {
            ops.push(u.op);
            inner = &u.operand;
        }
        let mut value = self.constant_within(inner, depth)?;
        while let Some(op) = ops.pop() {
            value = unary(op, value)?;
        }
        Some(value)
    }

    #[inline(never)]
    fn slice_within(&self, s: &ast::ExprSlice, depth: u32) -> Option<Const> {
        let part = |e: &Option<Box<Expr>>| match e {
            Some(e) => self.constant_within(e, depth),
            None => Some(Const::None),
        };
        Some(Const::Slice(Rc::new([part(&s.lower)?, part(&s.upper)?, part(&s.step)?])))
    }

    #[inline(never)]
    fn tuple_within(&self, items: &[Expr], depth: u32) -> Option<Const> {
        if items.len() > MAX_TUPLE || items.last().is_some_and(|e| !may_be_constant(e)) {
            return None;
        }
        let mut values = Vec::new();
        for e in items {
            values.push(self.constant_within(e, depth)?);
        }
        Some(Const::Tuple(values.into()))
    }

    /// A chain of operators and subscripts, from its leftmost leaf.
    #[inline(never)]
    fn chain_within(&self, e: &Expr, depth: u32) -> Option<Const> {
        let mut spine = Vec::new();
        let mut base = e;
        while let Expr::BinOp(_) | Expr::Subscript(_) = base {
            spine.push(base);
            base = left_operand(base)?;
        }
        let mut value = self.constant_within(base, depth)?;
        while let Some(node) = spine.pop() {
            value = match node {
                Expr::BinOp(b) => binary(b.op, &value, &self.constant_within(&b.right, depth)?)?,
                Expr::Subscript(s) if s.ctx == ast::ExprContext::Load => {
                    subscript(&value, &self.constant_within(&s.slice, depth)?)?
                }
                _ => return None,
            };
        }
        Some(value)
    }

    /// The tuple constant that a display of constants is.
    pub(super) fn constant_tuple(&self, items: &[Expr]) -> Option<Const> {
        self.tuple_within(items, MAX_DEPTH)
    }

    /// The values of a list of constants.
    pub(super) fn constants(&self, items: &[Expr]) -> Option<Vec<Const>> {
        if items.len() > MAX_TUPLE {
            return None;
        }
        // cheap refusals first
        if let Some(last) = items.last()
            && !may_be_constant(last)
        {
            return None;
        }
        items.iter().map(|e| self.constant(e)).collect()
    }
}

fn may_be_constant(e: &Expr) -> bool {
    match e {
        Expr::Name(n) => n.id.as_str() == "__debug__",
        Expr::NoneLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::EllipsisLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::Tuple(_)
        | Expr::UnaryOp(_)
        | Expr::BinOp(_)
        | Expr::Subscript(_)
        | Expr::Slice(_) => true,
        _ => false,
    }
}

/// The value of a number literal.
pub(super) fn number(n: &Number) -> Const {
    match n {
        Number::Float(f) => Const::Float(*f),
        Number::Complex { real, imag } => Const::Complex(*real, *imag),
        Number::Int(i) => match i.as_i64() {
            Some(i) => Const::Int(i),
            None => {
                let text: String = i.to_string().chars().filter(|c| *c != '_').collect();
                let (digits, radix) = match text.get(..2) {
                    Some("0x" | "0X") => (&text[2..], 16),
                    Some("0o" | "0O") => (&text[2..], 8),
                    Some("0b" | "0B") => (&text[2..], 2),
                    _ => (&text[..], 10),
                };
                match BigInt::parse_bytes(digits.as_bytes(), radix) {
                    Some(i) => int(i),
                    None => Const::Int(0),
                }
            }
        },
    }
}

/// The shortest form of an int.
pub(super) fn int(i: BigInt) -> Const {
    match i.to_i64() {
        Some(i) => Const::Int(i),
        None => Const::BigInt(i),
    }
}

fn as_int(c: &Const) -> Option<BigInt> {
    match c {
        Const::Bool(b) => Some(BigInt::from(*b as u8)),
        Const::Int(i) => Some(BigInt::from(*i)),
        Const::BigInt(i) => Some(i.clone()),
        _ => None,
    }
}

fn as_float(c: &Const) -> Option<f64> {
    match c {
        Const::Float(f) => Some(*f),
        Const::Bool(b) => Some(*b as u8 as f64),
        Const::Int(i) => Some(*i as f64),
        _ => None,
    }
}

/// Whether a constant is true.
pub(super) fn truth(c: &Const) -> bool {
    match c {
        Const::None => false,
        Const::Bool(b) => *b,
        Const::Int(i) => *i != 0,
        Const::Float(f) => *f != 0.0,
        Const::Complex(r, i) => *r != 0.0 || *i != 0.0,
        Const::Str(s) => !s.is_empty(),
        Const::WideStr(s) => !s.is_empty(),
        Const::Bytes(b) => !b.is_empty(),
        Const::Tuple(t) | Const::FrozenSet(t) => !t.is_empty(),
        Const::BigInt(_) | Const::Ellipsis | Const::Slice(_) | Const::Code(_) => true,
    }
}

/// `op value`.
pub(super) fn unary(op: UnaryOp, value: Const) -> Option<Const> {
    match (op, value) {
        (UnaryOp::Not, v) => Some(Const::Bool(!truth(&v))),
        (UnaryOp::USub, Const::Float(f)) => Some(Const::Float(-f)),
        (UnaryOp::USub, Const::Complex(r, i)) => Some(Const::Complex(-r, -i)),
        (UnaryOp::UAdd, v @ (Const::Float(_) | Const::Complex(..))) => Some(v),
        (UnaryOp::USub, v) => Some(int(-as_int(&v)?)),
        (UnaryOp::UAdd, v) => Some(int(as_int(&v)?)),
        (UnaryOp::Invert, Const::Bool(_)) => None,
        (UnaryOp::Invert, v) => Some(int(-as_int(&v)? - 1)),
    }
}

/// `left op right`.
pub(super) fn binary(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    if let (Some(a), Some(b)) = (as_int(left), as_int(right)) {
        if let (Const::Bool(x), Const::Bool(y)) = (left, right) {
            match op {
                Operator::BitAnd => return Some(Const::Bool(x & y)),
                Operator::BitOr => return Some(Const::Bool(x | y)),
                Operator::BitXor => return Some(Const::Bool(x ^ y)),
                _ => {}
            }
        }
        return int_binary(op, a, b);
    }
    match (left, right) {
        (Const::Complex(..), _) | (_, Const::Complex(..)) => {
            let part =
                |c: &Const| if let Const::Complex(r, i) = c { Some((*r, *i)) } else { as_float(c).map(|f| (f, 0.0)) };
            // a real operand has no imaginary part at all: only the sums where that makes no difference are folded
            match (op, left, right) {
                (Operator::Add, Const::Complex(a, b), Const::Complex(c, d)) => Some(Const::Complex(a + c, b + d)),
                (Operator::Sub, Const::Complex(a, b), Const::Complex(c, d)) => Some(Const::Complex(a - c, b - d)),
                (Operator::Add, Const::Complex(a, b), r) => Some(Const::Complex(a + part(r)?.0, *b)),
                (Operator::Add, l, Const::Complex(c, d)) => Some(Const::Complex(part(l)?.0 + c, *d)),
                (Operator::Sub, Const::Complex(a, b), r) => Some(Const::Complex(a - part(r)?.0, *b)),
                (Operator::Sub, l, Const::Complex(c, d)) => Some(Const::Complex(part(l)?.0 - c, -d)),
                _ => None,
            }
        }
        (Const::Float(_), _) | (_, Const::Float(_)) => {
            let (a, b) = (as_float(left)?, as_float(right)?);
            match op {
                Operator::Add => Some(Const::Float(a + b)),
                Operator::Sub => Some(Const::Float(a - b)),
                Operator::Mult => Some(Const::Float(a * b)),
                Operator::Div if b != 0.0 => Some(Const::Float(a / b)),
                _ => None,
            }
        }
        (Const::Str(a), Const::Str(b)) if op == Operator::Add && a.len() + b.len() <= MAX_CONCAT => {
            let mut s = String::with_capacity(a.len() + b.len());
            s.push_str(a);
            s.push_str(b);
            Some(Const::Str(s.into()))
        }
        (Const::Bytes(a), Const::Bytes(b)) if op == Operator::Add && a.len() + b.len() <= MAX_CONCAT => {
            Some(Const::Bytes([&a[..], &b[..]].concat().into()))
        }
        (Const::Tuple(a), Const::Tuple(b)) if op == Operator::Add && a.len() + b.len() <= MAX_STR => {
            Some(Const::Tuple(a.iter().chain(b.iter()).cloned().collect()))
        }
        (Const::Str(_) | Const::Bytes(_) | Const::Tuple(_), n) if op == Operator::Mult => repeat(left, n),
        (n, Const::Str(_) | Const::Bytes(_) | Const::Tuple(_)) if op == Operator::Mult => repeat(right, n),
        _ => None,
    }
}

fn repeat(value: &Const, n: &Const) -> Option<Const> {
    let n = as_int(n)?.to_isize()?.max(0) as usize;
    match value {
        Const::Str(s) if n.checked_mul(s.chars().count())? <= MAX_STR => Some(Const::Str(s.repeat(n).into())),
        Const::Bytes(b) if n.checked_mul(b.len())? <= MAX_STR => Some(Const::Bytes(b.repeat(n).into())),
        Const::Tuple(t)
            if n.checked_mul(t.len())? <= MAX_REPEAT && depth_size(value, 4).is_some_and(|d| d * n <= 4096) =>
        {
            Some(Const::Tuple(std::iter::repeat_n(t.iter(), n).flatten().cloned().collect()))
        }
        _ => None,
    }
}

/// Number of items in nested tuples, if they nest no deeper than `depth`.
fn depth_size(c: &Const, depth: u32) -> Option<usize> {
    match c {
        Const::Tuple(_) if depth == 0 => None,
        Const::Tuple(t) => t.iter().try_fold(t.len(), |n, i| Some(n + depth_size(i, depth - 1)?)),
        _ => Some(0),
    }
}

fn int_binary(op: Operator, a: BigInt, b: BigInt) -> Option<Const> {
    Some(int(match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => {
            if !a.is_zero() && !b.is_zero() && a.bits() + b.bits() > MAX_INT_BITS {
                return None;
            }
            a * b
        }
        Operator::Div => {
            let (x, y) = (a.to_i64()?, b.to_i64()?);
            if y == 0 || x.unsigned_abs() > 1 << 53 || y.unsigned_abs() > 1 << 53 {
                return None;
            }
            return Some(Const::Float(x as f64 / y as f64));
        }
        Operator::FloorDiv if !b.is_zero() => a.div_floor(&b),
        Operator::Mod if !b.is_zero() => a.mod_floor(&b),
        Operator::Pow => {
            let n = b.to_u32()?;
            if !a.is_zero() && n != 0 && a.bits() * n as u64 > MAX_INT_BITS {
                return None;
            }
            a.pow(n)
        }
        Operator::LShift => {
            let n = b.to_u32()?;
            if n as u64 > MAX_INT_BITS || !a.is_zero() && a.bits() + n as u64 > MAX_INT_BITS {
                return None;
            }
            a << n
        }
        Operator::RShift if !b.is_negative() => a >> b.to_u32()?,
        Operator::BitAnd => a & b,
        Operator::BitOr => a | b,
        Operator::BitXor => a ^ b,
        _ => return None,
    }))
}

/// `value[index]`.
pub(super) fn subscript(value: &Const, index: &Const) -> Option<Const> {
    let i = match index {
        Const::Int(i) => *i,
        Const::Bool(b) => *b as i64,
        _ => return None,
    };
    let at = |n: usize| {
        let i = if i < 0 { i.checked_add(n as i64)? } else { i };
        usize::try_from(i).ok().filter(|i| *i < n)
    };
    match value {
        Const::Tuple(t) => t.get(at(t.len())?).cloned(),
        Const::Bytes(b) => Some(Const::Int(*b.get(at(b.len())?)? as i64)),
        Const::Str(s) if s.len() <= MAX_STR => {
            let c = s.chars().nth(at(s.chars().count())?)?;
            Some(Const::Str(c.to_string().into()))
        }
        _ => None,
    }
}
