"""Text files: lines, newlines, encodings, appending, both ways."""
import os

path = f"/tmp/coroscope-text-{os.getpid()}.txt"

with open(path, "w") as f:
    print(f.write("one\ntwo\nthree"), f.tell(), f.writable(), f.readable(), f.seekable(), f.isatty())
    print("four", "five", sep="-", file=f)
    f.writelines(["six\n", "seven\n"])
with open(path) as f:
    print(f.readline(), f.readline(2), f.read(3), f.readlines())
    print(repr(f.read()), repr(f.readline()), f.closed)
print(f.closed)
try:
    f.read()
except ValueError as e:
    print(e)

with open(path) as f:
    for line in f:
        print(line.rstrip(), end=",")
    print()
    f.seek(0)
    print(next(f), end="")
    try:
        f.tell()
    except OSError as e:
        print(e)

with open(path, "a") as f:
    print(f.tell(), f.write("end"))
with open(path, "r+") as f:
    print(f.read(3), f.tell())
    f.seek(0)
    f.write("ONE")
    f.seek(0, os.SEEK_END)
    print(f.tell())
    f.seek(0)
    print(f.read())
    print(f.truncate(5))
print(os.path.getsize(path))

with open(path, "wb") as f:
    f.write(b"a\nb\r\nc\rd")
for newline in [None, "", "\n", "\r", "\r\n"]:
    with open(path, newline=newline) as f:
        print(repr(newline), f.readlines(), repr(f.newlines))
    with open(path, newline=newline) as f:
        print([f.read(2), f.read(2), f.read(2), f.read()])
for newline in [None, "", "\n", "\r", "\r\n"]:
    with open(path, "w", newline=newline) as f:
        f.write("x\ny\r\n")
    with open(path, "rb") as f:
        print(f.read())

for encoding in ["utf-8", "utf-16", "utf-32", "utf-16-le", "utf-8-sig", "latin-1", "ascii"]:
    with open(path, "w", encoding=encoding, errors="replace") as f:
        f.write("häß")
        f.write("€\n")
    with open(path, "rb") as f:
        data = f.read()
    with open(path, encoding=encoding) as f:
        print(f.encoding, f.errors, len(data), ascii(f.read()))
with open(path, "wb") as f:
    f.write(b"ok \xff\xfe bad \xe2\x82")
for errors in ["strict", "ignore", "replace", "surrogateescape", "backslashreplace"]:
    try:
        with open(path, encoding="utf-8", errors=errors) as f:
            print(errors, ascii(f.read()))
    except UnicodeDecodeError as e:
        print(e)
try:
    with open(path, "w", encoding="ascii") as f:
        f.write("ä")
except UnicodeEncodeError as e:
    print(e)

with open(path, "x" if not os.path.exists(path) else "w") as f:
    print(repr(f).replace(path, "PATH"), f.mode, f.buffer.mode, f.buffer.raw.mode, type(f.buffer).__name__)
with open(path, "w+", buffering=1) as f:
    print(f.line_buffering, f.write("no end"), os.path.getsize(path), f.write("end\n"), os.path.getsize(path))
    f.reconfigure(line_buffering=False, write_through=True)
    print(f.line_buffering, f.write_through)
os.remove(path)
