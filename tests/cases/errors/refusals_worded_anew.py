"""Refusals that are worded by who asks: attributes of slots, `in`, `reversed`."""
class A:
    __slots__ = ("y",)
    def __setattr__(self, n, v): object.__setattr__(self, n, v)
class B:
    __slots__ = ()
class C:
    def __iter__(self): return 5
class E:
    def __iter__(self): raise TypeError("mine")
class F:
    def __iter__(self): raise ValueError("mine")
class G:
    def __getitem__(self, i): return i
for f in (lambda: setattr(A(), "x", 1), lambda: setattr(B(), "x", 1), lambda: 1 in C(), lambda: 1 in E(), lambda: 1 in F(), lambda: 1 in 5, lambda: reversed(G()), lambda: reversed(5), lambda: reversed({1}), lambda: setattr(5, "x", 1), lambda: reversed(list[int])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e, repr(e.__context__))
