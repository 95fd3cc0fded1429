# Widths and precisions of the % operator that no result can have.
cases = [
    ("%.2147483647s", "a"),
    ("%.2147483648s", "a"),
    ("%.99999999999d", 1),
    ("%.*d", (2**31, 1)),
    ("%.*s", (2**31, "a")),
    ("%*s", (2**63, "a")),
    ("%99999999999999999999d", 1),
    ("%.*d", (-(2**31) - 1, 1)),
    (b"%.2147483648s", b"a"),
]
for template, arguments in cases:
    try:
        print(ascii(template % arguments))
    except Exception as error:
        print(type(error).__name__, error)
