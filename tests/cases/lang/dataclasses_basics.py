from dataclasses import dataclass, field, asdict, replace, astuple


@dataclass
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, repr=False)


print(P(1), P(1) == P(1, 0), P(1) != P(2), asdict(P(1, 2)), replace(P(1), y=5), astuple(P(1)))


@dataclass(frozen=True, order=True)
class F:
    a: int
    b: str = "b"


print(F(1) < F(2), hash(F(1)) == hash(F(1)), sorted([F(2), F(1)]))
try:
    F(1).a = 2
except Exception as e:
    print(type(e).__name__, e)
try:
    P()
except TypeError as e:
    print(e)


@dataclass
class Sub(P):
    z: int = 9

    def __post_init__(self):
        self.w = self.x + self.z


print(Sub(1), Sub(1).w)
