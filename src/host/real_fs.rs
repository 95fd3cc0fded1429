//! The files of the machine, through `std::fs`: the file system of the native command under the real clock.
//!
//! Invariant: descriptors are numbers of a table of our own (0, 1 and 2 are the process's streams), the current folder is
//! the process's. What `std` does not offer (the permission mask, access by effective ids) is kept or worked out here.

use super::memory_fs::{Found, Lower};
use crate::vm::files::{At, Descriptors, Entry, Files, FsResult, Status, errno, kind, open};
use std::ffi::OsStr;
use std::fs::{self, File, FileTimes, Metadata, OpenOptions, Permissions};
use std::io::{Error, IsTerminal, Read, Seek, SeekFrom, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{DirBuilderExt, DirEntryExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[derive(Clone)]
enum Open {
    Standard(u8),
    File(Rc<File>),
}

/// The machine's file system.
pub struct RealFs {
    open: Descriptors<Open>,
    mask: u32,
}

fn code(e: Error) -> i32 {
    e.raw_os_error().unwrap_or(errno::EIO)
}

fn path(bytes: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(bytes))
}

impl RealFs {
    /// The file system with only the standard streams open.
    pub fn new() -> RealFs {
        let standard = [Open::Standard(0), Open::Standard(1), Open::Standard(2)];
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|l| u32::from_str_radix(l.strip_prefix("Umask:")?.trim(), 8).ok());
        RealFs { open: Descriptors::new(standard), mask: mask.unwrap_or(0o022) }
    }

    fn file(&self, fd: i32) -> FsResult<&File> {
        match self.open.get(fd)? {
            Open::File(f) => Ok(f),
            Open::Standard(_) => Err(errno::EINVAL),
        }
    }

    fn metadata(&self, at: At) -> FsResult<Metadata> {
        match at {
            At::Path(p, true) => fs::metadata(path(p)).map_err(code),
            At::Path(p, false) => fs::symlink_metadata(path(p)).map_err(code),
            At::Fd(fd) => match self.open.get(fd)? {
                Open::File(f) => f.metadata().map_err(code),
                Open::Standard(n) => fs::metadata(format!("/proc/self/fd/{n}")).map_err(code),
            },
        }
    }

    /// A path by which an open file can be reached.
    fn path_of(&self, fd: i32) -> FsResult<Vec<u8>> {
        use std::os::fd::AsRawFd;
        Ok(format!("/proc/self/fd/{}", self.file(fd)?.as_raw_fd()).into_bytes())
    }
}

fn nanoseconds(seconds: i64, rest: i64) -> i128 {
    seconds as i128 * 1_000_000_000 + rest as i128
}

fn status(m: &Metadata) -> Status {
    Status {
        mode: m.mode(),
        ino: m.ino(),
        dev: m.dev(),
        links: m.nlink(),
        uid: m.uid(),
        gid: m.gid(),
        size: m.size(),
        accessed: nanoseconds(m.atime(), m.atime_nsec()),
        modified: nanoseconds(m.mtime(), m.mtime_nsec()),
        changed: nanoseconds(m.ctime(), m.ctime_nsec()),
        blocks: m.blocks(),
        rdev: m.rdev(),
    }
}

fn time(ns: i128) -> SystemTime {
    let d = |n: i128| Duration::new((n / 1_000_000_000) as u64, (n % 1_000_000_000) as u32);
    if ns < 0 { UNIX_EPOCH - d(-ns) } else { UNIX_EPOCH + d(ns) }
}

fn kind_of(t: fs::FileType) -> u32 {
    match () {
        () if t.is_dir() => kind::DIRECTORY,
        () if t.is_symlink() => kind::LINK,
        () if t.is_char_device() => kind::DEVICE,
        () if t.is_fifo() => 0o010000,
        () if t.is_socket() => 0o140000,
        () if t.is_block_device() => 0o060000,
        () => kind::FILE,
    }
}

