class A:
    def __init__(self, x):
        self.x = x
        print("A.__init__")

    def who(self):
        return "A"

    def chain(self):
        return ["A"]


class B(A):
    def __init__(self, x):
        super().__init__(x)
        print("B.__init__")

    def who(self):
        return "B>" + super().who()

    def chain(self):
        return ["B"] + super().chain()


class C(A):
    def chain(self):
        return ["C"] + super().chain()


class D(B, C):
    def chain(self):
        return ["D"] + super().chain()

    @classmethod
    def make(cls):
        return super().__new__(cls)


d = D(1)
print(
    d.x,
    d.who(),
    d.chain(),
    [k.__name__ for k in D.__mro__],
    issubclass(D, A),
    issubclass(D, (int, C)),
    isinstance(d, C),
    type(D.make()).__name__,
)
print(super(B, d).chain(), super(D, D).chain(d), super(C, d).who())
try:

    class X(A, B):
        pass
except TypeError as e:
    print(e)
try:

    class Y(A, A):
        pass
except TypeError as e:
    print(e)
for f in (lambda: super().x, lambda: super(int, d), lambda: super(B, d).nope):
    try:
        f()
    except (RuntimeError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)


def no_class(self):
    return super().x


try:
    no_class(1)
except RuntimeError as e:
    print(e)


class E(A):
    def who(self):
        return [super().who() for _ in range(2)], (lambda: super(E, self).who())(), __class__.__name__


print(E(0).who(), A.__subclasses__() == [B, C, E], D.__base__.__name__, D.__bases__ == (B, C))
for base in (bool, type(None), type(...), range, slice):
    try:
        type("S", (base,), {})
    except TypeError as e:
        print(e)
try:
    class_bad = type("Q", (int, str), {})
except TypeError as e:
    print(e)
