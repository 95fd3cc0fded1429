//! The file system as a VM asks for it: what a host has to give for `posix`, `_io` and imports to work.
//!
//! Invariant: every operation either does all of what it says or gives the error number of Linux that says why not; none
//! waits. Paths are bytes; relative ones start from the current folder. Descriptors 0, 1 and 2 are the host's standard
//! streams from the beginning: what they read and write goes through the VM, never through here.

/// An error number.
pub type Errno = i32;

/// What an operation gives.
pub type FsResult<T = ()> = Result<T, Errno>;

/// Numbers of Linux that hosts and modules speak of.
pub mod errno {
    pub const EPERM: i32 = 1;
    pub const ENOENT: i32 = 2;
    pub const EIO: i32 = 5;
    pub const EBADF: i32 = 9;
    pub const ESRCH: i32 = 3;
    pub const ECHILD: i32 = 10;
    pub const EACCES: i32 = 13;
    pub const EEXIST: i32 = 17;
    pub const EXDEV: i32 = 18;
    pub const ENOTDIR: i32 = 20;
    pub const EISDIR: i32 = 21;
    pub const EINVAL: i32 = 22;
    pub const EMFILE: i32 = 24;
    pub const ENOTTY: i32 = 25;
    pub const EFBIG: i32 = 27;
    pub const ENOSPC: i32 = 28;
    pub const ESPIPE: i32 = 29;
    pub const ENAMETOOLONG: i32 = 36;
    pub const ENOSYS: i32 = 38;
    pub const ENOTEMPTY: i32 = 39;
    pub const ELOOP: i32 = 40;
}

/// Flags of [`Files::open`].
pub mod open {
    pub const RDONLY: u32 = 0;
    pub const WRONLY: u32 = 1;
    pub const RDWR: u32 = 2;
    pub const ACCMODE: u32 = 3;
    pub const CREAT: u32 = 0o100;
    pub const EXCL: u32 = 0o200;
    pub const TRUNC: u32 = 0o1000;
    pub const APPEND: u32 = 0o2000;
    pub const DIRECTORY: u32 = 0o200000;
    pub const NOFOLLOW: u32 = 0o400000;
    pub const CLOEXEC: u32 = 0o2000000;
}

/// Kinds of files, as `st_mode` has them.
pub mod kind {
    pub const MASK: u32 = 0o170000;
    pub const DIRECTORY: u32 = 0o040000;
    pub const DEVICE: u32 = 0o020000;
    pub const FILE: u32 = 0o100000;
    pub const LINK: u32 = 0o120000;
}

/// What `stat` tells.
#[derive(Clone, Copy, Default, Debug)]
pub struct Status {
    /// kind and permissions
    pub mode: u32,
    pub ino: u64,
    pub dev: u64,
    pub links: u64,
    pub uid: u32,
    pub gid: u32,
    pub size: u64,
    /// times in nanoseconds since the epoch
    pub accessed: i128,
    pub modified: i128,
    pub changed: i128,
    pub blocks: u64,
    pub rdev: u64,
}

/// A file named by a path (a symbolic link at its end is followed or not) or by a descriptor.
#[derive(Clone, Copy, Debug)]
pub enum At<'a> {
    Path(&'a [u8], bool),
    Fd(i32),
}

/// A name in a folder.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: Vec<u8>,
    /// one of [`kind`]
    pub kind: u32,
    pub ino: u64,
}

