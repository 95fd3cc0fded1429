print(2**10, (-2) ** 3, -(2**2), 2**-1, 0**0, (-8) ** 0, 2**0.5, 4**-0.5)
print(pow(2, 10, 1000), pow(-3, 3, 5), pow(2, 10, -7), pow(5, 0, 1), 10**-5)
for expr in ("0 ** -1", "0.0 ** -1", "pow(2, 2, 0)", "pow(2, -1, 4)", "pow(2.0, 2, 3)", "(-8) ** 0.5"):
    try:
        print(eval(expr))
    except Exception as e:
        print(type(e).__name__, e)
print(2**3**2, (2**3) ** 2)
x = 3
x **= 4
print(x)
