//! abs, divmod, pow, round, hex, oct, bin, chr, ord.

use crate::code::BinOp;
use crate::object::float_arith::{self, pair};
use crate::object::names::Dunder;
use crate::object::number::{self, Int, Number};
use crate::object::number_args::{clipped, indexes};
use crate::object::text_args::text;
use crate::object::{bytes, complex_methods, float_methods, int_arith, int_methods, str, type_of, types};
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Raised, Vm};

/// The functions of this file.
pub const FUNCTIONS: &[NativeDef] = &[
    tail("abs", "(x, /)", abs),
    tail("divmod", "(x, y, /)", divmod),
    tail("pow", "(base, exp, mod=None)", pow),
    tail("round", "(number, ndigits=None)", round),
    tail("bin", "(number, /)", |vm, a| indexes(vm, a, &[0], |_, a| in_base(a, 2, "0b"))),
    tail("oct", "(number, /)", |vm, a| indexes(vm, a, &[0], |_, a| in_base(a, 8, "0o"))),
    tail("hex", "(number, /)", |vm, a| indexes(vm, a, &[0], |_, a| in_base(a, 16, "0x"))),
    tail("chr", "(i, /)", |vm, a| indexes(vm, a, &[0], chr)),
    leaf("ord", "(character, /)", ord),
];

fn in_base(a: &Args, base: u32, prefix: &str) -> PyResult {
    Ok(str::new(int_methods::in_base(Int::of(a.at(0)).unwrap_or(Int::Small(0)), base, prefix)))
}

fn chr(vm: &mut Vm, a: &Args) -> PyResult {
    match u32::try_from(clipped(a.at(0))) {
        Ok(c) if c <= 0x10FFFF => Ok(str::from_char(c)),
        _ => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord(vm: &mut Vm, a: &Args) -> PyResult {
    let v = a.at(0);
    let (first, len) = if let Some(t) = text(v) {
        (t.get(0), t.len())
    } else if v.is_a::<bytes::Bytes>() || v.is_a::<bytes::ByteArray>() {
        bytes::own(v).map_or((None, 0), |b| (b.first().map(|b| *b as u32), b.len()))
    } else {
        let given = vm.type_name(v);
        return Err(vm.type_error(format!("ord() expected string of length 1, but {given} found")));
    };
    match first {
        Some(c) if len == 1 => Ok(Value::int(c as i64)),
        _ => Err(vm.type_error(format!("ord() expected a character, but string of length {len} found"))),
    }
}

fn abs(vm: &mut Vm, a: &Args) -> Act {
    let v = a.at(0);
    if let Some(r) = number::absolute(vm, v) {
        return r.into();
    }
    match vm.call_dunder(v, Dunder::Abs, &[]) {
        Some(act) => act,
        None => {
            let given = vm.type_name(v);
            Act::Raise(vm.type_error(format!("bad operand type for abs(): '{given}'")))
        }
    }
}

fn divmod(vm: &mut Vm, a: &Args) -> Act {
    let (x, y) = (a.at(0), a.at(1));
    let native = match (number::exact(x), number::exact(y)) {
        (Some(Number::Int(i)), Some(Number::Int(j))) => Some(int_arith::div_mod(vm, i, j)),
        (Some(Number::Float(f)), Some(Number::Float(g))) => Some(float_arith::div_mod(vm, f, g)),
        (Some(Number::Int(i)), Some(Number::Float(g))) => {
            Some(number::float_of_int(vm, i).and_then(|f| float_arith::div_mod(vm, f, g)))
        }
        (Some(Number::Float(f)), Some(Number::Int(j))) => {
            Some(number::float_of_int(vm, j).and_then(|g| float_arith::div_mod(vm, f, g)))
        }
        _ => None,
    };
    if let Some(r) = native {
        return r.map(pair).into();
    }
    let (x, y) = (x.clone(), y.clone());
    Act::run(async move |cx| {
        if let Some(v) = try_methods(cx, Dunder::DivMod, Dunder::RDivMod, &x, &y, None).await? {
            return Ok(v);
        }
        let (s, t) = (cx.vm().type_name(&x), cx.vm().type_name(&y));
        Err(cx.vm().type_error(format!("unsupported operand type(s) for divmod(): '{s}' and '{t}'")))
    })
}

/// The first answer of the operands' methods that is not NotImplemented.
async fn try_methods(
    cx: &mut Cx,
    left: Dunder,
    right: Dunder,
    x: &Value,
    y: &Value,
    z: Option<&Value>,
) -> PyResult<Option<Value>> {
    for (method, receiver, argument) in cx.vm().candidates(None, left, right, x, y) {
        let mut arguments = vec![argument];
        arguments.extend(z.cloned());
        let act = cx.vm().call_unbound(method, &receiver, &arguments);
        let r = cx.act(act).await?;
        if !r.is_not_implemented() {
            return Ok(Some(r));
        }
    }
    Ok(None)
}

fn pow(vm: &mut Vm, a: &Args) -> Act {
    power(vm, a.at(0), a.at(1), a.some(2))
}

/// `pow` of two or three.
pub fn power(vm: &mut Vm, x: &Value, y: &Value, z: Option<&Value>) -> Act {
    let Some(z) = z else { return vm.binary(BinOp::Pow, x, y) };
    let exact = |v: &Value| matches!(number::exact(v), Some(Number::Int(_)));
    if exact(x) && exact(y) && exact(z) {
        return int_methods::pow(vm, x, y, Some(z)).into();
    }
    let (x, y, z) = (x.clone(), y.clone(), z.clone());
    Act::run(async move |cx| {
        if let Some(v) = try_methods(cx, Dunder::Pow, Dunder::RPow, &x, &y, Some(&z)).await? {
            return Ok(v);
        }
        let modulus = crate::object::weakref_methods::live(cx.vm(), &z)?;
        if !modulus.is(&z) {
            let act = power(cx.vm(), &x, &y, Some(&modulus));
            return cx.act(act).await;
        }
        Err(no_power(cx.vm(), &x, &y, &z))
    })
}

#[cold]
fn no_power(vm: &mut Vm, x: &Value, y: &Value, z: &Value) -> Raised {
    // the third operand's type has its say last
    if type_of(z).is_subtype(&types().float) {
        return float_methods::no_modulus(vm);
    }
    if type_of(z).is_subtype(&types().complex) {
        return complex_methods::no_modulus(vm);
    }
    let (r, s, t) = (vm.type_name(x), vm.type_name(y), vm.type_name(z));
    vm.type_error(format!("unsupported operand type(s) for ** or pow(): '{r}', '{s}', '{t}'"))
}

fn round(vm: &mut Vm, a: &Args) -> Act {
    let v = a.at(0);
    let digits = a.some(1);
    match number::exact(v) {
        Some(Number::Int(_)) if digits.is_none() => return Act::Done(crate::object::number_args::exact_int(v)),
        Some(Number::Float(f)) if digits.is_none() => {
            return float_arith::to_int(vm, crate::text::float::round_to_integral(f)).into();
        }
        _ => {}
    }
    let arguments: &[Value] = digits.map_or(&[], std::slice::from_ref);
    match vm.call_dunder(v, Dunder::Round, arguments) {
        Some(act) => act,
        None => {
            let given = vm.type_name(v);
            Act::Raise(vm.type_error(format!("type {given} doesn't define __round__ method")))
        }
    }
}
