"""`gc`: what is found, counted, told and kept; and the order of weak references."""
import gc
import weakref


class Node:
    pass


def ring():
    a, b = Node(), Node()
    a.other, b.other = b, a


gc.collect()
gc.disable()
before = gc.get_stats()
ring()
print(gc.collect(), gc.collect())
after = gc.get_stats()
print(after[2]["collections"] - before[2]["collections"], after[2]["collected"] - before[2]["collected"], sorted(after[0]))

told = []
gc.callbacks.append(lambda phase, info: told.append((phase, info["generation"], info["collected"])))
ring()
gc.collect(1)
gc.callbacks.clear()
print(told)


class Lazarus:
    saved = []

    def __init__(self):
        self.me = self

    def __del__(self):
        self.saved.append(self)


Lazarus()
print(gc.collect(), gc.is_finalized(Lazarus.saved[0]), gc.is_finalized(Node()), gc.is_finalized(3))

gc.set_debug(gc.DEBUG_SAVEALL)
loop = []
loop.append(loop)
del loop
gc.collect()
gc.set_debug(0)
print([v == [v] or type(v) for v in gc.garbage][0] if False else [type(v).__name__ for v in gc.garbage])
gc.garbage.clear()

for value in (1, "", b"", bytearray(), 1j, object(), int, Node, Node(), [], {}, set(), range(3)):
    print(type(value).__name__, gc.is_tracked(value), end="; ")
print()
print(sorted(gc.get_referents([1, 3], {5: 7}, (9,))))
for wrong in (5, -1, "x"):
    try:
        gc.get_objects(wrong)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
gc.freeze()
print(gc.get_freeze_count() > 0)
gc.unfreeze()
print(gc.get_freeze_count())
gc.enable()


class Ref(weakref.ref):
    pass


node = Node()
first, plain, second, proxy = Ref(node), weakref.ref(node), Ref(node), weakref.proxy(node)
order = weakref.getweakrefs(node)
print([["first", "plain", "second", "proxy"][[first, plain, second].index(r) if type(r) is not weakref.ProxyType else 3] for r in order])
try:
    weakref.ref(node, callback=None)
except TypeError as e:
    print(e)


class Power:
    def __pow__(self, exponent, modulus=None):
        return exponent, modulus


power = Power()
print(pow(weakref.proxy(power), 2, 5), weakref.proxy(power) ** 3)
