import enum
from enum import *
class C(Enum): R = 1; G = 2; B = auto(); ALIAS = 1
class P(Flag): R = auto(); W = auto(); X = auto(); RW = R | W
class I(IntFlag): A = 1; B = 2; D = 8
class S(StrEnum): ONE = auto(); TWO = "2"
class IE(IntEnum): X = 1; Y = 5
print(list(C), C.ALIAS, C(1), C["G"], repr(C.B), C.__members__, C.R.name, C.R.value, len(C))
print(P.R | P.X, repr(P(0)), repr(~P.R), P.RW, list(P.RW), P(7), repr(P.R ^ P.RW), P.R in P.RW, bool(P(0)), len(P.RW))
print(I.A | 4, repr(I(16)), repr(I.A | I.B), I.A + 1, ~I.A, I(-1), repr(I(0)))
print(S.ONE, repr(S.TWO), f"{S.ONE:>5}", IE.X + 1, f"{IE.Y}", repr(IE.Y), str(IE.X), IE.X < IE.Y)
for f in (lambda: C(9), lambda: C["Z"], lambda: P(64), lambda: C.R < C.G, lambda: setattr(C, "R", 3), lambda: delattr(C, "R"), lambda: C.Q, lambda: C.R.Q, lambda: P("x"), lambda: C(), lambda: IE("a"), lambda: C.R.foo):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
try:
    class D(C): Z = 1
except TypeError as e: print(e)
try:
    class D(Enum): A = 1; A = 2
except TypeError as e: print(e)
try:
    @unique
    class D(Enum): A = 1; B = 1
except ValueError as e: print(e)
class Planet(Enum):
    EARTH = (5.97e24, 6.37e6); MARS = (6.4e23, 3.4e6)
    def __init__(self, m, r): self.m, self.r = m, r
    @property
    def g(self): return round(6.67e-11 * self.m / self.r ** 2, 2)
    @classmethod
    def heavy(cls): return max(cls, key=lambda p: p.m)
print(Planet.EARTH.g, Planet.heavy(), Planet.MARS)
class Sh(Enum):
    A = "a"
    def __str__(self): return f"<{self.value}>"
    @classmethod
    def _missing_(cls, v): return cls.A if v == "x" else None
    @member
    def fn(): return 3
    @nonmember
    def nf(self): return 4
print(Sh("x"), f"{Sh.A}", list(Sh), Sh.A.nf())
F = Enum("F", "a b c", start=5); print(list(F), F.__module__)
class V(Flag, boundary=KEEP): A = 1
print(repr(V(5)), V(5).value)
class CF(Flag, boundary=CONFORM): A = 1
print(CF(5))
class E(Flag, boundary=EJECT): A = 1
print(E(5))
print(enum.global_enum, C.R.__class__, isinstance(C.R, C), hash(C.R) == hash("R"), C.R == 1, IE.X == 1, type(C), dir(C))
match C.G:
    case C.R: print("r")
    case C.G: print("g")
class O(Enum):
    _ignore_ = ["x"]; _order_ = "A B"
    A = 1; B = 2; x = 3
print(list(O)); print(repr(P), P._member_map_, C.__doc__)
@verify(CONTINUOUS)
class K(IntEnum): A = 1; B = 2
try:
    @verify(CONTINUOUS)
    class K2(IntEnum): A = 1; B = 3
except ValueError as e: print(e)
@enum.property
def q(s): pass
import pickle, copy; print(pickle.loads(pickle.dumps(C.R)) is C.R, copy.deepcopy(P.RW) is P.RW, {C.R: 1})
