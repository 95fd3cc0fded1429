//! A file system in memory: the one a program has on a page and under the virtual clock.
//!
//! Invariant: what a program writes stays inside the VM. Every inode but the root is reachable by a name or an open
//! descriptor, else its slot is free. The bytes of files count against the quota. A host may put a read-only file system
//! underneath: what is found there is copied into the tree when it is first looked at, and a removed name stays removed.

use crate::vm::files::{At, Descriptors, Entry, Errno, Files, FsResult, Status, errno, kind, open};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Index of an inode.
type Ino = usize;

/// The root's index.
const ROOT: Ino = 0;

/// Bytes that files may take together.
const QUOTA: usize = 64 << 20;

/// Symbolic links that are followed on the way to one file.
const MOST_LINKS: usize = 40;

/// Longest name in a folder.
const MOST_NAME: usize = 255;

/// Something of the file system underneath.
pub enum Found {
    Dir,
    File(Vec<u8>),
    Link(Vec<u8>),
}

/// A read-only file system underneath. Paths are absolute.
pub trait Lower {
    /// What is at `path`: its content, permissions, and the time of its last change.
    fn find(&self, path: &[u8]) -> Option<(Found, u32, i128)>;
    /// The names in the folder at `path`.
    fn names(&self, path: &[u8]) -> Vec<Vec<u8>>;
}

enum Content {
    /// Names (None: removed, whatever is underneath) and the folder this one is in; `lower` is its path underneath.
    Dir {
        names: BTreeMap<Vec<u8>, Option<Ino>>,
        parent: Ino,
        lower: Option<Vec<u8>>,
    },
    File(Vec<u8>),
    Link(Vec<u8>),
    /// Takes everything, gives nothing.
    Null,
}

struct Inode {
    content: Content,
    /// permissions only
    mode: u32,
    links: u64,
    opened: usize,
    uid: u32,
    gid: u32,
    accessed: i128,
    modified: i128,
    changed: i128,
}

/// An open file: shared by duplicated descriptors.
struct Open {
    what: What,
    flags: u32,
    pos: RefCell<u64>,
}

enum What {
    Standard(u8),
    Inode(Ino),
}

/// The file system.
pub struct MemoryFs {
    inodes: Vec<Option<Inode>>,
    open: Descriptors<Rc<Open>>,
    lower: Option<Box<dyn Lower>>,
    cwd: Ino,
    mask: u32,
    used: usize,
    terminal: bool,
    /// nanoseconds since the epoch
    now: i128,
}

const NO_NAME: &[u8] = b"";

impl MemoryFs {
    /// A tree with `/tmp`, `/dev/null` and the user's home, which is the current folder.
    pub fn new(terminal: bool) -> MemoryFs {
        let standard = |n, flags| Rc::new(Open { what: What::Standard(n), flags, pos: RefCell::new(0) });
        let mut fs = MemoryFs {
            inodes: Vec::new(),
            open: Descriptors::new([standard(0, open::RDONLY), standard(1, open::WRONLY), standard(2, open::WRONLY)]),
            lower: None,
            cwd: ROOT,
            mask: 0o022,
            used: 0,
            terminal,
            now: 0,
        };
        fs.add_dir(ROOT, 0o755);
        fs.grow(ROOT, b"tmp", 0o1777);
        let dev = fs.grow(ROOT, b"dev", 0o755);
        let home = fs.grow(ROOT, b"home", 0o755);
        fs.cwd = fs.grow(home, b"user", 0o755);
        let null = fs.add(Content::Null, 0o666);
        fs.enter(dev, b"null", null);
        fs
    }

