//! Names in the file system: making, removing, renaming, linking, listing; the current folder.
//!
//! Invariant: an error names the files it is about, as they were given.

use super::path::{
    PATH, PATH_FD_OR_NONE, PATH_OR_FD, TWO, decode, done, done_two, flag, like, number, path, path_at, paths, place,
};
use crate::object::{bytes, list};
use crate::value::Value;
use crate::vm::Vm;
use crate::vm::files::{At, Errno, Files, errno};
use crate::vm::native::{Act, Args, NativeDef, PyResult, leaf, tail};

pub const FUNCTIONS: &[NativeDef] = &[
    leaf("getcwd", "()", |vm, _| current(vm).map(|p| decode(&p))),
    leaf("getcwdb", "()", |vm, _| current(vm).map(bytes::new)),
    tail("chdir", "(path)", |vm, a| {
        paths(vm, a, "chdir", PATH_OR_FD, |vm, a| {
            let place = place(vm, a, None, "chdir")?;
            let r = vm.host.files().change_dir(place.at(true));
            done(vm, a, r).map(|()| Value::NONE)
        })
    }),
    leaf("fchdir", "(fd)", |vm, a| {
        let fd = number(vm, a.at(0))?;
        match vm.host.files().change_dir(At::Fd(fd)) {
            Ok(()) => Ok(Value::NONE),
            Err(e) => Err(vm.os_error(e, None, None)),
        }
    }),
    tail("mkdir", "(path, mode=511, *, dir_fd=None)", |vm, a| {
        paths(vm, a, "mkdir", PATH, |vm, a| {
            let mode = match a.opt(1) {
                Some(v) => number(vm, v)? as u32,
                None => 0o777,
            };
            let path = path_at(vm, a, 0, 2, "mkdir")?;
            let r = vm.host.files().make_dir(&path, mode);
            done(vm, a, r).map(|()| Value::NONE)
        })
    }),
    tail("rmdir", "(path, *, dir_fd=None)", |vm, a| {
        paths(vm, a, "rmdir", PATH, |vm, a| one(vm, a, "rmdir", |fs, p| fs.remove_dir(p)))
    }),
    tail("unlink", "(path, *, dir_fd=None)", |vm, a| {
        paths(vm, a, "unlink", PATH, |vm, a| one(vm, a, "unlink", |fs, p| fs.unlink(p)))
    }),
    tail("remove", "(path, *, dir_fd=None)", |vm, a| {
        paths(vm, a, "remove", PATH, |vm, a| one(vm, a, "remove", |fs, p| fs.unlink(p)))
    }),
    tail("rename", "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", |vm, a| {
        paths(vm, a, "rename", TWO, |vm, a| two(vm, a, "rename", |fs, from, to| fs.rename(from, to)))
    }),
    tail("replace", "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", |vm, a| {
        paths(vm, a, "replace", TWO, |vm, a| two(vm, a, "replace", |fs, from, to| fs.rename(from, to)))
    }),
    tail("link", "(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", |vm, a| {
        paths(vm, a, "link", TWO, |vm, a| two(vm, a, "link", |fs, from, to| fs.link(from, to)))
    }),
    tail("symlink", "(src, dst, target_is_directory=False, *, dir_fd=None)", |vm, a| {
        paths(vm, a, "symlink", TWO, |vm, a| {
            let (target, path) = (path(vm, a, 0, "symlink")?, path_at(vm, a, 1, 3, "symlink")?);
            let r = vm.host.files().symlink(&target, &path);
            done_two(vm, a, r)
        })
    }),
    tail("readlink", "(path, *, dir_fd=None)", |vm, a| {
        paths(vm, a, "readlink", PATH, |vm, a| {
            let path = path_at(vm, a, 0, 1, "readlink")?;
            let r = vm.host.files().read_link(&path);
            let target = done(vm, a, r)?;
            Ok(like(Some(a.at(0)), &target))
        })
    }),
    tail("listdir", "(path=None)", |vm, a| listing(vm, a, "listdir", listdir)),
    leaf("umask", "(mask, /)", |vm, a| {
        let mask = number(vm, a.at(0))?;
        Ok(Value::int(vm.host.files().umask(mask as u32) as i64))
    }),
];

/// Runs `f` with the optional path of a folder.
pub fn listing(
    vm: &mut Vm,
    a: &Args,
    function: &'static std::primitive::str,
    f: fn(&mut Vm, &Args) -> PyResult,
) -> Act {
    paths(vm, a, function, PATH_FD_OR_NONE, f)
}

fn current(vm: &mut Vm) -> PyResult<Vec<u8>> {
    vm.host.files().current_dir().map_err(|e| vm.os_error(e, None, None))
}

fn one(
    vm: &mut Vm,
    a: &Args,
    name: &std::primitive::str,
    f: fn(&mut dyn Files, &[u8]) -> Result<(), Errno>,
) -> PyResult {
    let path = path_at(vm, a, 0, 1, name)?;
    let r = f(vm.host.files(), &path);
    done(vm, a, r).map(|()| Value::NONE)
}

fn two(
    vm: &mut Vm,
    a: &Args,
    name: &std::primitive::str,
    f: fn(&mut dyn Files, &[u8], &[u8]) -> Result<(), Errno>,
) -> PyResult {
    let (from, to) = (path_at(vm, a, 0, 2, name)?, path_at(vm, a, 1, 3, name)?);
    if name == "link" && flag(a, 4, true) && vm.host.files().status(At::Path(&from, true)).is_err() {
        return done_two(vm, a, Err(errno::ENOENT));
    }
    let r = f(vm.host.files(), &from, &to);
    done_two(vm, a, r)
}

fn listdir(vm: &mut Vm, a: &Args) -> PyResult {
    let r = match a.some(0) {
        None => vm.host.files().list(At::Path(b".", true)),
        Some(_) => {
            let place = place(vm, a, None, "listdir")?;
            match (vm.host.files().list(place.at(true)), place.library()) {
                (Err(errno::ENOENT), Some(entries)) => {
                    return Ok(list::new(entries.iter().map(|(name, _)| like(a.some(0), name.as_bytes())).collect()));
                }
                (r, _) => r,
            }
        }
    };
    let entries = match r {
        Ok(entries) => entries,
        Err(e) => return Err(vm.os_error(e, a.some(0), None)),
    };
    Ok(list::new(entries.iter().map(|e| like(a.some(0), &e.name)).collect()))
}
