import sys
import warnings

warnings.simplefilter("always")
sys.stderr = sys.stdout


def forget(path, **options):
    stream = open(path, **options)
    return stream.name


print(forget(__file__, mode="rb")[-3:] == ".py")
print(forget(__file__, encoding="utf-8")[-3:] == ".py")
try:
    open(__file__, encoding="no such encoding")
except LookupError as e:
    print(e)
try:
    open(__file__, newline="x")
except ValueError as e:
    print(e)
