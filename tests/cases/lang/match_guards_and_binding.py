def f(v):
    match v:
        case [x, y] if x == y:
            return "equal"
        case [x, y] if (s := x + y) > 10:
            return f"sum {s}"
        case [x, y]:
            return f"pair {x},{y}"
        case (1 as a) | (2 as a):
            return f"or-bind {a}"
        case str(x) | bytes(x):
            return x
        case {"t": ("a" | "b") as t, "v": [*vs]}:
            return (t, vs)


print(f([1, 1]), f([5, 6]), f([1, 2]), f(1), f(2), f("s"), f(b"b"), f({"t": "a", "v": (1, 2)}), f(99))


def guard_effects():
    match 1:
        case x if print("guard 1", x):
            print("no")
        case x if print("guard 2", x) or True:
            return "second"


print(guard_effects())
for s in (
    "match x:\n case a: pass\n case b: pass",
    "match x:\n case a | b: pass",
    "match x:\n case [a, a]: pass",
    "match x:\n case {**_}: pass",
    "match x:\n case {'a': 1, 'a': 2}: pass",
    "match x:\n case [*a, *b]: pass",
    "match x:\n case _ | 1: pass",
    "match x:\n case 1 | a | 2: pass",
    "match x:\n case C(a=1, a=2): pass",
    "match x:\n case -a: pass",
    "match x:\n case f'x': pass",
    "match x:\n case 1 + 1: pass",
    "match x:\n case [a] | [b]: pass",
    "match x:\n case C(a=1, 2): pass",
    "match x:\n case {**a, 'k': 1}: pass",
    "match x:\n case a.b as c: pass",
    "match x:\n case 1 as _: pass",
    "match x:\n case 1 as a.b: pass",
    "match x:\npass",
    "match x:\n case:\n  pass",
    "match x:\n case a if b: pass\n case _: pass",
):
    try:
        compile(s, "<m>", "exec")
        print("ok", repr(s))
    except SyntaxError as e:
        print(repr(s), "->", type(e).__name__, e.msg, e.lineno, e.offset)


class Eq:
    def __eq__(self, o):
        print("eq", o)
        return o == 2


match Eq():
    case 1:
        print("one")
    case 2:
        print("two")
x = [1, 2, 3]
match x:
    case [1, a, 4]:
        print("no")
    case _:
        print("partial binding", "a" in globals())
