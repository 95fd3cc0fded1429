//! The process as far as there is one: its environment, ids, times, randomness.
//!
//! Invariant: there is one process. What would make another one is absent, as on platforms that have none.

use super::path::number;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::spec::getter;
use crate::object::structseq::{self, StructSpec, item};
use crate::object::{bytes, str};
use crate::resumable;
use crate::value::Value;
use crate::vm::files::errno;
use crate::vm::native::{Args, NativeDef, PyResult, leaf};
use crate::vm::{Cx, Vm};

/// `os.terminal_size`.
pub static TERMINAL_SIZE: StructSpec = StructSpec {
    ty: structseq::spec(
        "os",
        "terminal_size",
        "A tuple of (columns, lines) for holding terminal window size",
        &[getter("columns", item::<0>), getter("lines", item::<1>)],
        0,
    ),
    full_name: "os.terminal_size",
    fields: &["columns", "lines"],
    visible: 2,
};

/// `os.uname_result`.
pub static UNAME: StructSpec = StructSpec {
    ty: structseq::spec(
        "posix",
        "uname_result",
        "uname_result: Result from os.uname().\n\nThis object may be accessed either as a tuple of\n  (sysname, nodename, release, version, machine),\nor via the attributes sysname, nodename, release, version, and machine.\n\nSee os.uname for more information.",
        &[
            getter("sysname", item::<0>),
            getter("nodename", item::<1>),
            getter("release", item::<2>),
            getter("version", item::<3>),
            getter("machine", item::<4>),
        ],
        0,
    ),
    full_name: "posix.uname_result",
    fields: &["sysname", "nodename", "release", "version", "machine"],
    visible: 5,
};

/// `os.times_result`.
pub static TIMES: StructSpec = StructSpec {
    ty: structseq::spec(
        "posix",
        "times_result",
        "times_result: Result from os.times().\n\nThis object may be accessed either as a tuple of\n  (user, system, children_user, children_system, elapsed),\nor via the attributes user, system, children_user, children_system,\nand elapsed.\n\nSee os.times for more information.",
        &[
            getter("user", item::<0>),
            getter("system", item::<1>),
            getter("children_user", item::<2>),
            getter("children_system", item::<3>),
            getter("elapsed", item::<4>),
        ],
        0,
    ),
    full_name: "posix.times_result",
    fields: &["user", "system", "children_user", "children_system", "elapsed"],
    visible: 5,
};

/// What `sysconf` tells of: name, number, value.
pub const NAMES: &[(&std::primitive::str, i64, i64)] = &[
    ("SC_CLK_TCK", 2, 100),
    ("SC_IOV_MAX", 60, 1024),
    ("SC_NPROCESSORS_CONF", 83, 1),
    ("SC_NPROCESSORS_ONLN", 84, 1),
    ("SC_OPEN_MAX", 4, 1024),
    ("SC_PAGESIZE", 30, 65536),
    ("SC_PAGE_SIZE", 30, 65536),
];

