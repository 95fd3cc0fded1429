for spec in ("", "10", "<10", ">10", "^10", "*^10", ".2", "10.2", "s", "05"):
    print(spec, "|" + format("abcd", spec) + "|")
for spec in (
    "",
    "d",
    "5",
    "<5",
    "^5",
    "05",
    "+",
    " ",
    "-",
    ",",
    "_",
    "x",
    "X",
    "#x",
    "#X",
    "b",
    "#b",
    "o",
    "#o",
    "c",
    "e",
    "f",
    ".2f",
    "g",
    "%",
    "n",
    "+,d",
    "#010x",
    "_b",
    "=+8",
    "*=+8",
    "x>+8,",
):
    print(spec, [format(n, spec) for n in (42, 77)], end=" ")
    print(format(-1234567, spec) if spec != "c" else "")
for v, spec in (
    ("a", "d"),
    ("a", "+"),
    ("a", "="),
    ("a", ","),
    (1, "s"),
    (1, ".2"),
    (1, ".2d"),
    (1, "z"),
    (1, "q"),
    ("a", "#"),
    (1, ",b"),
    (1, ",c"),
    (1, "+c"),
    (10**10, "c"),
    ([], "5"),
    (None, "d"),
    ("a", "10x"),
    (1, "1" * 30),
    ("a", "_"),
    ("a", "0=5"),
):
    try:
        print(format(v, spec))
    except Exception as e:
        print(type(e).__name__, e)
print(
    format(True, "d"),
    format(True, ""),
    format(True, "5"),
    format(2**100, ","),
    format(-5, "b"),
    format(0, "#x"),
    format(12, "*<+8x"),
)
