from dataclasses import *
import dataclasses
@dataclass
class P:
    x: int
    y: int = 0
    z: list = field(default_factory=list, repr=False)
    def __post_init__(self): self.s = self.x + self.y
@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Q:
    a: int = field(hash=False)
    b: str = "b"
@dataclass
class R(P):
    w: InitVar[int] = 5
    c: "ClassVar[int]" = 1
    def __post_init__(self, w): super().__post_init__(); self.ww = w
p = P(1, 2); print(p, p == P(1, 2), p.s, asdict(p), astuple(p), replace(p, x=9), fields(P)[0].name)
q = Q(a=1); print(q, q < Q(a=2), hash(q) == hash(Q(a=5)), Q.__slots__, Q.__match_args__)
for f in (lambda: setattr(q, "a", 2), lambda: delattr(q, "a"), lambda: P(), lambda: P(1, 2, 3, 4), lambda: Q(1), lambda: p < p, lambda: hash(p), lambda: replace(q, c=1), lambda: asdict(3), lambda: fields(3), lambda: q < 3, lambda: replace(R(1), x=2), lambda: setattr(q, "zz", 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(R(1, w=7), R(1).ww, P.__doc__, Q.__doc__, P.__match_args__)
for src in ["@dataclass\nclass A:\n x: int = 1\n y: int", "@dataclass\nclass A:\n x: list = []", "@dataclass(order=True, eq=False)\nclass A: pass", "@dataclass\nclass A:\n x: int = field(default=1, default_factory=int)", "@dataclass(frozen=True)\nclass A(P): pass", "@dataclass\nclass A:\n x = field()", "@dataclass(slots=True)\nclass A:\n __slots__ = ()", "@dataclass(weakref_slot=True)\nclass A: pass", "@dataclass(unsafe_hash=True)\nclass A:\n def __hash__(self): return 1"]:
    try: exec(src); print("ok")
    except Exception as e: print(type(e).__name__, e)
C = make_dataclass("C", ["x", ("y", int), ("z", int, field(default=3))], namespace={"m": lambda s: s.x}); print(C(1, 2), C(1, 2).m(), C.__annotations__)
match P(1, 2):
    case P(x, y=2): print("m", x)
@dataclass(repr=False, eq=False)
class N: a: int
print(N(1) == N(1), is_dataclass(N), is_dataclass(N(1)))
@dataclass
class T:
    a: int; _: KW_ONLY; b: int = 2
    c: int = field(default=3, metadata={"m": 1}, kw_only=True, doc="the c")
print(T(1, b=5), fields(T)[2]); print(fields(T)[0].type, T.__init__.__annotations__)
import inspect; print(inspect.signature(T), inspect.signature(Q))
@dataclass
class Tree: v: int; kids: "list[Tree]" = field(default_factory=list)
t = Tree(1); t.kids.append(t); print(t); print(asdict(Tree(1, [Tree(2)])))
@dataclass(frozen=True)
class FZ:
    x: int
    def __post_init__(self): object.__setattr__(self, "y", self.x * 2)
print(FZ(2).y, {FZ(1): 2}[FZ(1)]); import copy, pickle; print(copy.copy(q), pickle.loads(pickle.dumps(q)), copy.replace(q, b="z"))
class D:
    def __get__(self, o, t): return 7 if o is None else o.__dict__["_v"]
    def __set__(self, o, v): o.__dict__["_v"] = v * 2
@dataclass
class DD: v: int = D()
print(DD(), DD(4))