    /// The same over another file system, with this folder of it as the current one.
    pub fn over(lower: Box<dyn Lower>, cwd: &[u8]) -> MemoryFs {
        let mut fs = MemoryFs::new(false);
        fs.lower = Some(lower);
        for own in ["/", "/tmp", "/dev", "/home", "/home/user"] {
            if let Ok(ino) = fs.resolve(own.as_bytes(), true)
                && let Ok(Inode { content: Content::Dir { lower, .. }, .. }) = fs.inode_mut(ino)
            {
                *lower = Some(own.trim_end_matches('/').as_bytes().to_vec());
            }
        }
        let _ = fs.change_dir(At::Path(cwd, true));
        fs
    }

    fn add_dir(&mut self, parent: Ino, mode: u32) -> Ino {
        self.add(Content::Dir { names: BTreeMap::new(), parent, lower: None }, mode)
    }

    /// Puts a new folder into another.
    fn grow(&mut self, dir: Ino, name: &[u8], mode: u32) -> Ino {
        let ino = self.add_dir(dir, mode);
        self.enter(dir, name, ino);
        if let Ok(parent) = self.inode_mut(dir) {
            parent.links += 1;
        }
        ino
    }

    /// Tells the time.
    pub fn set_now(&mut self, now: i128) {
        self.now = now;
    }

    fn add(&mut self, content: Content, mode: u32) -> Ino {
        let now = self.now;
        let links = if matches!(content, Content::Dir { .. }) { 2 } else { 1 };
        let inode =
            Inode { content, mode, links, opened: 0, uid: 1000, gid: 1000, accessed: now, modified: now, changed: now };
        match self.inodes.iter().position(Option::is_none) {
            Some(free) => {
                if let Some(slot) = self.inodes.get_mut(free) {
                    *slot = Some(inode);
                }
                free
            }
            None => {
                self.inodes.push(Some(inode));
                self.inodes.len() - 1
            }
        }
    }

    fn inode(&self, ino: Ino) -> FsResult<&Inode> {
        self.inodes.get(ino).and_then(Option::as_ref).ok_or(errno::EIO)
    }
    fn inode_mut(&mut self, ino: Ino) -> FsResult<&mut Inode> {
        self.inodes.get_mut(ino).and_then(Option::as_mut).ok_or(errno::EIO)
    }

    /// Frees an inode that nothing refers to.
    fn release(&mut self, ino: Ino) {
        let Ok(inode) = self.inode(ino) else { return };
        if inode.links == 0 && inode.opened == 0 {
            if let Content::File(data) = &inode.content {
                self.used = self.used.saturating_sub(data.len());
            }
            if let Some(slot) = self.inodes.get_mut(ino) {
                *slot = None;
            }
        }
    }

    /// What `name` stands for in a folder.
    fn child(&mut self, dir: Ino, name: &[u8]) -> FsResult<Ino> {
        if name.len() > MOST_NAME {
            return Err(errno::ENAMETOOLONG);
        }
        let (names, parent, lower) = match &self.inode(dir)?.content {
            Content::Dir { names, parent, lower } => (names, *parent, lower),
            _ => return Err(errno::ENOTDIR),
        };
        match name {
            b"." => return Ok(dir),
            b".." => return Ok(parent),
            _ => {}
        }
        if let Some(known) = names.get(name) {
            return known.ok_or(errno::ENOENT);
        }
        let path = match lower {
            Some(path) => [path.as_slice(), b"/", name].concat(),
            None => return Err(errno::ENOENT),
        };
        let Some((found, mode, modified)) = self.lower.as_ref().and_then(|l| l.find(&path)) else {
            return Err(errno::ENOENT);
        };
        let content = match found {
            Found::Dir => Content::Dir { names: BTreeMap::new(), parent: dir, lower: Some(path) },
            Found::File(data) => {
                self.used += data.len();
                Content::File(data)
            }
            Found::Link(target) => Content::Link(target),
        };
        let ino = self.add(content, mode & 0o7777);
        let inode = self.inode_mut(ino)?;
        (inode.modified, inode.changed, inode.accessed) = (modified, modified, modified);
        if let Content::Dir { names, .. } = &mut self.inode_mut(dir)?.content {
            names.insert(name.to_vec(), Some(ino));
        }
        Ok(ino)
    }

