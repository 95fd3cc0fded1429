class Meta(type):
    def __new__(m, n, b, ns, **k): print("new", n, sorted(x for x in ns if not x.startswith("__")), k); return super().__new__(m, n, b, ns)
    def __init__(c, n, b, ns, **k): print("init", n)
    def __call__(c, *a, **k): print("call", a); return super().__call__(*a, **k)
    @classmethod
    def __prepare__(m, n, b, **k): print("prepare", n, k); return {"injected": 1}
    def __instancecheck__(c, o): return o == 5
    def __subclasscheck__(c, s): return s is int
    def __len__(c): return 7
    def __getattr__(c, n): return f"meta:{n}"
    def __contains__(c, x): return x == "in"
    def __iter__(c): return iter("meta")
    def __getitem__(c, k): return k * 2
    def __or__(c, o): return "or"
    def __repr__(c): return f"<Meta {c.__name__}>"
class A(metaclass=Meta, opt=3):
    x = 1
    def __set_name__(self, o, n): print("set_name", n)
a = A(); print(isinstance(5, A), issubclass(int, A), len(A), A.zzz, "in" in A, list(A), A["k"], A | 1, A, type(a), A.injected)
class D:
    def __set_name__(s, o, n): s.n = n; print("named", o.__name__, n)
    def __get__(s, o, t): return (s.n, o is None)
    def __set__(s, o, v): print("set", v)
    def __delete__(s, o): print("delete")
class B:
    d = D()
    def __init_subclass__(cls, /, tag=None, **k): super().__init_subclass__(**k); print("sub", cls.__name__, tag)
    def __class_getitem__(c, i): return f"{c.__name__}[{i}]"
class C(B, tag="t"): pass
b = B(); print(b.d, B.d); b.d = 5; del b.d; print(B[int], C[1])
for s in ["class E(B, bad=1): pass", "class E(metaclass=1): pass", "class E(A, B): pass", "class E(int, metaclass=Meta): pass", "class E:\n __slots__ = 'a',\n a = 1", "class E:\n __slots__ = ('1a',)", "class E(int):\n __slots__ = 'a'", "class E:\n def __init__(self): return 1\nE()", "class E:\n def __new__(cls): return 3\nprint(E())", "class E(1): pass", "class E(type, int): pass", "class E:\n __slots__ = ('__dict__', 'q')\ne = E(); e.z = 1; e.q = 2; print(e.__dict__)", "class E:\n __slots__ = 'q'\nE().z = 1", "class E:\n __slots__ = 'q'\nE().q", "class X: pass\nclass Y(X): pass\nclass Z(X, Y): pass", "class E(bool): pass", "class E(type(None)): pass", "class E:\n x: int = y", "class E: x = x", "class E:\n @property\n def p(self): pass\nE().p = 1", "class E:\n @property\n def p(self): pass\ndel E().p", "class E:\n p = property()\nE().p", "import abc\nclass E(abc.ABC):\n @abc.abstractmethod\n def f(self): pass\n @property\n @abc.abstractmethod\n def g(self): pass\nE()", "class E:\n __hash__ = None\nhash(E())", "class E:\n def __eq__(s, o): return 1\n{E()}", "class E:\n __match_args__ = 'a'\nmatch E():\n case E(1): pass", "match 1:\n case int(1, 2): pass", "class E:\n __match_args__ = ('a',)\nmatch E():\n case E(1, a=1): pass", "class E: pass\nE.__bases__ = (int,)", "class E: pass\nE().__class__ = int", "class E: pass\nE.__name__ = 5", "del E.__name__" , "super().x", "class E:\n def f(): super().x\nE.f()", "class E:\n def f(self): return super(int, self).x\nE().f()", "object.__new__(1)", "object.__new__(int)", "object(1)", "type.__call__()", "type(1, 2)", "type('a', (), {}, x=1)", "int.__add__(1)", "int.__add__('a', 1)", "str.upper(1)", "[].append()", "list.append([])", "dict.fromkeys()", "''.join()", "print(end=1)", "print(file=1)", "(1).__class__ = str", "class E:\n def __getattribute__(s, n): raise AttributeError('no ' + n)\nE().q", "class E:\n def __get__(s): pass\nclass F: e = E()\nF().e", "def f(a, b=1, *c, d, **e): pass\nf()", "def f(*, a, b, c): pass\nf()", "def f(a, b): pass\nf(1, 2, 3, 4, k=1)", "def f(a, b=2): pass\nf(1, 2, 3)", "def f(a, /): pass\nf(a=1)", "def f(a, /, **k): print(a, k)\nf(1, a=2)", "def f(): pass\nf(*[1], **{'a': 2})", "f = lambda x, y=1, *z: 0\nf(y=2)", "class E:\n def m(self, a): pass\nE().m()", "class E:\n def m(self, a): pass\nE.m()", "class E:\n def m(): pass\nE().m()", "class E:\n @staticmethod\n def m(a): pass\nE().m()", "class E:\n @classmethod\n def m(cls, a): pass\nE().m(1, 2)", "int(1, 2, 3)", "int(x=1)", "str(1, 2)", "bytes('a')", "bytes(1, 'a')", "list(1, 2)", "dict(1, 2)", "range()", "range(1, 2, 3, 4)", "slice()", "sum()", "len()", "len(1, 2)", "isinstance(1)", "getattr(1)", "getattr(1, 2)", "setattr(1, 'a')", "open()", "input(1, 2)", "sorted()", "zip(1)", "map(1, 2)", "filter(1)", "enumerate()", "min()", "min(1)", "min(1, 2, default=3)", "min([], default=3, key=1)", "max(1, 'a')", "pow(1)", "pow(2, 3, 0)", "round(1.5, 'a')", "divmod(1)", "abs()", "ord('')", "chr('a')", "bin('a')", "hash()", "id()", "callable()", "iter(1, 2)", "next(1)", "vars(1)", "dir(1, 2)", "exec()", "eval(1)", "compile('a')", "property(1, 2, 3, 4, 5)", "classmethod()", "staticmethod(1)()", "type()", "complex('a', 1)", "complex(1, 'a')", "float('1', 2)", "memoryview()", "bytearray(1, 2)", "frozenset(1)", "set(1, 2)", "tuple(1)", "object.__init__(1, 2)", "format(1, 2)", "all(1)", "any()", "repr()", "ascii(1, 2)", "__import__()", "globals(1)", "breakpoint(1) if 0 else help", "aiter(1)", "anext(1)", "reversed({1})", "print(1, sep=2)"]:
    try: exec(s, dict(globals())); print("ok", s.split("\n")[0])
    except BaseException as e: print(repr(s[:50]), type(e).__name__, e)
