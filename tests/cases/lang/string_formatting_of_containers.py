print([1, "a", None, 1.5, b"b", (1,), {}, set(), {1: [2]}], ("x",), {"k": ("v", ["w"])}, [[]], [()], {(): {}})
print(str([1, "é\n"]), repr({"a": 'it\'s "q"'}), f"{[1, 2]}", "%s %r" % ([1], "a"), "{}".format((1, 2)))


class A:
    def __repr__(self):
        return "<A>"

    def __str__(self):
        return "str A"


print([A()], A(), (A(),), {A(): A()}, {"k": A()}, f"{A()} {[A()]}", str([A()]))
print(
    frozenset({1}),
    {1},
    range(5),
    [range(2)],
    slice(1, None),
    [None, True, ..., NotImplemented],
    type,
    [int, str],
    1j,
    [1j, -0.0],
)
import collections

print(
    collections.OrderedDict(a=1), collections.deque([1]), collections.Counter("a"), collections.namedtuple("N", "x")(1)
)
