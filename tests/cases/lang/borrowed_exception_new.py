# what an exception has as __new__ and __init__, borrowed by other names and other classes
class Number(int):
    __new__ = BaseException.__init__

    def __init__(self):
        pass


class Items(list):
    __new__ = BaseException.with_traceback

    def __init__(self):
        pass


class Odd(Exception):
    __init__ = BaseException.with_traceback


for cls in Number, Items, Odd:
    try:
        print(repr(cls()))
    except TypeError as e:
        print(cls.__name__, e)


class Fine(ValueError):
    def __init__(self, x):
        self.x = x


print(repr(Fine(1)), Fine(2).x, Fine(3).args, repr(KeyError("k")), repr(type("Late", (Fine, KeyError), {})(4)))
