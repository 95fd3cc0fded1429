n = 5_000
print(
    eval("+".join(["1"] * n)) == n, len(eval("[" + "1," * n + "]")), eval("-" * 100 + "5"), eval("not " * 100 + "True")
)
src = "\n".join(f"x{i} = {i}" for i in range(n)) + "\n"
ns = {}
exec(src, ns)
print(ns["x4999"])
src = "if x == 0: y = 0\n" + "".join(f"elif x == {i}: y = {i}\n" for i in range(1, 500))
ns = {"x": 250}
exec(src, ns)
print(ns["y"])
print(
    eval("1 if False else " * 50 + "2"),
    eval("x" + ".real" * 500, {"x": 1}),
    len(eval("'a' " * 3000)),
    eval(" and ".join(["1"] * 2000)),
    eval(" < ".join(str(i) for i in range(300))),
)
exec("def f(" + ", ".join(f"a{i}" for i in range(500)) + "): return a499")
print(f(*range(500)), f(**{f"a{i}": i for i in range(500)}))
exec("f = lambda " + ",".join(f"b{i}=0" for i in range(300)) + ": b299")
print(f(b299=5))
print(
    len(eval("{" + ",".join(f"{i}: {i}" for i in range(2000)) + "}")),
    len(eval("f'" + "{1}" * 500 + "'")),
    len(repr(eval("'" + "\\x41" * 5000 + "'"))),
)
