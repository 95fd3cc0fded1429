class A:
    def f(self):
        return "A.f"

    @classmethod
    def c(cls):
        return cls.__name__

    @property
    def p(self):
        return "A.p"


class B(A):
    def f(self):
        def inner():
            return super(B, self).f()

        return inner(), super().f(), [super(B, self).f() for _ in "x"]

    @classmethod
    def c(cls):
        return "B>" + super().c()

    @property
    def p(self):
        return "B>" + super().p

    def get(self):
        return __class__

    @staticmethod
    def st():
        return __class__.__name__

    def gen(self):
        yield super().f()

    async def co(self):
        return super().f()


b = B()
print(b.f(), B.c(), b.c(), b.p, b.get() is B, B.st(), list(b.gen()))
try:
    b.co().send(None)
except StopIteration as e:
    print(e.value)


class C(B):
    pass


print(C().f(), C.c(), C().get() is B)
s = super(B, b)
print(s.f(), type(s).__name__, s.__thisclass__.__name__, s.__self__ is b, s.__self_class__.__name__)
try:
    s.nope
except AttributeError as e:
    print(e)
try:
    super(B, 5)
except TypeError as e:
    print(e)


class D:
    def no_self():
        return super().x

    def deleted(self):
        del self
        return super().x

    def rebound(self):
        self = b
        return super().__repr__


for f in (lambda: D.no_self(), lambda: D().deleted(), lambda: D().rebound()):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)


def outside(self):
    return __class__


try:
    outside(1)
except NameError as e:
    print(e)


class E:
    x = [__qualname__, __module__]
    __slots__ = ("y",)

    def set(self):
        self.y = 5
        return self.y


print(E.x, E().set())


class M(type):
    def __new__(m, n, b, ns):
        c = super().__new__(m, n, b, ns)
        c.made = True
        return c


class F(metaclass=M):
    def who(self):
        return __class__.made


print(F().who())
