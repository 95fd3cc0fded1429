"""Binary files, buffered and not: positions, peeking, reading into buffers, both ways."""
import io
import os

path = f"/tmp/coroscope-binary-{os.getpid()}.bin"

with open(path, "wb") as f:
    print(f.write(b"0123456789"), f.tell(), f.seek(2), f.write(b"xy"), f.tell())
with open(path, "rb") as f:
    print(f.read(3), f.peek(2)[:2], f.tell(), f.read1(2), f.read(), f.read(), f.read1())
    print(f.seek(-3, 2), f.read(1), f.seek(1, 1), f.read(), f.seek(0), f.readline())
    b = bytearray(4)
    f.seek(0)
    print(f.readinto(b), b, f.readinto(memoryview(b)[2:]), b, f.readinto1(b), b, f.readinto(b))
with open(path, "wb") as f:
    f.write(b"a\nbb\nccc")
with open(path, "rb") as f:
    print(f.readlines(), f.seek(0), list(f), f.seek(0), f.readline(1), f.readline(), next(f))

with open(path, "rb", buffering=0) as f:
    print(type(f).__name__, f.mode, f.read(2), f.readall(), f.closefd, f.readable(), f.writable(), f.seekable())
    try:
        f.write(b"x")
    except io.UnsupportedOperation as e:
        print(e)
with open(path, "r+b") as f:
    print(f.read(2), f.write(b"ZZ"), f.read(2), f.seek(0), f.read(), f.tell())
    print(f.truncate(3), f.tell(), f.seek(0), f.read())
with open(path, "ab+") as f:
    print(f.tell(), f.write(b"!"), f.seek(0), f.read())
raw = io.FileIO(path)
print(repr(raw).replace(path, "PATH"), raw.fileno() > 2, raw.name == path, raw.isatty())
buffered = io.BufferedReader(raw, 2)
print(repr(buffered).replace(path, "PATH"), buffered.read(1), buffered.detach() is raw)
try:
    buffered.read()
except ValueError as e:
    print(e)
raw.close()
print(raw, raw.closed)
try:
    raw.read()
except ValueError as e:
    print(e)

fd = os.open(path, os.O_RDONLY)
with open(fd, closefd=False) as f:
    print(f.read(1), f.name == fd)
os.close(fd)


def refused(*args, **kwargs):
    try:
        open(*args, **kwargs)
    except (OSError, ValueError, TypeError, LookupError) as e:
        print(type(e).__name__, str(e).replace(path, "PATH"))


refused("/none/of/these")
refused("/tmp")
refused("/tmp", "w")
refused(path, "x")
refused(path, "q")
refused(path, "rw")
refused(path, "rr")
refused(path, "bt")
refused(path, "")
refused(path, "rb", encoding="utf-8")
refused(path, "rb", newline="")
refused(path, "r", 0)
refused(path, newline="x")
refused(path, encoding="no such")
refused(path, encoding="rot13")
refused(path, encoding=5)
refused([])
refused(-1)
refused(999)
refused("nul\0")
refused(path, closefd=False)
refused(path, opener=lambda name, flags: -2)
os.remove(path)
