# What a program's module and builtins hold before anything is defined.
print(dir())
import builtins
print([name for name in dir(builtins) if name.startswith("_") or name.startswith("Type")])
print(__cached__, __package__, __spec__)
type Alias = int
print(type(Alias), type(Alias).__module__, Alias.__module__)
import collections
print(collections.deque.append, collections.deque.maxlen, str.join)
import io
closed = io.StringIO()
closed.close()
for f in (lambda: iter(closed), lambda: next(closed), lambda: closed.read()):
    try:
        f()
    except ValueError as e:
        print(e)
for thing in 1, print, {1}, "a", range(3), {}.keys(), object():
    try:
        del thing[0]
    except TypeError as e:
        print(e)
