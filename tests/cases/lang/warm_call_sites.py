# What a call site or an attribute remembers must not outlive what it was learnt from: each site here runs several times,
# and what it finds changes in between.


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


def store(p, value):
    p.x = value
    return p.x


p, q = Point(1, 2), Point(3, 4)
print([store(o, i) for i, o in enumerate([p, q, p, q])])
del p.x
try:
    p.x
except AttributeError as e:
    print("gone:", e)
print(store(p, 9), store(q, 8))


class Wrapped:
    @staticmethod
    def plain(a):
        return ("plain", a)

    @classmethod
    def made(cls, a):
        return (cls.__name__, a)


class Derived(Wrapped):
    pass


def both(o, a):
    return o.plain(a), o.made(a)


w = Wrapped()
print(both(w, 1), both(w, 2), both(Derived, 3), both(Derived, 4), both(Derived(), 5))
w.plain = lambda a: ("instance", a)
print(both(w, 6), both(Wrapped(), 7))
Wrapped.plain = staticmethod(lambda a: ("changed", a))
print(both(Wrapped(), 8), both(Derived, 9))


class Table(list):
    def __getitem__(self, i):
        return ("item", i)

    def __call__(self, *args, key=None):
        return (args, key)

    def __contains__(self, x):
        return x == "in"


t = Table([1, 2])
for i in range(3):
    print(t[i], t(i), t(i, i + 1), t(i, key="k"), "in" in t, "out" in t)
del Table.__getitem__
print(t[0], len(t))


class Refused(ValueError):
    def __init__(self, amount):
        super().__init__(f"refused {amount}")
        self.amount = amount


class Bare(KeyError):
    pass


def attempt(kind, *args):
    try:
        raise kind(*args)
    except Exception as e:
        return type(e).__name__, e.args, getattr(e, "amount", None)


print([attempt(Refused, 3), attempt(Bare, 1, 2), attempt(OSError, 2, "no"), attempt(StopIteration, 5), attempt(Refused)])


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


class Told(Countdown):
    def __next__(self):
        try:
            return super().__next__()
        finally:
            print("step", self.n)


class Caught(Countdown):
    def __next__(self):
        try:
            raise StopIteration
        except StopIteration as e:
            e.add_note("seen")
            raise


for maker in (Countdown, Told, Caught):
    print([x for x in maker(2)])
    for x in maker(2):
        print("loop", x)


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def pairs():
    for i, o in enumerate([Loud("a"), Loud("b")]):
        print(i, o.name)
    for o, n in zip([Loud("c")], [1]):
        print(o.name, n)
    for o, n in zip((Loud(c) for c in "xy"), [1, 2]):
        print(o.name, n)
    o = None
    for o, n in zip(map(Loud, "ef"), [1, 2]):
        print(o.name, n)
    for n, o in zip([1, 2], map(Loud, "gh")):
        print(o.name, n)
    for k, v in {"d": Loud("d")}.items():
        print(k, v.name)
    print("end")


pairs()
growing = {1: 1, 2: 2}
try:
    for k, v in growing.items():
        growing[k + 10] = v
except RuntimeError as e:
    print(e)
for make in (lambda: zip([1, 2], [3]), lambda: enumerate("ab", 5), lambda: zip(), lambda: zip([1, 2], [3, 4], strict=True)):
    for a, b in make():
        print(a, b)
try:
    for a, b in zip([1], [2], [3]):
        pass
except ValueError as e:
    print(e)


def numbers(n):
    for i in range(n):
        yield i


class Odd:
    def __init__(self, truth):
        self.truth = truth

    def __bool__(self):
        print("asked", self.truth)
        return self.truth

    def __radd__(self, other):
        return ("radd", other)

    def __add__(self, other):
        return ("add", other)


print(sum(numbers(5)), sum(x / 2 for x in numbers(4)), sum((Odd(True) for _ in numbers(1)), 3))
print(all(Odd(x) for x in (True, True, False, True)), any(Odd(x) for x in (False, True, True)))
print(list(numbers(3)), any(numbers(3)), all(numbers(3)), ",".join(str(x) for x in numbers(3)))
try:
    sum(1 // x for x in (1, 0))
except ZeroDivisionError as e:
    print(e)
g = numbers(4)
next(g)
print(sum(g), list(g), sum(g))
print([str([1, "a", (2.5, None), [True, ("b",)]]), str(()), f"{(1,)}", repr([[[[[["deep"]]]]]])])
loop = []
loop.append(loop)
print(loop, 3037000500 * 3037000500, -(2**31) * 2**31, 2**31 * 2**32)
print(["abc"[i] for i in (0, -1)], "abc"[1:], "héé"[-2], "x\u20ac"[1], f"{'s'}{1}{-5}{2.5}{None}")
print(hasattr(p, "zz"), hasattr(p, "y"), list(map(abs, [-1, 2])), list(map(lambda a, b: a + b, [1, 2], (3, 4))))
for text in ("they're bill's friends", "UPPER lower 1st 2ND", ""):
    print(text.title(), [f"{x:.3f} {x:e} {x:10.2e} {x!r}" for x in (1 / 3, 1e100, 1.5e-7, 0.0)][:1])
print([f"{n:x} {n:b} {n:,} {n:08o} {n:>+5}" for n in (0, 255, -4096, 2**40)])
