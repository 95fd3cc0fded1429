import sys, io

print(1, 2, sep="-", end="!\n")
print()
print(sep="x")
print("a", end="")
print("b")
print(1, 2, sep=None, end=None)
print(*[1, 2], sep="\n")
print("x", flush=True)
print("", 1, "")
buf = io.StringIO()
print("to buffer", 1, file=buf, sep="|")
print(repr(buf.getvalue()))


class W:
    def write(self, s):
        sys.stdout.write(f"<{s!r}>")

    def flush(self):
        sys.stdout.write("[flush]\n")


print("a", 1, file=W(), flush=True)
print("é€𝄞", [None, True, 1.5, "q\n"], {"k": (1,)}, {1}, b"x", ..., NotImplemented)
for f in (lambda: print(1, sep=5), lambda: print(1, end=5), lambda: print(1, file=5), lambda: print(1, nope=1)):
    try:
        f()
    except (TypeError, AttributeError) as e:
        print(e)
old = sys.stdout
sys.stdout = io.StringIO()
print("captured")
got = sys.stdout.getvalue()
sys.stdout = old
print(repr(got))
print(sys.stdout.write("chars\n"), file=sys.stdout)
sys.stderr.write("to stderr\n")
print("err", file=sys.stderr)


class S:
    def __str__(self):
        print("side effect")
        return "S"


print(S(), "after")
