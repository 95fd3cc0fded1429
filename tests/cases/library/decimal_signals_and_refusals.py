"""Signals of decimal contexts are truth values; what is refused is refused in the words of the C module."""

from decimal import *

context = getcontext()
print(context.flags, context.flags[Inexact])
Decimal(1) / 3
print(context.flags[Inexact], context.flags[Clamped], [s.__name__ for s in context.flags if context.flags[s]])
context.clear_flags()
print(any(context.flags.values()), context.traps[DivisionByZero])
context.traps[Inexact] = 1
print(context.traps[Inexact], dict(context.traps)[Inexact])
with localcontext(traps=[]) as quiet:
    print(Decimal(1) / 0, quiet.flags[DivisionByZero], quiet)
context.traps[Inexact] = False


class Money:
    pass


for attempt in (
    lambda: Decimal(None),
    lambda: Decimal(Money),
    lambda: Decimal(b"1"),
    lambda: Decimal({}),
    lambda: Decimal(1j),
    lambda: Decimal.from_number("1"),
    lambda: Decimal.from_float("1"),
    lambda: Decimal(1).quantize("a"),
    lambda: Decimal(1).compare(None),
    lambda: context.create_decimal(None),
    lambda: Context(rounding="up"),
    lambda: setattr(context, "rounding", 1),
    lambda: setattr(context, "flags", 1),
    lambda: setattr(context, "traps", {}),
    lambda: delattr(context, "prec"),
    lambda: round(Decimal(1), "a"),
):
    try:
        print(attempt())
    except Exception as e:
        print(type(e).__name__, e)
