def f(d):
    return f"value: {d['missing']!r:>10}"
f({})
