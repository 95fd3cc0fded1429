print([round(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4999, 2.6)])
print(round(2.675, 2), round(1234.5678, -2), round(0.1 + 0.2, 10), round(1e300, 2), round(5.5, None))
print(
    round(15, -1), round(25, -1), round(-15, -1), round(1234567, -3), round(5, 3), type(round(5.0)), type(round(5.0, 0))
)


class R:
    def __round__(self, n="none"):
        return ("rounded", n)


print(round(R()), round(R(), 2), round(R(), None))
for bad in ("x", None, []):
    try:
        round(bad)
    except TypeError as e:
        print(e)
for bad in (float("nan"), float("inf")):
    try:
        round(bad)
    except (ValueError, OverflowError) as e:
        print(type(e).__name__, e)
print(round(2**70 + 5, -1), round(-0.4), round(-0.0, 1))
import math

print(math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), math.floor(2**70), math.isqrt(10**20))
