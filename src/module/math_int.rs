//! `math`: functions of integers.
//!
//! Invariant: before a long product is begun its size is estimated; one that cannot be held raises MemoryError at once.

use crate::object::int_arith::MAX_BITS;
use crate::object::number::Int;
use crate::object::number_args::index;
use crate::object::number_args::indexes;
use crate::object::{int, int_methods};
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, tail};
use crate::vm::{Raised, Vm};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// The functions of this file.
pub const FUNCTIONS: &[NativeDef] = &[
    tail("factorial", "(n, /)", |vm, a| indexes(vm, a, &[0], |vm, a| factorial(vm, at(a, 0)))),
    tail("comb", "(n, k, /)", |vm, a| indexes(vm, a, &[0, 1], comb)),
    tail("perm", "(n, k=None, /)", |vm, a| match a.some(1) {
        None => indexes(vm, a, &[0], |vm, a| factorial(vm, at(a, 0))),
        Some(_) => indexes(vm, a, &[0, 1], perm),
    }),
    tail("isqrt", "(n, /)", |vm, a| indexes(vm, a, &[0], isqrt)),
    tail("gcd", "(*integers)", |vm, a| all_ints(vm, a, gcd)),
    tail("lcm", "(*integers)", |vm, a| all_ints(vm, a, lcm)),
];

fn at<'a>(a: &'a Args, i: usize) -> Int<'a> {
    a.get(i).and_then(Int::of).unwrap_or(Int::Small(0))
}

/// Runs `f` with the items of `*args` as ints.
fn all_ints(vm: &mut Vm, a: &Args, f: fn(&mut Vm, &[Value]) -> PyResult) -> Act {
    if a.rest(0).iter().all(int::is_int) {
        return f(vm, a.rest(0)).into();
    }
    let mut values = a.rest(0).to_vec();
    Act::run(async move |cx| {
        for v in &mut values {
            *v = index(cx, v).await?;
        }
        f(cx.vm(), &values)
    })
}

fn gcd(_: &mut Vm, values: &[Value]) -> PyResult {
    let mut small = 0u64;
    let mut big: Option<BigInt> = None;
    for v in values {
        let Some(i) = Int::of(v) else { continue };
        match (&mut big, i) {
            (None, Int::Small(i)) => small = small.gcd(&i.unsigned_abs()),
            (None, i) => big = Some(BigInt::from(small).gcd(&i.to_big())),
            (Some(b), i) => *b = int_methods::gcd(Int::Big(b), i),
        }
    }
    Ok(int::big(big.map_or_else(|| small.into(), |b| b.abs())))
}

fn lcm(vm: &mut Vm, values: &[Value]) -> PyResult {
    let mut r = BigInt::one();
    for v in values {
        let Some(i) = Int::of(v) else { continue };
        if i.is_zero() {
            return Ok(Value::int(0));
        }
        if r.bits() + i.bits() > MAX_BITS {
            return Err(vm.memory_error());
        }
        r = r.lcm(&i.to_big());
    }
    Ok(int::big(r.abs()))
}

fn isqrt(vm: &mut Vm, a: &Args) -> PyResult {
    let n = at(a, 0);
    if n.is_negative() {
        return Err(vm.value_error("isqrt() argument must be nonnegative"));
    }
    Ok(match n {
        Int::Small(n) => Value::int(n.isqrt()),
        Int::Big(n) => int::big(n.sqrt()),
    })
}

/// Product of `low..=high`, split in halves so that the factors stay balanced. Depth is logarithmic.
fn product(low: u64, high: u64) -> BigInt {
    if low > high {
        return BigInt::one();
    }
    if high - low < 12 {
        let mut r = BigInt::one();
        let mut acc = 1u64;
        for n in low..=high {
            match acc.checked_mul(n) {
                Some(m) => acc = m,
                None => {
                    r *= acc;
                    acc = n;
                }
            }
        }
        return r * acc;
    }
    let middle = low + (high - low) / 2;
    product(low, middle) * product(middle + 1, high)
}

fn factorial(vm: &mut Vm, n: Int) -> PyResult {
    if n.is_negative() {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    let Some(n) = n.to_i64() else {
        return Err(vm.overflow_error("factorial() argument should not exceed 9223372036854775807"));
    };
    let n = n as u64;
    // n! has more than n * log2(n / e) bits
    let bits = n as f64 * ((n.max(3) as f64).log2() - std::f64::consts::LOG2_E);
    if bits > MAX_BITS as f64 {
        return Err(vm.memory_error());
    }
    Ok(int::big(product(2, n)))
}

/// Checked arguments n and k; `k` as a machine word.
fn arguments(vm: &mut Vm, a: &Args) -> PyResult<(BigInt, BigInt)> {
    let (n, k) = (at(a, 0), at(a, 1));
    if n.is_negative() {
        return Err(vm.value_error("n must be a non-negative integer"));
    }
    if k.is_negative() {
        return Err(vm.value_error("k must be a non-negative integer"));
    }
    Ok((n.to_big().into_owned(), k.to_big().into_owned()))
}

#[cold]
fn too_many(vm: &mut Vm, what: &str) -> Raised {
    vm.overflow_error(format!("{what} must not exceed 9223372036854775807"))
}

/// `n * (n - 1) * … * (n - k + 1)`.
fn falling(vm: &mut Vm, n: &BigInt, k: u64) -> PyResult<BigInt> {
    if (n.bits().saturating_sub(1)).checked_mul(k).is_none_or(|bits| bits > MAX_BITS.saturating_mul(4)) {
        return Err(vm.memory_error());
    }
    if k == 0 {
        return Ok(BigInt::one());
    }
    if let Some(n) = n.to_u64() {
        return Ok(product(n - k + 1, n));
    }
    // balanced by the same halving, iteratively: pairs of neighbours are multiplied until one is left
    let mut factors: Vec<BigInt> = (0..k).map(|i| n - i).collect();
    while factors.len() > 1 {
        factors = factors.chunks(2).map(|c| c.iter().fold(BigInt::one(), |x, y| x * y)).collect();
    }
    Ok(factors.pop().unwrap_or_else(BigInt::one))
}

fn perm(vm: &mut Vm, a: &Args) -> PyResult {
    let (n, k) = arguments(vm, a)?;
    if k > n {
        return Ok(Value::int(0));
    }
    match k.to_i64() {
        Some(k) => Ok(int::big(falling(vm, &n, k as u64)?)),
        None => Err(too_many(vm, "k")),
    }
}

fn comb(vm: &mut Vm, a: &Args) -> PyResult {
    let (n, k) = arguments(vm, a)?;
    if k > n {
        return Ok(Value::int(0));
    }
    let rest = &n - &k;
    let k = if rest < k { rest } else { k };
    let Some(k) = k.to_i64() else {
        return Err(too_many(vm, "min(n - k, k)"));
    };
    let k = k as u64;
    if let Some(n) = n.to_u64() {
        // small results step by step: each division is exact
        let mut r = 1u128;
        let mut fits = k <= 64;
        for i in 0..k {
            if !fits {
                break;
            }
            match r.checked_mul((n - i) as u128) {
                Some(p) => r = p / (i as u128 + 1),
                None => fits = false,
            }
        }
        if fits {
            return Ok(int::big(r.into()));
        }
    }
    let top = falling(vm, &n, k)?;
    let r = top / product(2, k);
    debug_assert!(!r.is_zero());
    Ok(int::big(r))
}
