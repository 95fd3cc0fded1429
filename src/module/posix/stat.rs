//! What is known of a file, and changing it: `stat`, `access`, `chmod`, `chown`, `utime`, `truncate`.
//!
//! Invariant: a `stat_result` has its times three ways (whole seconds as items, seconds and nanoseconds as attributes),
//! all from the same number.

use super::path::{PATH, PATH_OR_FD, Place, done, flag, number, path_at, paths, place};
use crate::object::names::Dunder;
use crate::object::spec::getter;
use crate::object::structseq::{self, StructSpec, hidden, item};
use crate::object::text_args::index;
use crate::object::tuple::Tuple;
use crate::object::{int, tuple};
use crate::resumable;
use crate::value::Value;
use crate::vm::files::{At, Status, errno, kind, open};
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};
use crate::vm::{Cx, Vm};

/// `os.stat_result`.
pub static STAT_RESULT: StructSpec = StructSpec {
    ty: structseq::spec(
        "os",
        "stat_result",
        "stat_result: Result from stat, fstat, or lstat.\n\nThis object may be accessed either as a tuple of\n  (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime)\nor via the attributes st_mode, st_ino, st_dev, st_nlink, st_uid, and so on.\n\nPosix/windows: If your platform supports st_blksize, st_blocks, st_rdev,\nor st_flags, they are available as attributes only.\n\nSee os.stat for more information.",
        &[
            getter("st_mode", item::<0>),
            getter("st_ino", item::<1>),
            getter("st_dev", item::<2>),
            getter("st_nlink", item::<3>),
            getter("st_uid", item::<4>),
            getter("st_gid", item::<5>),
            getter("st_size", item::<6>),
            getter("st_atime", hidden::<0>),
            getter("st_mtime", hidden::<1>),
            getter("st_ctime", hidden::<2>),
            getter("st_atime_ns", hidden::<3>),
            getter("st_mtime_ns", hidden::<4>),
            getter("st_ctime_ns", hidden::<5>),
            getter("st_blksize", hidden::<6>),
            getter("st_blocks", hidden::<7>),
            getter("st_rdev", hidden::<8>),
        ],
        9,
    ),
    full_name: "os.stat_result",
    fields: &[
        "st_mode",
        "st_ino",
        "st_dev",
        "st_nlink",
        "st_uid",
        "st_gid",
        "st_size",
        "st_atime",
        "st_mtime",
        "st_ctime",
        "st_atime",
        "st_mtime",
        "st_ctime",
        "st_atime_ns",
        "st_mtime_ns",
        "st_ctime_ns",
        "st_blksize",
        "st_blocks",
        "st_rdev",
    ],
    visible: 10,
};

