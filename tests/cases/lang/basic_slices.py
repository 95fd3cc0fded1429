a = list(range(10))
print(a[2:5], a[:3], a[-3:], a[::2], a[::-1], a[8:2:-2])
a[2:4] = ["x"]
del a[0]
print(a)
