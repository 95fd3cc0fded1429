"""tell() and seek() in text: every position that tell() gives leads back."""
import io

text = "zeile eins\näöü €uro\n\U0001f40d snake\r\nlast"
for encoding in ["utf-8", "utf-16", "utf-16-be", "utf-32", "latin-1", "utf-8-sig"]:
    for newline in [None, "", "\n"]:
        data = text.encode(encoding, "replace")
        f = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline=newline)
        f._CHUNK_SIZE = 7
        places = []
        while True:
            at = f.tell()
            c = f.read(1)
            if not c:
                break
            places.append((at, c))
        good = 0
        for at, c in reversed(places):
            f.seek(at)
            good += f.read(1) == c
        print(encoding, repr(newline), len(places), good)

f = io.TextIOWrapper(io.BytesIO(b"one\ntwo\nthree\n"), encoding="utf-8")
print(f.readline(), f.tell(), f.readline(), f.tell(), f.seek(4), f.readline(), f.seek(0, 2), repr(f.read()))
for args in [(1, 1), (1, 2), (-1,), (0, 3)]:
    try:
        f.seek(*args)
    except (OSError, ValueError) as e:
        print(type(e).__name__, e)
print(f.seek(0, 1), f.seek(0), f.read(3), f.truncate(), f.buffer.getvalue())

f = io.TextIOWrapper(io.BytesIO(), encoding="utf-16")
f.write("a")
f.seek(0)
f.write("b")
f.flush()
print(f.buffer.getvalue())
d = io.IncrementalNewlineDecoder(None, translate=True)
print([d.decode("a\r"), d.decode("\nb\r"), d.decode("c\n"), d.decode("", final=True)], d.newlines, d.getstate())
d.reset()
print(d.newlines, d.decode("x\r"), d.getstate())