pub const FUNCTIONS: &[NativeDef] = &[
    tail("stat", "(path, *, dir_fd=None, follow_symlinks=True)", |vm, a| paths(vm, a, "stat", PATH_OR_FD, stat)),
    tail("lstat", "(path, *, dir_fd=None)", |vm, a| {
        paths(vm, a, "lstat", PATH, |vm, a| {
            let path = path_at(vm, a, 0, 1, "lstat")?;
            result(vm, a, At::Path(&path, false))
        })
    }),
    leaf("fstat", "(fd)", |vm, a| {
        let fd = number(vm, a.at(0))?;
        match vm.host.files().status(At::Fd(fd)) {
            Ok(s) => Ok(made(vm, &s)),
            Err(e) => Err(vm.os_error(e, None, None)),
        }
    }),
    tail("access", "(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", |vm, a| {
        paths(vm, a, "access", PATH, |vm, a| {
            let mode = number(vm, a.at(1))?;
            let path = path_at(vm, a, 0, 2, "access")?;
            Ok(vm.host.files().access(&path, mode as u32, flag(a, 4, true)).into())
        })
    }),
    tail("chmod", "(path, mode, *, dir_fd=None, follow_symlinks=True)", |vm, a| {
        paths(vm, a, "chmod", PATH_OR_FD, |vm, a| {
            let mode = number(vm, a.at(1))?;
            let place = place(vm, a, Some(2), "chmod")?;
            if !flag(a, 3, true) {
                let ty = vm.types.exc.NotImplementedError.clone();
                return Err(vm.error(&ty, "chmod: follow_symlinks unavailable on this platform"));
            }
            let r = vm.host.files().set_mode(place.at(true), mode as u32);
            done(vm, a, r).map(|()| Value::NONE)
        })
    }),
    leaf("fchmod", "(fd, mode)", |vm, a| {
        let (fd, mode) = (number(vm, a.at(0))?, number(vm, a.at(1))?);
        match vm.host.files().set_mode(At::Fd(fd), mode as u32) {
            Ok(()) => Ok(Value::NONE),
            Err(e) => Err(vm.os_error(e, None, None)),
        }
    }),
    tail("chown", "(path, uid, gid, *, dir_fd=None, follow_symlinks=True)", |vm, a| {
        paths(vm, a, "chown", PATH_OR_FD, |vm, a| {
            let place = place(vm, a, Some(3), "chown")?;
            own(vm, a, place.at(flag(a, 4, true)))
        })
    }),
    tail("lchown", "(path, uid, gid)", |vm, a| {
        paths(vm, a, "lchown", PATH, |vm, a| {
            let place = place(vm, a, None, "lchown")?;
            own(vm, a, place.at(false))
        })
    }),
    resumable!("utime", "(path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)", utime),
    tail("truncate", "(path, length)", |vm, a| {
        paths(vm, a, "truncate", PATH_OR_FD, |vm, a| {
            let length = length(vm, a.at(1))?;
            let place = place(vm, a, None, "truncate")?;
            let files = vm.host.files();
            let r = match &place {
                Place::Fd(fd) => length.and_then(|n| files.truncate(*fd, n)),
                Place::Path(p) => files.open(p, open::WRONLY, 0).and_then(|fd| {
                    let r = length.and_then(|n| files.truncate(fd, n));
                    files.close(fd).and(r)
                }),
            };
            done(vm, a, r).map(|()| Value::NONE)
        })
    }),
    leaf("ftruncate", "(fd, length, /)", |vm, a| {
        let fd = number(vm, a.at(0))?;
        let length = length(vm, a.at(1))?;
        match length.and_then(|n| vm.host.files().truncate(fd, n)) {
            Ok(()) => Ok(Value::NONE),
            Err(e) => Err(vm.os_error(e, None, None)),
        }
    }),
];

/// A length: a negative one is the file system's to refuse.
fn length(vm: &mut Vm, v: &Value) -> PyResult<Result<u64, i32>> {
    match int::to_i64(v) {
        Some(n) => Ok(u64::try_from(n).map_err(|_| crate::vm::files::errno::EINVAL)),
        None if int::is_int(v) => Err(vm.overflow_error("Python int too large to convert to C long")),
        None => {
            let given = vm.type_name(v);
            Err(vm.type_error(format!("'{given}' object cannot be interpreted as an integer")))
        }
    }
}

/// `stat_result` of a status.
pub fn made(vm: &mut Vm, s: &Status) -> Value {
    const BILLION: i128 = 1_000_000_000;
    let seconds = |t: i128| Value::int(t.div_euclid(BILLION) as i64);
    let float = |t: i128| {
        let whole = t.div_euclid(BILLION) as f64;
        Value::float(whole + 1e-9 * t.rem_euclid(BILLION) as f64)
    };
    let ns = |t: i128| Value::int(t as i64);
    let values = vec![
        Value::int(s.mode as i64),
        int::big(s.ino.into()),
        int::big(s.dev.into()),
        int::big(s.links.into()),
        Value::int(s.uid as i64),
        Value::int(s.gid as i64),
        int::big(s.size.into()),
        seconds(s.accessed),
        seconds(s.modified),
        seconds(s.changed),
        float(s.accessed),
        float(s.modified),
        float(s.changed),
        ns(s.accessed),
        ns(s.modified),
        ns(s.changed),
        Value::int(4096),
        int::big(s.blocks.into()),
        int::big(s.rdev.into()),
    ];
    structseq::new(vm, &STAT_RESULT, values)
}

