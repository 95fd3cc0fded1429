"""BytesIO and StringIO give their state and take it back."""
import copy
import io

b = io.BytesIO(b"0123456789")
b.seek(4)
b.note = "mine"
print(b.__getstate__(), b.__dict__)
c = copy.copy(b)
print(c.read(2), b.tell(), c.note)
b.__setstate__((b"new", 1, None))
print(b.read(), b.note)

s = io.StringIO("a\r\nb", newline=None)
s.seek(2)
print(s.__getstate__(), s.newlines)
t = copy.copy(s)
print(t.read(), t.getvalue().encode())
for stream, state in [(b, 5), (b, (b"", -1, None)), (b, (b"", 0, 5)), (s, ("", "\n", 0)), (s, (5, "\n", 0, None))]:
    try:
        stream.__setstate__(state)
    except (TypeError, ValueError) as e:
        print(type(e).__name__)

view = b.getbuffer()
for change in [lambda: b.write(b"x" * 10), lambda: b.__init__(), b.close]:
    try:
        change()
    except BufferError as e:
        print(e)
view.release()
b.close()
for use in [lambda: b.writelines([]), lambda: io.BytesIO().readlines("x"), lambda: io.StringIO().readlines("x")]:
    try:
        use()
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
s = io.StringIO()
s.seek(5)
print(s.write(""), repr(s.getvalue()), s.write("x"), repr(s.getvalue()))
