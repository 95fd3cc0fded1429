list(map(lambda a, b: a / b, [1, 2], [1, 0]))