    /// Puts a name into a folder.
    fn enter(&mut self, dir: Ino, name: &[u8], ino: Ino) {
        let now = self.now;
        if let Ok(inode) = self.inode_mut(dir) {
            (inode.modified, inode.changed) = (now, now);
            if let Content::Dir { names, .. } = &mut inode.content {
                names.insert(name.to_vec(), Some(ino));
            }
        }
    }

    /// Takes a name out of a folder.
    fn leave(&mut self, dir: Ino, name: &[u8]) {
        let now = self.now;
        if let Ok(inode) = self.inode_mut(dir) {
            (inode.modified, inode.changed) = (now, now);
            if let Content::Dir { names, lower, .. } = &mut inode.content {
                match lower {
                    Some(_) => drop(names.insert(name.to_vec(), None)),
                    None => drop(names.remove(name)),
                }
            }
        }
    }

    /// The folder that a path ends in, and the last name; that name is empty if the path ends in a folder as such
    /// (`/`, `.`, `..`, a trailing slash sets `must_be_dir`).
    fn walk(&mut self, path: &[u8], follow: bool) -> FsResult<(Ino, Vec<u8>, bool)> {
        if path.is_empty() {
            return Err(errno::ENOENT);
        }
        let mut at = if path.first() == Some(&b'/') { ROOT } else { self.cwd };
        let mut must_be_dir = path.last() == Some(&b'/');
        let parts = |p: &[u8]| -> Vec<Vec<u8>> {
            p.split(|b| *b == b'/').filter(|s| !s.is_empty()).rev().map(<[u8]>::to_vec).collect()
        };
        // names still to go, the next one last
        let mut rest = parts(path);
        let mut links = 0;
        while let Some(name) = rest.pop() {
            if rest.is_empty() && name != b"." && name != b".." {
                let target = match self.child(at, &name) {
                    Ok(ino) => match &self.inode(ino)?.content {
                        Content::Link(target) if follow || must_be_dir => Some(target.clone()),
                        _ => None,
                    },
                    Err(errno::ENOENT) => None,
                    Err(e) => return Err(e),
                };
                match target {
                    None => return Ok((at, name, must_be_dir)),
                    Some(target) => {
                        links += 1;
                        if links > MOST_LINKS {
                            return Err(errno::ELOOP);
                        }
                        at = if target.first() == Some(&b'/') { ROOT } else { at };
                        must_be_dir |= target.last() == Some(&b'/');
                        rest = parts(&target);
                        continue;
                    }
                }
            }
            let next = self.child(at, &name)?;
            match &self.inode(next)?.content {
                Content::Link(target) => {
                    links += 1;
                    if links > MOST_LINKS {
                        return Err(errno::ELOOP);
                    }
                    let target = target.clone();
                    at = if target.first() == Some(&b'/') { ROOT } else { at };
                    rest.extend(parts(&target));
                }
                Content::Dir { .. } => at = next,
                _ => return Err(errno::ENOTDIR),
            }
        }
        Ok((at, NO_NAME.to_vec(), true))
    }

    /// The inode at a path.
    fn resolve(&mut self, path: &[u8], follow: bool) -> FsResult<Ino> {
        let (dir, name, must_be_dir) = self.walk(path, follow)?;
        let ino = if name.is_empty() { dir } else { self.child(dir, &name)? };
        match must_be_dir && !matches!(self.inode(ino)?.content, Content::Dir { .. }) {
            true => Err(errno::ENOTDIR),
            false => Ok(ino),
        }
    }

    fn at(&mut self, at: At) -> FsResult<Ino> {
        match at {
            At::Path(path, follow) => self.resolve(path, follow),
            At::Fd(fd) => self.open_inode(fd),
        }
    }

