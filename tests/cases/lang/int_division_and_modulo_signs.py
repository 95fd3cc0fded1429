for a in (7, -7, 0, 1):
    for b in (2, -2, 3, -3, 7):
        print(a, b, a // b, a % b, divmod(a, b), a / b)
        assert (a // b) * b + a % b == a
for a, b in ((5, 0), (0, 0)):
    for op in ("//", "%", "/"):
        try:
            eval(f"{a} {op} {b}")
        except ZeroDivisionError as e:
            print(a, op, b, e)
try:
    divmod(1, 0)
except ZeroDivisionError as e:
    print(e)
