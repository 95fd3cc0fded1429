import codecs

for text in ("naïve café", "日本 €", "\x80\u0378\U0010ffff", "🎉!"):
    print(text.encode("ascii", "namereplace"), text.encode("latin-1", "namereplace"))
print(codecs.lookup_error("namereplace").__name__)
error = UnicodeEncodeError("ascii", "xéy", 1, 2, "no")
print(codecs.lookup_error("namereplace")(error))
try:
    codecs.lookup_error("namereplace")(UnicodeDecodeError("ascii", b"x", 0, 1, "no"))
except TypeError as e:
    print(e)
try:
    b"\xff".decode("ascii", "namereplace")
except TypeError as e:
    print(e)
