a = [3, 1, 2]
a.append(5)
print(a)
a.extend((7, 8))
print(a)
a.insert(0, 9)
a.insert(100, 10)
a.insert(-1, 11)
print(a)
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove(1)
print(a, a.index(5), a.count(5), a.index(7, 1, 10))
a.reverse()
print(a)
a.sort()
print(a)
a.sort(reverse=True)
print(a)
b = a.copy()
b.clear()
print(a, b)
a += [1]
a *= 2
print(a)
print([1, 2] + [3], [0] * 3, 2 * [1], [] * 5, [1] * -1, 3 in a, 99 not in a)
for f in (
    lambda: a.remove(99),
    lambda: [].pop(),
    lambda: [1].pop(5),
    lambda: a.index(99),
    lambda: [1] + (2,),
    lambda: a.append(),
    lambda: a.extend(5),
    lambda: a.insert("x", 1),
    lambda: [1] * 1.0,
    lambda: a.pop("x"),
    lambda: list(5),
    lambda: [][0],
    lambda: a["a"],
):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(list("abc"), list(range(3)), list({1: 2}), list(), [*"ab", *[1, 2]], [[]] * 2, [1, [2, [3]]] == [1, [2, [3]]])
x = [1]
x.append(x)
print(x)
y = [1, 2]
y.extend(y)
print(y)
