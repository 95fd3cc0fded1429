//! `zlib`: the deflate format in its three wrappers, and checksums.
//!
//! Invariant: the wrapper (none, zlib, gzip) is this file's; the crate below sees raw deflate only. A stream's `check` and `size` are those of
//! all data that came out (or went in) so far.

use super::ModuleSpec;
use super::checksum::{adler32, crc32, low_word};
use super::deflate::{Deflate, Flush};
use crate::heap::{Mut, Ref, Visitor};
use crate::object::bytes_methods::bytes_arg;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, member};
use crate::object::text_args::{c_int, ints, size_or};
use crate::object::ty::flag;
use crate::object::{bytes, str};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Args, NativeDef, PyResult, Raised, leaf, tail};
use miniz_oxide::inflate::stream::InflateState;
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};
use std::cell::{Cell, RefCell};

pub static SPEC: ModuleSpec = ModuleSpec {
    name: "zlib",
    doc: "The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.",
    functions: FUNCTIONS,
    init,
};

static ERROR: TypeSpec = TypeSpec {
    module: "zlib",
    base: |t| &t.exc.Exception,
    flags: flag::BASETYPE | flag::EXC_SUBCLASS | flag::HAS_DICT | flag::WEAKREFABLE,
    ..TypeSpec::of::<Exception>("error")
};

const NUMBERS: &[(&std::primitive::str, i64)] = &[
    ("DEFLATED", 8),
    ("DEF_BUF_SIZE", 16384),
    ("DEF_MEM_LEVEL", 8),
    ("MAX_WBITS", 15),
    ("Z_BEST_COMPRESSION", 9),
    ("Z_BEST_SPEED", 1),
    ("Z_BLOCK", 5),
    ("Z_DEFAULT_COMPRESSION", -1),
    ("Z_DEFAULT_STRATEGY", 0),
    ("Z_FILTERED", 1),
    ("Z_FINISH", FINISH as i64),
    ("Z_FIXED", 4),
    ("Z_FULL_FLUSH", 3),
    ("Z_HUFFMAN_ONLY", 2),
    ("Z_NO_COMPRESSION", 0),
    ("Z_NO_FLUSH", 0),
    ("Z_PARTIAL_FLUSH", 1),
    ("Z_RLE", 3),
    ("Z_SYNC_FLUSH", 2),
    ("Z_TREES", 6),
];
const FINISH: isize = 4;

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    for (name, number) in NUMBERS {
        let name = vm.intern(name);
        dict.set_interned(&name, Value::int(*number));
    }
    for name in ["ZLIB_VERSION", "ZLIB_RUNTIME_VERSION"] {
        let name = vm.intern(name);
        dict.set_interned(&name, str::new("1.3.2"));
    }
    for spec in [&ERROR, &ONE_SHOT] {
        let ty = vm.native_type(spec);
        let name = vm.intern(spec.name);
        dict.set_interned(&name, ty.value());
    }
    Ok(())
}

#[cold]
fn error(vm: &mut Vm, message: &std::primitive::str) -> Raised {
    let ty = vm.native_type(&ERROR);
    vm.error(&ty, message)
}

/// What is around the deflated data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wrapper {
    None,
    Zlib,
    Gzip,
    /// zlib or gzip, as the data says
    Any,
}

impl Wrapper {
    /// By a `wbits` argument.
    fn of(bits: isize) -> Option<Wrapper> {
        match bits {
            -15..=-8 => Some(Wrapper::None),
            0 | 8..=15 => Some(Wrapper::Zlib),
            16 | 24..=31 => Some(Wrapper::Gzip),
            32 | 40..=47 => Some(Wrapper::Any),
            _ => None,
        }
    }
    fn check(self, check: u32, data: &[u8]) -> u32 {
        match self {
            Wrapper::None | Wrapper::Any => 0,
            Wrapper::Zlib => adler32(check, data),
            Wrapper::Gzip => crc32(check, data),
        }
    }
    fn first_check(self) -> u32 {
        (self == Wrapper::Zlib) as u32
    }
}

#[cold]
fn bad_option(vm: &mut Vm) -> Raised {
    vm.value_error("Invalid initialization option")
}

