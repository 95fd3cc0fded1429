"""What is marked when an argument cannot be unpacked: the whole call."""
import sys
import traceback


def f(*args, **kwargs):
    pass


class C:
    m = f


calls = [
    lambda: f(1, *2),
    lambda: f(1, *2, 3),
    lambda: f(*2),
    lambda: f(*[], *2),
    lambda: C().m(1, *2),
    lambda: f(1,
              2, *3),
    lambda: f(1, *[2], *4, x=5),
    lambda: f(1, *2, **3),
    lambda: f(1, **{}, **3),
    lambda: [1, *2],
    lambda: print >> 3,
    lambda: print >> sys.stderr,
]
for call in calls:
    try:
        call()
    except TypeError:
        traceback.print_exc()
