//! `_random`: the Mersenne Twister (MT19937) under `random.Random`.
//!
//! Invariant: seeding, state tuples and every number drawn are bit for bit those of CPython.

use super::ModuleSpec;
use crate::heap::{Mut, Visitor};
use crate::object::native::{Native, NativeObject};
use crate::object::number::Int;
use crate::object::number_args::{class_of_new, indexes};
use crate::object::spec::TypeSpec;
use crate::object::tuple::{self, Tuple};
use crate::object::ty::flag;
use crate::object::{int, int_arith};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use num_bigint::BigUint;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_random",
    doc: "Module implements the Mersenne Twister random number generator.",
    functions: &[],
    init: |vm, dict| {
        let ty = vm.native_type(&RANDOM);
        let name = vm.intern("Random");
        dict.set_interned(&name, ty.into());
        Ok(())
    },
};

static RANDOM: TypeSpec = TypeSpec {
    module: "_random",
    doc: "Random() -> create a random number generator with its own internal state.",
    flags: flag::BASETYPE,
    methods: METHODS,
    ..TypeSpec::of::<Native>("Random")
};

const METHODS: &[NativeDef] = &[
    leaf("__new__", "(cls, /, *args, **kwargs)", new).stat(),
    tail("__init__", "(self, x=None, /)", |vm, a| seed(vm, a.at(0).clone(), a.some(1).cloned())),
    leaf("random", "(self, /)", |_, a| Ok(Value::float(this(a).borrow_mut().next_float()))),
    tail("seed", "(self, n=None, /)", |vm, a| seed(vm, a.at(0).clone(), a.some(1).cloned())),
    leaf("getstate", "(self, /)", |_, a| {
        let g = this(a).borrow();
        let mut items: Vec<Value> = g.words.iter().map(|w| Value::int(*w as i64)).collect();
        items.push(Value::int(g.index as i64));
        drop(g);
        Ok(tuple::new(items))
    }),
    leaf("setstate", "(self, state, /)", set_state),
    tail("getrandbits", "(self, k, /)", |vm, a| indexes(vm, a, &[1], bits)),
];

const N: usize = 624;
const M: usize = 397;

/// The generator.
struct Twister {
    words: [u32; N],
    index: usize,
}

struct Random(Mut<Twister>);

impl NativeObject for Random {
    fn visit(&self, _: &mut Visitor) {}
}

impl Twister {
    fn from_word(seed: u32) -> Twister {
        let mut words = [0u32; N];
        let mut last = seed;
        for (i, w) in words.iter_mut().enumerate() {
            if i > 0 {
                last = 1812433253u32.wrapping_mul(last ^ last >> 30).wrapping_add(i as u32);
            }
            *w = last;
        }
        Twister { words, index: N }
    }

    fn from_key(key: &[u32]) -> Twister {
        let mut g = Twister::from_word(19650218);
        let w = &mut g.words;
        let mut i = 1;
        let step = |w: &mut [u32; N], i: &mut usize| {
            *i += 1;
            if *i >= N {
                w[0] = w[N - 1];
                *i = 1;
            }
        };
        for k in 0..N.max(key.len()) {
            let j = k % key.len().max(1);
            let previous = w[i - 1];
            let mixed = (previous ^ previous >> 30).wrapping_mul(1664525);
            w[i] = (w[i] ^ mixed).wrapping_add(key.get(j).copied().unwrap_or(0)).wrapping_add(j as u32);
            step(w, &mut i);
        }
        for _ in 0..N - 1 {
            let previous = w[i - 1];
            w[i] = (w[i] ^ (previous ^ previous >> 30).wrapping_mul(1566083941)).wrapping_sub(i as u32);
            step(w, &mut i);
        }
        w[0] = 0x8000_0000;
        g
    }

    fn next_word(&mut self) -> u32 {
        if self.index >= N {
            for k in 0..N {
                let y = self.words[k] & 0x8000_0000 | self.words[(k + 1) % N] & 0x7fff_ffff;
                let twist = if y & 1 == 1 { 0x9908_b0df } else { 0 };
                self.words[k] = self.words[(k + M) % N] ^ y >> 1 ^ twist;
            }
            self.index = 0;
        }
        let mut y = self.words[self.index];
        self.index += 1;
        y ^= y >> 11;
        y ^= y << 7 & 0x9d2c_5680;
        y ^= y << 15 & 0xefc6_0000;
        y ^ y >> 18
    }

