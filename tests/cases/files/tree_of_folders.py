"""Folders and files through os: making, listing, renaming, linking, removing."""
import os
import stat

top = f"/tmp/coroscope-{os.getpid()}"
os.mkdir(top)
os.chdir(top)

os.makedirs("a/b/c")
os.makedirs("a/b/c", exist_ok=True)
try:
    os.makedirs("a/b/c")
except FileExistsError as e:
    print(e)

fd = os.open("a/x.txt", os.O_CREAT | os.O_RDWR)
print(os.write(fd, b"hello world"), os.lseek(fd, 6, os.SEEK_SET), os.read(fd, 100), os.read(fd, 100))
os.ftruncate(fd, 5)
print(os.fstat(fd).st_size, os.lseek(fd, 0, os.SEEK_END), os.pread(fd, 3, 1))
copy = os.dup(fd)
os.close(fd)
print(os.lseek(copy, 0, os.SEEK_CUR))
os.close(copy)
try:
    os.read(copy, 1)
except OSError as e:
    print(type(e).__name__, e.errno, e)

print(sorted(os.listdir("a")))
for e in sorted(os.scandir("a"), key=lambda e: e.name):
    print(e, e.path, e.is_dir(), e.is_file(), e.is_symlink(), os.fspath(e))

os.symlink("x.txt", "a/link")
print(os.readlink("a/link"), os.path.islink("a/link"), os.stat("a/link").st_size)
os.link("a/x.txt", "a/hard")
print(os.stat("a/x.txt").st_nlink, os.path.samefile("a/hard", "a/link"))
os.rename("a/x.txt", "a/y.txt")
print(os.path.exists("a/x.txt"), os.path.exists("a/link"), os.path.lexists("a/link"))
os.replace("a/hard", "a/y.txt")

for folder, folders, files in os.walk("."):
    folders.sort()
    print(folder, folders, sorted(files))

os.chmod("a/y.txt", 0o640)
print(stat.filemode(os.stat("a/y.txt").st_mode), stat.filemode(os.lstat("a").st_mode)[0])
os.utime("a/y.txt", (1_000_000_000, 1_000_000_001.5))
s = os.stat("a/y.txt")
print(s.st_atime, s.st_mtime, s.st_mtime_ns, s[8], s.st_size)


def refused(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except (OSError, ValueError, TypeError, NotImplementedError) as e:
        print(type(e).__name__, e)


refused(os.rmdir, "a")
refused(os.unlink, "a/none")
refused(os.rename, "none", "other")
refused(os.mkdir, "a")
refused(os.mkdir, "none/x")
refused(os.listdir, "a/y.txt")
refused(os.stat, "a/y.txt/z")
refused(os.stat, "nul\0")
refused(os.stat, [])
refused(os.listdir, 1.5)
refused(os.rename, "a", 5)
refused(os.open, "none", os.O_RDONLY)
refused(os.open, "a/y.txt", os.O_CREAT | os.O_EXCL)
refused(os.chdir, "none")
refused(os.readlink, "a/y.txt")
refused(os.truncate, "none", 3)
refused(os.utime, "a/y.txt", 5)
refused(os.fspath, 5)
refused(os.close, 777)
refused(os.rename, "a", "a/b/d")

here = os.open("a", os.O_RDONLY)
os.mkdir("deep", dir_fd=here)
print(sorted(os.listdir(here)), stat.S_ISDIR(os.stat("deep", dir_fd=here).st_mode))
os.rmdir("deep", dir_fd=here)
os.close(here)

print(os.getcwd() == os.path.realpath(top), os.getcwdb() == os.fsencode(os.getcwd()))
print(os.strerror(2), "|", os.strerror(13), "|", os.strerror(9999))
print(os.path.isdir("a"), os.access("a/y.txt", os.R_OK), os.access("a/none", os.F_OK))

for folder, folders, files in os.walk(".", topdown=False):
    for name in files:
        os.remove(os.path.join(folder, name))
    for name in folders:
        os.rmdir(os.path.join(folder, name))
print(os.listdir())
os.chdir("/")
os.rmdir(top)
print(os.path.exists(top))
