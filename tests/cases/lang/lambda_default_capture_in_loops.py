fs = []
for i in range(3):

    def f():
        return i

    fs.append(f)
print([f() for f in fs])
gs = [(lambda: x) for x in range(3)]
print([g() for g in gs])
hs = [lambda x=x: x for x in range(3)]
print([h() for h in hs])


def make():
    out = []
    for i in range(3):

        def inner(j=i):
            return (i, j)

        out.append(inner)
    return out


print([f() for f in make()])
d = {k: (lambda v: lambda: (k, v))(k * 2) for k in range(2)}
print([f() for f in d.values()])
