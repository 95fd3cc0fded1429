import asyncio
class MyTask(asyncio.Task):
    def __init__(self, *a, **k): super().__init__(*a, **k); print("new", self.get_name())
class MyFut(asyncio.Future):
    def __repr__(self): return f"<My {self._state}>"
class MyLock(asyncio.Lock): pass
async def w(f): return await f
async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda l, c, **k: MyTask(c, loop=l, **k))
    t = asyncio.create_task(asyncio.sleep(0, 3), name="mine"); print(t, type(t).__mro__[:2])
    print(await t)
    f = MyFut(); t = asyncio.create_task(w(f)); await asyncio.sleep(0); print(t); f.set_result("v"); print(await t, f)
    print(MyLock(), asyncio.isfuture(f), isinstance(t, asyncio.Future))
    async with asyncio.TaskGroup() as tg: x = tg.create_task(asyncio.sleep(0, "tg"))
    print(x.result())
    class Duck:
        _asyncio_future_blocking = False
        def __init__(self, fut): self.fut = fut
        def get_loop(self): return loop
        def add_done_callback(self, cb, *, context=None): print("adc"); self.fut.add_done_callback(lambda f: cb(self), context=context)
        def result(self): return "duck:" + self.fut.result()
        def __await__(self):
            self._asyncio_future_blocking = True
            yield self
            return self.result()
        def done(self): return self.fut.done()
        def cancel(self, msg=None): return self.fut.cancel(msg)
    print(asyncio.isfuture(Duck(None)))
    inner = loop.create_future(); loop.call_later(0.001, inner.set_result, "quack")
    async def dk(): return await Duck(inner)
    print(await asyncio.create_task(dk()))
    class Y:
        def __await__(self): yield 5
    async def yy(): await Y()
    try: await asyncio.create_task(yy())
    except RuntimeError as e: print(e)
    async def selfwait():
        await asyncio.current_task()
    try: await asyncio.create_task(selfwait(), name="S")
    except RuntimeError as e: print(str(e)[:30], str(e)[-30:])
    l2 = asyncio.new_event_loop(); of = l2.create_future()
    async def other(): await of
    try: await asyncio.create_task(other(), name="other")
    except RuntimeError as e: print(str(e)[:20], "attached to a different loop" in str(e))
    l2.close()
    class G:
        def __await__(self): yield loop.create_future()
    async def gg(): await G()
    try: await asyncio.create_task(gg(), name="gg")
    except RuntimeError as e: print(e)
    try: asyncio.Future(loop=3)
    except Exception as e: print(repr(e))
    try: asyncio.Future(3)
    except Exception as e: print(repr(e))
    try: asyncio.Task()
    except Exception as e: print(repr(e))
    try: asyncio.Task(3)
    except Exception as e: print(repr(e))
    t = asyncio.create_task(asyncio.sleep(0))
    for a in ("set_result", "set_exception"):
        try: getattr(t, a)(ValueError())
        except RuntimeError as e: print(e)
    t.set_name(99); print(t.get_name(), t.get_context() is not None, t.get_loop() is loop)
    try: t.add_done_callback()
    except TypeError as e: print(e)
    print(t.remove_done_callback(print)); t.add_done_callback(print); t.add_done_callback(print); print(t.remove_done_callback(print))
    try: f.foo
    except AttributeError as e: print(e)
    f.bar = 1; print(f.__dict__)
    print(loop.create_future()._state, f._loop is loop, f._log_traceback, f._source_traceback, f._cancel_message, f._callbacks)
    try: t._log_traceback = True
    except Exception as e: print(repr(e))
    asyncio.current_task().cancel("bye"); 
    try: await asyncio.sleep(1)
    except asyncio.CancelledError as e: print(e.args, asyncio.current_task().uncancel())
asyncio.run(main())
