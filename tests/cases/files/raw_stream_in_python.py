"""Raw streams written in Python under the library's buffers and text streams: who calls what."""
import io


class Source(io.RawIOBase):
    def __init__(self, pieces):
        self.pieces = list(pieces)

    def readable(self):
        return True

    def readinto(self, b):
        print(f"  readinto({len(b)})")
        if not self.pieces:
            return 0
        piece = self.pieces.pop(0)
        if piece is None:
            return None
        b[: len(piece)] = piece
        return len(piece)


class Sink(io.RawIOBase):
    def __init__(self, limit=100):
        self.limit = limit
        self.got = []

    def writable(self):
        return True

    def write(self, b):
        n = min(len(b), self.limit)
        self.got.append(bytes(b[:n]))
        return n


s = Source([b"abc", b"", b"d"])
print(s.read(5), s.readall())
r = io.BufferedReader(Source([b"ab\ncd", b"e\nf", b"g"]), 8)
print(r.peek(), r.readline(), r.readline(), r.read(), r.read())
r = io.BufferedReader(Source([b"12345", b"678"]), 5)
print(r.read(7), r.read1(9), r.read(1))
r = io.BufferedReader(Source([b"12", None, b"34"]), 5)
print(r.read(4), r.read(4))
t = io.TextIOWrapper(io.BufferedReader(Source([b"h\xc3", b"\xa4\r", b"\nw\rx"])), encoding="utf-8")
print(ascii(t.readlines()), t.newlines)

sink = Sink()
w = io.BufferedWriter(sink, 4)
print(w.write(b"ab"), sink.got, w.write(b"cd"), sink.got, w.write(b"e"), sink.got, w.write(b"0123456789"), sink.got)
w.flush()
print(sink.got)
sink = Sink(3)
w = io.BufferedWriter(sink, 4)
w.write(b"abcdefgh")
w.close()
print(sink.got, sink.closed)
try:
    w.write(b"x")
except ValueError as e:
    print(e)

sink = Sink()
t = io.TextIOWrapper(io.BufferedWriter(sink), encoding="latin-1", newline="\r\n", write_through=True)
t.write("ä\n")
print(sink.got)
t.flush()
print(sink.got)
print("to a stream", 1, file=t, flush=True)
print(sink.got)

pair = io.BufferedRWPair(Source([b"in"]), Sink())
print(pair.read(2), pair.write(b"out"), pair.readable(), pair.writable(), pair.closed)
pair.close()
print(pair.closed)


class Odd(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, b):
        return len(b) + 1


for f in [lambda: io.BufferedReader(Odd()).read(1), lambda: io.BufferedReader(Sink()), lambda: Odd().read(1)]:
    try:
        f()
    except (OSError, ValueError) as e:
        print(type(e).__name__, e)


class Gone(io.IOBase):
    def close(self):
        print("closed")
        super().close()


g = Gone()
del g
with Gone() as g:
    print(g.closed, g.readable(), g.isatty())
print(g.closed)
for name in ["seek", "fileno", "truncate"]:
    try:
        getattr(io.IOBase(), name)(*([0] if name == "seek" else []))
    except io.UnsupportedOperation as e:
        print(repr(e), isinstance(e, OSError), isinstance(e, ValueError))


class Lines(io.RawIOBase):
    data = b"x\ny\n"

    def readable(self):
        return True

    def readinto(self, b):
        part, self.data = self.data[: len(b)], self.data[len(b) :]
        b[: len(part)] = part
        return len(part)


print(Lines().readline(), list(Lines()), Lines().readlines(1))
