def t(x):
    print(x, end=" ")
    return x


t(1) + t(2) * t(3)
print()
[t(1), t(2)][t(0)]
print()
{t("k1"): t("v1"), t("k2"): t("v2")}
print()


def f(*a, **k):
    pass


f(t(1), *[t(2)], t(3), k=t(4), **{"z": t(5)})
print()
d = {}
d[t("i")] = t("value")
print()
(t(1) if t(2) else t(3))
print()
t(1) < t(2) < t(3)
print()
a = 1
print(a + (a := 10) + a)
x = [t("a"), t("b")][t(1)] + "c"
print(x)


def deco(n):
    t(f"d{n}")
    return lambda g: (t(f"apply{n}"), g)[1]


@deco(1)
@deco(2)
def g(x=t("default"), *, y=t("kwdefault")) -> t:
    pass


print()


class C(t(object), metaclass=t(type)):
    z = t("body")


print()
lst = [0, 0]
i = 0
i = lst[i] = 1
print(i, lst)
t(1)
del lst[t(0)]
print(lst)