    fn open_inode(&self, fd: i32) -> FsResult<Ino> {
        match self.open.get(fd)?.what {
            What::Inode(ino) => Ok(ino),
            What::Standard(_) => Err(errno::EINVAL),
        }
    }

    fn is_dir(&self, ino: Ino) -> bool {
        self.inode(ino).is_ok_and(|i| matches!(i.content, Content::Dir { .. }))
    }

    /// Where something new is to be made: the name must be free.
    fn place(&mut self, path: &[u8]) -> FsResult<(Ino, Vec<u8>, bool)> {
        let (dir, name, must_be_dir) = self.walk(path, false)?;
        if name.is_empty() {
            return Err(errno::EEXIST);
        }
        match self.child(dir, &name) {
            Ok(_) => Err(errno::EEXIST),
            Err(errno::ENOENT) => Ok((dir, name, must_be_dir)),
            Err(e) => Err(e),
        }
    }

    /// The name of an inode's folder entries, those underneath included.
    fn names(&mut self, dir: Ino) -> FsResult<Vec<Vec<u8>>> {
        let (mut out, gone, lower) = match &self.inode(dir)?.content {
            Content::Dir { names, lower, .. } => {
                let (there, gone): (Vec<_>, Vec<_>) = names.iter().partition(|(_, ino)| ino.is_some());
                let only = |v: Vec<(&Vec<u8>, &Option<Ino>)>| v.into_iter().map(|(n, _)| n.clone()).collect::<Vec<_>>();
                (only(there), only(gone), lower.clone())
            }
            _ => return Err(errno::ENOTDIR),
        };
        if let (Some(path), Some(l)) = (lower, &self.lower) {
            let path = if path.is_empty() { b"/".to_vec() } else { path };
            out.extend(l.names(&path).into_iter().filter(|n| !gone.contains(n)));
            out.sort();
            out.dedup();
        }
        Ok(out)
    }

    fn path_of(&self, mut ino: Ino) -> FsResult<Vec<u8>> {
        let mut parts: Vec<Vec<u8>> = Vec::new();
        while ino != ROOT {
            let Content::Dir { parent, .. } = self.inode(ino)?.content else { return Err(errno::ENOENT) };
            let Content::Dir { names, .. } = &self.inode(parent)?.content else { return Err(errno::ENOENT) };
            let name = names.iter().find(|(_, i)| **i == Some(ino)).map(|(n, _)| n.clone());
            parts.push(name.ok_or(errno::ENOENT)?);
            ino = parent;
        }
        if parts.is_empty() {
            return Ok(b"/".to_vec());
        }
        let mut out = Vec::new();
        for part in parts.iter().rev() {
            out.push(b'/');
            out.extend_from_slice(part);
        }
        Ok(out)
    }

    fn unlink_inode(&mut self, ino: Ino) {
        let now = self.now;
        if let Ok(inode) = self.inode_mut(ino) {
            inode.links = inode.links.saturating_sub(1);
            inode.changed = now;
        }
        self.release(ino);
    }

    fn drop_dir(&mut self, ino: Ino) {
        if let Ok(inode) = self.inode_mut(ino) {
            inode.links = 0;
        }
        self.release(ino);
    }
}

fn kind_of(content: &Content) -> u32 {
    match content {
        Content::Dir { .. } => kind::DIRECTORY,
        Content::File(_) => kind::FILE,
        Content::Link(_) => kind::LINK,
        Content::Null => kind::DEVICE,
    }
}

