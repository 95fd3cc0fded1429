"""The encoding of the locale, and what is taken when none is named."""
import io
import locale
import os
import sys

print(locale.getencoding(), locale.getpreferredencoding(), locale.getpreferredencoding(False), locale.nl_langinfo(locale.CODESET))
print(sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())
for stream in sys.stdin, sys.stdout, sys.stderr:
    print(stream.encoding, stream.errors)
print(io.text_encoding(None), io.text_encoding("locale"))
for encoding in None, "locale", "utf-8", "UTF-8", "Utf8", "latin-1":
    text = io.TextIOWrapper(io.BytesIO(b"\xc3\xa9"), encoding)
    print(encoding, text.encoding, ascii(text.read()))
with open(os.devnull) as f, open(os.devnull, encoding="locale") as g:
    print(f.encoding, g.encoding)
text = io.TextIOWrapper(io.BytesIO())
text.reconfigure(encoding="locale")
print(text.encoding)
