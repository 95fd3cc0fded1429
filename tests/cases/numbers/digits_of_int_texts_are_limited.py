"""sys.set_int_max_str_digits: how long the text of an int may be, in both directions."""

import sys


def attempt(f):
    try:
        return f()
    except (ValueError, TypeError, OverflowError) as e:
        return f"{type(e).__name__}: {e}"


print(sys.get_int_max_str_digits(), sys.int_info.default_max_str_digits, sys.flags.int_max_str_digits)
big = 10**5000
print(attempt(lambda: str(big)))
print(attempt(lambda: int("1" * 5000)))
print(len(hex(big)), int("f" * 5000, 16).bit_length())
sys.set_int_max_str_digits(6000)
print(len(str(big)), int("1" * 5000) % 1000)
sys.set_int_max_str_digits(0)
print(len(f"{big * big}"))
for limit in (1, 639, -5, "x", 2.5, 10**30):
    print(limit, attempt(lambda: sys.set_int_max_str_digits(limit)))
sys.set_int_max_str_digits(640)
print(attempt(lambda: "%d" % 10**640), len("%d" % 10**639))
