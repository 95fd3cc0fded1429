class A:
    pass


class B:
    def __repr__(self):
        return "B-repr"


class C:
    def __str__(self):
        return "C-str"


class D:
    def __repr__(self):
        return 5


class E:
    def __str__(self):
        return None


print(A(), repr(A()), [A()], str(B()), f"{B()!s} {B()}", [B(), {B(): B()}, (B(),)], C(), repr(C()), [C()])
for f in (lambda: repr(D()), lambda: str(E()), lambda: f"{D()}", lambda: print([D()])):
    try:
        f()
    except TypeError as e:
        print(e)
print(
    A,
    type(A),
    int,
    type,
    None,
    NotImplemented,
    ...,
    len,
    print,
    A.__init__,
    A().__init__,
    [].append,
    "".join,
    B.__repr__,
    B().__repr__,
    range(3),
    slice(1, 2),
    (i for i in ()),
    lambda: 0,
    map(str, []),
    iter([]),
    iter(()),
    iter({}),
    iter(""),
    iter(range(2)),
    enumerate([]),
    zip(),
    object(),
    Exception("x"),
    super(A, A()),
    property(),
    classmethod(len),
    A.__dict__["__dict__"],
    {}.keys(),
    {}.items(),
    memoryview(b"x"),
    reversed([]),
    iter(set()),
    type(iter(b"")),
    __builtins__,
    sep="\n",
)
import sys

print(sys, type(sys), sys.__name__)
