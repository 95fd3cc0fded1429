"""Memory views: what they compare equal to, their hashes, and that they stay while Python code uses them."""

import array

m = memoryview(array.array("i", range(5)))
m[:] = array.array("i", range(4, -1, -1))
print(m.tolist(), m == array.array("q", [4, 3, 2, 1, 0]), m[(1,)])
print(memoryview(b"\0\2\0").cast("?") == memoryview(b"\0\4\0").cast("?"))
print(memoryview(b"\0\xbe\0\x3e").cast("e").tolist())
nan = memoryview(array.array("d", [float("nan")]))
print(nan == nan, nan == nan[:])
for key in ((slice(0, 1), slice(0, 1)), (slice(0, 1), 0), (0, 0), ()):
    try:
        m[key]
    except (TypeError, NotImplementedError) as e:
        print(type(e).__name__, e)

v = memoryview(b"abc")
h = hash(v)
v.release()
print(hash(v) == h == hash(b"abc"), bytes(memoryview(b"xyz").__buffer__(0)))


class Releases(array.array):
    def __hash__(self):
        view.release()
        return 1


view = memoryview(Releases("B", b"abc")).toreadonly()
try:
    hash(view)
except BufferError as e:
    print(e)

data = bytearray(b"abc")


class Empties(bytes):
    def __len__(self):
        data.clear()
        return 1


for f in (data.hex, memoryview(data).hex):
    try:
        f(Empties(b":"))
    except BufferError as e:
        print(e)
print(data)
