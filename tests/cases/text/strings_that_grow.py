# Strings that grow in place: all widths, shared holders, surrogates, what `is` and sys.getsizeof tell.
import json
import sys

# growing character by character, from ASCII to the widest storage
text = ""
for i in range(600):
    text += chr(i * 37 % 0x250 + 0x21)
print(len(text), text[:5], ascii(text[-3:]), hash(text) == hash("".join(list(text))))
for start in ("", "a", "\xe9", "\u65e5", "\U0001f600"):
    for more in ("", "b", "\xe8", "\u672c", "\U0001f601", "\udc80", "c" * 40, "\u0153" * 40):
        s = start + "-"
        s += more
        s += more
        print(ascii(s), len(s), s == "".join([start, "-", more, more]), sys.getsizeof(s))

# whoever else holds the string keeps what it had
s = "ab" + str(1)
held = [s]
s += "c"
held.append(s)
s += "d" * 30
held.append(s)
s += s
print(held, len(s), {held[1]: "found"}["ab1c"])
s = "x" * 5000
t = s
s += "y"
print(len(t), len(s), t == s[:-1], s.count("x"), s[-1])
h = "k" + str(10)
d = {h: 1}
h += "0"
print(d, hash(h) == hash("k100"), h in d)


class Name(str):
    pass


n = Name("name of a subclass " * 3)
n.extra = 1
n2 = n
n2 += "!"
print(type(n).__name__, type(n2).__name__, n.extra, len(n), len(n2), n[3:7], n.upper()[:4], f"{n:.4}")

# single characters are shared, so are empty strings
word, e, a, comma, empty = "hello", "e", "a", ",", ""
print(word[1] is e, word[1:2] is e, "E".lower() is e, "".join(["e"]) is e)
print("a,b".split(",")[0] is a, " a ".strip() is a, chr(0xE9) is "\xe9"[0], "xay"[1:-1] is chr(97), "a,b"[1] is comma)
print(word[5:] is empty, " ".strip() is empty, "".join([]) is empty, sys.intern(word[1]) is e, {"e": 1}.popitem()[0] is e)
print(sys.intern(wide := chr(0x65E5)) is wide, sys.intern(chr(0xE9)) is chr(0xE9), sys.intern("" + empty) is empty)
print(json.loads('"e"') is e, json.loads('["", "e"]')[0] is empty, "x".replace("x", "e") is e, "\xc9".lower() is chr(0xE9))

# sizes are those of CPython, however the text was made
for made in ("", "abc", "ab" + str(3), "\xe9t\xe9", "\u65e5\u672c", "\U0001f600", "x" * 1000, "a-b".replace("-", "+"), "ABC".lower()):
    print(len(made), sys.getsizeof(made))

# each way to a text of every short length
for n in range(70):
    base = "0123456789" * 7
    a = base[:n]
    parts = [a, a[::-1], a.upper(), a + "|", f"{a}{n}{a}", "-".join([a, a]), a.replace("1", "one"), f"{a:>20}", f"{n:+08.3f}{n:#x}{n:,}"]
    assert [len(p) for p in parts[:4]] == [n, n, n, n + 1]
    assert parts[4] == a + str(n) + a and parts[5] == "%s-%s" % (a, a)
    print(n, sum(len(p) for p in parts), parts[7][-8:], parts[8], parts[6][:7])

# slices of wide texts are narrow again
wide = "abc\xe9\u65e5\U0001f600def"
print([ascii(wide[i:j]) for i in range(0, 9, 2) for j in range(i, 10, 3)])
print([sys.getsizeof(wide[i:]) for i in range(9)], ascii(wide[::-2]), sys.getsizeof(wide[:3]), sys.getsizeof(wide[2::-1]))
