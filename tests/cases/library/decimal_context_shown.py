# A context shows its signals in CPython's order; so do its dicts.
from decimal import *

print(getcontext())
print(list(getcontext().flags))
with localcontext(prec=6) as c:
    print(Decimal(1) / 7, Decimal("1e999999") * 1)
    c.traps[DivisionByZero] = c.traps[InvalidOperation] = False
    print(Decimal(1) / 0, Decimal(1) < 1.5)
    print(c)
print(ExtendedContext, BasicContext, sep="\n")
print(Context(traps=[Inexact, Clamped, Rounded, Overflow], flags=[Underflow, Subnormal, FloatOperation]))
