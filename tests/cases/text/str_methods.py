# The methods of str, over ASCII, Latin-1, wide and astral text.
texts = ["", "hello world", "Straße ÉÀ", "ΑΣ ΟΔΟΣ", "ǆabc ŉ ﬁ", "a\tb\n\tc", "  x\u3000y ", "\U0001f600 ok \U00010400", "\ud800z", "abcABC123", "x=1;y=2;"]

for t in texts:
    print(ascii(t), len(t), hash(t) == hash("".join(list(t))))
    print([ascii(m()) for m in (t.upper, t.lower, t.title, t.capitalize, t.swapcase, t.casefold)])
    print([m() for m in (t.isalnum, t.isalpha, t.isascii, t.isdecimal, t.isdigit, t.isidentifier, t.islower, t.isnumeric, t.isprintable, t.isspace, t.istitle, t.isupper)])
    print(ascii(t.split()), ascii(t.rsplit(None, 1)), ascii(t.split(";")), ascii(t.rsplit("b", 1)), ascii(t.splitlines()), ascii(t.splitlines(True)))
    print(ascii(t.center(15)), ascii(t.ljust(15, "*")), ascii(t.rjust(15, "é")), ascii(t.zfill(14)))
    print(ascii(t.strip()), ascii(t.lstrip()), ascii(t.rstrip()), ascii(t.strip("h dx;=")), ascii(t.expandtabs()), ascii(t.expandtabs(3)))
    print(t.find("o"), t.rfind("o"), t.count("o"), t.find("o", 5), t.find("", 3), t.count(""), t.startswith("he"), t.endswith(("c", ";", "d")), t.startswith("l", 2, 5))
    print(ascii(t.partition(" ")), ascii(t.rpartition(" ")), ascii(t.replace("a", "<é>")), ascii(t.replace("", "-")), ascii(t.replace("l", "", 1)))
    print(ascii(t.removeprefix("hello")), ascii(t.removesuffix("ld")), ascii(t[::-1]), ascii(t[1:4]), ascii(t[-3:]), ascii(t[::2]), ascii(t * 2), ascii(t + "é"))
    print(ascii("-".join(t)), "b" in t, t == t + "", t < "m", repr(t) == repr(str(t)), ascii([c for c in t][:3]))
    print()

print("+5".zfill(5), "-42".zfill(6), "42".zfill(1))
print("a,b,,c".split(","), "a,b,,c".split(",", 2), "a,b,,c".rsplit(",", 2), " a  b ".split(" "))
print("abc".translate({97: "xyz", 98: None, 99: 100}), "hello".translate(str.maketrans("el", "ip", "h")), str.maketrans({"a": 1, 98: "z"}))
print("".join([]), "".join(["x"]), ", ".join(("a", "b")), "-".join({"k": 1}), "".join(c.upper() for c in "gen"), "|".join("é\U0001f600"))
print("x".join(map(str, range(5))))


class Upper(str):
    def __str__(self):
        return "S:" + self.upper()

    def __repr__(self):
        return "R"


u = Upper("abc")
print(u, repr(u), [u], u + "d", type(u + "d").__name__, type(u.strip()).__name__, type(str.__str__(u)).__name__, u == "abc", hash(u) == hash("abc"), {u: 1}["abc"], str(u), f"{u}", "%s" % u, "{}".format(u))
print(str(), str(12), str(None), str([1, "a"]), str(b"caf\xc3\xa9", "utf-8"), str(b"\xff", "latin-1"), str(b"\xff", errors="replace") == "\ufffd", str(object="x"))
print("abc" > "abd", "a" < "B", "é" > "z", "" < "a", sorted(["b", "a", "\u0153", "Z"]))
print("%r %a" % ("é\n", "é"), repr("it's"), repr('say "x"'), repr("it's \"x\""), repr("\x00\x7f\xad\u200b"))
print("abc".__contains__("b"), "abc".__len__(), "abc".__getitem__(1), "a".__add__("b"), "a".__mul__(3), 3 * "ab", "ab" * 0, "ab" * -1)


class Index:
    def __index__(self):
        return 2


print("abcdef"[Index()], "abcdef"[Index() :], "abc".center(Index() + 5 if False else 9, "."), "a,b,c,d".split(",", Index()), "ab" * Index(), "abcabc".find("a", Index()))