/// A file system with its open descriptors, its current folder and its mask of permissions.
pub trait Files {
    fn open(&mut self, path: &[u8], flags: u32, mode: u32) -> FsResult<i32>;
    fn close(&mut self, fd: i32) -> FsResult;
    /// Which of the host's standard streams a descriptor is, if any.
    fn standard(&self, fd: i32) -> Option<u8>;
    /// Whether a terminal is behind a descriptor.
    fn is_terminal(&self, fd: i32) -> bool;
    /// At most `size` bytes from the descriptor's position; none at the end.
    fn read(&mut self, fd: i32, size: usize) -> FsResult<Vec<u8>>;
    fn write(&mut self, fd: i32, data: &[u8]) -> FsResult<usize>;
    /// `whence` is 0, 1 or 2.
    fn seek(&mut self, fd: i32, offset: i64, whence: u32) -> FsResult<u64>;
    fn truncate(&mut self, fd: i32, len: u64) -> FsResult;
    fn sync(&mut self, fd: i32) -> FsResult;
    /// Another descriptor of the same open file, the lowest that is free.
    fn duplicate(&mut self, fd: i32) -> FsResult<i32>;
    /// The lowest descriptor that is free, for what is no file: nothing else gets it. It is closed as others are.
    fn reserve(&mut self) -> FsResult<i32>;
    /// The same at a given number, which is closed first if it is open.
    fn duplicate_to(&mut self, fd: i32, to: i32) -> FsResult;
    fn status(&mut self, at: At) -> FsResult<Status>;
    fn list(&mut self, at: At) -> FsResult<Vec<Entry>>;
    fn make_dir(&mut self, path: &[u8], mode: u32) -> FsResult;
    fn remove_dir(&mut self, path: &[u8]) -> FsResult;
    fn unlink(&mut self, path: &[u8]) -> FsResult;
    fn rename(&mut self, from: &[u8], to: &[u8]) -> FsResult;
    fn link(&mut self, from: &[u8], to: &[u8]) -> FsResult;
    fn symlink(&mut self, target: &[u8], path: &[u8]) -> FsResult;
    fn read_link(&mut self, path: &[u8]) -> FsResult<Vec<u8>>;
    fn set_mode(&mut self, at: At, mode: u32) -> FsResult;
    /// Nanoseconds since the epoch.
    fn set_times(&mut self, at: At, accessed: i128, modified: i128) -> FsResult;
    /// None leaves an id as it is.
    fn set_owner(&mut self, at: At, uid: Option<u32>, gid: Option<u32>) -> FsResult;
    /// Whether the program may do this with a file (bits of `os.access`).
    fn access(&mut self, path: &[u8], mode: u32, follow: bool) -> bool;
    /// The path of a folder that is open.
    fn dir_path(&mut self, fd: i32) -> FsResult<Vec<u8>>;
    fn current_dir(&mut self) -> FsResult<Vec<u8>>;
    fn change_dir(&mut self, at: At) -> FsResult;
    /// Sets the mask; gives the one before.
    fn umask(&mut self, mask: u32) -> u32;

    /// All of a file.
    fn read_whole(&mut self, path: &[u8]) -> FsResult<Vec<u8>> {
        let fd = self.open(path, open::RDONLY, 0)?;
        let mut out = Vec::new();
        let done = loop {
            match self.read(fd, 1 << 20) {
                Ok(part) if part.is_empty() => break Ok(()),
                Ok(part) => out.extend(part),
                Err(e) => break Err(e),
            }
        };
        self.close(fd)?;
        done.map(|()| out)
    }
}

/// Open files by descriptor: the lowest free number is the next one.
pub struct Descriptors<T> {
    slots: Vec<Option<T>>,
}

/// As many descriptors as a process has by default.
const MOST_DESCRIPTORS: usize = 1024;

impl<T: Clone> Descriptors<T> {
    /// A table in which 0, 1 and 2 are these.
    pub fn new(standard: [T; 3]) -> Descriptors<T> {
        Descriptors { slots: standard.into_iter().map(Some).collect() }
    }
    /// What is open at `fd`.
    pub fn get(&self, fd: i32) -> FsResult<&T> {
        usize::try_from(fd).ok().and_then(|i| self.slots.get(i)?.as_ref()).ok_or(errno::EBADF)
    }
    /// Opens something at the lowest free number.
    pub fn add(&mut self, file: T) -> FsResult<i32> {
        let at = self.slots.iter().position(Option::is_none).unwrap_or(self.slots.len());
        self.put(at as i32, file)?;
        Ok(at as i32)
    }
    /// Opens something at this number; what was open there is closed.
    pub fn put(&mut self, fd: i32, file: T) -> FsResult<Option<T>> {
        let at = usize::try_from(fd).ok().filter(|i| *i < MOST_DESCRIPTORS);
        let at = at.ok_or(if fd < 0 { errno::EBADF } else { errno::EMFILE })?;
        while self.slots.len() <= at {
            self.slots.push(None);
        }
        Ok(self.slots.get_mut(at).and_then(|slot| slot.replace(file)))
    }
    /// Closes a descriptor.
    pub fn remove(&mut self, fd: i32) -> FsResult<T> {
        usize::try_from(fd).ok().and_then(|i| self.slots.get_mut(i)?.take()).ok_or(errno::EBADF)
    }
}