fn result(vm: &mut Vm, a: &Args, at: At) -> PyResult {
    let r = vm.host.files().status(at);
    let status = done(vm, a, r)?;
    Ok(made(vm, &status))
}

fn stat(vm: &mut Vm, a: &Args) -> PyResult {
    let place = place(vm, a, Some(1), "stat")?;
    let r = match vm.host.files().status(place.at(flag(a, 2, true))) {
        Err(errno::ENOENT) if place.library().is_some() => {
            Ok(Status { mode: kind::DIRECTORY | 0o755, links: 2, ..Status::default() })
        }
        r => r,
    };
    let status = done(vm, a, r)?;
    Ok(made(vm, &status))
}

fn own(vm: &mut Vm, a: &Args, at: At) -> PyResult {
    let mut id = |i| number(vm, a.at(i)).map(|n| u32::try_from(n).ok());
    let (uid, gid) = (id(1)?, id(2)?);
    let r = vm.host.files().set_owner(at, uid, gid);
    done(vm, a, r).map(|()| Value::NONE)
}

async fn utime(cx: &mut Cx, a: Args<'static>) -> PyResult {
    let pair = |v: &Value| v.get::<Tuple>().filter(|t| t.len() == 2).map(|t| t.items().to_vec());
    let times = match (a.some(1), a.opt(2)) {
        (Some(_), Some(_)) => {
            return Err(cx.vm().value_error("utime: you may specify either 'times' or 'ns' but not both"));
        }
        (Some(times), None) => match pair(times) {
            Some(two) => Some((nanoseconds(cx, two.first()).await?, nanoseconds(cx, two.get(1)).await?)),
            None => return Err(cx.vm().type_error("utime: 'times' must be either a tuple of two ints or None")),
        },
        (None, Some(ns)) => match pair(ns) {
            Some(two) => {
                let mut out = [0; 2];
                for (slot, v) in out.iter_mut().zip(&two) {
                    let n = index(cx, v, "").await?;
                    *slot = int::to_i64(&n).unwrap_or(i64::MAX) as i128;
                }
                Some((out[0], out[1]))
            }
            None => return Err(cx.vm().type_error("utime: 'ns' must be a tuple of two ints")),
        },
        (None, None) => None,
    };
    let now = cx.vm().host.wall() as i128 * 1000;
    let (accessed, modified) = times.unwrap_or((now, now));
    let numbers = tuple::new(vec![int::big(accessed.into()), int::big(modified.into())]);
    let mut values: smallvec::SmallVec<[Value; 6]> = a.iter().cloned().collect();
    if let Some(slot) = values.get_mut(1) {
        *slot = numbers;
    }
    let a = Args::owned(values);
    let act: Act = paths(cx.vm(), &a, "utime", PATH_OR_FD, |vm, a| {
        let place = place(vm, a, Some(3), "utime")?;
        let time = |i: usize| a.at(1).get::<Tuple>().and_then(|t| int::to_i64(t.items().get(i)?)).unwrap_or(0) as i128;
        let (accessed, modified) = (time(0), time(1));
        let r = vm.host.files().set_times(place.at(flag(a, 4, true)), accessed, modified);
        done(vm, a, r).map(|()| Value::NONE)
    });
    cx.act(act).await
}

/// Seconds (an int, or a float rounded down) as nanoseconds.
async fn nanoseconds(cx: &mut Cx, v: Option<&Value>) -> PyResult<i128> {
    let Some(v) = v else { return Ok(0) };
    if cx.vm().dunder(v, Dunder::Index).is_none()
        && let Some(f) = v.as_float()
    {
        if !f.is_finite() {
            return Err(cx.vm().value_error("Invalid value NaN (not a number)"));
        }
        let whole = f.floor();
        return Ok(whole as i128 * 1_000_000_000 + ((f - whole) * 1e9).floor() as i128);
    }
    let n = index(cx, v, "").await?;
    match int::to_i64(&n) {
        Some(n) => Ok(n as i128 * 1_000_000_000),
        None => Err(cx.vm().overflow_error("timestamp out of range for platform time_t")),
    }
}
