"""`inspect.getclosurevars`, and what is a buffer."""

import array
import inspect
from collections.abc import Buffer

limit = 3


def outer(free):
    def inner(argument):
        print(len(argument.text), limit, free, missing, argument.append(1).shown)
        return [limit for _ in range(limit)]

    return inner


def show(f):
    found = inspect.getclosurevars(f)
    print(sorted(found.nonlocals), sorted(found.globals), sorted(found.builtins), sorted(found.unbound))


show(outer(5))
show(lambda: None)


class C:
    def method(self):
        return self.limit, limit, super().method


show(C().method)
for value in (b"", bytearray(), memoryview(b""), array.array("b"), "", [], 3):
    print(type(value).__name__, isinstance(value, Buffer), hasattr(value, "__release_buffer__"))
print(b"abc".__buffer__(0).tobytes(), bytearray(b"xy").__buffer__(0).readonly)
import binascii

for strict in (b"ab==:", b"ab===", b"abc=a", memoryview(b"abcd")[::2]):
    try:
        print(binascii.a2b_base64(strict, strict_mode=True) if type(strict) is bytes else binascii.crc32(strict))
    except (BufferError, binascii.Error) as e:
        print(type(e).__name__, e)
