//! `posix`: the operating system as `os` shows it.
//!
//! Invariant: everything that depends on the platform goes through `Host`; functions that need processes, pipes or
//! signals between processes are absent, as `os` expects of platforms without them.

pub mod descriptors;
pub mod path;
mod process;
mod scandir;
pub mod standard;
pub mod stat;
mod tree;

use super::ModuleSpec;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::{list, str, structseq};
use crate::value::Value;
use crate::vm::native::NativeDef;
use crate::vm::{Raised, Vm};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    name: "posix",
    doc: "This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.",
    functions: FUNCTIONS,
    init,
};

const PARTS: &[&[NativeDef]] =
    &[stat::FUNCTIONS, tree::FUNCTIONS, scandir::FUNCTIONS, descriptors::FUNCTIONS, process::FUNCTIONS];
static FUNCTIONS: &[NativeDef] = &{
    const N: usize = crate::object::str_type::total(PARTS);
    crate::object::str_type::concat::<N>(PARTS)
};

/// What `os` makes its sets of supported functions from.
const HAVE: &[&std::primitive::str] = &[
    "HAVE_FACCESSAT",
    "HAVE_FCHDIR",
    "HAVE_FCHMOD",
    "HAVE_FCHMODAT",
    "HAVE_FCHOWN",
    "HAVE_FCHOWNAT",
    "HAVE_FDOPENDIR",
    "HAVE_FSTATAT",
    "HAVE_FTRUNCATE",
    "HAVE_FUTIMENS",
    "HAVE_LCHOWN",
    "HAVE_LINKAT",
    "HAVE_LSTAT",
    "HAVE_LUTIMES",
    "HAVE_MKDIRAT",
    "HAVE_OPENAT",
    "HAVE_READLINKAT",
    "HAVE_RENAMEAT",
    "HAVE_SYMLINKAT",
    "HAVE_UNLINKAT",
    "HAVE_UTIMENSAT",
];

const NUMBERS: &[(&std::primitive::str, i64)] = &[
    ("F_OK", 0),
    ("R_OK", 4),
    ("W_OK", 2),
    ("X_OK", 1),
    ("NGROUPS_MAX", 65536),
    ("TMP_MAX", 238328),
    ("O_RDONLY", 0),
    ("O_WRONLY", 1),
    ("O_RDWR", 2),
    ("O_ACCMODE", 3),
    ("O_CREAT", 0o100),
    ("O_EXCL", 0o200),
    ("O_NOCTTY", 0o400),
    ("O_TRUNC", 0o1000),
    ("O_APPEND", 0o2000),
    ("O_NONBLOCK", 0o4000),
    ("O_NDELAY", 0o4000),
    ("O_DSYNC", 0o10000),
    ("O_SYNC", 0o4010000),
    ("O_RSYNC", 0o4010000),
    ("O_ASYNC", 0o20000),
    ("O_LARGEFILE", 0),
    ("O_DIRECTORY", 0o200000),
    ("O_NOFOLLOW", 0o400000),
    ("O_CLOEXEC", 0o2000000),
    ("EX_OK", 0),
    ("EX_USAGE", 64),
    ("EX_DATAERR", 65),
    ("EX_NOINPUT", 66),
    ("EX_NOUSER", 67),
    ("EX_NOHOST", 68),
    ("EX_UNAVAILABLE", 69),
    ("EX_SOFTWARE", 70),
    ("EX_OSERR", 71),
    ("EX_OSFILE", 72),
    ("EX_CANTCREAT", 73),
    ("EX_IOERR", 74),
    ("EX_TEMPFAIL", 75),
    ("EX_PROTOCOL", 76),
    ("EX_NOPERM", 77),
    ("EX_CONFIG", 78),
    ("GRND_NONBLOCK", 1),
    ("GRND_RANDOM", 2),
];

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> Result<(), Raised> {
    let put = |vm: &mut Vm, name: &std::primitive::str, v: Value| {
        let key = vm.intern(name);
        dict.set_interned(&key, v);
    };
    let names = Dict::new();
    for (name, n, _) in process::NAMES {
        let key = vm.intern(name);
        names.set_interned(&key, Value::int(*n));
    }
    put(vm, "sysconf_names", names.into());
    for (name, n) in NUMBERS {
        put(vm, name, Value::int(*n));
    }
    put(vm, "_have_functions", list::new(HAVE.iter().map(|h| str::new(*h)).collect()));
    let environ = process::environ(vm)?;
    put(vm, "environ", environ);
    let error = vm.types.exc.OSError.value();
    put(vm, "error", error);
    let entry = vm.native_type(&scandir::DIR_ENTRY);
    put(vm, "DirEntry", entry.into());
    for (name, spec) in [
        ("stat_result", &stat::STAT_RESULT),
        ("terminal_size", &process::TERMINAL_SIZE),
        ("uname_result", &process::UNAME),
        ("times_result", &process::TIMES),
    ] {
        let ty = structseq::type_of(vm, spec);
        put(vm, name, ty.into());
    }
    Ok(())
}