impl Files for MemoryFs {
    fn open(&mut self, path: &[u8], flags: u32, mode: u32) -> FsResult<i32> {
        let writes = flags & open::ACCMODE != open::RDONLY;
        let exclusive = flags & open::CREAT != 0 && flags & open::EXCL != 0;
        let (dir, name, must_be_dir) = self.walk(path, !exclusive && flags & open::NOFOLLOW == 0)?;
        let found = if name.is_empty() { Ok(dir) } else { self.child(dir, &name) };
        let ino = match found {
            Ok(_) if exclusive => return Err(errno::EEXIST),
            Ok(ino) => ino,
            Err(errno::ENOENT) if flags & open::CREAT != 0 => {
                if must_be_dir {
                    return Err(errno::EISDIR);
                }
                let ino = self.add(Content::File(Vec::new()), mode & 0o7777 & !self.mask);
                self.enter(dir, &name, ino);
                ino
            }
            Err(e) => return Err(e),
        };
        let now = self.now;
        match &mut self.inode_mut(ino)?.content {
            Content::Dir { .. } if writes || flags & open::CREAT != 0 => return Err(errno::EISDIR),
            Content::Dir { .. } => {}
            _ if flags & open::DIRECTORY != 0 || must_be_dir => return Err(errno::ENOTDIR),
            Content::Link(_) => return Err(errno::ELOOP),
            Content::File(data) if flags & open::TRUNC != 0 && writes => {
                let gone = data.len();
                data.clear();
                self.used = self.used.saturating_sub(gone);
                self.inode_mut(ino)?.modified = now;
            }
            _ => {}
        }
        let fd = self.open.add(Rc::new(Open { what: What::Inode(ino), flags, pos: RefCell::new(0) }))?;
        self.inode_mut(ino)?.opened += 1;
        Ok(fd)
    }

    fn close(&mut self, fd: i32) -> FsResult {
        let file = self.open.remove(fd)?;
        if let What::Inode(ino) = file.what
            && Rc::strong_count(&file) == 1
        {
            if let Ok(inode) = self.inode_mut(ino) {
                inode.opened = inode.opened.saturating_sub(1);
            }
            self.release(ino);
        }
        Ok(())
    }

    fn standard(&self, fd: i32) -> Option<u8> {
        match self.open.get(fd).ok()?.what {
            What::Standard(n) => Some(n),
            What::Inode(_) => None,
        }
    }

    fn is_terminal(&self, fd: i32) -> bool {
        self.terminal && self.standard(fd).is_some()
    }

    fn read(&mut self, fd: i32, size: usize) -> FsResult<Vec<u8>> {
        let file = self.open.get(fd)?.clone();
        let ino = self.open_inode(fd)?;
        if file.flags & open::ACCMODE == open::WRONLY {
            return Err(errno::EBADF);
        }
        match &self.inode(ino)?.content {
            Content::File(data) => {
                let mut pos = file.pos.borrow_mut();
                let start = usize::try_from(*pos).unwrap_or(usize::MAX).min(data.len());
                let end = start.saturating_add(size).min(data.len());
                *pos += (end - start) as u64;
                Ok(data.get(start..end).unwrap_or(&[]).to_vec())
            }
            Content::Dir { .. } => Err(errno::EISDIR),
            _ => Ok(Vec::new()),
        }
    }

    fn write(&mut self, fd: i32, data: &[u8]) -> FsResult<usize> {
        let file = self.open.get(fd)?.clone();
        let ino = self.open_inode(fd)?;
        if file.flags & open::ACCMODE == open::RDONLY {
            return Err(errno::EBADF);
        }
        let (now, room) = (self.now, QUOTA.saturating_sub(self.used));
        let inode = self.inode_mut(ino)?;
        let Content::File(content) = &mut inode.content else { return Ok(data.len()) };
        let mut pos = file.pos.borrow_mut();
        if file.flags & open::APPEND != 0 {
            *pos = content.len() as u64;
        }
        let start = usize::try_from(*pos).map_err(|_| errno::EFBIG)?;
        let end = start.checked_add(data.len()).ok_or(errno::EFBIG)?;
        let more = end.saturating_sub(content.len());
        if more > room {
            return Err(errno::ENOSPC);
        }
        if !data.is_empty() {
            if content.len() < end {
                content.resize(end, 0);
            }
            if let Some(place) = content.get_mut(start..end) {
                place.copy_from_slice(data);
            }
            *pos = end as u64;
        }
        (inode.modified, inode.changed) = (now, now);
        self.used += more;
        Ok(data.len())
    }

