"""copy and pickle of partials, ordered dicts, byte arrays and errors keep attributes; a partial's state is checked."""

import copy
import pickle
from collections import OrderedDict
from functools import partial, update_wrapper


class Ordered(OrderedDict):
    pass


class Bytes(bytearray):
    pass


p = partial(print, ["asdf"], end="!\n")
p.attr = []
c = copy.copy(p)
print(c.args is p.args, c.keywords is p.keywords, c.attr is p.attr)
p.__setstate__((print, (1,), {}, None))
p(2)
print(p.__dict__)
for state in ((print, (), {}), [print, (), {}, None], (None, (), {}, None), (print, [], {}, None), (print, (), {}, 5)):
    try:
        p.__setstate__(state)
    except TypeError as e:
        print(e)
try:
    del p.__dict__
except TypeError as e:
    print(e)

for made in (Ordered(a=1), Bytes(b"abc")):
    made.x = 10
    for again in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made, 2)), pickle.loads(pickle.dumps(made))):
        print(type(again).__name__, again == made, again.x)
for made in (ImportError("no", name="n", path="p"), AttributeError("no", name="n", obj=1)):
    again = pickle.loads(pickle.dumps(made))
    print(repr(again), again.name, getattr(again, "path", None), getattr(again, "obj", None))
print(IOError is OSError, EnvironmentError is OSError)


def wrapper():
    pass


print(update_wrapper(wrapper, type).__type_params__)
