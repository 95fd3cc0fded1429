"""Conditions, events, semaphores, barriers, timers and queues between threads."""
import queue
import threading
import time

condition = threading.Condition()
items = []


def consume(name):
    with condition:
        while not items:
            condition.wait()
        print(name, "takes", items.pop(0))


consumers = [threading.Thread(target=consume, args=(n,)) for n in ("first", "second")]
for t in consumers:
    t.start()
time.sleep(0.05)
with condition:
    items += [1, 2]
    condition.notify_all()
for t in consumers:
    t.join()
with condition:
    print(condition.wait(0.01), condition.wait_for(lambda: True))
try:
    condition.notify()
except RuntimeError as e:
    print(e)

event = threading.Event()
waiter = threading.Thread(target=lambda: print("event", event.wait(5)))
waiter.start()
event.set()
waiter.join()
print(event.is_set(), threading.Event().wait(0.01))

places = threading.BoundedSemaphore(2)
inside = most = 0
guard = threading.Lock()


def enter():
    global inside, most
    with places:
        with guard:
            inside += 1
            most = max(most, inside)
        time.sleep(0.02)
        with guard:
            inside -= 1


threads = [threading.Thread(target=enter) for _ in range(5)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("at most", most)
try:
    places.release()
except ValueError as e:
    print(e)

barrier = threading.Barrier(3, action=lambda: print("all here"))
passed = []
threads = [threading.Thread(target=lambda: passed.append(barrier.wait())) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(passed), barrier.broken)
try:
    barrier.wait(0.01)
except threading.BrokenBarrierError as e:
    print("broken", barrier.broken)

timer = threading.Timer(0.05, print, ("timer fires",))
timer.start()
stopped = threading.Timer(0.01, print, ("never",))
stopped.start()
stopped.cancel()
timer.join()

q = queue.Queue(maxsize=1)


def produce():
    for i in range(4):
        q.put(i)
    q.put(None)


threading.Thread(target=produce).start()
while (item := q.get()) is not None:
    print("item", item)
    q.task_done()
q.task_done()
q.join()
for call in (lambda: q.get(timeout=0.01), lambda: q.get_nowait(), lambda: queue.SimpleQueue().get(timeout=0.01)):
    try:
        call()
    except queue.Empty as e:
        print(type(e))
simple = queue.SimpleQueue()
threading.Thread(target=lambda: (time.sleep(0.02), simple.put("late"))).start()
print(simple.get(), simple.empty(), simple.qsize())
for args in ((True, -1), (True, "x")):
    try:
        simple.get(*args)
    except Exception as e:
        print(type(e).__name__, e)
