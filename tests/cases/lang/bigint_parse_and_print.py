n = 7**1000
s = str(n)
print(len(s), s[:30], s[-30:])
print(int(s) == n)
print(hex(3**100), oct(3**60), bin(3**50))
print(int("ff" * 20, 16), int("z" * 20, 36), int("-0b1010", 0), int("0x_ff", 0), int("1_000_000"), int("  42\n"))
for bad in ("", " ", "1__0", "_1", "1_", "0x", "abc", "1.5", "09", "--1", "٣x"):
    try:
        print(int(bad, 0) if bad == "09" else int(bad))
    except ValueError as e:
        print(e)
print(int("٣٤"), int("-7", 8), int(b"12"), int(True), int(3.99), int(-3.99))
for bad in (float("inf"), float("nan")):
    try:
        int(bad)
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
try:
    int("1" * 5000)
except ValueError as e:
    print(e)
try:
    str(10**5000)
except ValueError as e:
    print(e)
for args in (("12", 1), ("12", 37), (12, 10), ([],), ("12", -1)):
    try:
        print(int(*args))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
