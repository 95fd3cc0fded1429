//! `_blake2`: BLAKE2b and BLAKE2s.
//!
//! Invariant: a block is compressed once it is known not to be the last, so `pending` is empty only when nothing came yet.

use super::ModuleSpec;
use super::digest::{Algorithm, Digest};
use super::hashes::data_argument;
use crate::heap::{Mut, Visitor};
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, getter};
use crate::object::text_args::{ints, size_or};
use crate::object::{bytes, int, str};
use crate::value::Value;
use crate::vm::native::{Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Raised, Vm};

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "_blake2",
    doc: "_blake2b provides BLAKE2b for hashlib\n",
    functions: &[],
    init: |vm, dict| {
        for (wide, spec, prefix) in [(true, &BLAKE2B, "BLAKE2B_"), (false, &BLAKE2S, "BLAKE2S_")] {
            let (ty, name) = (vm.native_type(spec), vm.intern(spec.name));
            dict.set_interned(&name, ty.value());
            let most = if wide { 64 } else { 32 };
            for (name, n) in
                [("MAX_DIGEST_SIZE", most), ("MAX_KEY_SIZE", most), ("PERSON_SIZE", most / 4), ("SALT_SIZE", most / 4)]
            {
                let short = vm.intern(name);
                ty.dict().set_interned(&short, Value::int(n));
                let long = vm.intern(&format!("{prefix}{name}"));
                dict.set_interned(&long, Value::int(n));
            }
        }
        Ok(())
    },
};

