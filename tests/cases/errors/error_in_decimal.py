from decimal import Decimal, localcontext, Inexact

with localcontext() as context:
    context.traps[Inexact] = True
    print(Decimal(1) / Decimal(4))
    print(Decimal(1) / Decimal(3))
