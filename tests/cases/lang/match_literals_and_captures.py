def m(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case -1:
            return "minus one"
        case 1.5:
            return "float"
        case 1 + 2j:
            return "complex"
        case "hi":
            return "greeting"
        case b"by":
            return "bytes"
        case None:
            return "none"
        case True:
            return "true"
        case "ab":
            return "joined"
        case int(n) if n > 100:
            return f"big {n}"
        case str() as s if len(s) > 3:
            return f"long {s}"
        case other:
            return f"other {other!r}"


for v in (0, 1, 2, -1, 1.5, 1 + 2j, "hi", b"by", None, True, False, "ab", 500, "longer", [], 0.0, "x"):
    print(repr(v), m(v))
match 5:
    case x:
        pass
print(x)
match 7:
    case 1:
        print("no")
    case _:
        print("wild")
match 1, 2:
    case a, b:
        print(a, b)
match = 3
case = 4
_ = 5
type = type
print(match, case, _)
match (match, case):
    case (3, case):
        print("soft keyword", case)


class Color:
    RED = 1
    GREEN = 2


def c(x):
    match x:
        case Color.RED:
            return "red"
        case Color.GREEN:
            return "green"
        case _:
            return "?"


print(c(1), c(2), c(3))