/// The order in which the words of a block are used.
const ORDER: [[u8; 16]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const COLUMNS: [[usize; 4]; 8] = [
    [0, 4, 8, 12],
    [1, 5, 9, 13],
    [2, 6, 10, 14],
    [3, 7, 11, 15],
    [0, 5, 10, 15],
    [1, 6, 11, 12],
    [2, 7, 8, 13],
    [3, 4, 9, 14],
];

macro_rules! mix {
    ($v:ident, $m:ident, $rounds:expr, $turns:expr) => {
        for round in 0..$rounds {
            for (i, [a, b, c, d]) in COLUMNS.into_iter().enumerate() {
                for half in 0..2 {
                    let word = $m[ORDER[round % 10][2 * i + half] as usize];
                    $v[a] = $v[a].wrapping_add($v[b]).wrapping_add(word);
                    $v[d] = ($v[d] ^ $v[a]).rotate_right($turns[2 * half]);
                    $v[c] = $v[c].wrapping_add($v[d]);
                    $v[b] = ($v[b] ^ $v[c]).rotate_right($turns[2 * half + 1]);
                }
            }
        }
    };
}

/// A digest being computed. The words of BLAKE2s are 32 bits wide.
#[derive(Clone)]
struct State {
    wide: bool,
    first: [u64; 8],
    words: [u64; 8],
    pending: Vec<u8>,
    length: u128,
    size: usize,
    last_node: bool,
}

impl State {
    fn block(&self) -> usize {
        if self.wide { 128 } else { 64 }
    }

    fn compress(&mut self, block: &[u8], last: bool) {
        let bytes = self.block() / 16;
        let mut m = [0u64; 16];
        for (w, b) in m.iter_mut().zip(block.chunks(bytes)) {
            *w = b.iter().rev().fold(0, |w, b| w << 8 | *b as u64);
        }
        let mut v = [0u64; 16];
        v[..8].copy_from_slice(&self.words);
        v[8..].copy_from_slice(&self.first);
        let ones = if self.wide { u64::MAX } else { u32::MAX as u64 };
        let shift = if self.wide { 64 } else { 32 };
        v[12] ^= self.length as u64 & ones;
        v[13] ^= (self.length >> shift) as u64 & ones;
        if last {
            v[14] ^= ones;
            if self.last_node {
                v[15] ^= ones;
            }
        }
        if self.wide {
            mix!(v, m, 12, [32, 24, 16, 63]);
        } else {
            let mut narrow = v.map(|w| w as u32);
            let m = m.map(|w| w as u32);
            mix!(narrow, m, 10, [16, 12, 8, 7]);
            v = narrow.map(|w| w as u64);
        }
        for (i, w) in self.words.iter_mut().enumerate() {
            *w ^= v[i] ^ v[i + 8];
        }
    }

    fn update(&mut self, mut data: &[u8]) {
        let size = self.block();
        while !data.is_empty() {
            if self.pending.len() == size {
                let block = std::mem::take(&mut self.pending);
                self.length += size as u128;
                self.compress(&block, false);
            }
            let n = (size - self.pending.len()).min(data.len());
            let (head, rest) = data.split_at(n);
            self.pending.extend_from_slice(head);
            data = rest;
        }
    }

    fn finish(&self) -> Vec<u8> {
        let mut last = self.clone();
        last.length += last.pending.len() as u128;
        let mut block = std::mem::take(&mut last.pending);
        block.resize(self.block(), 0);
        last.compress(&block, true);
        let bytes = self.block() / 16;
        let mut out: Vec<u8> = last.words.iter().flat_map(|w| w.to_le_bytes().into_iter().take(bytes)).collect();
        out.truncate(self.size);
        out
    }
}

impl NativeObject for Mut<State> {
    fn visit(&self, _: &mut Visitor) {}
}

/// Argument `i` as a number up to `most`.
fn number(
    vm: &mut Vm,
    a: &Args,
    i: usize,
    default: i64,
    least: i64,
    most: i64,
    error: &std::primitive::str,
) -> PyResult<i64> {
    match a.opt(i) {
        None => Ok(default),
        Some(v) => match int::to_i64(v) {
            Some(n) if (least..=most).contains(&n) => Ok(n),
            _ => Err(vm.value_error(error)),
        },
    }
}

/// Argument `i` as an unsigned number of `bits` bits.
fn unsigned(vm: &mut Vm, a: &Args, i: usize, bits: u32, name: &std::primitive::str) -> PyResult<u64> {
    let Some(v) = a.opt(i) else { return Ok(0) };
    let n = int::to_big(v).unwrap_or_default();
    if n.sign() == num_bigint::Sign::Minus {
        return Err(vm.value_error("Cannot convert negative int"));
    }
    match u64::try_from(n) {
        Ok(n) if bits == 64 || n >> bits == 0 => Ok(n),
        Err(_) if bits == 64 => Err(vm.overflow_error("Python int too large for C unsigned long long")),
        _ => Err(vm.overflow_error(format!("{name} is too large"))),
    }
}

/// Argument `i` as at most `most` bytes.
fn short(vm: &mut Vm, a: &Args, i: usize, most: usize, name: &std::primitive::str) -> PyResult<Vec<u8>> {
    let Some(v) = a.opt(i) else { return Ok(Vec::new()) };
    let data = match bytes::buffer(v) {
        Some(b) => b.to_vec(),
        None => return Err(crate::object::bytes_methods::not_bytes(vm, v)),
    };
    if data.len() > most {
        return Err(vm.value_error(format!("maximum {name} length is {most} bytes")));
    }
    Ok(data)
}

fn new(vm: &mut Vm, a: &Args, wide: bool) -> PyResult {
    let (most, letter) = if wide { (64usize, 'b') } else { (32, 's') };
    let size = size_or(vm, a, 2, most as isize)?;
    if size <= 0 || size as usize > most {
        let text = format!("digest_size for Blake2{letter} must be between 1 and {most} bytes, here it is {size}");
        return Err(vm.value_error(text));
    }
    let salt = short(vm, a, 4, most / 4, "salt")?;
    let person = short(vm, a, 5, most / 4, "person")?;
    let fanout = number(vm, a, 6, 1, 0, 255, "fanout must be between 0 and 255")?;
    let depth = number(vm, a, 7, 1, 1, 255, "depth must be between 1 and 255")?;
    let leaf_size = unsigned(vm, a, 8, 32, "leaf_size")?;
    let offset = unsigned(vm, a, 9, if wide { 64 } else { 48 }, "node_offset")?;
    let node_depth = number(vm, a, 10, 0, 0, 255, "node_depth must be between 0 and 255")?;
    let inner = number(vm, a, 11, 0, 0, most as i64, &format!("inner_size must be between 0 and is {most}"))?;
    let key = short(vm, a, 3, most, "key")?;
    let last_node = a.opt(12).is_some_and(|v| v.as_bool().unwrap_or(true));

    let mut parameters = vec![size as u8, key.len() as u8, fanout as u8, depth as u8];
    parameters.extend_from_slice(&(leaf_size as u32).to_le_bytes());
    parameters.extend_from_slice(offset.to_le_bytes().get(..if wide { 8 } else { 6 }).unwrap_or(&[]));
    parameters.extend_from_slice(&[node_depth as u8, inner as u8]);
    parameters.resize(if wide { 32 } else { 16 }, 0);
    for part in [salt, person] {
        let end = parameters.len() + most / 4;
        parameters.extend_from_slice(&part);
        parameters.resize(end, 0);
    }
    let first = Digest::new(if wide { Algorithm::Sha512 } else { Algorithm::Sha256 }).words();
    let mut words = first;
    for (w, b) in words.iter_mut().zip(parameters.chunks(most / 8)) {
        *w ^= b.iter().rev().fold(0, |w, b| w << 8 | *b as u64);
    }
    let mut state = State { wide, first, words, pending: Vec::new(), length: 0, size: size as usize, last_node };
    if !key.is_empty() {
        let mut block = key;
        block.resize(state.block(), 0);
        state.update(&block);
    }
    if let Some(v) = a.opt(1).or_else(|| a.some(14)) {
        state.update(&*data_argument(vm, v)?);
    }
    Ok(make(vm, state))
}

fn make(vm: &mut Vm, state: State) -> Value {
    let ty = vm.native_type(if state.wide { &BLAKE2B } else { &BLAKE2S });
    crate::heap::alloc(&ty, Native(Box::new(Mut::new(state)))).into()
}

fn this<'a>(vm: &mut Vm, v: &'a Value) -> Result<&'a Mut<State>, Raised> {
    v.native::<Mut<State>>().ok_or_else(|| vm.type_error("a blake2 object is required"))
}

