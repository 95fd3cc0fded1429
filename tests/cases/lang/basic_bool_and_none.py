print(True and False, True or False, not True, None, None is None)
print(1 and 2, 0 or "x", [] or None, bool([]), bool("a"), 1 < 2 < 3, 1 == 1.0)
