a = [1, 2, 3]
a.append(4)
print(a, len(a), a[0], a[-1], a[1:3], 2 in a)
a[0] = 10
print(a, sum(a), max(a), min(a), sorted(a, reverse=True))
for x in a:
    print(x, end=" ")
print()
b = a
b.append(5)
print(a is b, a == [10, 2, 3, 4, 5])
