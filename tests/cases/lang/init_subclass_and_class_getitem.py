class Base:
    registry = []

    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append((cls.__name__, tag))


class A(Base, tag="a"):
    pass


class B(A):
    pass


print(Base.registry)
try:

    class C(Base, wrong=1):
        pass
except TypeError as e:
    print(e)


class G:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"


print(G[int], G["x", 1])
try:
    G()[1]
except TypeError as e:
    print(e)
try:
    int[int]
except TypeError as e:
    print(e)
print(
    list[int],
    dict[str, int],
    tuple[int, ...],
    type[int],
    list[int] == list[int],
    list[int]([1]),
    list[int].__origin__,
    list[int].__args__,
    int | None,
    int | str == str | int,
    isinstance(1, int | str),
)


class Sub:
    def __mro_entries__(self, bases):
        return (Base,)


class D(Sub()):
    pass


print(D.__bases__ == (Base,), D.__orig_bases__[0].__class__.__name__)