pub const FUNCTIONS: &[NativeDef] = &[
    resumable!("fspath", "(path)", fspath),
    leaf("_create_environ", "()", |vm, _| environ(vm)),
    // there is no child that would see a change
    leaf("putenv", "(name, value, /)", |vm, a| {
        let name = super::path::encode(vm, a.at(0))?;
        match name.contains(&b'=') || name.is_empty() {
            true => Err(vm.value_error("illegal environment variable name")),
            false => {
                let value = super::path::encode(vm, a.at(1))?;
                crate::module::time::environment(vm, &name, Some(&value));
                Ok(Value::NONE)
            }
        }
    }),
    leaf("unsetenv", "(name, /)", |vm, a| {
        let name = super::path::encode(vm, a.at(0))?;
        match name.contains(&b'=') || name.is_empty() {
            true => Err(vm.os_error(errno::EINVAL, None, None)),
            false => {
                crate::module::time::environment(vm, &name, None);
                Ok(Value::NONE)
            }
        }
    }),
    leaf("strerror", "(code, /)", |vm, a| {
        let code = number(vm, a.at(0))?;
        Ok(crate::module::errno::text(code))
    }),
    leaf("getpid", "()", |vm, _| Ok(Value::int(vm.host.process().0))),
    leaf("getppid", "()", |vm, _| Ok(Value::int(vm.host.process().1))),
    leaf("getuid", "()", |vm, _| ids(vm, false)),
    leaf("geteuid", "()", |vm, _| ids(vm, false)),
    leaf("getgid", "()", |vm, _| ids(vm, true)),
    leaf("getegid", "()", |vm, _| ids(vm, true)),
    leaf("getlogin", "()", |vm, _| Err(vm.os_error(errno::ENOTTY, None, None))),
    leaf("cpu_count", "()", |_, _| Ok(Value::int(1))),
    leaf("sysconf", "(name, /)", |vm, a| {
        let name = a.at(0).get::<str::Str>().map(|s| s.to_text());
        match NAMES.iter().find(|n| Some(n.0) == name.as_deref() || a.at(0).as_small() == Some(n.1)) {
            Some(n) => Ok(Value::int(n.2)),
            None if name.is_some() => Err(vm.value_error("unrecognized configuration name")),
            None if a.at(0).as_small().is_some() => Err(vm.os_error(errno::EINVAL, None, None)),
            None => Err(vm.type_error("configuration names must be strings or integers")),
        }
    }),
    leaf("uname", "()", |vm, _| {
        let parts = ["Linux", "localhost", "", "", "wasm32"];
        let parts = parts.iter().map(|p| str::new(*p)).collect();
        Ok(structseq::new(vm, &UNAME, parts))
    }),
    leaf("times", "()", |vm, _| {
        let now = vm.host.now() as f64 / 1e6;
        let values = [now, 0.0, 0.0, 0.0, now].map(Value::float).to_vec();
        Ok(structseq::new(vm, &TIMES, values))
    }),
    leaf("urandom", "(size, /)", |vm, a| random(vm, a.at(0))),
    leaf("getrandom", "(size, flags=0)", |vm, a| random(vm, a.at(0))),
    resumable!("_exit", "(status)", exit),
    resumable!("kill", "(pid, signal, /)", kill),
    // there are no children
    leaf("waitpid", "(pid, options, /)", |vm, _| Err(vm.os_error(errno::ECHILD, None, None))),
    leaf("system", "(command)", |vm, _| Err(vm.os_error(errno::ENOSYS, None, None))),
    leaf("pipe", "()", |vm, _| Err(vm.os_error(errno::ENOSYS, None, None))),
    leaf("waitstatus_to_exitcode", "(status)", |vm, a| {
        let status = number(vm, a.at(0))?;
        match status & 0x7f {
            0 => Ok(Value::int(((status >> 8) & 0xff) as i64)),
            0x7f => Err(vm.value_error(format!("process stopped by delivery of signal {}", (status >> 8) & 0xff))),
            n => Ok(Value::int(-(n as i64))),
        }
    }),
    leaf("sched_yield", "()", |_, _| Ok(Value::NONE)),
    leaf("_inputhook", "()", |_, _| Ok(Value::NONE)),
    leaf("_is_inputhook_installed", "()", |_, _| Ok(Value::FALSE)),
];

/// A signal to this process; there is no other that could get one.
async fn kill(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let (pid, signal) = (number(cx.vm(), a.at(0))?, number(cx.vm(), a.at(1))?);
    if pid != 0 && pid as i64 != cx.vm().host.process().0 as i64 {
        return Err(cx.vm().os_error(errno::ESRCH, None, None));
    }
    if !(0..=64).contains(&signal) {
        return Err(cx.vm().os_error(errno::EINVAL, None, None));
    }
    if signal != 0 {
        let module = cx.import("_signal").await?;
        cx.call_method(&module, "raise_signal", [Value::int(signal as i64)]).await?;
    }
    Ok(Value::NONE)
}

async fn fspath(cx: &mut Cx, a: Args<'static>) -> PyResult {
    super::path::fspath(cx, a.at(0)).await
}

async fn exit(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let vm = cx.vm();
    let status = number(vm, a.at(0))?;
    vm.exit_at_once(status & 0xff);
    // the end of the slice is the end of the program
    loop {
        cx.tick(u32::MAX).await?;
    }
}

/// The variables as a dict of bytes.
pub fn environ(vm: &mut Vm) -> PyResult {
    let dict: Ref<Dict> = Dict::new();
    for (k, v) in vm.host.environment() {
        let key = bytes::new_ref(k);
        dict.insert_new(key.value(), key.hash(), bytes::new(v));
    }
    Ok(dict.into())
}

fn ids(vm: &mut Vm, group: bool) -> PyResult {
    let (uid, gid) = vm.host.user();
    Ok(Value::int(if group { gid } else { uid } as i64))
}

fn random(vm: &mut Vm, size: &Value) -> PyResult {
    let n = crate::object::text_args::size(vm, size)?;
    let Ok(n) = usize::try_from(n) else { return Err(vm.value_error("negative argument not allowed")) };
    crate::object::text_args::check_size(vm, n, 1)?;
    let mut out = vec![0; n];
    vm.host.entropy(&mut out);
    Ok(bytes::new(out))
}
