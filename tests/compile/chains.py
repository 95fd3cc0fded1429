def chains(a, b):
    c = a if 0 < a < b <= 10 else a[1:b].d[-1]
    a.n, b[0] = b, f"{a!r}:{b:>{c}}"
    return a and b or (a := 1) + a
