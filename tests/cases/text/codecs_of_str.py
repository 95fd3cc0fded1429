# What str.encode and bytes.decode do with each codec and error handler.
text = "aé\u0153\U0001f600"
for name in ("utf-8", "UTF8", "utf_16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "U8"):
    data = text.encode(name)
    print(name, data, data.decode(name) == text)
for name in ("ascii", "latin-1"):
    for errors in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace"):
        print(name, errors, text.encode(name, errors))
bad = b"a\xffb\xe2\x82c\xed\xa0\x80\xf0\x9f\x98"
for errors in ("ignore", "replace", "backslashreplace", "surrogateescape"):
    print(errors, ascii(bad.decode("utf-8", errors)))
print(bad.decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape") == bad)
print(ascii(b"\xed\xa0\x80".decode("utf-8", "surrogatepass")), "\ud800".encode("utf-8", "surrogatepass"), "\ud800".encode("utf-16-le", "surrogatepass"))


def show(work):
    try:
        print(ascii(work()))
    except UnicodeError as e:
        print(type(e).__name__, str(e))
        print(e.encoding, ascii(e.object), e.start, e.end, e.reason, ascii(e.args))
    except LookupError as e:
        print(type(e).__name__, e)


show(lambda: bad.decode())
show(lambda: b"\xe2\x82".decode())
show(lambda: b"abc\x80".decode("ascii"))
show(lambda: b"\0\xd8".decode("utf-16-le"))
show(lambda: b"abc".decode("utf-32"))
show(lambda: "é\u0153x".encode("ascii"))
show(lambda: "x\u0153".encode("latin-1"))
show(lambda: "a\ud800\udc00b".encode())
show(lambda: "x".encode("no-such-codec"))
show(lambda: b"x".decode("no-such-codec"))
show(lambda: "é".encode("ascii", "no-such-handler"))
show(lambda: "ok".encode("ascii", "no-such-handler"))
print(isinstance(UnicodeDecodeError("utf-8", b"x", 0, 1, "why"), ValueError), UnicodeDecodeError("utf-8", b"x", 0, 1, "why"))