    fn seek(&mut self, fd: i32, offset: i64, whence: u32) -> FsResult<u64> {
        let file = self.open.get(fd)?.clone();
        let What::Inode(ino) = file.what else { return Err(errno::ESPIPE) };
        let from = match whence {
            0 => 0,
            1 => *file.pos.borrow() as i64,
            2 => match &self.inode(ino)?.content {
                Content::File(data) => data.len() as i64,
                _ => 0,
            },
            _ => return Err(errno::EINVAL),
        };
        let to = from.checked_add(offset).and_then(|n| u64::try_from(n).ok()).ok_or(errno::EINVAL)?;
        let to = if matches!(self.inode(ino)?.content, Content::Null) { 0 } else { to };
        *file.pos.borrow_mut() = to;
        Ok(to)
    }

    fn truncate(&mut self, fd: i32, len: u64) -> FsResult {
        let flags = self.open.get(fd)?.flags;
        let ino = self.open_inode(fd)?;
        if flags & open::ACCMODE == open::RDONLY {
            return Err(errno::EINVAL);
        }
        let (now, room) = (self.now, QUOTA.saturating_sub(self.used));
        let inode = self.inode_mut(ino)?;
        let Content::File(data) = &mut inode.content else { return Err(errno::EINVAL) };
        let len = usize::try_from(len).map_err(|_| errno::EFBIG)?;
        let before = data.len();
        if len.saturating_sub(before) > room {
            return Err(errno::ENOSPC);
        }
        data.resize(len, 0);
        (inode.modified, inode.changed) = (now, now);
        self.used = (self.used + len).saturating_sub(before);
        Ok(())
    }

    fn sync(&mut self, fd: i32) -> FsResult {
        self.open.get(fd).map(|_| ())
    }

    fn duplicate(&mut self, fd: i32) -> FsResult<i32> {
        let file = self.open.get(fd)?.clone();
        self.open.add(file)
    }

    fn reserve(&mut self) -> FsResult<i32> {
        // a folder, which is neither read nor written
        let fd = self.open.add(Rc::new(Open { what: What::Inode(ROOT), flags: open::RDONLY, pos: RefCell::new(0) }))?;
        self.inode_mut(ROOT)?.opened += 1;
        Ok(fd)
    }

    fn duplicate_to(&mut self, fd: i32, to: i32) -> FsResult {
        let file = self.open.get(fd)?.clone();
        if fd == to {
            return Ok(());
        }
        if self.open.get(to).is_ok() {
            self.close(to)?;
        }
        self.open.put(to, file).map(drop)
    }

    fn status(&mut self, at: At) -> FsResult<Status> {
        if let At::Fd(fd) = at
            && let What::Standard(n) = self.open.get(fd)?.what
        {
            // a terminal is a device, everything else a pipe
            let mode = if self.terminal { kind::DEVICE | 0o620 } else { 0o010600 };
            return Ok(Status { mode, ino: n as u64 + 1, dev: 1, links: 1, uid: 1000, gid: 1000, ..Status::default() });
        }
        let ino = self.at(at)?;
        let i = self.inode(ino)?;
        let size = match &i.content {
            Content::Dir { .. } => 4096,
            Content::File(d) | Content::Link(d) => d.len() as u64,
            Content::Null => 0,
        };
        Ok(Status {
            mode: kind_of(&i.content) | i.mode,
            ino: ino as u64 + 1,
            dev: 2,
            links: i.links,
            uid: i.uid,
            gid: i.gid,
            size,
            accessed: i.accessed,
            modified: i.modified,
            changed: i.changed,
            blocks: size.div_ceil(512),
            rdev: if matches!(i.content, Content::Null) { 0x103 } else { 0 },
        })
    }

