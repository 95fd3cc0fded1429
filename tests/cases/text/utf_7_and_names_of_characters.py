"""UTF-7, and the error handler that writes names."""


def show(make):
    try:
        print(ascii(make()))
    except Exception as e:
        print(type(e).__name__, e)


for text in ("plain", "1+1~", "h\xe9", "\u65e5\u672c-", "a\U0001f600b", "tab\tand\\", "\ud800", "\xe9+\xe9A"):
    show(lambda: text.encode("utf-7"))
    show(lambda: text.encode("utf-7").decode("utf-7", "surrogatepass"))
for data in (b"+AOk-", b"+AOk", b"+AOk!", b"+", b"+-", b"+!", b"\xe9", b"+AO-x", b"+AOl-x", b"a+2D3eAA-b", b"+2D0-", b"+2D0"):
    show(lambda: data.decode("utf-7"))
    show(lambda: data.decode("utf7", "replace"))
    show(lambda: data.decode("u7", "ignore"))

import codecs

decoder = codecs.getincrementaldecoder("utf-7")()
print([decoder.decode(bytes([b])) for b in b"a+AOkA6Q-b+"], decoder.decode(b"", True))
show(lambda: "\xe9 \u2014\x01\U0001f600".encode("ascii", "namereplace"))
show(lambda: "\ud800".encode("latin-1", "namereplace"))
show(lambda: codecs.lookup_error("namereplace")(UnicodeEncodeError("x", "a\xe9b", 1, 2, "why")))
show(lambda: codecs.lookup_error("namereplace")(UnicodeDecodeError("x", b"ab", 1, 2, "why")))
