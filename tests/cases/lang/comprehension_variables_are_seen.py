"""The variables of comprehensions are seen by locals(), eval(), dir() and frames while the comprehension runs, and not afterwards."""
import sys

names = [1, 2]
print([locals()["x"] for x in names], [eval("x") for x in names], ["x" in dir() for x in names])
print([sys._getframe().f_locals["a"] for a in [0]], "a" in [sys._getframe().f_locals for a in [0]][0])
print([locals() is globals() for a in [0]], locals() is globals())


class Body:
    inner = [3]
    print([locals()["x"] for x in inner], [eval("x + inner[0]", {"inner": [1]}, locals()) for x in inner])
    print([sorted(locals()) for only in inner])


def function():
    lambda: k
    k = 1
    print([locals()["k"] for k in [0]], k)
    print([sorted(locals()) for other in [0]], sorted(locals()))


function()


class Text(str):
    pass


class Impostor:
    def __hash__(self):
        return hash("v")

    def __eq__(self, other):
        return other == "v"


def proxy(key):
    v = 1
    view = sys._getframe().f_locals
    view[key] = 2
    return v, list(view), list(reversed(view))[-1]


for key in "v", Text("v"), Impostor():
    print(proxy(key)[0], len(proxy(key)[1]), proxy(key)[2] is key)
