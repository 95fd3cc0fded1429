//! `_sha3`: SHA-3 and SHAKE.
//!
//! Invariant: `state` has absorbed all whole blocks; `pending` is shorter than a block.

use super::ModuleSpec;
use super::hashes::data_argument;
use crate::heap::{Mut, Visitor};
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, getter};
use crate::object::text_args::ints;
use crate::object::{bytes, int, str};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Args, NativeDef, PyResult, leaf, tail};

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_sha3",
    doc: "",
    functions: &[],
    init: |vm, dict| {
        for (spec, _) in &KINDS {
            let (ty, name) = (vm.native_type(spec), vm.intern(spec.name));
            dict.set_interned(&name, ty.value());
        }
        let name = vm.intern("implementation");
        dict.set_interned(&name, str::new("HACL"));
        Ok(())
    },
};

/// The permutation of 25 words.
fn permute(a: &mut [u64; 25]) {
    // the bits of the round constants come from a shift register
    let mut register = 1u32;
    for _ in 0..24 {
        let mut c = [0u64; 5];
        for (i, w) in a.iter().enumerate() {
            c[i % 5] ^= w;
        }
        for (i, w) in a.iter_mut().enumerate() {
            *w ^= c[(i + 4) % 5] ^ c[(i + 1) % 5].rotate_left(1);
        }
        let (mut x, mut y, mut carried) = (1, 0, a[1]);
        for t in 0..24u32 {
            (x, y) = (y, (2 * x + 3 * y) % 5);
            let place = &mut a[x + 5 * y];
            carried = std::mem::replace(place, carried.rotate_left((t + 1) * (t + 2) / 2 % 64));
        }
        for row in a.chunks_exact_mut(5) {
            let old = [row[0], row[1], row[2], row[3], row[4]];
            for (i, w) in row.iter_mut().enumerate() {
                *w = old[i] ^ !old[(i + 1) % 5] & old[(i + 2) % 5];
            }
        }
        for j in 0..7 {
            if register & 1 == 1 {
                a[0] ^= 1 << ((1u32 << j) - 1);
            }
            register = register << 1 ^ (register >> 7) * 0x171;
        }
    }
}

/// A digest being computed.
#[derive(Clone)]
struct Sponge {
    kind: usize,
    state: [u64; 25],
    pending: Vec<u8>,
}

/// Bytes of the digest (0: as many as asked for), of a block, and what ends the data.
struct Parameters {
    size: usize,
    block: usize,
    suffix: u8,
}

impl Sponge {
    fn parameters(&self) -> &'static Parameters {
        &KINDS[self.kind].1
    }
    fn absorb(&mut self, block: &[u8]) {
        for (w, b) in self.state.iter_mut().zip(block.chunks_exact(8)) {
            *w ^= b.iter().rev().fold(0, |w, b| w << 8 | *b as u64);
        }
        permute(&mut self.state);
    }
    fn update(&mut self, data: &[u8]) {
        let size = self.parameters().block;
        self.pending.extend_from_slice(data);
        let all = std::mem::take(&mut self.pending);
        let mut blocks = all.chunks_exact(size);
        for block in &mut blocks {
            self.absorb(block);
        }
        self.pending = blocks.remainder().to_vec();
    }
    fn finish(&self, length: usize) -> Vec<u8> {
        let p = self.parameters();
        let mut last = self.clone();
        let mut block = std::mem::take(&mut last.pending);
        block.push(p.suffix);
        block.resize(p.block, 0);
        if let Some(b) = block.last_mut() {
            *b |= 0x80;
        }
        last.absorb(&block);
        let mut out = Vec::with_capacity(length);
        while out.len() < length {
            if !out.is_empty() {
                permute(&mut last.state);
            }
            out.extend(last.state.iter().flat_map(|w| w.to_le_bytes()).take(p.block.min(length - out.len())));
        }
        out
    }
}

impl NativeObject for Mut<Sponge> {
    fn visit(&self, _: &mut Visitor) {}
}

fn this(v: &Value) -> Sponge {
    match v.native::<Mut<Sponge>>() {
        Some(s) => s.borrow().clone(),
        None => Sponge { kind: 0, state: [0; 25], pending: Vec::new() },
    }
}

fn make(vm: &mut Vm, sponge: Sponge) -> Value {
    let ty = vm.native_type(KINDS[sponge.kind].0);
    crate::heap::alloc(&ty, Native(Box::new(Mut::new(sponge)))).into()
}

fn new(vm: &mut Vm, a: &Args, kind: usize) -> PyResult {
    object(vm, kind, a.opt(1).or_else(|| a.some(3)))
}

/// Name, and sizes of the digest and of a block, of the kind with this number.
pub(super) fn facts(kind: usize) -> (&'static std::primitive::str, (usize, usize)) {
    let (spec, p) = &KINDS[kind];
    (spec.name, (p.size, p.block))
}

