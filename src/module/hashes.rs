//! `_md5`, `_sha1`, `_sha2`: the digests behind `hashlib` (and `random.seed` of text).
//!
//! Invariant: `digest` leaves the object as it is: more data may follow.

use super::ModuleSpec;
use super::digest::{Algorithm, Digest};
use crate::heap::{Mut, Visitor};
use crate::object::bytes_methods::not_bytes_but;
use crate::object::lent::request;
use crate::object::native::{Native, NativeObject};
use crate::object::spec::{GetSetDef, TypeSpec, getter};
use crate::object::ty::flag;
use crate::object::{bytes, str};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};

macro_rules! constructor {
    ($name:literal, $algorithm:ident) => {
        leaf($name, "(data=b'', *, usedforsecurity=True, string=None)", |vm, a| new(vm, a, Algorithm::$algorithm))
    };
}

/// `_md5`.
pub static MD5: ModuleSpec =
    ModuleSpec { name: "_md5", doc: "", functions: &[constructor!("md5", Md5)], init: |_, _| Ok(()) };
/// `_sha1`.
pub static SHA1: ModuleSpec =
    ModuleSpec { name: "_sha1", doc: "", functions: &[constructor!("sha1", Sha1)], init: |_, _| Ok(()) };
/// `_sha2`.
pub static SHA2: ModuleSpec = ModuleSpec {
    name: "_sha2",
    doc: "",
    functions: &[
        constructor!("sha224", Sha224),
        constructor!("sha256", Sha256),
        constructor!("sha384", Sha384),
        constructor!("sha512", Sha512),
    ],
    init: |_, _| Ok(()),
};

const fn spec(module: &'static std::primitive::str, name: &'static std::primitive::str) -> TypeSpec {
    TypeSpec { module, flags: flag::NO_INSTANTIATION, methods: METHODS, getset: GETSET, ..TypeSpec::of::<Native>(name) }
}

static MD5_TYPE: TypeSpec = spec("_md5", "md5");
static SHA1_TYPE: TypeSpec = spec("_sha1", "sha1");
static SHA224_TYPE: TypeSpec = spec("_sha2", "SHA224Type");
static SHA256_TYPE: TypeSpec = spec("_sha2", "SHA256Type");
static SHA384_TYPE: TypeSpec = spec("_sha2", "SHA384Type");
static SHA512_TYPE: TypeSpec = spec("_sha2", "SHA512Type");

const METHODS: &[NativeDef] = &[
    leaf("update", "(self, obj, /)", |vm, a| {
        feed(vm, this(a), a.at(1))?;
        Ok(Value::NONE)
    }),
    leaf("digest", "(self, /)", |_, a| Ok(bytes::new(this(a).borrow().finish()))),
    leaf("hexdigest", "(self, /)", |_, a| {
        let text: String = this(a).borrow().finish().iter().map(|b| format!("{b:02x}")).collect();
        Ok(str::new(text))
    }),
    leaf("copy", "(self, /)", |_, a| {
        let ty = crate::object::type_of(a.at(0));
        let copy = this(a).borrow().clone();
        Ok(crate::heap::alloc(&ty, Native(Box::new(Hash(Mut::new(copy))))).into())
    }),
];

const GETSET: &[GetSetDef] = &[
    getter("name", |_, v| Ok(str::new(algorithm(v).name()))),
    getter("digest_size", |_, v| Ok(Value::size(algorithm(v).size()))),
    getter("block_size", |_, v| Ok(Value::size(algorithm(v).block()))),
];

struct Hash(Mut<Digest>);

impl NativeObject for Hash {
    fn visit(&self, _: &mut Visitor) {}
}

fn state(v: &Value) -> &Mut<Digest> {
    &v.native::<Hash>().expect("the descriptor checks the receiver").0
}

fn this<'a>(a: &'a Args) -> &'a Mut<Digest> {
    state(a.at(0))
}

fn algorithm(v: &Value) -> Algorithm {
    state(v).borrow().algorithm
}

/// The bytes of an argument that is to be hashed.
pub(super) fn data_argument<'a>(vm: &mut Vm, v: &'a Value) -> PyResult<bytes::Buffer<'a>> {
    if v.is_a::<str::Str>() {
        return Err(vm.type_error("Strings must be encoded before hashing"));
    }
    bytes::buffer(v).ok_or_else(|| not_bytes_but(vm, v, request::SIMPLE, "object supporting the buffer API required"))
}

fn feed(vm: &mut Vm, digest: &Mut<Digest>, v: &Value) -> PyResult<()> {
    let data = data_argument(vm, v)?;
    digest.borrow_mut().update(&data);
    vm.charge((data.len() >> 6) as u32);
    Ok(())
}

fn new(vm: &mut Vm, a: &Args, algorithm: Algorithm) -> PyResult {
    let data = data_of(vm, a.opt(0), a.some(2))?;
    object(vm, algorithm, data)
}

/// What is to be digested at first: it has two names.
pub(super) fn data_of<'a>(
    vm: &mut Vm,
    data: Option<&'a Value>,
    text: Option<&'a Value>,
) -> PyResult<Option<&'a Value>> {
    if data.is_some() && text.is_some() {
        return Err(vm.type_error(
            "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.",
        ));
    }
    Ok(data.or(text))
}

/// A digest of `data` as an object.
pub(super) fn object(vm: &mut Vm, algorithm: Algorithm, data: Option<&Value>) -> PyResult {
    let digest = Mut::new(Digest::new(algorithm));
    if let Some(v) = data {
        feed(vm, &digest, v)?;
    }
    let ty = vm.native_type(match algorithm {
        Algorithm::Md5 => &MD5_TYPE,
        Algorithm::Sha1 => &SHA1_TYPE,
        Algorithm::Sha224 => &SHA224_TYPE,
        Algorithm::Sha256 => &SHA256_TYPE,
        Algorithm::Sha384 => &SHA384_TYPE,
        Algorithm::Sha512 => &SHA512_TYPE,
    });
    Ok(crate::heap::alloc(&ty, Native(Box::new(Hash(digest)))).into())
}
