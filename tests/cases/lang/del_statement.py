x = 1
del x
try:
    x
except NameError as e:
    print(e)
a, b, c = 1, 2, 3
del a, (b, c)
for n in "abc":
    print(n in globals())


class A:
    pass


o = A()
o.x = 1
del o.x
for f in (lambda: o.x,):
    try:
        f()
    except AttributeError as e:
        print(e)
try:
    del o.x
except AttributeError as e:
    print(e)
d = {"a": 1}
del d["a"]
print(d)
try:
    del d["a"]
except KeyError as e:
    print(repr(e))


def f():
    y = 1
    del y
    try:
        print(y)
    except UnboundLocalError as e:
        print(e)
    try:
        del y
    except UnboundLocalError as e:
        print(e)


f()
try:
    del undefined
except NameError as e:
    print(e)


class D:
    def __del__(self):
        print("deleted")

    def __delitem__(self, k):
        print("delitem", k)

    def __delattr__(self, n):
        print("delattr", n)


q = D()
del q[1], q.name, q[1:2]
r = q
del q
print("still")
del r
print("gone")
for s in (
    "del f()",
    "del 1",
    "del (a + b)",
    "del [a, b][0]",
    "del x,",
    "del (x,), [y]",
    "del *a",
    "del a := 1",
    "del None",
    "del",
):
    try:
        compile(s, "<s>", "exec")
        print("ok", s)
    except SyntaxError as e:
        print(s, "->", e.msg)