    fn next_float(&mut self) -> f64 {
        let (a, b) = (self.next_word() >> 5, self.next_word() >> 6);
        (a as f64 * 67108864.0 + b as f64) * (1.0 / 9007199254740992.0)
    }
}

fn this<'a>(a: &'a Args) -> &'a Mut<Twister> {
    &a.at(0).native::<Random>().expect("the descriptor checks the receiver").0
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let owner = vm.native_type(&RANDOM);
    let ty = class_of_new(vm, a.at(0), &owner)?;
    Ok(crate::heap::alloc_in(&ty, Native(Box::new(Random(Mut::new(Twister::from_word(0)))))).into())
}

fn seed_with(v: &Value, key: &[u32]) -> Value {
    if let Some(r) = v.native::<Random>() {
        r.0.set(Twister::from_key(key));
    }
    Value::NONE
}

fn seed(vm: &mut Vm, v: Value, n: Option<Value>) -> Act {
    let Some(n) = n else {
        let mut bytes = [0u8; N * 4];
        vm.host.entropy(&mut bytes);
        let key: Vec<u32> = bytes.chunks_exact(4).map(|c| c.iter().fold(0, |w, b| w << 8 | *b as u32)).collect();
        return Act::Done(seed_with(&v, &key));
    };
    if let Some(i) = Int::of(&n) {
        let mut key: Vec<u32> = i.to_big().magnitude().to_u32_digits();
        if key.is_empty() {
            key.push(0);
        }
        return Act::Done(seed_with(&v, &key));
    }
    Act::run(async move |cx| {
        let hash = cx.hash(&n).await? as u64;
        let key: &[u32] = if hash >> 32 == 0 { &[hash as u32] } else { &[hash as u32, (hash >> 32) as u32] };
        Ok(seed_with(&v, key))
    })
}

fn set_state(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(t) = a.at(1).get::<Tuple>() else {
        return Err(vm.type_error("state vector must be a tuple"));
    };
    if t.len() != N + 1 {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    let mut words = [0u32; N];
    let mut index = 0;
    for (k, v) in t.items().iter().enumerate() {
        let Some(i) = Int::of(v) else {
            return Err(vm.type_error("an integer is required"));
        };
        if i.is_negative() {
            return Err(vm.overflow_error("can't convert negative value to unsigned int"));
        }
        let Some(i) = i.to_i64() else {
            return Err(vm.overflow_error("Python int too large to convert to C unsigned long"));
        };
        match words.get_mut(k) {
            Some(w) => *w = i as u32,
            None => index = i,
        }
    }
    if index > N as i64 {
        return Err(vm.value_error("invalid state"));
    }
    this(a).set(Twister { words, index: index as usize });
    Ok(Value::NONE)
}

fn bits(vm: &mut Vm, a: &Args) -> PyResult {
    let k = Int::of(a.at(1)).unwrap_or(Int::Small(0));
    if k.is_negative() {
        return Err(vm.value_error("Cannot convert negative int"));
    }
    let Some(k) = num_traits::ToPrimitive::to_u64(&*k.to_big()) else {
        return Err(vm.overflow_error("Python int too large for C uint64_t"));
    };
    if k > int_arith::MAX_BITS {
        return Err(vm.memory_error());
    }
    let mut g = this(a).borrow_mut();
    if k <= 32 {
        return Ok(Value::int(if k == 0 { 0 } else { g.next_word() as i64 >> (32 - k) }));
    }
    let count = k.div_ceil(32);
    let mut words: Vec<u32> = (0..count).map(|_| g.next_word()).collect();
    drop(g);
    if k % 32 != 0
        && let Some(last) = words.last_mut()
    {
        *last >>= 32 - k % 32;
    }
    Ok(int::big(BigUint::new(words).into()))
}
