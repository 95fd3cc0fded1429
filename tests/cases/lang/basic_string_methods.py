print(
    "a,b".split(","),
    "-".join(["a", "b"]),
    " x ".strip(),
    "abc".find("c"),
    "abc".startswith("a"),
    "abc".title(),
    "a b".split(),
)
