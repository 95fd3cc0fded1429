a = 1
b = a + 1
a = b * 10
print(a, b)
c = d = a
print(c, d)
x, y = 1, 2
x, y = y, x
print(x, y)