impl Files for RealFs {
    fn open(&mut self, p: &[u8], flags: u32, mode: u32) -> FsResult<i32> {
        let access = flags & open::ACCMODE;
        let file = OpenOptions::new()
            .read(access != open::WRONLY)
            .write(access != open::RDONLY)
            .custom_flags((flags & !open::ACCMODE) as i32)
            .mode(mode & !self.mask)
            .open(path(p))
            .map_err(code)?;
        self.open.add(Open::File(Rc::new(file)))
    }
    fn close(&mut self, fd: i32) -> FsResult {
        self.open.remove(fd).map(drop)
    }
    fn standard(&self, fd: i32) -> Option<u8> {
        match self.open.get(fd) {
            Ok(Open::Standard(n)) => Some(*n),
            _ => None,
        }
    }
    fn is_terminal(&self, fd: i32) -> bool {
        match self.open.get(fd) {
            Ok(Open::Standard(0)) => std::io::stdin().is_terminal(),
            Ok(Open::Standard(1)) => std::io::stdout().is_terminal(),
            Ok(Open::Standard(_)) => std::io::stderr().is_terminal(),
            Ok(Open::File(f)) => f.is_terminal(),
            Err(_) => false,
        }
    }
    fn read(&mut self, fd: i32, size: usize) -> FsResult<Vec<u8>> {
        let mut f = self.file(fd)?;
        let mut out = vec![0; size.min(1 << 24)];
        let n = f.read(&mut out).map_err(code)?;
        out.truncate(n);
        Ok(out)
    }
    fn write(&mut self, fd: i32, data: &[u8]) -> FsResult<usize> {
        let mut f = self.file(fd)?;
        f.write(data).map_err(code)
    }
    fn seek(&mut self, fd: i32, offset: i64, whence: u32) -> FsResult<u64> {
        if let Open::Standard(_) = self.open.get(fd)? {
            return Err(errno::ESPIPE);
        }
        let mut f = self.file(fd)?;
        let to = match whence {
            0 => SeekFrom::Start(u64::try_from(offset).map_err(|_| errno::EINVAL)?),
            1 => SeekFrom::Current(offset),
            2 => SeekFrom::End(offset),
            _ => return Err(errno::EINVAL),
        };
        f.seek(to).map_err(code)
    }
    fn truncate(&mut self, fd: i32, len: u64) -> FsResult {
        self.file(fd)?.set_len(len).map_err(code)
    }
    fn sync(&mut self, fd: i32) -> FsResult {
        self.file(fd)?.sync_all().map_err(code)
    }
    fn duplicate(&mut self, fd: i32) -> FsResult<i32> {
        let file = self.open.get(fd)?.clone();
        self.open.add(file)
    }
    fn reserve(&mut self) -> FsResult<i32> {
        // a folder, which is neither read nor written
        self.open(b"/", open::RDONLY, 0)
    }
    fn duplicate_to(&mut self, fd: i32, to: i32) -> FsResult {
        let file = self.open.get(fd)?.clone();
        self.open.put(to, file).map(drop)
    }
    fn status(&mut self, at: At) -> FsResult<Status> {
        self.metadata(at).map(|m| status(&m))
    }
    fn list(&mut self, at: At) -> FsResult<Vec<Entry>> {
        let held;
        let p = match at {
            At::Path(p, _) => p,
            At::Fd(fd) => {
                held = self.path_of(fd)?;
                &held
            }
        };
        let mut out = Vec::new();
        for entry in fs::read_dir(path(p)).map_err(code)? {
            let entry = entry.map_err(code)?;
            let kind = kind_of(entry.file_type().map_err(code)?);
            out.push(Entry { ino: entry.ino(), name: entry.file_name().into_vec(), kind });
        }
        Ok(out)
    }
    fn make_dir(&mut self, p: &[u8], mode: u32) -> FsResult {
        fs::DirBuilder::new().mode(mode & !self.mask).create(path(p)).map_err(code)
    }
    fn remove_dir(&mut self, p: &[u8]) -> FsResult {
        fs::remove_dir(path(p)).map_err(code)
    }
    fn unlink(&mut self, p: &[u8]) -> FsResult {
        fs::remove_file(path(p)).map_err(code)
    }
    fn rename(&mut self, from: &[u8], to: &[u8]) -> FsResult {
        fs::rename(path(from), path(to)).map_err(code)
    }
    fn link(&mut self, from: &[u8], to: &[u8]) -> FsResult {
        fs::hard_link(path(from), path(to)).map_err(code)
    }
    fn symlink(&mut self, target: &[u8], p: &[u8]) -> FsResult {
        std::os::unix::fs::symlink(path(target), path(p)).map_err(code)
    }
    fn read_link(&mut self, p: &[u8]) -> FsResult<Vec<u8>> {
        fs::read_link(path(p)).map(|t| t.into_os_string().into_vec()).map_err(code)
    }
    fn set_mode(&mut self, at: At, mode: u32) -> FsResult {
        let mode = Permissions::from_mode(mode & 0o7777);
        match at {
            At::Path(p, _) => fs::set_permissions(path(p), mode).map_err(code),
            At::Fd(fd) => self.file(fd)?.set_permissions(mode).map_err(code),
        }
    }
    fn set_times(&mut self, at: At, accessed: i128, modified: i128) -> FsResult {
        let times = FileTimes::new().set_accessed(time(accessed)).set_modified(time(modified));
        match at {
            At::Path(p, _) => File::open(path(p)).and_then(|f| f.set_times(times)).map_err(code),
            At::Fd(fd) => self.file(fd)?.set_times(times).map_err(code),
        }
    }
    fn set_owner(&mut self, at: At, uid: Option<u32>, gid: Option<u32>) -> FsResult {
        use std::os::unix::fs::{chown, fchown, lchown};
        match at {
            At::Path(p, true) => chown(path(p), uid, gid).map_err(code),
            At::Path(p, false) => lchown(path(p), uid, gid).map_err(code),
            At::Fd(fd) => fchown(self.file(fd)?, uid, gid).map_err(code),
        }
    }
    fn access(&mut self, p: &[u8], mode: u32, follow: bool) -> bool {
        let (Ok(m), Ok(me)) = (self.metadata(At::Path(p, follow)), fs::metadata("/proc/self")) else { return false };
        if me.uid() == 0 {
            return mode & 1 == 0 || m.is_dir() || m.mode() & 0o111 != 0;
        }
        let granted = match () {
            () if m.uid() == me.uid() => m.mode() >> 6,
            () if m.gid() == me.gid() => m.mode() >> 3,
            () => m.mode(),
        };
        granted & mode & 7 == mode & 7
    }
    fn dir_path(&mut self, fd: i32) -> FsResult<Vec<u8>> {
        match self.metadata(At::Fd(fd))?.is_dir() {
            true => self.path_of(fd),
            false => Err(errno::ENOTDIR),
        }
    }
    fn current_dir(&mut self) -> FsResult<Vec<u8>> {
        std::env::current_dir().map(|d| d.into_os_string().into_vec()).map_err(code)
    }
    fn change_dir(&mut self, at: At) -> FsResult {
        match at {
            At::Path(p, _) => std::env::set_current_dir(path(p)).map_err(code),
            At::Fd(fd) => std::env::set_current_dir(path(&self.path_of(fd)?)).map_err(code),
        }
    }
    fn umask(&mut self, mask: u32) -> u32 {
        std::mem::replace(&mut self.mask, mask & 0o777)
    }
}

/// The machine's files as what lies under a file system in memory.
pub struct Underneath;

impl Lower for Underneath {
    fn find(&self, p: &[u8]) -> Option<(Found, u32, i128)> {
        let p = path(p);
        let m = fs::symlink_metadata(p).ok()?;
        let found = match () {
            () if m.is_dir() => Found::Dir,
            () if m.is_symlink() => Found::Link(fs::read_link(p).ok()?.into_os_string().into_vec()),
            () if m.is_file() => Found::File(fs::read(p).ok()?),
            () => return None,
        };
        Some((found, m.mode(), nanoseconds(m.mtime(), m.mtime_nsec())))
    }
    fn names(&self, p: &[u8]) -> Vec<Vec<u8>> {
        let Ok(entries) = fs::read_dir(path(p)) else { return Vec::new() };
        entries.flatten().map(|e| e.file_name().into_vec()).collect()
    }
}
