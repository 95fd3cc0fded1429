for v in ("a", [1], None, {}, object):
    for op in "-+~":
        try:
            eval(op + "v")
        except TypeError as e:
            print(e)
print(-True, +False, --3, not 3, not [], not not "x")
