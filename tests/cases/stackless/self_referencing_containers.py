a = []
a.append(a)
print(a, repr([a]))
d = {}
d["d"] = d
d["l"] = [d]
print(d)
t = ([],)
t[0].append(t)
print(t)
l = [1]
l.append({"l": l})
print(l)
try:
    print(a == [a[0]], a == a)
except RecursionError as e:
    print(type(e).__name__)
b = []
b.append(b)
try:
    a == b
except RecursionError as e:
    print(type(e).__name__)
s = {1: None}
s[1] = s
u = {1: None}
u[1] = u
try:
    s == u
except RecursionError as e:
    print(type(e).__name__)
x = []
x.append([x])
print(x)
del a, b, d, t, l, s, u, x
import gc

gc.collect()
print("collected")
