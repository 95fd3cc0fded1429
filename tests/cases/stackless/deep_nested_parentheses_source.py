for n in (199, 200, 201, 100_000):
    try:
        print(n, eval("(" * n + "1" + ")" * n))
    except (SyntaxError, MemoryError, RecursionError) as e:
        print(n, type(e).__name__, getattr(e, "msg", ""))
for o, c in ("[]", "{}", "()"):
    try:
        compile(o * 100_000 + c * 100_000, "<s>", "eval")
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset)
try:
    compile("(" * 100_000, "<s>", "exec")
except SyntaxError as e:
    print(e.msg)
try:
    compile("f(" * 1000 + ")" * 1000, "<s>", "exec")
except SyntaxError as e:
    print(e.msg)
try:
    compile("x[" * 1000 + "0" + "]" * 1000, "<s>", "exec")
except SyntaxError as e:
    print(e.msg)
try:
    compile("(a, [b, {c: " * 100, "<s>", "exec")
except SyntaxError as e:
    print(e.msg)
