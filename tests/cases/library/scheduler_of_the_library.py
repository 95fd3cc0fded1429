import sched, time, threading
log = []
s = sched.scheduler(time.monotonic, time.sleep)
s.enter(0.02, 1, log.append, ("b",)); s.enter(0.01, 2, log.append, ("a",)); e = s.enter(0.03, 1, log.append, ("no",)); s.enter(0.01, 1, log.append, ("a0",))
s.cancel(e); print(len(s.queue), s.empty()); s.run(); print(log)
try: s.cancel(e)
except ValueError as x: print(x)
def again(n):
    log.append(n)
    if n: s.enter(0.001, 1, again, argument=(n - 1,))
s.enter(0, 1, again, kwargs={"n": 2}); s.run(); print(log)
print(s.run(blocking=False))
def fail(): raise ValueError("event")
s.enter(0, 1, fail); s.enter(0, 2, print, ("after",))
try: s.run()
except ValueError as x: print(repr(x))
s.run()
