class T:
    def __init__(self):
        self._v = 1

    @property
    def v(self):
        "doc of v"
        print("get")
        return self._v

    @v.setter
    def v(self, x):
        print("set", x)
        self._v = x

    @v.deleter
    def v(self):
        print("del")
        self._v = None

    ro = property(lambda self: "ro")

    @property
    def raises(self):
        raise AttributeError("inner")

    @property
    def zero(self):
        return 1 / 0


t = T()
print(t.v)
t.v = 5
t.v += 1
print(t.v)
del t.v
print(t._v, T.v.__doc__, type(T.v).__name__, T.v.fget.__name__)
for s in ("t.ro = 1", "del t.ro", "t.raises", "t.zero"):
    try:
        exec(s)
    except Exception as e:
        print(type(e).__name__, e)


class U(T):
    @T.v.getter
    def v(self):
        return "sub"


print(U().v, hasattr(t, "raises"), getattr(t, "raises", "default"))


class W:
    x = property()


for s in ("W().x", "W().x = 1", "del W().x"):
    try:
        exec(s)
    except AttributeError as e:
        print(e)
