t = (1, 2, 3)
a, b, c = t
print(t, a, b, c, t[0], t[1:], len(t), ())
s = {1, 2, 3, 2, 1}
s.add(4)
print(len(s), 3 in s, 9 in s, sorted(s))
