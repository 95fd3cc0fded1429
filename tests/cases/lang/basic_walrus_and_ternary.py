if (n := len("abc")) > 2:
    print(n)
print([y for x in range(4) if (y := x * x) > 1])
