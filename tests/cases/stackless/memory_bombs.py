"""What cannot be held is refused, and the program goes on."""


def attempt(what, f):
    try:
        f()
        print(what, "held")
    except (MemoryError, OverflowError) as e:
        print(what, type(e).__name__)


attempt("list", lambda: [0] * 10**12)
attempt("tuple", lambda: (0,) * 10**12)
attempt("str", lambda: "a" * 10**13)
attempt("bytes", lambda: b"a" * 10**13)
attempt("bytearray", lambda: bytearray(10**13))
attempt("bytes of size", lambda: bytes(10**13))
attempt("center", lambda: "a".center(10**13))
attempt("format", lambda: format(1, "10000000000000"))
attempt("shift", lambda: 1 << 10**14)
attempt("to_bytes", lambda: (1).to_bytes(10**13, "big"))
attempt("join", lambda: ("," * 10**8).join("a" * 10**6))
attempt("replace", lambda: ("a" * 10**6).replace("a", "b" * 10**8))
print("alive", sum(range(1000)))
