print(sorted(["b", "a", 3], key=lambda s: s.upper()))
