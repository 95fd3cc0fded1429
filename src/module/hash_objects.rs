//! `_hashlib`: the objects that `hashlib` hands out, under one type, and `pbkdf2_hmac`.
//!
//! Invariant: an object is another one of `_md5`, `_sha1`, `_sha2` or `_sha3` with a common face; the data is that one's.

use super::digest::{Algorithm, Digest};
use super::{ModuleSpec, hashes, sha3};
use crate::heap::{Ref, Visitor};
use crate::lending;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::lent::request;
use crate::object::native::{Native, NativeObject};
use crate::object::number_args::{clipped, indexes};
use crate::object::object_::address;
use crate::object::spec::{GetSetDef, TypeSpec, getter};
use crate::object::text_args::{must_be, text};
use crate::object::ty::flag;
use crate::object::{bytes, str};
use crate::value::Value;
use crate::vm::native::{Act, Args, NativeDef, PyResult, Raised, leaf, tail};
use crate::vm::{Cx, Vm};

pub static SPEC: ModuleSpec = ModuleSpec { name: "_hashlib", doc: "", functions: FUNCTIONS, init };

static HASH: TypeSpec = TypeSpec {
    module: "_hashlib",
    flags: flag::NO_INSTANTIATION | flag::BASETYPE,
    methods: &[
        leaf("__repr__", "(self, /)", |_, a| {
            let ty = crate::object::type_of(a.at(0)).name();
            Ok(str::new(format!("<{} _hashlib.{ty} object @ {:#x}>", this(a.at(0)).kind.name(), address(a.at(0)))))
        }),
        tail("update", "(self, obj, /)", |vm, a| pass(vm, a, "update")),
        tail("digest", "(self, /)", |vm, a| pass(vm, a, "digest")),
        tail("hexdigest", "(self, /)", |vm, a| pass(vm, a, "hexdigest")),
        tail("copy", "(self, /)", |vm, a| {
            let kind = this(a.at(0)).kind;
            pass(vm, a, "copy").then(vm, move |vm, r| r.map(|inner| wrap(vm, kind, inner)).into())
        }),
    ],
    getset: GETSET,
    ..TypeSpec::of::<Native>("HASH")
};

/// Of any length.
static HASHXOF: TypeSpec = TypeSpec {
    module: "_hashlib",
    flags: flag::NO_INSTANTIATION,
    methods: &[
        tail("digest", "(self, /, length)", |vm, a| pass(vm, a, "digest")),
        tail("hexdigest", "(self, /, length)", |vm, a| pass(vm, a, "hexdigest")),
    ],
    ..TypeSpec::of::<Native>("HASHXOF")
};

static UNSUPPORTED: TypeSpec = TypeSpec {
    module: "_hashlib",
    base: |t| &t.exc.ValueError,
    flags: flag::BASETYPE | flag::EXC_SUBCLASS | flag::HAS_DICT | flag::WEAKREFABLE,
    ..TypeSpec::of::<Exception>("UnsupportedDigestmodError")
};

static GETSET: &[GetSetDef] = &[
    getter("name", |_, v| Ok(str::new(this(v).kind.name()))),
    getter("digest_size", |_, v| Ok(Value::size(this(v).kind.sizes().0))),
    getter("block_size", |_, v| Ok(Value::size(this(v).kind.sizes().1))),
];

#[derive(Clone, Copy)]
enum Kind {
    Digest(Algorithm),
    Sponge(usize),
}

static KINDS: [Kind; 12] = [
    Kind::Digest(Algorithm::Md5),
    Kind::Digest(Algorithm::Sha1),
    Kind::Digest(Algorithm::Sha224),
    Kind::Digest(Algorithm::Sha256),
    Kind::Digest(Algorithm::Sha384),
    Kind::Digest(Algorithm::Sha512),
    Kind::Sponge(0),
    Kind::Sponge(1),
    Kind::Sponge(2),
    Kind::Sponge(3),
    Kind::Sponge(4),
    Kind::Sponge(5),
];

