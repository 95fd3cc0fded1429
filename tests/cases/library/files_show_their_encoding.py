# What a text file says of its encoding, given or not.
import io
import locale
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    name = f"{folder}/a.txt"
    with open(name, "w") as f:
        print(f.encoding, f.write("é"), repr(f).replace(folder, ""))
    for encoding in None, "locale", "utf-8", "UTF8", "latin-1":
        with open(name, encoding=encoding) as f:
            print(encoding, f.encoding, len(f.read()))
print(io.TextIOWrapper(io.BytesIO()).encoding, io.text_encoding(None), io.text_encoding("x"))
print(locale.getencoding(), sys.getdefaultencoding(), sys.stdout.encoding)
