"""`codeop` tells texts that may go on from wrong ones, and statements that are interactive end as they do at a prompt."""
import ast
import codeop

for text in "x = 1", "x = (1,", "if x:", "if x:\n  y", "x = )", "'''open", "class A:\n  pass\n", "def f():", "# nothing", "x = 'a", "1 +":
    for symbol in "single", "exec", "eval":
        try:
            code = codeop.compile_command(text, "<input>", symbol)
        except SyntaxError as e:
            print(repr(text), symbol, type(e).__name__, e.msg)
        else:
            print(repr(text), symbol, code is not None)

for text in "def f():\n   pass", "def f(): pass", "1\n2", "x = 1", "if x:\n  f(x)\nelse:\n  g(x)":
    try:
        compile(text, "<text>", "single")
    except SyntaxError as e:
        print(repr(text), e.msg)
    else:
        print(repr(text), "compiles")

try:
    compile("if x:", "<text>", "exec", flags=0x4000)
except SyntaxError as e:
    print(type(e).__name__, e.msg, e.lineno, type(e).__mro__[1].__name__)

for text in "whille x:\n  pass\n", "if x:\n  pass\nfor x im n:\n  pass\n", "def f():\n  pass\nimpor x\n":
    try:
        compile(text, "<text>", "exec")
    except SyntaxError as e:
        print(e._metadata)

print(eval(memoryview(b"-123-")[1:-1]), compile(memoryview(b"1\n"), "text", "eval").co_consts[0])


class Counting:
    def __init__(self, truth):
        self.truth, self.asked = truth, 0

    def __bool__(self):
        self.asked += 1
        return self.truth


a, b, c, d = Counting(False), Counting(True), Counting(True), Counting(True)
print((a and b or c or d) is c, [x.asked for x in (a, b, c, d)])
a, b, c, d = Counting(True), Counting(False), Counting(False), Counting(True)
print((a or b and c or d) is a, ((b or c) and d) is c, [x.asked for x in (a, b, c, d)])
