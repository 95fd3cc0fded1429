# A class with __buffer__ is bytes-like; __release_buffer__ is called once, when the last view is gone.
import collections.abc
import inspect
import sys


class Room:
    def __init__(self, data=b"hello"):
        self.data = data
        self.given = None

    def __buffer__(self, flags):
        print("  asked with", inspect.BufferFlags(flags).value)
        self.given = memoryview(self.data)
        return self.given

    def __release_buffer__(self, view):
        print("  given back, the same view:", view is self.given)


print("views")
room = Room()
view = memoryview(room)
print(view.tobytes(), view.readonly, type(view.obj).__name__)
part = view[1:3]
again = memoryview(part)
view.release()
part.release()
print("one left", again.tobytes())
del again
print("none left")
with memoryview(room) as view:
    print(view.nbytes)
    try:
        room.given.release()
    except BufferError as e:
        print(e)
room.given.release()

print("arguments")
print(bytes(Room()), b"x" + Room(), Room(b"ell") in b"hello")
print(b"a-b".replace(Room(b"-"), Room(b"+")), b"-".join([Room(b"a"), b"b", Room(b"c")]))
print(b"hello".startswith((Room(b"x"), Room(b"he"))))
print(bytearray(b"hello") == Room(), memoryview(b"hello") == Room(), b"hello" == Room())
print(int.from_bytes(Room(b"\1\2"), "big"), int(Room(b"12")), float(Room(b"1.5")), str(Room(), "ascii"))


class Choosy:
    def __init__(self, mutable):
        self.mutable = mutable

    def __buffer__(self, flags):
        if flags & inspect.BufferFlags.WRITABLE:
            if not self.mutable:
                raise RuntimeError("not mutable")
            return memoryview(bytearray(b"own"))
        return memoryview(b"own")


print("flags")
print(memoryview._from_flags(Choosy(True), inspect.BufferFlags.WRITABLE).readonly, memoryview(Choosy(True)).readonly)
for call in (
    lambda: memoryview._from_flags(Choosy(False), inspect.BufferFlags.WRITABLE),
    lambda: b"".__buffer__(inspect.BufferFlags.WRITABLE),
    lambda: memoryview(b"").__buffer__(inspect.BufferFlags.WRITABLE),
    lambda: bytearray().__buffer__(sys.maxsize + 1),
    lambda: bytearray().__buffer__(2**40),
    lambda: bytearray().__buffer__("0"),
    lambda: memoryview._from_flags(5, 0),
):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)


class NoView:
    def __buffer__(self, flags):
        return b"hello"


class NoFlags:
    def __buffer__(self):
        return memoryview(b"")


class Refuses:
    def __buffer__(self, flags):
        raise LookupError("no bytes today")


class Gaps:
    def __buffer__(self, flags):
        return memoryview(b"abcdef")[::2]


print("errors")
for object in NoView(), NoFlags(), Refuses(), Gaps():
    for call in (
        memoryview,
        bytes,
        lambda o: b"".find(o),
        lambda o: b"" + o,
        int,
        lambda o: bytearray() == o,
        lambda o: b"".join([o]),
    ):
        try:
            print(call(object) if call is not memoryview else bytes(memoryview(object)))
        except Exception as e:
            print(type(e).__name__, e)


class BadEnd:
    def __buffer__(self, flags):
        return memoryview(b"ab")

    def __release_buffer__(self, view):
        raise ValueError("in the end")


print("an error at the end is told, and changes nothing")
sys.unraisablehook = lambda u: print(" ", u.err_msg, u.exc_value)
print(b"a" + BadEnd())
try:
    b"a".find(BadEnd(), "x")
except TypeError as e:
    print(e)


class Sub(bytearray):
    def __buffer__(self, flags):
        print("  asked")
        return super().__buffer__(flags)

    def __release_buffer__(self, view):
        print("  given back", view.tobytes())
        super().__release_buffer__(view)


print("a bytearray's own")
sub = Sub(b"sub")
with memoryview(sub) as view:
    print(view.tobytes(), view.readonly)
    try:
        sub.append(1)
    except BufferError as e:
        print(e)
sub.append(1)
print(bytes(sub), sub)


class Other(bytearray):
    def __buffer__(self, flags):
        return memoryview(b"other")

    def __release_buffer__(self, view):
        try:
            super().__release_buffer__(view)
        except ValueError as e:
            print(" ", e)


print(bytes(Other(b"own")), len(Other(b"own")), Other(b"own").upper())


class Told(bytearray):
    def __release_buffer__(self, view):
        self.view = view
        for use in memoryview, lambda v: v[:1], lambda v: v.cast("b"), lambda v: v.toreadonly(), lambda v: v.__buffer__(0):
            try:
                use(view)
            except ValueError as e:
                print(" ", e)
        print(" ", view.tobytes(), view[0], view.obj)


print("told only")
told = Told(b"told")
memoryview(told).release()
told.clear()
try:
    told.view.tobytes()
except ValueError as e:
    print(e)

print("natives")
array = bytearray(b"ba")
view = array.__buffer__(0)
print(view.obj is array, array.__release_buffer__(view))
for call in (
    lambda: view.tobytes(),
    lambda: array.__release_buffer__(view),
    lambda: array.__release_buffer__(memoryview(b"")),
    lambda: array.__release_buffer__(b""),
):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)
first = memoryview(b"abc")
second = first.__buffer__(0)
print(second.obj is first)
try:
    first.release()
except BufferError as e:
    print(e)
second.release()
first.release()

print("the abstract class")
Buffer = collections.abc.Buffer
print([isinstance(o, Buffer) for o in (b"", bytearray(), memoryview(b""), Room(), "", [], 5)])


class Derived(Buffer):
    pass


try:
    Derived()
except TypeError as e:
    print(e)


class Later:
    pass


print("a method that comes later, and goes")
later = Later()
for method in (lambda self, flags: memoryview(b"later")), None:
    Later.__buffer__ = method
    try:
        print(b"see later".find(later))
    except TypeError as e:
        print(e)
del Later.__buffer__
try:
    memoryview(later)
except TypeError as e:
    print(e)
