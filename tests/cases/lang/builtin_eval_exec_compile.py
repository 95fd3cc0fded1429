print(eval("1 + 2"), eval("x * 2", {"x": 5}), eval("x + y", {"x": 1}, {"y": 2}), eval(" [i for i in range(3)]"))
ns = {}
exec("a = 1\ndef f(): return a + 1\nclass C: z = 3", ns)
print(ns["a"], ns["f"](), ns["C"].z, exec("pass"))
c = compile("a * 10", "<x>", "eval")
print(eval(c, {"a": 4}), c.co_filename, c.co_name, type(c).__name__)
exec(compile("for i in range(2): print('exec', i)", "<y>", "exec"))
print(i)
exec(compile("1 + 1\n", "<z>", "single"))


def f():
    loc = 1
    exec("loc = 2")
    return loc, eval("loc"), sorted(locals())


print(f(), "__builtins__" in ns, globals()["__name__"], eval("__name__"), eval("(lambda: 5)()"))
g = {"__builtins__": {}}
try:
    eval("len([])", g)
except NameError as e:
    print(e)
for f in (
    lambda: eval("1 +"),
    lambda: eval("x = 1"),
    lambda: eval(""),
    lambda: eval(5),
    lambda: exec(5),
    lambda: compile("1", "f", "nope"),
    lambda: eval("a b"),
    lambda: eval("undefined"),
    lambda: compile("a\0b", "f", "exec"),
    lambda: eval("1", 5),
    lambda: compile("1 2", "<f>", "single"),
    lambda: eval("yield 1"),
    lambda: eval("\n1"),
):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
import builtins

print(builtins.len is len, __name__, type(__builtins__).__name__)


class L(dict):
    def __getitem__(self, k):
        print("lookup", k) if not k.startswith("__") else None
        return super().__getitem__(k)


try:
    exec("q = 5\nprint(q + w)", {"w": 1}, L())
except KeyError as e:
    print("KeyError", e)
