"""`single` mode shows what an expression gives, through sys.displayhook."""
import builtins
import io
import sys


def run(text):
    exec(compile(text, "<stdin>", "single"))


run("1 + 1\n")
run("None\n")
run("'text'; 2.5\n")
print(builtins._)
run("for i in range(2):\n    i\n\n")
kept = sys.stdout
sys.stdout = io.StringIO()
run("[1, 2]\n")
text, sys.stdout = sys.stdout.getvalue(), kept
print(repr(text))
sys.displayhook = lambda value: print("shown:", value)
run("40 + 2\n")
sys.displayhook = sys.__displayhook__
run("3\n")
del sys.displayhook
try:
    run("4\n")
except RuntimeError as e:
    print(e)
for text in ["x = 1\ny = 2\n", "1\n2\n"]:
    try:
        compile(text, "<stdin>", "single")
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset)