    fn list(&mut self, at: At) -> FsResult<Vec<Entry>> {
        let dir = self.at(at)?;
        let names = self.names(dir)?;
        let mut out = Vec::with_capacity(names.len());
        for name in names {
            if let Ok(ino) = self.child(dir, &name) {
                out.push(Entry { name, kind: kind_of(&self.inode(ino)?.content), ino: ino as u64 + 1 });
            }
        }
        Ok(out)
    }

    fn make_dir(&mut self, path: &[u8], mode: u32) -> FsResult {
        let (dir, name, _) = self.place(path)?;
        self.grow(dir, &name, mode & 0o7777 & !self.mask);
        Ok(())
    }

    fn remove_dir(&mut self, path: &[u8]) -> FsResult {
        let (dir, name, _) = self.walk(path, false)?;
        if name.is_empty() {
            return Err(if path.ends_with(b".") { errno::EINVAL } else { errno::ENOTEMPTY });
        }
        let ino = self.child(dir, &name)?;
        if !self.is_dir(ino) {
            return Err(errno::ENOTDIR);
        }
        if !self.names(ino)?.is_empty() {
            return Err(errno::ENOTEMPTY);
        }
        self.leave(dir, &name);
        if let Ok(parent) = self.inode_mut(dir) {
            parent.links = parent.links.saturating_sub(1);
        }
        if self.cwd != ino {
            self.drop_dir(ino);
        }
        Ok(())
    }

    fn unlink(&mut self, path: &[u8]) -> FsResult {
        let (dir, name, must_be_dir) = self.walk(path, false)?;
        if name.is_empty() {
            return Err(errno::EISDIR);
        }
        let ino = self.child(dir, &name)?;
        match self.is_dir(ino) {
            true => return Err(errno::EISDIR),
            false if must_be_dir => return Err(errno::ENOTDIR),
            false => {}
        }
        self.leave(dir, &name);
        self.unlink_inode(ino);
        Ok(())
    }

    fn rename(&mut self, from: &[u8], to: &[u8]) -> FsResult {
        let (from_dir, from_name, _) = self.walk(from, false)?;
        let (to_dir, to_name, to_must_be_dir) = self.walk(to, false)?;
        if from_name.is_empty() || to_name.is_empty() {
            return Err(if from.ends_with(b"/") || from.ends_with(b".") { errno::EINVAL } else { errno::ENOTEMPTY });
        }
        let ino = self.child(from_dir, &from_name)?;
        let moves_dir = self.is_dir(ino);
        if to_must_be_dir && !moves_dir {
            return Err(errno::ENOTDIR);
        }
        // a folder cannot move into itself
        let mut at = to_dir;
        while moves_dir && at != ROOT {
            if at == ino {
                return Err(errno::EINVAL);
            }
            let Content::Dir { parent, .. } = self.inode(at)?.content else { break };
            at = parent;
        }
        match self.child(to_dir, &to_name) {
            Ok(old) if old == ino => return Ok(()),
            Ok(old) => match (moves_dir, self.is_dir(old)) {
                (true, false) => return Err(errno::ENOTDIR),
                (false, true) => return Err(errno::EISDIR),
                (true, true) if !self.names(old)?.is_empty() => return Err(errno::ENOTEMPTY),
                (true, true) => {
                    self.leave(to_dir, &to_name);
                    self.inode_mut(to_dir)?.links -= 1;
                    self.drop_dir(old);
                }
                (false, false) => {
                    self.leave(to_dir, &to_name);
                    self.unlink_inode(old);
                }
            },
            Err(errno::ENOENT) => {}
            Err(e) => return Err(e),
        }
        if moves_dir {
            self.load_tree(ino)?;
        }
        self.leave(from_dir, &from_name);
        self.enter(to_dir, &to_name, ino);
        if moves_dir {
            self.inode_mut(from_dir)?.links -= 1;
            self.inode_mut(to_dir)?.links += 1;
            if let Content::Dir { parent, .. } = &mut self.inode_mut(ino)?.content {
                *parent = to_dir;
            }
        }
        let now = self.now;
        self.inode_mut(ino)?.changed = now;
        Ok(())
    }

