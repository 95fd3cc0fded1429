"""os.environ is a mapping of the program's own; names and values are text."""
import os

os.environ["COROSCOPE_X"] = "1"
print(os.environ["COROSCOPE_X"], os.getenv("COROSCOPE_X"), os.environb[b"COROSCOPE_X"])
del os.environ["COROSCOPE_X"]
print(os.getenv("COROSCOPE_X"), os.getenv("COROSCOPE_X", "none"))
for key, value in [("A", 5), (5, "A")]:
    try:
        os.environ[key] = value
    except TypeError as e:
        print(e)
try:
    os.environ["COROSCOPE_X"]
except KeyError as e:
    print(e)
print(os.name, os.sep, os.linesep.encode(), os.curdir, os.pardir, os.devnull)
print(type(os.environ).__name__, "PATH" in os.environ)
with open(os.devnull, "w") as f:
    print(f.write("gone"))
