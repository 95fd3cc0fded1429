# What Python code does to a bytearray while a method of it, or a view of it, is at work.
import array
import io
import re
import struct


class Lends:
    def __init__(self, change):
        self.change = change

    def __buffer__(self, flags):
        self.change()
        return memoryview(b"A")


class Index:
    def __init__(self, change, n=65):
        self.change, self.n = change, n

    def __index__(self):
        self.change()
        return self.n


def outcome(call):
    try:
        return call()
    except Exception as e:
        return f"{type(e).__name__}: {e}"


print("an argument empties the receiver")
names = "find count index rfind rindex startswith endswith split rsplit __contains__ __add__ __iadd__ __eq__ " \
    "partition removeprefix strip extend append remove center expandtabs"
for name in names.split():
    for kind in Lends, Index:
        receiver = bytearray(b"AAAA")
        print(name, kind.__name__, outcome(lambda: getattr(receiver, name)(kind(receiver.clear))), receiver)
for name in "find count rfind startswith".split():
    receiver = bytearray(b"AAAA")
    print(name, "from", outcome(lambda: getattr(receiver, name)(b"A", Index(receiver.clear, 0))), receiver)

print("join")
receiver = bytearray(b",")


def items():
    receiver.clear()
    yield b"A"


print(outcome(lambda: receiver.join(items())), receiver)
print(outcome(lambda: receiver.join([b"a", Lends(receiver.clear)])), receiver)
listed = [b"a", Lends(lambda: listed.clear()), b"c"]
print(outcome(lambda: receiver.join(listed)))
listed = [b"a", Lends(lambda: listed.__setitem__(slice(1, 3), [b"y", b"z"])), b"c"]
print(outcome(lambda: receiver.join(listed)))

print("slices and items")
receiver = bytearray(b"AAAA")
receiver[1:2] = Lends(receiver.clear)
print(receiver)
receiver = bytearray(b"AAAA")
receiver.extend(Lends(lambda: receiver.__iadd__(b"BB")))
print(receiver)
receiver = bytearray(b"AAAA")
print(outcome(lambda: receiver.__setitem__(0, Index(receiver.clear))), receiver)

print("views")
receiver = bytearray(b"AAAA")
view = memoryview(receiver)
for name, *args in (
    ("append", 1), ("extend", b"x"), ("insert", 0, 1), ("pop",), ("remove", 65), ("clear",), ("resize", 2),
    ("resize", 4), ("__init__", b"x"), ("__iadd__", b"x"), ("__iadd__", b""), ("__imul__", 2), ("__imul__", 1),
    ("__delitem__", 0), ("__setitem__", slice(0, 1), b"xy"), ("__setitem__", slice(0, 1), b"x"), ("reverse",),
):
    print(name, outcome(lambda: getattr(receiver, name)(*args)))
receiver = bytearray(b"AAAA")
view = memoryview(receiver)
view[0] = Index(lambda: None, 66)
print(receiver, outcome(lambda: view.__setitem__(Index(view.release, 0), 1)), receiver)
view = memoryview(receiver)
print(bytes(view[:Index(view.release, 3)]), outcome(lambda: view[0]))
for format, value in ("d", 1.5), ("f", 2.5), ("?", True), ("i", 7):
    class Value:
        def __float__(self):
            return value

        def __bool__(self):
            return value

        def __index__(self):
            return value

    view = memoryview(bytearray(8)).cast(format)
    view[0] = Value()
    print(format, view[0])
view = memoryview(bytearray(range(6))).cast("B", (2, 3))
print(view[Index(lambda: None, 1), 2], outcome(lambda: view[Index(view.release, 1), 2]))

print("others that look at the bytes")
receiver = bytearray(b"1234")
records = struct.iter_unpack("2s", receiver)
print(next(records), outcome(lambda: receiver.append(1)), outcome(lambda: list(records)))
del records
receiver.append(53)
print(outcome(lambda: re.sub(b"3", lambda m: receiver.append(1) or b"", receiver)), receiver)
stream = io.BytesIO(b"abc")
view = stream.getbuffer()
print([outcome(lambda: getattr(stream, name)(*args)) for name, *args in (
    ("write", b""), ("write", b"abcdef"), ("truncate", 0), ("close",), ("read",))])
view.release()
print(stream.write(b"d"))
numbers = array.array("i", [1, 2, 3])
view = memoryview(numbers)
print([outcome(lambda: getattr(numbers, name)(*args)) for name, *args in (
    ("append", 1), ("pop",), ("extend", [1]), ("frombytes", bytes(4)), ("__imul__", 2), ("__imul__", 1))])
