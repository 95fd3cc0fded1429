def f(a: int, b: "str" = "x", *args: float, k: undefined_name = 1, **kw: dict) -> list:
    return a


try:
    print(f.__annotations__)
except NameError as e:
    print(e)


def g(a: int, b: "str") -> list[int]:
    pass


print(g.__annotations__)
x: int = 5
y: "later"
z: undefined_thing


class C:
    a: int
    b: str = "s"
    c: "C"

    def m(self) -> C:
        pass


print(C.__annotations__, C.b, hasattr(C, "a"), C.m.__annotations__)
print(x, "y" in globals())


class D:
    def __init__(self):
        self.v: int = 3
        (self.w): int = 4


print(vars(D()))


def local():
    q: print("never evaluated") = 1
    r: int
    try:
        r
    except UnboundLocalError as e:
        print(e)
    return q


print(local())
d = {}
d["k"]: int = 7
print(d)
import annotationlib

print(annotationlib.get_annotations(f, format=annotationlib.Format.STRING))
print(annotationlib.get_annotations(f, format=annotationlib.Format.FORWARDREF)["k"].__class__.__name__)
