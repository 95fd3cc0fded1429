# Keys of ** that are strs with an equality of their own, and a native function in the place of a method.
from itertools import islice


class Name(str):
    __hash__ = str.__hash__

    def __eq__(self, other):
        return type(other) is Name and str.__eq__(self, other)


class Same(str):
    __hash__ = str.__hash__

    def __eq__(self, other):
        return str.__eq__(self, other)


def show(**names):
    return sorted(names.items(), key=lambda item: (str(item[0]), item[1]))


print(show(**{"b": 2, "a": 3}, **{"c": 4}))
for first, second in [({Same("a"): 1}, {"b": 2, "a": 3}), ({"a": 1, "b": 2}, {"c": 0, "b": 3}), ({"a": 1}, {Same("a"): 2})]:
    try:
        print(show(**first, **second))
    except TypeError as e:
        print(e)
print(len({**{Name("a"): 1}, **{"b": 2, "a": 3}}))


class Letters:
    __getitem__ = chr


print(list(islice(Letters(), 97, 100)))


for value in (type("Keys", (), {"__getitem__": None})(), 3):
    try:
        iter(value)
    except TypeError as e:
        print(e)
