b = b"hello \xff\x00"
print(
    b,
    b[0],
    b[-1],
    b[1:3],
    b[::-1],
    len(b),
    list(b[:3]),
    b + b"!",
    b * 2,
    104 in b,
    b"ell" in b,
    b == b"hello \xff\x00",
    hash(b"a") == hash(b"a"),
)
print(
    bytes(3),
    bytes([1, 2, 255]),
    bytes("é", "utf-8"),
    bytes(b"x"),
    bytes.fromhex("00 ff 1A"),
    b"\x01\xab".hex(),
    b"abcd".hex("-", 2),
    bytes(),
)
print(
    b"a,b".split(b","),
    b" x ".strip(),
    b"abc".upper(),
    b"abc".find(b"c"),
    b"abc".find(98),
    b"abc".replace(b"b", b"XX"),
    b",".join([b"1", b"2"]),
    b"abc".startswith(b"a"),
    b"a\nb".splitlines(),
    b"abc".center(7, b"*"),
    b"%d %s %r" % (1, b"x", "y"),
    b"abc".translate(None, b"b"),
    b"Title case".title(),
    b"12".isdigit(),
)
print(
    "héllo".encode(),
    "héllo".encode("latin-1"),
    b"h\xc3\xa9".decode(),
    b"\xe9".decode("latin-1"),
    "é€".encode("ascii", "replace"),
    "é".encode("ascii", "xmlcharrefreplace"),
    "é".encode("ascii", "backslashreplace"),
    b"\xff".decode("utf-8", "replace"),
    b"a\xffb".decode("utf-8", "ignore"),
    b"\xff".decode("utf-8", "backslashreplace"),
    "x".encode("utf-16-le"),
    "\ud800".encode("utf-8", "surrogatepass"),
)
for f in (
    lambda: bytes([256]),
    lambda: bytes(-1),
    lambda: bytes("x"),
    lambda: b"a" + "b",
    lambda: "é".encode("ascii"),
    lambda: b"\xff".decode(),
    lambda: b"\xe2\x82".decode(),
    lambda: b[100],
    lambda: "x".encode("nope"),
    lambda: bytes.fromhex("zz"),
    lambda: bytes([1, "a"]),
    lambda: b"".join(["a"]),
    lambda: "a" in b"a",
    lambda: b"a" < "a",
    lambda: "\ud800".encode(),
):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
a = bytearray(b"abc")
a[0] = 120
a.append(33)
a.extend(b"yz")
a += b"!"
del a[1]
a[1:2] = b"__"
print(a, a.pop(), a.decode(), bytes(a), len(a))
a.insert(0, 65)
a.reverse()
print(a, a.find(b"_"), bytearray(2), bytearray([1]))
m = memoryview(b"abcdef")
print(m[0], m[1:3].tobytes(), len(m), m.tolist(), bytes(m[::2]), m.readonly)
w = memoryview(a)
w[0] = 66
print(a)
try:
    a.append(1)
except BufferError as e:
    print(e)
w.release()
a.append(1)
print(len(a))
