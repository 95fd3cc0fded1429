def f(a, b=1, /, c=2, *, d, e=5, **k):
    pass


for call in (
    "f()",
    "f(d=1)",
    "f(1)",
    "f(1, 2, 3, 4, d=1)",
    "f(1, a=2, d=1)",
    "f(1, c=1, **{'c': 2}, d=0)",
    "f(1, 2, 3, c=3, d=1)",
    "f(1, 2, 3, 4)",
    "f(1, 2, 3, 4, 5, d=2, e=3)",
):
    try:
        exec(call)
        print("ok", call)
    except TypeError as e:
        print(call, "->", e)


class C:
    def m(self, a):
        pass

    @classmethod
    def c(cls, a):
        pass

    @staticmethod
    def s(a):
        pass

    def __call__(self, a):
        pass


for call in (
    "C().m()",
    "C.m()",
    "C.m(1)",
    "C().c()",
    "C.s()",
    "C()()",
    "C()(1, 2)",
    "C(1)",
    "C(x=1)",
    "C().m(1, b=2)",
    "C.c(1, 2)",
    "C().m(**{'a': 1, 'b': 2})",
):
    try:
        exec(call)
        print("ok", call)
    except TypeError as e:
        print(call, "->", e)
