"""Keywords reach `__init__` of a built-in class by name, in whatever order they are given."""
import collections
import io
import types

text = io.StringIO(newline="\r")
text.write("one\ntwo\n")
print(repr(text.getvalue()))
print(repr(io.StringIO(newline=None, initial_value="a\r\nb\rc\n").read()))
try:
    io.StringIO(newline="x")
except ValueError as error:
    print(error)

module = types.ModuleType(doc="what it is for", name="tools")
print(module.__name__, module.__doc__)


class Log(io.StringIO):
    pass


log = Log(newline="\r\n")
print("line", file=log)
print(repr(log.getvalue()))


class Module(types.ModuleType):
    def __init__(self, *, doc, name):
        super().__init__(doc=doc, name=name)


print(Module(name="own", doc="text").__doc__)
print(collections.deque(maxlen=2, iterable="abc"))


class Odd:
    class Init:
        def __get__(self, instance, owner):
            return lambda **given: print(type(instance).__name__, given)

    __init__ = Init()


Odd(b=1, a=2)
