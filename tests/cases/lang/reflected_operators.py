class A:
    def __add__(self, o):
        print("A.add")
        return NotImplemented

    def __radd__(self, o):
        print("A.radd")
        return "radd"


class B(A):
    def __radd__(self, o):
        print("B.radd")
        return "B radd"


class C(A):
    pass


print(A() + B())
print(A() + C()) if False else None
print(1 + A())
try:
    A() + A()
except TypeError as e:
    print(e)
try:
    A() + 1
except TypeError as e:
    print(e)


class E:
    def __eq__(self, o):
        print("eq")
        return NotImplemented

    def __lt__(self, o):
        print("lt")
        return NotImplemented

    def __gt__(self, o):
        print("gt")
        return "gt result"


print(E() == E(), E() == 1, 1 != E())
print(E() < E(), 5 < E())
try:
    E() <= E()
except TypeError as e:
    print(e)


class N:
    def __rsub__(self, o):
        return ("rsub", o)

    def __rtruediv__(self, o):
        return ("rtruediv", o)

    def __rfloordiv__(self, o):
        return ("rfloordiv", o)

    def __rmod__(self, o):
        return ("rmod", o)

    def __rlshift__(self, o):
        return ("rlshift", o)

    def __rand__(self, o):
        return ("rand", o)

    def __rdivmod__(self, o):
        return ("rdivmod", o)

    def __rmatmul__(self, o):
        return ("rmatmul", o)


n = N()
print(1 - n, 1 / n, 1 // n, 1 % n, "s" - n, 1 << n, 1 & n, divmod(1, n), [] @ n, "%s" % n == "x")
x = 5
x -= n
print(x)


class MyInt(int):
    def __radd__(self, o):
        return "MyInt.radd"

    def __rmul__(self, o):
        return NotImplemented


print(1 + MyInt(2), MyInt(2) + 1, 3 * MyInt(4), MyInt(3) - 1, type(MyInt(3) + MyInt(1)).__name__)


class Seq:
    def __rmul__(self, o):
        return "seq rmul"


print([1] * Seq(), (1,) * Seq(), "a" * Seq())
