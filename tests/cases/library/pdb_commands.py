"""The debugger with commands from stdin: stepping, breakpoints, post mortem, breakpoint()."""

import io
import pdb
import sys

sys.stdin = io.StringIO("""l
w
p x
n
s
args
n
r
b fact, n == 2
c
""")


def fact(n):
    if n < 2:
        return 1
    return n * fact(n - 1)


def total_of(items):
    total = 0
    for i in items:
        total += i
    return total


def main():
    x = 3
    pdb.set_trace()
    y = fact(x)
    print(y)


def div(a, b):
    return a / b


main()
sys.stdin = io.StringIO("""w
p a, b
up
q
""")
try:
    div(1, 0)
except ZeroDivisionError:
    pdb.post_mortem(sys.exc_info()[2])
sys.stdin = io.StringIO("""b total_of
c
a
n
n
n
p total, i
r
retval
cl 1
c
""")
breakpoint()
print(total_of([1, 2]))