    fn link(&mut self, from: &[u8], to: &[u8]) -> FsResult {
        let ino = self.resolve(from, false)?;
        if self.is_dir(ino) {
            return Err(errno::EPERM);
        }
        let (dir, name, _) = self.place(to)?;
        self.enter(dir, &name, ino);
        let now = self.now;
        let inode = self.inode_mut(ino)?;
        inode.links += 1;
        inode.changed = now;
        Ok(())
    }

    fn symlink(&mut self, target: &[u8], path: &[u8]) -> FsResult {
        if target.is_empty() {
            return Err(errno::ENOENT);
        }
        let (dir, name, _) = self.place(path)?;
        let ino = self.add(Content::Link(target.to_vec()), 0o777);
        self.enter(dir, &name, ino);
        Ok(())
    }

    fn read_link(&mut self, path: &[u8]) -> FsResult<Vec<u8>> {
        let ino = self.resolve(path, false)?;
        match &self.inode(ino)?.content {
            Content::Link(target) => Ok(target.clone()),
            _ => Err(errno::EINVAL),
        }
    }

    fn set_mode(&mut self, at: At, mode: u32) -> FsResult {
        let (ino, now) = (self.at(at)?, self.now);
        let inode = self.inode_mut(ino)?;
        inode.mode = mode & 0o7777;
        inode.changed = now;
        Ok(())
    }

    fn set_times(&mut self, at: At, accessed: i128, modified: i128) -> FsResult {
        let (ino, now) = (self.at(at)?, self.now);
        let inode = self.inode_mut(ino)?;
        (inode.accessed, inode.modified, inode.changed) = (accessed, modified, now);
        Ok(())
    }

    fn set_owner(&mut self, at: At, uid: Option<u32>, gid: Option<u32>) -> FsResult {
        let ino = self.at(at)?;
        let inode = self.inode_mut(ino)?;
        if uid.is_some_and(|u| u != inode.uid) || gid.is_some_and(|g| g != inode.gid) {
            return Err(errno::EPERM);
        }
        Ok(())
    }

    fn access(&mut self, path: &[u8], mode: u32, follow: bool) -> bool {
        match self.resolve(path, follow).and_then(|ino| self.inode(ino)) {
            Ok(inode) => (inode.mode >> 6) & mode & 7 == mode & 7,
            Err(_) => false,
        }
    }

    fn dir_path(&mut self, fd: i32) -> FsResult<Vec<u8>> {
        let ino = self.open_inode(fd).map_err(|e| if e == errno::EINVAL { errno::ENOTDIR } else { e })?;
        if self.is_dir(ino) { self.path_of(ino) } else { Err(errno::ENOTDIR) }
    }

    fn current_dir(&mut self) -> FsResult<Vec<u8>> {
        self.path_of(self.cwd)
    }

    fn change_dir(&mut self, at: At) -> FsResult {
        let ino = self.at(at)?;
        if !self.is_dir(ino) {
            return Err(errno::ENOTDIR);
        }
        self.cwd = ino;
        Ok(())
    }

    fn umask(&mut self, mask: u32) -> u32 {
        std::mem::replace(&mut self.mask, mask & 0o777)
    }
}

impl MemoryFs {
    /// Takes over all of a folder from underneath, because it is about to have another path.
    fn load_tree(&mut self, top: Ino) -> Result<(), Errno> {
        let mut todo = vec![top];
        while let Some(dir) = todo.pop() {
            for name in self.names(dir)? {
                if let Ok(ino) = self.child(dir, &name)
                    && self.is_dir(ino)
                {
                    todo.push(ino);
                }
            }
            if let Content::Dir { lower, .. } = &mut self.inode_mut(dir)?.content {
                *lower = None;
            }
        }
        Ok(())
    }
}
