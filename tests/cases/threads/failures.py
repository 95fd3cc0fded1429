"""Exceptions that leave a thread."""
import _thread
import sys
import threading
import time


def fail():
    raise ValueError("in a thread")


def leave():
    sys.exit("quietly")


t = threading.Thread(target=leave)
t.start()
t.join()
print("after exit")


def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name, type(args))


threading.excepthook = hook
t = threading.Thread(target=fail, name="worker")
t.start()
t.join()
threading.excepthook = threading.__excepthook__
print(threading.ExceptHookArgs([ValueError, None, None, None]))
try:
    threading.ExceptHookArgs([1])
except TypeError as e:
    print(e)

done = _thread.allocate_lock()
done.acquire()


def low(a, *, b):
    print(a, b, _thread.get_ident() != threading.main_thread().ident)
    done.release()


ident = _thread.start_new_thread(low, (1,), {"b": 2})
done.acquire()
print(isinstance(ident, int))
for args in ((1, ()), (print, 1), (print, (), 1)):
    try:
        _thread.start_new_thread(*args)
    except TypeError as e:
        print(e)
time.sleep(0.01)
print(_thread._count())
try:
    _thread.interrupt_main()
    print("not reached")
except KeyboardInterrupt:
    print("interrupted")


def interrupt():
    time.sleep(0.02)
    _thread.interrupt_main()


threading.Thread(target=interrupt).start()
try:
    time.sleep(10)
except KeyboardInterrupt:
    print("interrupted while asleep")
