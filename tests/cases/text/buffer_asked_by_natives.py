# Natives ask for a buffer whoever calls them, and give it back before anything else happens.
import asyncio
import functools
import operator
import sys
import weakref


class Lends:
    def __init__(self, data):
        self.data = data

    def __buffer__(self, flags):
        return memoryview(self.data)

    def __release_buffer__(self, view):
        print("  back", self.data)


print("operators")
print(functools.reduce(operator.add, [b"", Lends(b"a"), Lends(b"b")]))
print(operator.contains(b"abc", Lends(b"b")), bytes.__contains__(b"abc", Lends(b"b")))
print(bytearray(b"a") != Lends(b"a"), Lends(b"a") != bytearray(b"a"), bytearray(b"a") >= Lends(b"b"))
text = b"x"
text += Lends(b"yz")
array = bytearray(b"x")
array += Lends(b"yz")
print(text, array)
array[:] = Lends(b"q")
array[0:0] = Lends(b"w")
print(array)

print("callers")
print(len(list(filter(b"abc".count, [Lends(b"a"), Lends(b"z")]))))
print([x for x in [bytearray(b"a")] if x == Lends(b"a")], type(max(bytearray(b"b"), Lends(b"a"))).__name__)


def generated():
    yield b"abc".find(Lends(b"c"))


async def awaited():
    return b"".join([Lends(b"1"), Lends(b"2")])


print(next(generated()), asyncio.run(awaited()))
match bytearray(b"a"):
    case x if x == Lends(b"a"):
        print("matches")
events = []
sys.setprofile(lambda frame, event, argument: events.append(event))
b"abc".find(Lends(b"c"))
sys.setprofile(None)
print(events)
try:
    b"a".find(Lends(b"b"), Lends(b"c"))
except TypeError as e:
    print(e)

print("without end")


class Itself:
    def __buffer__(self, flags):
        return memoryview(self)


for call in memoryview, bytes:
    try:
        call(Itself())
    except RecursionError:
        print(call.__name__)

print("views")
view = memoryview(Lends(b"abc"))
print(hash(view) == hash(b"abc"), view == b"abc", view.cast("b").tolist(), sorted(view), 97 in view)
del view


def local():
    view = memoryview(Lends(b"local"))
    return view.nbytes


def raises():
    view = memoryview(Lends(b"raises"))
    raise ValueError


print(local())
try:
    raises()
except ValueError:
    print("caught")
print("left")
with memoryview(Lends(b"two")) as first, memoryview(first) as second:
    first.release()
    print(bytes(second))
objects = [Lends(b"1")]
objects.append(memoryview(objects[0]))
objects.clear()
print("cleared")
lender = Lends(b"kept")
alive = weakref.ref(lender, lambda _: print("dead"))
view = memoryview(lender)
del lender
print(alive() is None)
view.release()
print(alive() is None)
view = memoryview(Lends(b"at the end"))
