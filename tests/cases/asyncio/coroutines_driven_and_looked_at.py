import asyncio, inspect
async def leaf(f): return await f
async def mid(f): return await leaf(f)
class Aw:
    def __await__(self):
        x = yield self
        print("sent", x)
        return "aw"
async def main(): return await Aw()
c = main()
print(inspect.getcoroutinestate(c), c.cr_await, c.cr_running, c.cr_suspended, c.cr_origin, c.cr_frame)
r = c.send(None)
print(type(r), inspect.getcoroutinestate(c), type(c.cr_await), c.cr_suspended)
try: c.send("hello")
except StopIteration as e: print("ret", e.value, e)
print(inspect.getcoroutinestate(c), c.cr_frame, c.cr_code.co_name)
try: c.send(None)
except RuntimeError as e: print(e)
c = main()
try: c.send(1)
except TypeError as e: print(e)
print(c.send(None).__class__)
try: c.throw(ValueError("thrown"))
except ValueError as e: print(repr(e), e.__traceback__.tb_next)
c = main(); c.send(None); c.close(); c.close(); print(inspect.getcoroutinestate(c))
c = main()
try: c.throw(KeyError)
except KeyError as e: print(repr(e))
c = main(); print(c.close())
async def stubborn():
    try: await Aw()
    except GeneratorExit: await Aw()
c = stubborn(); c.send(None)
try: c.close()
except RuntimeError as e: print(e)
async def m():
    f = asyncio.get_running_loop().create_future()
    t = asyncio.create_task(mid(f)); await asyncio.sleep(0)
    k = t.get_coro()
    while k is not None and hasattr(k, "cr_await"):
        print(k.__qualname__, inspect.getcoroutinestate(k), k.cr_frame.f_lineno, inspect.getcoroutinelocals(k).keys())
        k = k.cr_await
    print(k)
    f.set_result(5); print(await t)
    print(t.get_stack(), t.get_coro().cr_frame)
asyncio.run(m())
