print("a b  c ".split(), "a b  c ".split(" "), "".split(), "".split(","), "a,b,,c".split(","), "a,b,c,d".split(",", 2))
print("  a b c  ".split(None, 1), "a,b,c".rsplit(",", 1), "  a b c  ".rsplit(None, 1), "abc".split("abc"))
print("a\nb\r\nc\rd\x0be\u2028f".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n".splitlines())
print(",".join(["a", "b"]), "".join([]), "-".join("abc"), ", ".join(str(i) for i in range(3)), "x".join(["only"]))
for f in (
    lambda: ",".join([1]),
    lambda: ",".join(["a", None]),
    lambda: ",".join(5),
    lambda: "a".split(""),
    lambda: "a".split(1),
):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
