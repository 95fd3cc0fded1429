"""threading.local: other attributes in each thread, __init__ once in each, gone at its end."""
import gc
import threading
import weakref


class Data(threading.local):
    shared = "class"

    def __init__(self, start, *, step=1):
        print("init", start, step)
        self.n = start
        self.step = step

    def advance(self):
        self.n += self.step
        return self.n


class Thing:
    pass


data = Data(10, step=5)
print(data.advance(), data.advance())
things = []


def work():
    print("n" in data.__dict__, data.n, data.shared)
    print(data.advance(), sorted(data.__dict__))
    thing = data.thing = Thing()
    things.append(weakref.ref(thing))


t = threading.Thread(target=work)
t.start()
t.join()
print(data.n, hasattr(data, "thing"), things[0]())
del data.n
try:
    data.n
except AttributeError as e:
    print(e)
for change in (lambda: setattr(data, "__dict__", {}), lambda: delattr(data, "__dict__")):
    try:
        change()
    except AttributeError as e:
        print(e)
try:
    threading.local(1)
except TypeError as e:
    print(e)

plain = threading.local()
plain.x = 1


def look():
    try:
        plain.x
    except AttributeError as e:
        print(e)


t = threading.Thread(target=look)
t.start()
t.join()
print(plain.__dict__)
plain.me = plain
r = weakref.ref(plain)
del plain
gc.collect()
print(r())


class Broken(threading.local):
    tries = 0

    def __init__(self):
        Broken.tries += 1
        if Broken.tries == 2:
            raise ValueError("not this time")
        self.ok = Broken.tries


b = Broken()


def use():
    for _ in range(2):
        try:
            print(b.ok)
        except ValueError as e:
            print("ValueError", e)


t = threading.Thread(target=use)
t.start()
t.join()
print(b.ok)
