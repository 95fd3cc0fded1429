"""What is left of a generator that has ended: its code, no frame, no caller; also when the garbage collector ended it."""
import gc
import types

kept = []
exec(
    """
def gen():
    try:
        yield
    except:
        kept.append(g)
g = gen()
next(g)
""",
    {"kept": kept},
)
gc.collect()
print(len(kept), kept[0].gi_code.co_name, isinstance(kept[0].gi_code, types.CodeType), kept[0].gi_frame)


def make():
    def short_lived():
        yield 1

    return short_lived()


g = make()
print(list(g), g.gi_code.co_name)
g = make()
g.close()
gc.collect()
print(g.gi_code.co_qualname)


def simple():
    yield


g = simple()
frame = g.gi_frame
print(frame.f_back)
next(g)
print(frame.f_back)
next(g, None)
print(frame.f_back, frame.f_code is simple.__code__)


def failing():
    yield
    raise ValueError


g = failing()
next(g)
try:
    next(g)
except ValueError as e:
    print(e.__traceback__.tb_next.tb_frame.f_back)
namespace = {}
for text in ["x = 3", "g = (i * i for i in range(x))", "y = list(g)", "g = (i for i in y)", "g = None"]:
    exec(compile(text, "text", "single"), namespace)
print(namespace["y"])


async def never():
    pass


import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    c = never()
    c.cr_frame.clear()
    print([str(w.message) for w in caught], c.cr_frame is None)
    c.close()
