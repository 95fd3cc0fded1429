def first[T](xs: list[T]) -> T:
    return xs[0]


class Box[T]:
    def __init__(self, v: T):
        self.v = v

    def get(self) -> T:
        return self.v


type Pair[A, B] = tuple[A, B]
type Rec = int | list[Rec]
print(
    first([1]),
    first.__type_params__,
    Box[int](5).get(),
    Box.__type_params__,
    Box[int],
    Pair,
    Pair.__type_params__,
    Pair.__value__,
    Rec.__value__,
)


def bound[T: int, *Ts, **P, U: (int, str) = str]():
    pass


t, ts, p, u = bound.__type_params__
print(t.__bound__, ts, p, u.__constraints__, u.__default__, type(t).__name__, type(ts).__name__, type(p).__name__)


class Sub[T](Box[T]):
    pass


print(Sub.__mro__[1].__name__, Sub[str]("x").get(), Box.__orig_bases__)
type Lazy = undefined_later
print(Lazy.__name__)
try:
    Lazy.__value__
except NameError as e:
    print(e)
