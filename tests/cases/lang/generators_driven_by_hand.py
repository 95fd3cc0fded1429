import inspect, asyncio, types
def g():
    x = yield 1
    print("got", x)
    try: y = yield 2
    except ValueError as e: print("ve", e); y = yield 3
    return "ret"
i = g(); print(inspect.getgeneratorstate(i), i.gi_frame.f_lineno, i.gi_yieldfrom, i.gi_running, i.gi_suspended, i.__name__, i.__qualname__); print(next(i), i.gi_frame.f_locals); print(i.send("hi"), inspect.getgeneratorlocals(i)); print(i.throw(ValueError("v")))
try: next(i)
except StopIteration as e: print(e.value)
print(inspect.getgeneratorstate(i), i.gi_frame)
for f in (lambda: g().send(1), lambda: g().throw(1), lambda: g().throw(ValueError), lambda: g().throw(ValueError, "old"), lambda: (x := g(), next(x), x.throw(ValueError("a")), x.close(), x.close())[-1], lambda: next(g().gi_code)):
    import warnings; warnings.simplefilter("ignore")
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def outer(): r = yield from g(); print("r", r); return r
o = outer(); next(o); print(o.gi_yieldfrom); o.close(); print(o.gi_yieldfrom)
def stub():
    while True:
        try: yield
        except GeneratorExit: print("ignored")
        if 0: break
s = stub(); next(s)
try: s.close()
except RuntimeError as e: print(e)
def rec(): yield from r
r = rec()
try: next(r)
except ValueError as e: print(e)
def si(): raise StopIteration("x"); yield
try: next(si())
except RuntimeError as e: print(e, repr(e.__cause__))
def clret():
    try: yield 1
    except GeneratorExit: return "closed value"
c = clret(); next(c); print(c.close())
async def co(): await aw()
@types.coroutine
def aw(): r = yield "tok"; return r
c = co(); print(c.send(None), c.cr_await, inspect.getcoroutinestate(c), inspect.iscoroutine(c), inspect.isawaitable(aw()))
try: c.send("v")
except StopIteration as e: print("fin", e.value)
try: c.throw(KeyError("x"))
except RuntimeError as e: print(e)
c = co(); c.send(None)
try: c.throw(KeyError("thrown in"))
except KeyError as e: print(repr(e))
c = co(); c2 = c.__await__(); print(type(c2).__name__, next(c2))
try: c.send(None)
except StopIteration: print("done via other")
del c, c2
gen = (x * 2 for x in range(3)); print(gen.__name__, gen.gi_code.co_name, list(gen), gen.gi_frame); print(sum(x for x in (y for y in range(4)) if x), *(a for a in "ab"))
def lazy():
    print("start"); yield; print("end")
z = lazy(); print("made"); next(z, None); print(next(z, "default"))
class It:
    def __iter__(self): return self
    def __next__(self): raise StopIteration(7)
def d(): v = yield from It(); print("v", v)
print(list(d())); print(next(iter(lambda: 3, 3), "sentinel")); import itertools; print(*itertools.islice((i for i in itertools.count()), 3))
def ctx():
    try: yield 1
    finally: print("cleanup")
def wrapper(): yield from ctx()
w = wrapper(); next(w); del w; print("after")
@inspect.types.coroutine
def old(): yield
print(inspect.isgeneratorfunction(old), inspect.iscoroutinefunction(old), old().__class__)
async def agf(): yield 1
print(inspect.isasyncgenfunction(agf), inspect.isasyncgen(agf()), inspect.getasyncgenstate(agf()), agf().ag_code.co_flags & inspect.CO_ASYNC_GENERATOR)
