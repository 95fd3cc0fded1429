class I(int):
    def __add__(self, o):
        return I(int(self) + int(o))

    def __repr__(self):
        return f"I({int(self)})"

    def __eq__(self, o):
        return "eq called"

    __hash__ = int.__hash__


class S(str):
    def __getitem__(self, i):
        return S(str.__getitem__(self, i) + "!")

    def __len__(self):
        return 99


class L(list):
    def __iter__(self):
        return iter("custom")

    def __len__(self):
        return 1


class D(dict):
    def __getitem__(self, k):
        return "got " + str(k)

    def keys(self):
        return ["k1"]


class F(float):
    def __bool__(self):
        return False


class T(tuple):
    def __contains__(self, x):
        return True


print(
    I(1) + 2,
    I(1) + I(2),
    5 + I(1),
    I(3) == 3,
    3 == I(3),
    -I(2),
    I(7) // 2,
    [10, 20][I(1)],
    f"{I(5)}",
    str(I(5)),
    int(I(6)),
)
print(S("abc")[0], len(S("abc")), S("abc") + "d", S("x").upper(), "".join(S("ab")), bool(S("a")), S("abc")[0:2])
print(list(L([1, 2])), [*L([1])], len(L([1, 2])), L([1, 2]) == [1, 2], bool(L()), sorted(L()), L([3])[0], tuple(L([1])))
print(
    D(a=1)["a"],
    D(a=1).get("a"),
    {**D(a=1)},
    dict(D(a=1)),
    D(a=1) == {"a": 1},
    "{a}".format_map(D(a=1)),
    (lambda **k: k)(**D(a=1)),
)
print(bool(F(1)), F(1.5) + 1, 5 in T(), T((1, 2)) + (3,), isinstance(True, int), I.__mro__[1].__name__)


class B(bytes):
    pass


class E(Exception):
    pass


print(
    B(b"x") + b"y",
    type(B(b"x")[0:]).__name__,
    type(L([1])[:]).__name__,
    type(L([1]) + [2]).__name__,
    type(D(a=1).copy()).__name__,
    type(S("a").strip()).__name__,
    type(T((1,)) * 2).__name__,
)
