"""Threads run while others sleep; join waits; what a thread prints comes in the order of its waking."""
import threading
import time


def work(name, pause):
    for i in range(3):
        time.sleep(pause)
        print(name, i)


threads = [threading.Thread(target=work, args=(n, p), name=n) for n, p in (("slow", 0.25), ("quick", 0.1))]
for t in threads:
    t.start()
print("started", threading.active_count(), [t.is_alive() for t in threads])
for t in threads:
    t.join()
    print("joined", t.name)
print([t.is_alive() for t in threads], threading.active_count())

t = threading.Thread(target=time.sleep, args=(10,), daemon=True)
t.start()
t.join(0.05)
print("still alive:", t.is_alive(), t.daemon)

for wrong in (lambda: t.start(), lambda: threading.Thread().join(), lambda: threading.current_thread().join()):
    try:
        wrong()
    except RuntimeError as e:
        print("RuntimeError:", e)

print(threading.current_thread() is threading.main_thread(), threading.current_thread().name)
print(isinstance(threading.get_ident(), int), threading.get_ident() == threading.main_thread().ident)


def later():
    time.sleep(0.1)
    print("not a daemon: the program waits for it")


threading.Thread(target=later).start()
print("the main thread ends")