impl Kind {
    fn name(self) -> &'static std::primitive::str {
        match self {
            Kind::Digest(a) => a.name(),
            Kind::Sponge(k) => sha3::facts(k).0,
        }
    }
    /// Of a digest and of a block.
    fn sizes(self) -> (usize, usize) {
        match self {
            Kind::Digest(a) => (a.size(), a.block()),
            Kind::Sponge(k) => sha3::facts(k).1,
        }
    }
    /// As a program names it: case does not matter, and some have a name with a hyphen too.
    fn of(name: &std::primitive::str) -> Option<Kind> {
        let name = name.to_ascii_lowercase();
        let plain = match name.as_str() {
            "shake128" | "shake256" => name.replace("shake", "shake_"),
            _ if name.starts_with("sha3-") || name.starts_with("shake-") => name.replace('-', "_"),
            _ => name.replace("sha2-", "sha").replace("sha-", "sha"),
        };
        KINDS.into_iter().find(|k| k.name() == plain)
    }
}

struct Face {
    kind: Kind,
    inner: Value,
}

impl NativeObject for Face {
    fn visit(&self, v: &mut Visitor) {
        v.value(&self.inner);
    }
}

fn this(v: &Value) -> &Face {
    v.native::<Face>().expect("the descriptor checks the receiver")
}

/// Has the object behind do it.
fn pass(vm: &mut Vm, a: &Args, name: &std::primitive::str) -> Act {
    let name = vm.intern(name);
    let inner = this(a.at(0)).inner.clone();
    vm.call_method(&inner, &name, &a[1..])
}

fn wrap(vm: &mut Vm, kind: Kind, inner: Value) -> Value {
    let any_length = matches!(kind, Kind::Sponge(4..));
    let ty = vm.native_type(if any_length { &HASHXOF } else { &HASH });
    crate::heap::alloc(&ty, Native(Box::new(Face { kind, inner }))).into()
}

fn make(vm: &mut Vm, kind: Kind, data: Option<&Value>) -> PyResult {
    let inner = match kind {
        Kind::Digest(a) => hashes::object(vm, a, data)?,
        Kind::Sponge(k) => sha3::object(vm, k, data)?,
    };
    Ok(wrap(vm, kind, inner))
}

fn unsupported(vm: &mut Vm) -> Raised {
    let ty = vm.native_type(&UNSUPPORTED);
    vm.error(&ty, "[digital envelope routines] unsupported")
}

fn named(vm: &mut Vm, a: &Args, what: &std::primitive::str) -> PyResult<Kind> {
    let Some(name) = text(a.at(0)) else { return Err(must_be(vm, a.at(0), what)) };
    let name = name.to_display();
    Kind::of(&name).ok_or_else(|| unsupported(vm))
}

fn new(vm: &mut Vm, a: &Args) -> PyResult {
    let kind = named(vm, a, "new() argument 'name' must be str, not ")?;
    let data = hashes::data_of(vm, a.opt(1), a.some(3))?;
    make(vm, kind, data)
}

/// HMAC with a digest of the first two families; both of its halves have taken the key in.
struct Hmac {
    inner: Digest,
    outer: Digest,
}

impl Hmac {
    fn new(algorithm: Algorithm, key: &[u8]) -> Hmac {
        let mut key = key.to_vec();
        if key.len() > algorithm.block() {
            let mut d = Digest::new(algorithm);
            d.update(&key);
            key = d.finish();
        }
        key.resize(algorithm.block(), 0);
        let half = |mask: u8| {
            let mut d = Digest::new(algorithm);
            d.update(&key.iter().map(|b| b ^ mask).collect::<Vec<u8>>());
            d
        };
        Hmac { inner: half(0x36), outer: half(0x5c) }
    }
    fn of(&self, data: &[u8]) -> Vec<u8> {
        let (mut inner, mut outer) = (self.inner.clone(), self.outer.clone());
        inner.update(data);
        outer.update(&inner.finish());
        outer.finish()
    }
}

