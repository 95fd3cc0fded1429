def nested(n):
    return "".join(" " * i + "if 1:\n" for i in range(n)) + " " * n + "x = 1\n"


for n in (50, 99, 100, 1000):
    try:
        compile(nested(n), "<s>", "exec")
        print(n, "ok")
    except SyntaxError as e:
        print(n, type(e).__name__, e.msg)


def fns(n):
    return "".join(" " * i + "def f():\n" for i in range(n)) + " " * n + "pass\n"


try:
    compile(fns(60), "<s>", "exec")
    print("ok")
except SyntaxError as e:
    print(e.msg)
