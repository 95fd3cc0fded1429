class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name, [b.__name__ for b in bases], kw)
        return {"injected": 1}

    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(mcls, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)

    def __call__(cls, *a, **k):
        print("call", cls.__name__, a, k)
        return super().__call__(*a, **k)

    def __repr__(cls):
        return f"<Meta {cls.__name__}>"

    def __len__(cls):
        return 42

    def __iter__(cls):
        return iter("ab")

    def __contains__(cls, x):
        return x == 1

    def __getitem__(cls, k):
        return ("item", k)

    def __instancecheck__(cls, o):
        return o == "instance"

    def __subclasscheck__(cls, o):
        return o is int

    @property
    def prop(cls):
        return "meta prop"


class A(metaclass=Meta, flag=True):
    x = injected + 1

    def __init__(self, v=0):
        print("A.__init__", v)


a = A(5)
print(
    A,
    A.x,
    A.injected,
    type(A).__name__,
    len(A),
    list(A),
    1 in A,
    A["k"],
    isinstance("instance", A),
    isinstance("no", A),
    issubclass(int, A),
    A.prop,
)


class B(A, other=1):
    pass


print(type(B) is Meta, isinstance(a, A))
C = Meta("C", (), {"y": 1})
print(C.y)


class M2(type):
    pass


try:

    class D(A, metaclass=M2):
        pass
except TypeError as e:
    print(e)


class Singleton(type):
    inst = {}

    def __call__(cls, *a):
        if cls not in cls.inst:
            cls.inst[cls] = super().__call__(*a)
        return cls.inst[cls]


class S(metaclass=Singleton):
    pass


print(S() is S())


def func_meta(name, bases, ns):
    return (name, bases, sorted(ns)[:1])


class F(metaclass=func_meta):
    pass


print(F)
T = type("T", (object,), {"v": 1, "m": lambda self: self.v})
print(T().m(), T.__name__, T.__module__)
for args in ((), (1, 2), ("n", 1, {}), ("n", (), 1), (1, (), {}), ("n", (1,), {})):
    try:
        print(type(*args))
    except TypeError as e:
        print(e)
try:

    class Kw(x=1):
        pass
except TypeError as e:
    print(e)
