"""Locks: errors, timeouts, who gets them; reentrant ones."""
import threading
import time
import _thread


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


lock = threading.Lock()
print(type(lock), lock.locked(), str(lock).startswith("<unlocked _thread.lock object at 0x"))
attempt(lock.release)
print(lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.01), lock.acquire(True, 0), lock.locked())
print(str(lock).startswith("<locked _thread.lock object at 0x"))
attempt(lock.acquire, False, 1)
attempt(lock.acquire, True, -2)
attempt(lock.acquire, timeout=1e30)
attempt(lock.acquire, timeout=float("nan"))
attempt(lock.acquire, True, "x")
lock.release()
with lock as got:
    print(got, lock.locked())
print(lock.locked())
try:
    type("Mine", (type(lock),), {})
except TypeError as e:
    print(e)

rlock = threading.RLock()
attempt(rlock.release)
with rlock:
    with rlock:
        print(rlock._is_owned(), rlock._recursion_count(), "count=2" in repr(rlock))
print(rlock._is_owned(), rlock._recursion_count(), repr(rlock).startswith("<unlocked _thread.RLock object owner=0 count=0 at"))


def other():
    print("owned by the other:", rlock._is_owned(), rlock.acquire(False))
    attempt(rlock.release)


with rlock:
    t = threading.Thread(target=other)
    t.start()
    t.join()

order = []


def wait_for(name):
    with lock:
        order.append(name)
        time.sleep(0.01)


lock.acquire()
threads = [threading.Thread(target=wait_for, args=(n,)) for n in "abcd"]
for t in threads:
    t.start()
    time.sleep(0.02)
lock.release()
for t in threads:
    t.join()
print(order)


class Counted(_thread.RLock):
    entered = 0

    def __enter__(self):
        self.entered += 1
        return super().__enter__()


c = Counted()
with c, c:
    pass
print(c.entered, c.locked())
