from enum import Enum, IntEnum, Flag, auto


class C(Enum):
    RED = 1
    GREEN = 2
    ALIAS = 1


print(
    C.RED,
    repr(C.RED),
    C.RED.name,
    C.RED.value,
    C(2),
    C["RED"],
    list(C),
    C.ALIAS is C.RED,
    C.RED == 1,
    isinstance(C.RED, C),
    len(C),
    {C.RED: 1},
)


class I(IntEnum):
    A = auto()
    B = auto()


print(I.A < I.B, I.A + 1, I.B == 2, f"{I.A}")


class P(Flag):
    R = auto()
    W = auto()
    X = auto()


print(P.R | P.W, P.R in (P.R | P.X), ~P.R, P(0))
for f in (lambda: C(9), lambda: C["NO"], lambda: setattr(C, "RED", 5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
