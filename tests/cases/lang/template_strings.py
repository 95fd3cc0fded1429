name, n = "World", 42
t = t"Hello {name!r:>10} and {n + 1}!"
print(type(t).__name__, t.strings, t.values)
for i in t.interpolations:
    print(i.value, i.expression, i.conversion, i.format_spec)
print(list(t"a{1}b{2}"), t"".strings, list(t"x"))
print((t"a{n}" + t"b{name}").strings, repr(t"{n=}"))
match t"{n}".interpolations[0]:
    case object(value=v, expression=e):
        print(v, e)
try:
    t"a" + "b"
except TypeError as e:
    print(e)
