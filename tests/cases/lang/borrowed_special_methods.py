# a special method that is another method of a built-in class is that other method
class Order(type):
    __call__ = type.mro


class Heirs(type):
    __call__ = type.__subclasses__


class First(metaclass=Order):
    pass


class Second(metaclass=Heirs):
    pass


print(First(), Second())
print(list(map(lambda c: c(), [First, Second])))

for method in object.__repr__, object.__hash__, object.__sizeof__, object.__dir__, object.__reduce__:
    cls = type("C", (), {"__init__": method})
    for make in cls, lambda: cls(), lambda: list(map(lambda _: cls(), [1])):
        try:
            print(type(make()))
        except TypeError as e:
            print(method.__name__, e)


class Items(list):
    __init__ = list.append


class Keys(set):
    __init__ = set.add


class Pairs(dict):
    __init__ = dict.update


print(Items(5), Keys(5), Pairs({1: 2}))
