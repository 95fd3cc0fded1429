def comprehensions(xs):
    x = 1
    ys = [x * 2 for x in xs if (last := x) > 1]
    zs = {k: [lambda: v] for k, v in ys}
    return x, last, (z for z in zs)
