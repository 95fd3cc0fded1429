"""Views that `cast` gives several dimensions, or none."""


def show(what, make):
    try:
        print(what, make())
    except Exception as e:
        print(what, type(e).__name__, e)


data = bytearray(range(24))
m = memoryview(data).cast("H", [2, 3, 2])
for name in ("ndim", "shape", "strides", "nbytes", "itemsize", "contiguous", "c_contiguous", "f_contiguous", "format"):
    print(name, getattr(m, name))
print(m.tolist(), len(m), m[1, 2, 1], m[-1, 0, 0])
m[0, 0, 1] = 0x4142
print(bytes(data[:4]), m.tobytes() == bytes(data))
show("rows", lambda: (m[1:].tolist(), m[1:].shape, m[5:].tolist()))
for key in (0, (0,), (0, 1), (0, 0, 0, 0), (2, 0, 0), (0, 3, 0), ..., (slice(0, 1),) * 3, "a", ()):
    show(key, lambda: m[key])
for key in (0, slice(0, 1), (0, 1), (5, 5, 5)):
    show(key, lambda: m.__setitem__(key, 1))
show("list", lambda: list(m))
show("in", lambda: 3 in m)
show("index", lambda: m.index(3))
show("count", lambda: m.count(3))
show("equal", lambda: (m == m, m == memoryview(data), m == memoryview(data).cast("H", [2, 3, 2]), m.toreadonly().shape))
show("again", lambda: memoryview(m).shape)
show("flat", lambda: m.cast("B").shape)
show("to other", lambda: m.cast("B", [4, 6]))
show("flat with a shape", lambda: m.cast("B", [24]).shape)

lone = memoryview(b"\x07\x00\x00\x00").cast("i", [])
print(lone.ndim, lone.shape, lone.strides, lone.tolist(), lone[()], lone[...] == lone, lone.nbytes)
show("len", lambda: len(lone))
show("item", lambda: lone[0])
show("iter", lambda: list(lone))
for shape in ([2, 2], [0, 5], [-1], ["a"], "ab", [25], [2.0], (1, 24), [1] * 65, [3, 8]):
    show(shape if len(shape) < 9 else "many", lambda: memoryview(data).cast("B", shape).shape)
show("empty", lambda: memoryview(b"").cast("B", [1]))
show("hash", lambda: hash(memoryview(b"abcd").cast("B", [2, 2])) == hash(b"abcd"))
import base64

show("base64", lambda: base64.b64encode(memoryview(b"abcdef").cast("B", [2, 3])))
