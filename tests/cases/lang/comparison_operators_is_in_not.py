a = [1]
b = a
c = [1]
print(
    a is b,
    a is c,
    a is not c,
    a == c,
    1 in a,
    2 not in a,
    not 1 in a,
    "b" in "abc",
    "" in "",
    None in [None],
    [] in [[]],
    float("nan") in [float("nan")],
)


class C:
    def __contains__(self, x):
        print("contains", x)
        return x


class I:
    def __iter__(self):
        return iter([1, 2])


class G:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i


class N:
    __contains__ = None


print(5 in C(), 0 in C(), 0 not in C(), 2 in I(), 3 in I(), 2 in G(), 9 in G())
for f in (
    lambda: 1 in N(),
    lambda: 1 in 5,
    lambda: "a" in 5,
    lambda: 1 in "a",
    lambda: b"a" in "a",
    lambda: [] in {},
    lambda: [] in {1},
):
    try:
        print(f())
    except TypeError as e:
        print(e)
print(1 < 2 < 3 > 2 >= 2 != 3 == 3, 1 < 3 < 2, (1 < 2) < 3, 1 == 1 in [1], not 1 == 2, not (1 and 0))
print(
    (1, 2) in [(1, 2)],
    {1} in [{1}],
    {"a": 1} in [{"a": 1}],
    range(3) in [range(3)],
    1.0 in {1},
    True in [1],
    "1" in [1],
)
