def t(x):
    print("eval", x)
    return x


print(t(0) or t("") or t([]) or t("last"))
print(t(1) and t("x") and t(()) and t("unreached"))
print(t(0) and t(1) or t(2))
print(not t(0) and t(3))
print([] or {} or None, 1 and 2, None and 1, 0 or False)
x = t(1) if t(0) else t(2)
print(x)
print(True + True, True == 1, True is True, isinstance(True, int), bool("False"), bool(0.0), bool(-1))


class B:
    def __bool__(self):
        print("__bool__")
        return False


class L:
    def __len__(self):
        print("__len__")
        return 0


print(B() or "b", L() or "l", not B(), not L(), bool(L()))


class Bad:
    def __bool__(self):
        return 1


class BadLen:
    def __len__(self):
        return -1


for c in (Bad, BadLen):
    try:
        if c():
            pass
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
