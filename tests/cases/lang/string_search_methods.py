s = "the cat and the hat"
print(
    s.find("the"),
    s.find("the", 1),
    s.rfind("the"),
    s.find("dog"),
    s.index("cat"),
    s.rindex("a"),
    s.count("a"),
    s.count(""),
    "".count(""),
)
print(s.startswith("the"), s.startswith(("a", "th")), s.endswith("hat"), s.endswith("at", 0, 7), s.startswith("cat", 4))
print("cat" in s, "dog" in s, "" in s, "" in "", s.find("", 50), s.find("", 19), s.find("the", -8, -2))
for f in (
    lambda: s.index("dog"),
    lambda: s.rindex("dog"),
    lambda: 1 in s,
    lambda: s.startswith(1),
    lambda: s.find(None),
):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print("aaaa".count("aa"), "aaaa".find("aa", 1), "abcabc".rfind("abc", 0, 5), "€uro€".rfind("€"))
print(s.partition(" "), s.rpartition(" "), s.partition("zz"), s.rpartition("zz"))
print(s.removeprefix("the "), s.removesuffix("hat"), s.removeprefix("x"))
