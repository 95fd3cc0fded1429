print(len("abc"), abs(-3), min(3, 1), max([1, 5]), sum([1, 2]), round(1.5), pow(2, 3))
print(list(zip([1, 2], "ab")), list(enumerate("ab")), any([0, 1]), all([1, 0]), sorted([2, 1]), list(reversed([1, 2])))
print(str(5), int("5"), repr("x"), type(5).__name__, isinstance(5, int), ord("a"), chr(98), hex(255), divmod(7, 2))
