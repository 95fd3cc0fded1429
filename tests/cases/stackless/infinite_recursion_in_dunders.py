class R:
    def __repr__(self):
        return repr(self)


class S:
    def __str__(self):
        return str(self)


class E:
    def __eq__(self, o):
        return self == o

    __hash__ = object.__hash__


class G:
    def __getattr__(self, n):
        return self.other


class A:
    def __getattribute__(self, n):
        return self.x


class L:
    def __len__(self):
        return len(self)


class C:
    def __call__(self):
        return self()


class H:
    def __hash__(self):
        return hash(self)


class B:
    def __bool__(self):
        return bool(self)


class I:
    def __iter__(self):
        return iter(self)


class N:
    def __add__(self, o):
        return self + o


class T:
    def __lt__(self, o):
        return self < o


class F:
    def __format__(self, s):
        return format(self, s)


class X:
    def __getitem__(self, k):
        return self[k]


class K:
    def __contains__(self, k):
        return k in self


class V:
    @property
    def p(self):
        return self.p


class Z:
    def __setattr__(self, n, v):
        self.x = v


class P:
    def __init__(self):
        P()


def z():
    Z().x = 1


for f in (
    lambda: repr(R()),
    lambda: str(S()),
    lambda: E() == 1,
    lambda: G().x,
    lambda: A().y,
    lambda: len(L()),
    lambda: C()(),
    lambda: hash(H()),
    lambda: bool(B()),
    lambda: iter(I()),
    lambda: N() + 1,
    lambda: sorted([T(), T()]),
    lambda: f"{F()}",
    lambda: X()[0],
    lambda: 1 in K(),
    lambda: V().p,
    z,
    P,
    lambda: print(R()),
    lambda: [E()] == [1],
    lambda: {E(): 1} == {E(): 1} or max(T(), T()),
    lambda: "%r" % R(),
    lambda: "{}".format(F()),
    lambda: [R()].__repr__(),
):
    try:
        print(f())
    except RecursionError as e:
        print(type(e).__name__)