// ---- decompression

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Header,
    Body,
    Trailer,
    Done,
}

/// A stream that is being decompressed.
#[derive(Clone)]
struct Inflater {
    state: Box<InflateState>,
    wrapper: Wrapper,
    stage: Stage,
    /// bytes of a header or trailer that is not complete
    held: Vec<u8>,
    check: u32,
    size: u32,
}

const HEADER: &std::primitive::str = "incorrect header check";

impl Inflater {
    fn new(wrapper: Wrapper) -> Inflater {
        let stage = if wrapper == Wrapper::None { Stage::Body } else { Stage::Header };
        let state = InflateState::new_boxed(DataFormat::Raw);
        Inflater { state, wrapper, stage, held: Vec::new(), check: wrapper.first_check(), size: 0 }
    }

    /// Decompresses until the input, the room in `out` (up to `most` bytes) or the stream ends; how much input was used.
    fn feed(&mut self, input: &[u8], out: &mut Vec<u8>, most: usize) -> Result<usize, &'static std::primitive::str> {
        let mut used = 0;
        loop {
            let rest = input.get(used..).unwrap_or(&[]);
            match self.stage {
                Stage::Header => {
                    let before = self.held.len();
                    self.held.extend_from_slice(rest);
                    let Some(n) = self.header()? else { return Ok(input.len()) };
                    used += n.saturating_sub(before);
                    self.held.clear();
                    self.stage = Stage::Body;
                }
                Stage::Body => {
                    let room = (most - out.len()).min(1 << 16);
                    if room == 0 {
                        return Ok(used);
                    }
                    let start = out.len();
                    out.resize(start + room, 0);
                    let to = out.get_mut(start..).unwrap_or(&mut []);
                    let r = miniz_oxide::inflate::stream::inflate(&mut self.state, rest, to, MZFlush::None);
                    out.truncate(start + r.bytes_written);
                    used += r.bytes_consumed;
                    let new = out.get(start..).unwrap_or(&[]);
                    self.check = self.wrapper.check(self.check, new);
                    self.size = self.size.wrapping_add(new.len() as u32);
                    match r.status {
                        Ok(MZStatus::StreamEnd) => {
                            self.stage = if self.wrapper == Wrapper::None { Stage::Done } else { Stage::Trailer };
                        }
                        Ok(_) | Err(MZError::Buf) => {
                            if r.bytes_consumed == 0 && r.bytes_written == 0 {
                                return Ok(used);
                            }
                        }
                        Err(_) => return Err("invalid stored block lengths"),
                    }
                }
                Stage::Trailer => {
                    let size = if self.wrapper == Wrapper::Gzip { 8 } else { 4 };
                    let n = rest.len().min(size - self.held.len());
                    self.held.extend_from_slice(rest.get(..n).unwrap_or(&[]));
                    used += n;
                    if self.held.len() < size {
                        return Ok(used);
                    }
                    let word = |i: usize| {
                        self.held.get(i..i + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_be_bytes)
                    };
                    match self.wrapper {
                        Wrapper::Gzip if word(0).swap_bytes() != self.check => return Err("incorrect data check"),
                        Wrapper::Gzip if word(4).swap_bytes() != self.size => return Err("incorrect length check"),
                        Wrapper::Zlib if word(0) != self.check => return Err("incorrect data check"),
                        _ => {}
                    }
                    self.stage = Stage::Done;
                }
                Stage::Done => return Ok(used),
            }
        }
    }

    /// Length of the header in `held`, once it is complete.
    fn header(&mut self) -> Result<Option<usize>, &'static std::primitive::str> {
        let h = &self.held;
        let [a, b, ..] = **h else { return Ok(None) };
        let gzip = [a, b] == [0x1F, 0x8B];
        if gzip && self.wrapper != Wrapper::Zlib {
            self.wrapper = Wrapper::Gzip;
            self.check = 0;
            let [_, _, method, flags, ..] = **h else { return Ok(None) };
            if method != 8 {
                return Err("unknown compression method");
            }
            let mut at = 10;
            if flags & 4 != 0 {
                let [x, y] = [h.get(at), h.get(at + 1)];
                let (Some(x), Some(y)) = (x, y) else { return Ok(None) };
                at += 2 + (*x as usize | (*y as usize) << 8);
            }
            for text in [8, 16] {
                if flags & text != 0 {
                    let end = h.get(at..).and_then(|rest| rest.iter().position(|b| *b == 0));
                    let Some(end) = end else { return Ok(None) };
                    at += end + 1;
                }
            }
            at += if flags & 2 != 0 { 2 } else { 0 };
            return Ok((h.len() >= at).then_some(at));
        }
        if self.wrapper == Wrapper::Gzip || !(a as u32 * 256 + b as u32).is_multiple_of(31) {
            return Err(HEADER);
        }
        if a & 15 != 8 {
            return Err("unknown compression method");
        }
        if b & 32 != 0 {
            return Err("need dictionary");
        }
        self.wrapper = Wrapper::Zlib;
        self.check = 1;
        Ok(Some(2))
    }
}

