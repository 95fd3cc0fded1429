import asyncio, copy, pickle, threading, contextvars, queue, struct, hashlib, weakref, re
l = asyncio.new_event_loop()
class A: pass
a = A()
for o in (l.create_future(), threading.Lock(), threading.RLock(), contextvars.copy_context(), contextvars.ContextVar("x"), queue.SimpleQueue(), threading.local(), hashlib.md5(), struct.Struct("i"), weakref.ref(a), (i for i in ()), iter(l.create_future())):
    for f in (copy.copy, copy.deepcopy, pickle.dumps):
        try: print(f(o) and "copied")
        except TypeError as e: print(f.__name__, e)
l.close()
