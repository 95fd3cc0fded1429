import operator

values = [1, 1.5, "a", b"b", [1], (1,), {1: 2}, {1}, None, 1j]
ops = ["+", "-", "*", "//", "<", "@", "|", "**"]
for op in ops:
    for a in values:
        row = []
        for b in values:
            try:
                eval("a %s b" % op)
                row.append("ok")
            except Exception as e:
                row.append(str(e))
        print(op, row)
