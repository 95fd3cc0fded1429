print(0.1 + 0.2, 1.0 / 3, 2.0 * 3, 7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2))
print(1e308 * 10, -1e308 * 10, float("inf") - float("inf"), 0.0, -0.0, 0.0 == -0.0)
print(1 / 3 + 1, 2**0.5, 10**20 + 0.0, 1e16, 1e15, 123456789012345680.0, 1e-5, 0.0001)
print(5e-324, 2.2250738585072014e-308, 1.7976931348623157e308)
nan = float("nan")
print(nan == nan, nan != nan, nan < 1, nan > 1, nan in [nan], [nan] == [nan])
for expr in ("1.0 / 0", "1.0 // 0", "1.0 % 0", "1e308 ** 2", "divmod(1.0, 0.0)"):
    try:
        print(eval(expr))
    except (ZeroDivisionError, OverflowError) as e:
        print(type(e).__name__, e)
print(1.0 // 0.1, 1.0 % 0.1, 3.0 // -0.0 if False else "-", -0.0 // 1, 0.0 % -3, -1e-20 % 3)
print(10**400 > 1e300, 2**53 + 1 == float(2**53 + 1), 2**53 == 2.0**53, 1 < 1.5 < 2)
print(hash(1.0), hash(0.5), hash(float("inf")), hash(-0.0), hash(1e300) == hash(int(1e300)))
