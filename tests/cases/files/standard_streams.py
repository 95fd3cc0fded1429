"""The standard streams are text streams over descriptors."""
import io
import sys

for name in ["stdin", "stdout", "stderr"]:
    f = getattr(sys, name)
    print(f, f.encoding, f.errors, f.fileno(), f.mode, f.newlines)
    print(f.readable(), f.writable(), f.isatty(), f.closed, type(f) is io.TextIOWrapper, isinstance(f, io.TextIOBase))
    print(f is getattr(sys, f"__{name}__"))

print(sys.stdin.readline(), sys.stdin.read(3), sys.stdin.readline(), end="")
print(input(), input("prompt> "))
print([line for line in sys.stdin])
try:
    input()
except EOFError as e:
    print(e)

print("text", flush=True)
sys.stdout.buffer.write(b"bytes\n")
sys.stdout.buffer.flush()
print("more text")
sys.stdout.write("written\n")
sys.stdout.writelines(["a", "b", "\n"])
print("err", file=sys.stderr)
sys.stderr.write("half")
sys.stderr.write(" line\n")

held, sys.stdout = sys.stdout, io.StringIO()
print("captured", 1)
caught, sys.stdout = sys.stdout.getvalue(), held
print(repr(caught))


class Upper:
    def write(self, s):
        return held.write(s.upper())

    def flush(self):
        held.write("(flushed)\n")


sys.stdout = Upper()
print("shouted", "words", flush=True)
sys.stdout = None
print("nowhere")
sys.stdout = held
print("\udcff is", ascii("\udcff"), file=sys.stderr)
for bad in [lambda: sys.stdout.write(5), lambda: sys.stdout.buffer.write("x"), lambda: sys.stdin.write("x"), lambda: sys.stdout.read()]:
    try:
        bad()
    except (TypeError, OSError) as e:
        print(type(e).__name__, e)
del sys.stdout
try:
    input()
except RuntimeError as e:
    held.write(f"{e}\n")
sys.stdout = held
