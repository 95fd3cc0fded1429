double = lambda x: x * 2
print(double(4), list(map(double, [1, 2, 3])), list(filter(lambda x: x > 1, [0, 1, 2, 3])))
print(sorted(["bb", "a", "ccc"], key=len), sorted([3, 1, 2], key=lambda x: -x))
