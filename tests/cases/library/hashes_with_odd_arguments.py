# What hashlib, hmac and searches in text say to arguments that do not fit.
import hashlib
import hmac


class Four:
    def __index__(self):
        return 4


def show(f, *args, **names):
    try:
        print(f(*args, **names))
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)


for length in (Four(), None, "x", 2.5, 0, 2**31):
    show(hashlib.pbkdf2_hmac, "sha1", b"password", b"salt", 2, length)
for rounds in (Four(), "x", 0, 2**31):
    show(hashlib.pbkdf2_hmac, "sha256", b"password", b"salt", rounds, 4)
for name in ("SHA256", "sha-256", "sha3-256", "shake128", "sha_256", "sha3256", "none"):
    try:
        print(name, hashlib.new(name, b"").name)
    except ValueError:
        print(name, "is not there")
for pair in ((1, 2), ("a", 1), (b"a", 1), ("a", b"a"), ("a", "a"), (b"a", bytearray(b"a"))):
    show(hmac.compare_digest, *pair)
show("a".startswith, (None,))
show("a".endswith, ("b", 1))
show("a".startswith, None)


class Odd(str):
    def __repr__(self):
        return "odd"


class Base:
    def __index__(self):
        raise RuntimeError("could not: do it")


show(int, Odd("x"))
show(float, Odd("x"))
try:
    int(Odd("1"), Base())
except RuntimeError as e:
    print(e)
big = set(range(1000))
print(len(big | set(range(500, 1500))), len(big & {1, 2, -1}), len(big ^ {0, -1}), len(big - {5}))
