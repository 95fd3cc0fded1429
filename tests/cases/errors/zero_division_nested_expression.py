a, b, c = 1, 0, 3
print((a + c) * (c / b) - a)