async fn pbkdf2(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let act = indexes(cx.vm(), &a, &[3], |_, a| Ok(a.at(3).clone()));
    let rounds = cx.act(act).await?;
    let length = match a.some(4) {
        Some(_) => {
            let act = indexes(cx.vm(), &a, &[4], |_, a| Ok(a.at(4).clone()));
            Some(clipped(&cx.act(act).await?))
        }
        None => None,
    };
    let vm = cx.vm();
    let kind = named(vm, &a, "pbkdf2_hmac() argument 'hash_name' must be str, not ")?;
    let mut given = Vec::new();
    for i in [1, 2] {
        let Some(data) = bytes::buffer(a.at(i)) else {
            return Err(crate::object::bytes_methods::not_bytes(vm, a.at(i)));
        };
        given.push(data.to_vec());
    }
    let rounds = clipped(&rounds);
    if rounds < 1 {
        return Err(vm.value_error("iteration value must be greater than 0."));
    }
    if rounds > i32::MAX as i64 {
        return Err(vm.overflow_error("iteration value is too great."));
    }
    let length = length.unwrap_or(kind.sizes().0 as i64);
    if length < 1 {
        return Err(vm.value_error("key length must be greater than 0."));
    }
    if length > i32::MAX as i64 {
        return Err(vm.overflow_error("key length is too great."));
    }
    let Kind::Digest(algorithm) = kind else { return Err(unsupported(vm)) };
    crate::object::text_args::check_size(vm, length as usize, 1)?;
    let hmac = Hmac::new(algorithm, &given[0]);
    let mut out = Vec::new();
    for block in 1u32.. {
        let mut salt = given[1].clone();
        salt.extend_from_slice(&block.to_be_bytes());
        cx.tick((salt.len() >> 6) as u32).await?;
        let mut u = hmac.of(&salt);
        let mut sum = u.clone();
        for _ in 1..rounds {
            cx.tick(8).await?;
            u = hmac.of(&u);
            sum.iter_mut().zip(&u).for_each(|(s, b)| *s ^= b);
        }
        cx.tick(8).await?;
        out.extend_from_slice(&sum);
        if out.len() >= length as usize {
            break;
        }
    }
    out.truncate(length as usize);
    Ok(bytes::new(out))
}

macro_rules! constructor {
    ($name:literal, $kind:literal) => {
        leaf($name, "(data=b'', *, usedforsecurity=True, string=None)", |vm, a| {
            let data = hashes::data_of(vm, a.opt(0), a.some(2))?;
            make(vm, KINDS[$kind], data)
        })
    };
}

static FUNCTIONS: &[NativeDef] = &[
    leaf("new", "(name, data=b'', *, usedforsecurity=True, string=None)", new),
    constructor!("openssl_md5", 0),
    constructor!("openssl_sha1", 1),
    constructor!("openssl_sha224", 2),
    constructor!("openssl_sha256", 3),
    constructor!("openssl_sha384", 4),
    constructor!("openssl_sha512", 5),
    constructor!("openssl_sha3_224", 6),
    constructor!("openssl_sha3_256", 7),
    constructor!("openssl_sha3_384", 8),
    constructor!("openssl_sha3_512", 9),
    constructor!("openssl_shake_128", 10),
    constructor!("openssl_shake_256", 11),
    leaf("compare_digest", "(a, b, /)", super::operator::compare_digest),
    leaf("get_fips_mode", "()", |_, _| Ok(Value::int(0))),
    // there is no HMAC of a piece: the library goes on with its own
    leaf("hmac_new", "(key, msg=b'', digestmod=None)", |vm, a| match a.some(2) {
        Some(_) => Err(unsupported(vm)),
        None => Err(vm.type_error("Missing required parameter 'digestmod'.")),
    }),
    leaf("hmac_digest", "(key, msg, digest)", |vm, _| Err(unsupported(vm))),
    lending!("pbkdf2_hmac", "(hash_name, password, salt, iterations, dklen=None)", pbkdf2, &[1, 2], request::SIMPLE),
];

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    let (plain, any_length) = (vm.native_type(&HASH), vm.native_type(&HASHXOF));
    super::asyncio::derive(&any_length, &plain);
    for spec in [&HASH, &HASHXOF, &UNSUPPORTED] {
        let ty = vm.native_type(spec);
        let name = vm.intern(spec.name);
        dict.set_interned(&name, ty.value());
    }
    let names = KINDS.iter().map(|k| str::new(k.name())).collect();
    let key = vm.intern("openssl_md_meth_names");
    dict.set_interned(&key, crate::vm::protocol::hooks::frozen_of_constants(names));
    Ok(())
}
