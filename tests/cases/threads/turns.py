"""Threads take turns: nobody can keep the others from running, and what each computes is its own."""
import contextvars
import sys
import threading

stop = False
turns = 0


def spin():
    global turns
    while not stop:
        turns += 1


t = threading.Thread(target=spin)
t.start()
x = 0
while turns < 3:
    x += 1
stop = True
t.join()
print("both ran", x > 0)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def numbers(n):
    for i in range(n):
        yield i


results = {}


def compute(i):
    try:
        raise KeyError(i)
    except KeyError:
        a = fib(15)
        b = sum(x * i for x in numbers(2000))
        c = sorted(range(1000), key=lambda v: -v)[i]
        results[i] = a, b, c, sys.exc_info()[1].args


threads = [threading.Thread(target=compute, args=(i,)) for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(results.items()))

total = 0
lock = threading.Lock()


def add():
    global total
    for _ in range(3000):
        with lock:
            total += 1


threads = [threading.Thread(target=add) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(total)

var = contextvars.ContextVar("var", default="unset")
var.set("main")


def context():
    print("in the thread:", var.get())
    var.set("thread")


t = threading.Thread(target=context)
t.start()
t.join()
print(var.get())


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


depths = []


def dive():
    depths.append(deep(300))
    try:
        deep(100000)
    except RecursionError as e:
        depths.append(str(e))


threads = [threading.Thread(target=dive) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(depths)
