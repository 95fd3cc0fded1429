print("hello")
print(1 + 2 * 3 - 4)
print(7 // 2, 7 % 2, 2**10, 7 / 2)
print((1 + 2) * 3, -5, +5, ~5)
