print(
    "{} {}".format(1, 2),
    "{1} {0}".format("a", "b"),
    "{a} {b[0]} {c.real}".format(a=1, b=[2], c=3),
    "{{}} {0!r} {0!s} {0!a}".format("é"),
)
print(
    "{:>{w}}|{:{f}^{w}}".format(1, 2, w=5, f="*"),
    "{0[key]} {0[1]}".format({"key": "v", 1: "one"}),
    "{:,}".format(1234567),
)


class F:
    def __format__(self, spec):
        return f"<{spec}>"

    x = 5


print("{:abc} {}".format(F(), F()), "{0.x:03}".format(F()), format(F()), f"{F():x y}")
for f in (
    lambda: "{} {}".format(1),
    lambda: "{a}".format(),
    lambda: "{0} {}".format(1, 2),
    lambda: "{".format(),
    lambda: "}".format(),
    lambda: "{0!x}".format(1),
    lambda: "{0.nope}".format(1),
    lambda: "{0[0]}".format(1),
    lambda: "{!}".format(1),
    lambda: "{0!rr}".format(1),
    lambda: "{a.}".format(a=1),
    lambda: "{[]}".format([1]),
):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print("{x} {y}".format_map({"x": 1, "y": 2}), "{0}{0}".format("ab"), "{:{}}".format("a", 5) + "|", "{:%d}".format(F()))
