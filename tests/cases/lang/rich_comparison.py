from functools import total_ordering


class V:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return self.v == o.v

    def __lt__(self, o):
        return self.v < o.v

    def __repr__(self):
        return f"V({self.v})"


print(V(1) == V(1), V(1) != V(1), V(1) < V(2), V(1) > V(2))
try:
    V(1) <= V(2)
except TypeError as e:
    print(e)
try:
    hash(V(1))
except TypeError as e:
    print(e)
print(
    sorted([V(3), V(1), V(2)]),
    max(V(1), V(5)),
    V(1) in [V(0), V(1)],
    [V(1)].index(V(1)),
    [V(1), V(2)] == [V(1), V(2)],
    (V(1),) < (V(2),),
)


@total_ordering
class T:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return self.v == o.v

    def __lt__(self, o):
        return self.v < o.v


print(T(1) <= T(1), T(1) >= T(2), T(2) > T(1))


class Weird:
    def __eq__(self, o):
        return "eq!"

    def __ne__(self, o):
        return []

    def __contains__(self, x):
        return "truthy"


print(Weird() == 1, Weird() != 1, 1 in Weird(), not (Weird() == 1))


class Raises:
    def __eq__(self, o):
        raise ValueError("eq raised")

    __hash__ = object.__hash__


r = Raises()
print(r in [r], [r] == [r], [r].count(r), r in (r,))
for f in (lambda: [1] == [r], lambda: r in [1], lambda: r == r, lambda: {1: r} == {1: Raises()}):
    try:
        print(f())
    except ValueError as e:
        print(e)
