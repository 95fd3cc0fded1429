a = list(range(10))
a[2:5] = ["x"]
print(a)
a[1:1] = [100, 200]
print(a)
a[::2] = [0] * len(a[::2])
print(a)
a[-2:] = []
print(a)
a[:] = "abc"
print(a)
a[5:] = [9]
print(a)
a[0:2] = (i for i in range(4))
print(a)
del a[0]
print(a)
del a[1:3]
print(a)
a = list(range(10))
del a[::3]
print(a)
a = list(range(10))
del a[::-2]
print(a)
a = list(range(5))
a[::-1] = a
print(a)
a = list(range(5))
a[1:3] = a
print(a)
a = [1, 2, 3]
a[3:1] = ["in"]
print(a)
for s in ("a[::2] = [1]", "a[0:2] = 5", "a[10] = 1", "del a[10]", "a[::2] = 1", "a['x'] = 1", "del a['x']", "a[1.0]"):
    try:
        exec(s)
    except (ValueError, TypeError, IndexError) as e:
        print(s, "->", type(e).__name__, e)
