C = object
for i in range(500):
    C = type(f"C{i}", (C,), {f"a{i}": i})
c = C()
print(c.a0, c.a499, len(C.__mro__), isinstance(c, C.__mro__[250]), hasattr(c, "nope"))


class N:
    pass


root = n = N()
for _ in range(1000):
    n.x = N()
    n = n.x
n.v = "end"
o = root
for _ in range(1000):
    o = o.x
print(o.v)


class Super:
    def m(self):
        return 0


S = Super
for i in range(300):

    class S(S):
        def m(self, _c=i):
            return 1 + super().m()


print(S().m())
