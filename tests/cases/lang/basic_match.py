def f(x):
    match x:
        case 0:
            return "zero"
        case [a, b]:
            return f"pair {a} {b}"
        case {"k": v}:
            return f"k={v}"
        case str():
            return "string"
        case _:
            return "other"


for v in (0, [1, 2], {"k": 3}, "s", 9):
    print(f(v))