#[cold]
fn inflate_error(vm: &mut Vm, message: &std::primitive::str) -> Raised {
    error(vm, &format!("Error -3 while decompressing data: {message}"))
}

fn new_inflater(vm: &mut Vm, a: &Args, bits: usize, dictionary: Option<usize>) -> PyResult<Inflater> {
    let Some(wrapper) = Wrapper::of(c_int(vm, a, bits, 15)?) else { return Err(bad_option(vm)) };
    if let Some(i) = dictionary
        && a.opt(i).is_some()
        && !bytes_arg(vm, a, i)?.is_empty()
    {
        return Err(error(vm, "preset dictionaries are not supported"));
    }
    Ok(Inflater::new(wrapper))
}

fn decompress(vm: &mut Vm, a: &Args) -> PyResult {
    let data = bytes_arg(vm, a, 0)?.to_vec();
    let Some(wrapper) = Wrapper::of(c_int(vm, a, 1, 15)?) else { return Err(bad_option(vm)) };
    if size_or(vm, a, 2, 1)? <= 0 {
        return Err(vm.value_error("bufsize must be greater than zero"));
    }
    let mut inflater = Inflater::new(wrapper);
    let mut out = Vec::new();
    if let Err(e) = inflater.feed(&data, &mut out, MOST) {
        return Err(inflate_error(vm, e));
    }
    vm.charge((out.len() >> 6) as u32);
    if out.len() >= MOST {
        return Err(vm.memory_error());
    }
    if inflater.stage != Stage::Done {
        return Err(error(vm, "Error -5 while decompressing data: incomplete or truncated stream"));
    }
    Ok(bytes::new(out))
}

/// No output is larger than this.
const MOST: usize = 1 << 29;

/// `zlib.Decompress` and `zlib._ZlibDecompressor`.
struct Decompress {
    inflater: RefCell<Inflater>,
    unused: Mut<Value>,
    /// input that was not used because the output was limited
    tail: Mut<Value>,
    needs_input: Cell<bool>,
}

impl NativeObject for Decompress {
    fn visit(&self, _: &mut Visitor) {}
}

fn make_decompress(vm: &mut Vm, inflater: Inflater, spec: &'static TypeSpec) -> Value {
    let ty = vm.native_type(spec);
    let state = Decompress {
        inflater: RefCell::new(inflater),
        unused: Mut::new(bytes::new(Vec::new())),
        tail: Mut::new(bytes::new(Vec::new())),
        needs_input: Cell::new(true),
    };
    crate::heap::alloc(&ty, Native(Box::new(state))).into()
}

fn this<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<&'a Decompress> {
    v.native::<Decompress>().ok_or_else(|| vm.type_error("a decompressor is required"))
}

