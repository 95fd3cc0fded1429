def m(x):
    match x:
        case []:
            return "empty"
        case [a]:
            return f"one {a}"
        case [1, 2]:
            return "one two"
        case (a, [b, *c]):
            return f"nested {a} {b} {c}"
        case [a, b]:
            return f"two {a} {b}"
        case ["cmd", *args]:
            return f"cmd {args}"
        case [first, *_, last] if first == last:
            return "bookends"
        case [*init, 9]:
            return f"ends nine {init}"
        case [_, _, *rest]:
            return f"rest {rest}"
        case {"k": v}:
            return f"mapping {v}"
        case _:
            return "nothing"


for v in (
    [],
    (),
    [5],
    [1, 2],
    (1, [2, 3, 4]),
    [3, 4],
    ["cmd", 1, 2],
    [1, 2, 1],
    [1, 2, 9],
    [1, 2, 3],
    "abc",
    b"ab",
    range(1),
    range(3),
    {"k": 1},
    {1, 2},
    (x for x in ()),
    None,
):
    print(m(v) if not hasattr(v, "send") else m(v))
match [1, [2, [3, [4]]]]:
    case [a, [b, [c, [d]]]]:
        print(a, b, c, d)
match [(1, 2), (3, 4)]:
    case [(a, b), (c, d)] as whole:
        print(a, b, c, d, whole)
match [1, 2, 3]:
    case [1, x, 4] | [1, 2, x]:
        print("or", x)
from collections import deque

match deque([1, 2]):
    case [a, b]:
        print("deque", a, b)


class Seq:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        return i


match Seq():
    case [a, b]:
        print("seq")
    case _:
        print("not a Sequence")


class L(list):
    pass


match L([1]):
    case [x]:
        print("list subclass", x)
