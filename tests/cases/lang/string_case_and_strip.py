s = "hELLO wORLD ß ŉ ǆ İ"
print(s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold(), sep="|")
print("  x\t\n".strip() + "|", "xxhixx".strip("x"), "xyhixy".lstrip("yx"), "hi...".rstrip("."), "\u2003x\u2003".strip())
print(
    "abc".center(9, "*"),
    "abc".ljust(6) + "|",
    "abc".rjust(6),
    "-42".zfill(6),
    "+7".zfill(4),
    "abc".zfill(2),
    "abc".center(6) + "|",
)
print("a\tb\tc".expandtabs(4), "a\tb".expandtabs(), "\t".expandtabs(0) == "")
print(
    "aXbXc".replace("X", "--"),
    "aaa".replace("a", "b", 2),
    "abc".replace("", "-"),
    "".replace("", "x"),
    "abc".replace("", "-", 2),
)
print("abc".translate({97: "A", 98: None, 99: 100}), "hello".translate(str.maketrans("el", "ip", "o")))
for f in (
    "isalpha",
    "isdigit",
    "isdecimal",
    "isnumeric",
    "isalnum",
    "isspace",
    "isupper",
    "islower",
    "istitle",
    "isidentifier",
    "isprintable",
    "isascii",
):
    print(
        f,
        [getattr(x, f)() for x in ("", "abc", "ABC", "Abc", "123", "½", "²", " \t", "a1", "_x", "1x", "é", "\n", "٣")],
    )