impl Decompress {
    fn is_done(&self) -> bool {
        self.inflater.borrow().stage == Stage::Done
    }
    fn append_unused(&self, data: &[u8]) {
        let mut all = bytes::buffer(&self.unused.borrow()).map_or(Vec::new(), |b| b.to_vec());
        all.extend_from_slice(data);
        self.unused.set(bytes::new(all));
    }
    /// Takes in data, gives at most `most` bytes.
    fn feed(&self, vm: &mut Vm, data: &[u8], most: usize) -> PyResult {
        if self.is_done() {
            self.append_unused(data);
            return Ok(bytes::new(Vec::new()));
        }
        let mut out = Vec::new();
        let used = match self.inflater.borrow_mut().feed(data, &mut out, most.min(MOST)) {
            Ok(n) => n,
            Err(e) => return Err(inflate_error(vm, e)),
        };
        if out.len() >= MOST {
            return Err(vm.memory_error());
        }
        vm.charge((out.len() >> 6) as u32);
        let rest = data.get(used..).unwrap_or(&[]);
        self.tail.set(bytes::new(Vec::new()));
        if self.is_done() {
            self.append_unused(rest);
        } else {
            self.tail.set(bytes::new(rest.to_vec()));
        }
        self.needs_input.set(!self.is_done() && rest.is_empty() && out.len() < most);
        Ok(bytes::new(out))
    }
}

fn decompressobj(vm: &mut Vm, a: &Args) -> PyResult {
    let inflater = new_inflater(vm, a, 0, Some(1))?;
    Ok(make_decompress(vm, inflater, &DECOMPRESS))
}

fn object_decompress(vm: &mut Vm, a: &Args) -> PyResult {
    let most = size_or(vm, a, 2, 0)?;
    if most < 0 {
        return Err(vm.value_error("max_length must be non-negative"));
    }
    let data = bytes_arg(vm, a, 1)?.to_vec();
    this(vm, a.at(0))?.feed(vm, &data, if most == 0 { usize::MAX } else { most as usize })
}

fn object_flush(vm: &mut Vm, a: &Args) -> PyResult {
    if size_or(vm, a, 1, 1)? <= 0 {
        return Err(vm.value_error("length must be greater than zero"));
    }
    let d = this(vm, a.at(0))?;
    if d.is_done() {
        return Ok(bytes::new(Vec::new()));
    }
    let rest = bytes::buffer(&d.tail.get()).map_or(Vec::new(), |b| b.to_vec());
    d.feed(vm, &rest, usize::MAX)
}

fn object_copy(vm: &mut Vm, a: &Args) -> PyResult {
    let d = this(vm, a.at(0))?;
    let inflater = d.inflater.borrow().clone();
    let copy = make_decompress(vm, inflater, &DECOMPRESS);
    if let Some(c) = copy.native::<Decompress>() {
        c.unused.set(d.unused.get());
        c.tail.set(d.tail.get());
    }
    Ok(copy)
}

fn one_shot_new(vm: &mut Vm, a: &Args) -> PyResult {
    let inflater = new_inflater(vm, a, 1, Some(2))?;
    Ok(make_decompress(vm, inflater, &ONE_SHOT))
}

fn one_shot_decompress(vm: &mut Vm, a: &Args) -> PyResult {
    let d = this(vm, a.at(0))?;
    if d.is_done() {
        let ty = vm.types.exc.EOFError.clone();
        return Err(vm.error(&ty, "End of stream already reached"));
    }
    let most = size_or(vm, a, 2, -1)?;
    let mut data = bytes::buffer(&d.tail.get()).map_or(Vec::new(), |b| b.to_vec());
    data.extend_from_slice(&bytes_arg(vm, a, 1)?);
    d.feed(vm, &data, usize::try_from(most).unwrap_or(usize::MAX))
}

static DECOMPRESS: TypeSpec = TypeSpec {
    module: "zlib",
    flags: flag::NO_INSTANTIATION,
    methods: &[
        tail("decompress", "(self, data, /, max_length=0)", |vm, a| ints(vm, a, &[2], object_decompress)),
        tail("flush", "(self, length=zlib.DEF_BUF_SIZE, /)", |vm, a| ints(vm, a, &[1], object_flush)),
        leaf("copy", "(self, /)", object_copy),
    ],
    getset: &[UNUSED, EOF, member("unconsumed_tail", |vm, v| Ok(this(vm, v)?.tail.get()))],
    ..TypeSpec::of::<Native>("Decompress")
};

const UNUSED: GetSetDef = member("unused_data", |vm, v| Ok(this(vm, v)?.unused.get()));
const EOF: GetSetDef = member("eof", |vm, v| Ok(Value::bool(this(vm, v)?.is_done())));

