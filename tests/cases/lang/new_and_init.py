class N:
    def __new__(cls, *a, **k):
        print("new", cls.__name__, a, k)
        return super().__new__(cls)

    def __init__(self, *a, **k):
        print("init", a, k)


N(1, x=2)


class Other:
    def __new__(cls):
        return 42

    def __init__(self):
        print("never")


print(Other())


class Same:
    cache = None

    def __new__(cls):
        if cls.cache is None:
            cls.cache = object.__new__(cls)
        return cls.cache

    def __init__(self):
        print("init again")


print(Same() is Same())


class BadInit:
    def __init__(self):
        return 1


try:
    BadInit()
except TypeError as e:
    print(e)


class Tup(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    @property
    def first(self):
        return self[0]


t = Tup(1, 2)
print(t, t.first, len(t), t == (1, 2), type(t[:]).__name__)


class MyStr(str):
    def __new__(cls, s):
        return super().__new__(cls, s * 2)

    def upper(self):
        return "custom"


s = MyStr("ab")
print(s, s.upper(), s + "c", type(s + "c").__name__, len(s), s == "abab", {s: 1}["abab"])


class MyList(list):
    def append(self, x):
        super().append(x * 2)

    def __getitem__(self, i):
        return "got"


l = MyList([1])
l.append(5)
print(l, l[0], list(l), len(l))


class MyDict(dict):
    def __missing__(self, k):
        return f"missing {k}"


d = MyDict(a=1)
print(d["a"], d["b"], d.get("b"), "b" in d, d)


class MyFloat(float):
    def __repr__(self):
        return "MyFloat"


print(MyFloat(1.5), f"{MyFloat(1.5)}", MyFloat(1.5) + 1, [MyFloat(2)])
for c, a in ((object, (1,)), (int, (1, 2, 3)), (BadInit, (1,))):
    try:
        c(*a)
    except TypeError as e:
        print(e)


class OnlyNew:
    def __new__(cls, x):
        return super().__new__(cls)


OnlyNew(1)


class Neither:
    pass


try:
    Neither(1)
except TypeError as e:
    print(e)


class NewArgs:
    def __new__(cls, x):
        return super().__new__(cls, x)


try:
    NewArgs(1)
except TypeError as e:
    print(e)