/// A sponge that has taken `data` in, as an object.
pub(super) fn object(vm: &mut Vm, kind: usize, data: Option<&Value>) -> PyResult {
    let mut sponge = Sponge { kind, state: [0; 25], pending: Vec::new() };
    if let Some(v) = data {
        let data = data_argument(vm, v)?;
        sponge.update(&data);
        vm.charge((data.len() >> 4) as u32);
    }
    Ok(make(vm, sponge))
}

fn update(vm: &mut Vm, a: &Args) -> PyResult {
    let data = data_argument(vm, a.at(1))?;
    if let Some(s) = a.at(0).native::<Mut<Sponge>>() {
        s.borrow_mut().update(&data);
    }
    vm.charge((data.len() >> 4) as u32);
    Ok(Value::NONE)
}

fn copy(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(make(vm, this(a.at(0))))
}

fn hex(data: &[u8]) -> Value {
    str::new(crate::text::builder::StrBuf::from_ascii(crate::text::bytes_methods::hex(data, None, 1)))
}

fn digest(_: &mut Vm, a: &Args) -> PyResult {
    let s = this(a.at(0));
    Ok(bytes::new(s.finish(s.parameters().size)))
}

fn hexdigest(_: &mut Vm, a: &Args) -> PyResult {
    let s = this(a.at(0));
    Ok(hex(&s.finish(s.parameters().size)))
}

/// The output of a SHAKE of the length asked for.
fn output(vm: &mut Vm, a: &Args) -> PyResult<Vec<u8>> {
    match int::to_i64(a.at(1)) {
        Some(n) if n < 0 => Err(vm.value_error("Cannot convert negative int")),
        Some(n) if n < 1 << 29 => {
            vm.charge((n >> 4) as u32);
            Ok(this(a.at(0)).finish(n as usize))
        }
        _ => Err(vm.value_error("length is too large")),
    }
}

const UPDATE: NativeDef = leaf("update", "(self, data, /)", update);
const COPY: NativeDef = leaf("copy", "(self, /)", copy);

static GETSET: &[GetSetDef] = &[
    getter("name", |_, v| Ok(str::new(KINDS[this(v).kind].0.name))),
    getter("digest_size", |_, v| Ok(Value::size(this(v).parameters().size))),
    getter("block_size", |_, v| Ok(Value::size(this(v).parameters().block))),
    getter("_rate_bits", |_, v| Ok(Value::size(this(v).parameters().block * 8))),
    getter("_capacity_bits", |_, v| Ok(Value::size(1600 - this(v).parameters().block * 8))),
    getter("_suffix", |_, v| Ok(bytes::new(vec![this(v).parameters().suffix]))),
];

macro_rules! fixed {
    ($kind:literal, $name:literal) => {
        TypeSpec {
            module: "_sha3",
            methods: &[
                leaf("__new__", "(cls, data=b'', *, usedforsecurity=True, string=None)", |vm, a| new(vm, a, $kind))
                    .stat(),
                UPDATE,
                COPY,
                leaf("digest", "(self, /)", digest),
                leaf("hexdigest", "(self, /)", hexdigest),
            ],
            getset: GETSET,
            ..TypeSpec::of::<Native>($name)
        }
    };
}

macro_rules! free {
    ($kind:literal, $name:literal) => {
        TypeSpec {
            module: "_sha3",
            methods: &[
                leaf("__new__", "(cls, data=b'', *, usedforsecurity=True, string=None)", |vm, a| new(vm, a, $kind))
                    .stat(),
                UPDATE,
                COPY,
                tail("digest", "(self, /, length)", |vm, a| ints(vm, a, &[1], |vm, a| Ok(bytes::new(output(vm, a)?)))),
                tail("hexdigest", "(self, /, length)", |vm, a| ints(vm, a, &[1], |vm, a| Ok(hex(&output(vm, a)?)))),
            ],
            getset: GETSET,
            ..TypeSpec::of::<Native>($name)
        }
    };
}

static SHA3_224: TypeSpec = fixed!(0, "sha3_224");
static SHA3_256: TypeSpec = fixed!(1, "sha3_256");
static SHA3_384: TypeSpec = fixed!(2, "sha3_384");
static SHA3_512: TypeSpec = fixed!(3, "sha3_512");
static SHAKE_128: TypeSpec = free!(4, "shake_128");
static SHAKE_256: TypeSpec = free!(5, "shake_256");

static KINDS: [(&TypeSpec, Parameters); 6] = [
    (&SHA3_224, Parameters { size: 28, block: 144, suffix: 6 }),
    (&SHA3_256, Parameters { size: 32, block: 136, suffix: 6 }),
    (&SHA3_384, Parameters { size: 48, block: 104, suffix: 6 }),
    (&SHA3_512, Parameters { size: 64, block: 72, suffix: 6 }),
    (&SHAKE_128, Parameters { size: 0, block: 168, suffix: 0x1F }),
    (&SHAKE_256, Parameters { size: 0, block: 136, suffix: 0x1F }),
];