static ONE_SHOT: TypeSpec = TypeSpec {
    module: "zlib",
    methods: &[
        leaf("__new__", "(cls, wbits=MAX_WBITS, zdict=b'')", one_shot_new).stat(),
        tail("decompress", "(self, /, data, max_length=-1)", |vm, a| ints(vm, a, &[2], one_shot_decompress)),
    ],
    getset: &[UNUSED, EOF, member("needs_input", |vm, v| Ok(Value::bool(this(vm, v)?.needs_input.get())))],
    ..TypeSpec::of::<Native>("_ZlibDecompressor")
};

// ---- compression

/// A stream that is being compressed.
#[derive(Clone)]
struct Deflater {
    state: Deflate,
    wrapper: Wrapper,
    /// what stands before the data, until it is written
    head: Vec<u8>,
    check: u32,
    size: u32,
    done: bool,
}

impl Deflater {
    fn new(level: i32, wrapper: Wrapper, bits: isize, memory: isize, strategy: isize) -> Deflater {
        let level = if level < 0 { 6 } else { level as usize };
        let bits = match bits.abs() & 15 {
            0 => 15,
            n => n.max(9) as u32,
        };
        let quick = level < 2 || strategy >= 2;
        let head = match wrapper {
            Wrapper::Gzip => {
                let kind = if level == 9 { 2 } else { 4 * u8::from(quick) };
                vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, kind, 3]
            }
            Wrapper::Zlib => {
                let kind = match level {
                    _ if quick => 0,
                    2..=5 => 1,
                    6 => 2,
                    _ => 3,
                };
                let head = (8 + ((bits - 8) << 4)) << 8 | kind << 6;
                vec![(head >> 8) as u8, (head + 31 - head % 31) as u8]
            }
            _ => Vec::new(),
        };
        let state = Deflate::new(level, strategy, bits, memory as u32);
        Deflater { state, wrapper, head, check: wrapper.first_check(), size: 0, done: false }
    }

    /// Compresses, with what goes around the data.
    fn feed(&mut self, input: &[u8], flush: Flush, out: &mut Vec<u8>) {
        out.append(&mut self.head);
        self.check = self.wrapper.check(self.check, input);
        self.size = self.size.wrapping_add(input.len() as u32);
        self.state.feed(input, flush, out);
        if flush == Flush::Finish {
            self.done = true;
            match self.wrapper {
                Wrapper::Gzip => {
                    out.extend_from_slice(&self.check.to_le_bytes());
                    out.extend_from_slice(&self.size.to_le_bytes());
                }
                Wrapper::Zlib => out.extend_from_slice(&self.check.to_be_bytes()),
                _ => {}
            }
        }
    }
}

fn level(vm: &mut Vm, a: &Args, i: usize) -> PyResult<Option<i32>> {
    let n = c_int(vm, a, i, -1)?;
    Ok(if (-1..=9).contains(&n) { Some(n as i32) } else { None })
}

fn compress(vm: &mut Vm, a: &Args) -> PyResult {
    let data = bytes_arg(vm, a, 0)?.to_vec();
    let Some(level) = level(vm, a, 1)? else { return Err(error(vm, "Bad compression level")) };
    let bits = c_int(vm, a, 2, 15)?;
    let wrapper = Wrapper::of(bits).filter(|w| *w != Wrapper::Any);
    let Some(wrapper) = wrapper else { return Err(bad_option(vm)) };
    let mut out = Vec::new();
    Deflater::new(level, wrapper, bits, 8, 0).feed(&data, Flush::Finish, &mut out);
    vm.charge((data.len() >> 4) as u32);
    Ok(bytes::new(out))
}

/// `zlib.Compress`.
struct Compress(RefCell<Deflater>);

impl NativeObject for Compress {
    fn visit(&self, _: &mut Visitor) {}
}

fn compressobj(vm: &mut Vm, a: &Args) -> PyResult {
    let level = level(vm, a, 0)?;
    let bits = c_int(vm, a, 2, 15)?;
    let wrapper = Wrapper::of(bits).filter(|w| *w != Wrapper::Any);
    let (method, strategy) = (c_int(vm, a, 1, 8)?, c_int(vm, a, 4, 0)?);
    let memory = c_int(vm, a, 3, 8)?;
    let (Some(level), Some(wrapper), 8, 0..=4, 1..=9) = (level, wrapper, method, strategy, memory) else {
        return Err(bad_option(vm));
    };
    if a.opt(5).is_some() {
        return Err(error(vm, "preset dictionaries are not supported"));
    }
    Ok(compressor(vm, Deflater::new(level, wrapper, bits, memory, strategy)))
}

