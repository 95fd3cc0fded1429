data = [1, 2, 3, 4]
if (n := len(data)) > 3:
    print(n)
while (x := data.pop()) > 2:
    print("popped", x)
print(x, [y for v in (1, 2, 3) if (y := v * 2) > 2], y)
print((a := 1) + (a := a + 1) * a, a)


def f():
    return [z := 5, z]


print(f(), any((hit := w) == "b" for w in "abc"), hit)
print(f"{(q := 10)} {q:>5} {q:=5}")
total = 0
print([total := total + v for v in range(5)], total)
for s in (
    "x := 1",
    "[i := 0 for i in range(3)]",
    "(a.b := 1)",
    "(x[0] := 1)",
    "f(a=b := 1)",
    "def f(x := 1): pass",
    "[j for j in (k := range(3))]",
    "class C: [(z := 1) for _ in ()]",
    "(True := 1)",
    "lambda: x := 1",
    "print((yy := 1), yy := 2)",
):
    try:
        compile(s, "<s>", "exec")
        print("ok", s)
    except SyntaxError as e:
        print(s, "->", e.msg, e.offset)
