//! `sys`: the named tuples that say how the engine is made: `flags`, `float_info`, `hash_info`, `int_info`, `thread_info`, `version_info`.
//!
//! Invariant: there is one instance of each; a program cannot make another.

use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::spec::{GetSetDef, TypeSpec, getter, member};
use crate::object::str;
use crate::object::structseq::{self, StructSpec, hidden};
use crate::object::text_args::digit_limit;
use crate::object::ty::flag;
use crate::value::Value;
use crate::vm::Vm;

/// A named tuple's type with these items: `info!(NAME, "name", "sys.name", "documentation", ["field", …])`.
macro_rules! info {
    ($spec:ident, $name:literal, $full:literal, $doc:literal, [$($field:literal),*]) => {
        pub static $spec: StructSpec = StructSpec {
            ty: TypeSpec {
                flags: flag::NO_INSTANTIATION,
                ..structseq::spec("sys", $name, $doc, &structseq::items([$($field),*]), 0)
            },
            full_name: $full,
            fields: &[$($field),*],
            visible: [$($field),*].len(),
        };
    };
}

info!(
    VERSION_INFO,
    "version_info",
    "sys.version_info",
    "sys.version_info\n\nVersion information as a named tuple.",
    ["major", "minor", "micro", "releaselevel", "serial"]
);

info!(
    FLOAT_INFO,
    "float_info",
    "sys.float_info",
    "sys.float_info\n\nWhat a float can hold.",
    ["max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds"]
);

info!(
    HASH_INFO,
    "hash_info",
    "sys.hash_info",
    "hash_info\n\nThe parameters of hashes.",
    ["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"]
);

info!(
    INT_INFO,
    "int_info",
    "sys.int_info",
    "sys.int_info\n\nWhat is known of ints and their conversion to text.",
    ["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"]
);

info!(
    THREAD_INFO,
    "thread_info",
    "sys.thread_info",
    "sys.thread_info\n\nHow threads are made.",
    ["name", "lock", "version"]
);

pub static ASYNCGEN_HOOKS: StructSpec = StructSpec {
    ty: structseq::spec(
        "",
        "asyncgen_hooks",
        "What is called when an asynchronous generator is first iterated, and when one is collected.",
        &structseq::items(["firstiter", "finalizer"]),
        0,
    ),
    full_name: "asyncgen_hooks",
    fields: &["firstiter", "finalizer"],
    visible: 2,
};

const FLAGS_SHOWN: usize = 18;

static FLAGS: StructSpec = StructSpec {
    ty: TypeSpec {
        flags: flag::NO_INSTANTIATION,
        ..structseq::spec(
            "sys",
            "flags",
            "sys.flags\n\nWhat the command line and the environment ask for.",
            &FLAG_GETTERS,
            3,
        )
    },
    full_name: "sys.flags",
    fields: &FLAG_NAMES,
    visible: FLAGS_SHOWN,
};

const FLAG_NAMES: [&str; FLAGS_SHOWN + 3] = [
    "debug",
    "inspect",
    "interactive",
    "optimize",
    "dont_write_bytecode",
    "no_user_site",
    "no_site",
    "ignore_environment",
    "verbose",
    "bytes_warning",
    "quiet",
    "hash_randomization",
    "isolated",
    "dev_mode",
    "utf8_mode",
    "warn_default_encoding",
    "safe_path",
    "int_max_str_digits",
    "gil",
    "thread_inherit_context",
    "context_aware_warnings",
];

const FLAG_GETTERS: [GetSetDef; FLAGS_SHOWN + 3] = {
    let mut names = [""; FLAGS_SHOWN];
    let mut i = 0;
    while i < FLAGS_SHOWN {
        names[i] = FLAG_NAMES[i];
        i += 1;
    }
    let shown = structseq::items(names);
    let mut out = [getter("", hidden::<0>); FLAGS_SHOWN + 3];
    let mut i = 0;
    while i < FLAGS_SHOWN {
        out[i] = shown[i];
        i += 1;
    }
    out[FLAGS_SHOWN] = member(FLAG_NAMES[FLAGS_SHOWN], hidden::<0>);
    out[FLAGS_SHOWN + 1] = member(FLAG_NAMES[FLAGS_SHOWN + 1], hidden::<1>);
    out[FLAGS_SHOWN + 2] = member(FLAG_NAMES[FLAGS_SHOWN + 2], hidden::<2>);
    out
};

/// Puts the instances into the namespace of `sys`.
pub fn fill(vm: &mut Vm, dict: &Ref<Dict>) {
    let put = |vm: &mut Vm, spec: &'static StructSpec, values: Vec<Value>| {
        let v = structseq::new(vm, spec, values);
        let key = vm.intern(spec.ty.name);
        dict.set_interned(&key, v);
    };
    let limit = Value::size(digit_limit(vm));
    let flags = FLAG_NAMES.iter().map(|name| match *name {
        "dev_mode" | "safe_path" => Value::FALSE,
        "utf8_mode" | "gil" => Value::int(1),
        "int_max_str_digits" => limit.clone(),
        _ => Value::int(0),
    });
    let flags = flags.collect();
    put(vm, &FLAGS, flags);
    let floats = vec![
        Value::float(f64::MAX),
        Value::int(1024),
        Value::int(308),
        Value::float(f64::MIN_POSITIVE),
        Value::int(-1021),
        Value::int(-307),
        Value::int(15),
        Value::int(53),
        Value::float(f64::EPSILON),
        Value::int(2),
        Value::int(1),
    ];
    put(vm, &FLOAT_INFO, floats);
    let hashes = vec![
        Value::int(64),
        Value::int((1 << 61) - 1),
        Value::int(314159),
        Value::int(0),
        Value::int(1000003),
        str::new("siphash13"),
        Value::int(64),
        Value::int(128),
        Value::int(0),
    ];
    put(vm, &HASH_INFO, hashes);
    put(vm, &INT_INFO, vec![Value::int(30), Value::int(4), limit, Value::int(640)]);
    put(vm, &THREAD_INFO, vec![str::new("pthread"), Value::NONE, Value::NONE]);
}