fn compressor(vm: &mut Vm, deflater: Deflater) -> Value {
    let ty = vm.native_type(&COMPRESS);
    crate::heap::alloc(&ty, Native(Box::new(Compress(RefCell::new(deflater))))).into()
}

fn compressor_copy(vm: &mut Vm, a: &Args) -> PyResult {
    let Some(Compress(deflater)) = a.at(0).native::<Compress>() else {
        return Err(vm.type_error("a compressor is required"));
    };
    let deflater = deflater.borrow().clone();
    if deflater.done {
        return Err(vm.value_error("Inconsistent stream state"));
    }
    Ok(compressor(vm, deflater))
}

fn object_compress(vm: &mut Vm, a: &Args) -> PyResult {
    let data = bytes_arg(vm, a, 1)?.to_vec();
    fed(vm, a, &data, Flush::None, "while compressing data")
}

fn fed(vm: &mut Vm, a: &Args, data: &[u8], flush: Flush, doing: &std::primitive::str) -> PyResult {
    let Some(Compress(deflater)) = a.at(0).native::<Compress>() else {
        return Err(vm.type_error("a compressor is required"));
    };
    if deflater.borrow().done {
        return Err(error(vm, &format!("Error -2 {doing}: inconsistent stream state")));
    }
    let mut out = Vec::new();
    deflater.borrow_mut().feed(data, flush, &mut out);
    vm.charge((data.len() >> 4) as u32);
    Ok(bytes::new(out))
}

fn object_finish(vm: &mut Vm, a: &Args) -> PyResult {
    let flush = match c_int(vm, a, 1, FINISH)? {
        0 => return Ok(bytes::new(Vec::new())),
        1 => Flush::Partial,
        2 => Flush::Sync,
        3 => Flush::Full,
        FINISH => Flush::Finish,
        _ => return Err(error(vm, "Error -2 while flushing: inconsistent stream state")),
    };
    fed(vm, a, &[], flush, "while flushing")
}

static COMPRESS: TypeSpec = TypeSpec {
    module: "zlib",
    flags: flag::NO_INSTANTIATION,
    methods: &[
        leaf("compress", "(self, data, /)", object_compress),
        tail("flush", "(self, mode=zlib.Z_FINISH, /)", |vm, a| ints(vm, a, &[1], object_finish)),
        leaf("copy", "(self, /)", compressor_copy),
        leaf("__copy__", "(self, /)", compressor_copy),
        leaf("__deepcopy__", "(self, memo, /)", compressor_copy),
    ],
    ..TypeSpec::of::<Native>("Compress")
};

fn crc32_(vm: &mut Vm, a: &Args) -> PyResult {
    let start = low_word(a.opt(1), 0);
    let data = bytes_arg(vm, a, 0)?;
    Ok(Value::int(crc32(start, &data) as i64))
}

fn adler32_(vm: &mut Vm, a: &Args) -> PyResult {
    let start = low_word(a.opt(1), 1);
    let data = bytes_arg(vm, a, 0)?;
    Ok(Value::int(adler32(start, &data) as i64))
}

static FUNCTIONS: &[NativeDef] = &[
    tail("crc32", "(data, value=0, /)", |vm, a| ints(vm, a, &[1], crc32_)),
    tail("adler32", "(data, value=1, /)", |vm, a| ints(vm, a, &[1], adler32_)),
    tail("compress", "(data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)", |vm, a| ints(vm, a, &[1, 2], compress)),
    tail("decompress", "(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)", |vm, a| ints(vm, a, &[1, 2], decompress)),
    tail(
        "compressobj",
        "(level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=<unrepresentable>)",
        |vm, a| ints(vm, a, &[0, 1, 2, 3, 4], compressobj),
    ),
    tail("decompressobj", "(wbits=MAX_WBITS, zdict=b'')", |vm, a| ints(vm, a, &[0], decompressobj)),
];
