# Hashes and comparisons of tuples and named tuples that are nested without end.
from collections import namedtuple
P=namedtuple("P","x")
p=P(1)
for i in range(200000): p=P(p)
for f in (lambda: hash(p), lambda: {p:1}, lambda: p in {p}, lambda: p == P(p.x), lambda: {p.x, p}):
    try:
        r=f(); print("ok")
    except RecursionError as e: print("RecursionError")
t=(1,)
for i in range(200000): t=(t,P(t)) if i%2 else P(t)
try: hash(t); print("ok")
except RecursionError: print("RecursionError")
except MemoryError: print("MemoryError")
