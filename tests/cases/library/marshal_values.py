"""`marshal` writes plain values and reads them again."""
import io
import marshal

shared = ("a", 1.5)
values = [None, True, False, ..., StopIteration, 0, -1, 1 << 31, -(1 << 200), 0.1, 1 + 2j, "", "text", "h\xe9 \u20ac \ud800", b"\0\xff",
          (), (1, (2, (3,))), [1, [2]], {"k": [1], 2: None}, {1, 2}, frozenset({"x"}), slice(1, None, -1), [shared, shared]]
for value in values:
    for version in range(marshal.version + 1):
        if isinstance(value, slice) and version < 5:
            continue
        data = marshal.dumps(value, version)
        assert repr(marshal.loads(data)) == repr(value), (value, version)
print(len(values), "values")
print(marshal.dumps([1, "é", 2.5, None], 1), marshal.dumps((1 << 40, b"x"), 0))
again = marshal.loads(marshal.dumps([shared, shared]))
print(again[0] is again[1])

file = io.BytesIO()
marshal.dump([1, 2], file)
marshal.dump("next", file)
file.seek(0)
print(marshal.load(file), marshal.load(file))

for data in [b"", b"[", b"q", b"s\x05\0\0\0ab", b"r\x09\0\0\0", b"0", b"l\x01\0\0\0\xff\xff"]:
    try:
        print(marshal.loads(data))
    except Exception as error:
        print(type(error).__name__, error)
for value in [object(), [print], int]:
    try:
        marshal.dumps(value)
    except ValueError as error:
        print(error)
print(marshal.loads(marshal.dumps(bytearray(b"copied"))))
