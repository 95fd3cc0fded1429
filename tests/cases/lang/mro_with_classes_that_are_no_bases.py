"""A class whose `mro()` has classes that are no bases of it sees what is set in them."""


class Base:
    value = 1


class Meta(type):
    def mro(cls):
        return (cls, Base, object)


class Weird(metaclass=Meta):
    def method(self):
        return self.value


w = Weird()
for n in range(3):
    Base.value = n
    print(Weird.value, w.value, w.method())
print(Base.__subclasses__(), Weird.__mro__[1:])
del Base.value
try:
    Weird.value
except AttributeError as e:
    print(e)
del Weird, w
import gc

gc.collect()
Base.value = 4
print(Base.__subclasses__())


class Text(str):
    pass


def keywords(a=None, **kwargs):
    return a, [(key, type(key).__name__) for key in kwargs]


print(keywords(**{Text("b"): 1, "c": 2}), keywords(**{Text("a"): 1}))
