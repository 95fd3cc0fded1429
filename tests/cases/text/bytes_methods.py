# bytes and bytearray: construction, methods, operators.
for kind in (bytes, bytearray):
    print(kind(), kind(3), kind([1, 2, 255]), kind(b"abc"), kind("é", "utf-8"), kind("é", "latin-1"), kind(range(3)), kind(x for x in (65, 66)), kind(memoryview(b"mv")))
    b = kind(b"Hello World\tx\n")
    print(b, len(b), b[0], b[-1], b[1:4], b[::-1], b[::3], list(b)[:3], 72 in b, b"World" in b)
    print(b.upper(), b.lower(), b.title(), b.capitalize(), b.swapcase())
    print(b.isalnum(), b.isalpha(), b.isascii(), b.isdigit(), b.islower(), b.isspace(), b.istitle(), b.isupper())
    print(b.split(), b.split(b"o"), b.rsplit(b"o", 1), b.splitlines(), b.splitlines(True), b.partition(b" "), b.rpartition(b"z"))
    print(b.find(b"o"), b.rfind(b"o"), b.index(111), b.count(b"l"), b.find(b"o", 5), b.startswith(b"He"), b.endswith((b"x", b"\n")))
    print(b.replace(b"o", b"00"), b.replace(b"", b"-", 3), b.strip(), b.strip(b"H\n"), b.lstrip(b"H"), b.rstrip(), b.expandtabs(4))
    print(b.center(20), b.ljust(16, b"."), b.rjust(16), kind(b"-5").zfill(4), b.removeprefix(b"Hello"), b.removesuffix(b"\n"))
    print(b.hex(), b.hex(" "), b.hex(":", 4), b.hex("-", -3), kind.fromhex("48 65 6c"), kind.fromhex("00ff"))
    print(b.translate(None, b"lo"), b.translate(bytes.maketrans(b"lo", b"01")), b.decode(), b.decode("ascii", "strict"))
    print(kind(b", ").join([b"a", bytearray(b"b"), memoryview(b"c")]), b + b"!", b * 2, 2 * b, b == bytes(b), b < b"I", b > b"A", b != b"x")
    print(type(b.upper()).__name__, type(b + b"x").__name__, type(b[1:2]).__name__, type(b"x" + b).__name__)
    print(repr(kind(b"it's")), repr(kind(b'"')), repr(kind(b"'\"")), repr(kind(bytes(range(0, 256, 15)))))

print(hash(b"abc") == hash("abc"), {b"a": 1}[b"a"], b"a" == "a", sorted([b"b", b"a", b""]))

a = bytearray(b"abc")
a.append(100)
a.extend(b"ef")
a.extend([103, 104])
a += b"ij"
a *= 1
a.insert(0, 48)
a[1] = 65
a[2:4] = b"XYZ"
print(a, a.pop(), a.pop(0), a)
a[::2] = b"....."[: len(a[::2])]
print(a)
del a[0], a[1:3]
a.remove(ord("."))
a.reverse()
print(a, a.copy(), len(a))
del a[::2]
print(a)
a.clear()
print(a, bool(a), bool(bytearray(b"x")))
a[:] = [1, 2, 3]
a[1:1] = (x for x in (9, 8))
print(a)
a.resize(7)
print(a)
view = memoryview(a)
for change in (lambda: a.append(1), lambda: a.clear(), lambda: a.extend(b"x")):
    try:
        change()
    except BufferError as error:
        print("BufferError", error)
a[0] = 77
print(view[0], bytes(view))
view[1:3] = b"ZZ"
view.release()
a.append(1)
print(a)


class B(bytes):
    def __new__(cls, n):
        return super().__new__(cls, [n] * 3)


x = B(65)
print(x, type(x).__name__, x + b"!", type(x + b"!").__name__, x == b"AAA", isinstance(x, bytes))
try:
    hash(bytearray())
except TypeError as error:
    print(error)