fn update(vm: &mut Vm, a: &Args) -> PyResult {
    let data = data_argument(vm, a.at(1))?;
    this(vm, a.at(0))?.borrow_mut().update(&data);
    vm.charge((data.len() >> 4) as u32);
    Ok(Value::NONE)
}

fn digest(vm: &mut Vm, a: &Args) -> PyResult {
    Ok(bytes::new(this(vm, a.at(0))?.borrow().finish()))
}

fn hexdigest(vm: &mut Vm, a: &Args) -> PyResult {
    let data = this(vm, a.at(0))?.borrow().finish();
    Ok(str::new(crate::text::builder::StrBuf::from_ascii(crate::text::bytes_methods::hex(&data, None, 1))))
}

fn copy(vm: &mut Vm, a: &Args) -> PyResult {
    let state = this(vm, a.at(0))?.borrow().clone();
    Ok(make(vm, state))
}

const UPDATE: NativeDef = leaf("update", "(self, data, /)", update);
const DIGEST: NativeDef = leaf("digest", "(self, /)", digest);
const HEXDIGEST: NativeDef = leaf("hexdigest", "(self, /)", hexdigest);
const COPY: NativeDef = leaf("copy", "(self, /)", copy);

const SIGNATURE: &std::primitive::str = "(cls, data=b'', *, digest_size=_blake2.MAX_DIGEST_SIZE, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=None)";
const NUMBERS: &[usize] = &[2, 6, 7, 8, 9, 10, 11];

static GETSET: &[GetSetDef] = &[
    getter("name", |vm, v| Ok(str::new(if this(vm, v)?.borrow().wide { "blake2b" } else { "blake2s" }))),
    getter("digest_size", |vm, v| Ok(Value::size(this(vm, v)?.borrow().size))),
    getter("block_size", |vm, v| Ok(Value::size(this(vm, v)?.borrow().block()))),
];

static BLAKE2B: TypeSpec = TypeSpec {
    module: "_blake2",
    doc: "Return a new BLAKE2b hash object.",
    methods: &[
        tail("__new__", SIGNATURE, |vm, a| ints(vm, a, NUMBERS, |vm, a| new(vm, a, true))).stat(),
        UPDATE,
        DIGEST,
        HEXDIGEST,
        COPY,
    ],
    getset: GETSET,
    ..TypeSpec::of::<Native>("blake2b")
};

static BLAKE2S: TypeSpec = TypeSpec {
    module: "_blake2",
    doc: "Return a new BLAKE2s hash object.",
    methods: &[
        tail("__new__", SIGNATURE, |vm, a| ints(vm, a, NUMBERS, |vm, a| new(vm, a, false))).stat(),
        UPDATE,
        DIGEST,
        HEXDIGEST,
        COPY,
    ],
    getset: GETSET,
    ..TypeSpec::of::<Native>("blake2s")
};
