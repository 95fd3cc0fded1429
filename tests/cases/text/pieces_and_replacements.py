"""Pieces of texts and bytes from both ends, replacements of every width, slices with steps, translation."""
for text in ["a,b,,c", "", ",", "na\u00efve,\u4e2d,\U0001f600", "  one two\u3000three\x1c ", "x" * 30 + "," + "y,"]:
    print(text.split(","), text.rsplit(",", 1), text.split(",", 1), text.split(), text.rsplit(None, 1), text.split(maxsplit=1))
    print(text.replace(",", ";"), text.replace(",", ""), text.replace(",", "\u4e2d", 1), text.replace("\u00ef", "i"), text.replace("", "-", 2))
    print(text[::-1], text[::2], text[-2::-3], text[1:-1:3], text.replace("x", "ab", 3)[:12])
    data = text.encode()
    print(data.split(b","), data.rsplit(b",", 1), data.split(), data.rsplit(None, 1), data.replace(b",", b"::"), data.replace(b"\xc3", b"?"))
print("l1\nl2\r\nl3\x0bl4".splitlines(), "l1\nl2\r\n".splitlines(True), b"l1\nl2\x0b\r\n".splitlines(True))
print("aaaa".replace("aa", "b"), "aaaa".replace("aa", "bb", 1), "abcabc".replace("bc", "xy"), "aXbX".replace("X", "\u00e9").isascii())
table = str.maketrans({"a": "b", "b": None, "c": "xyz", "d": 101, "e": "\u00e9"})
print("abcd".translate(str.maketrans("abc", "xyz", "d")), "abcde".translate(table), "aab".translate(table), "d\u4e2da".translate(table))
print("Straße".encode(), "\u4e2da\U0001f600".encode().decode(), "aé".encode("utf-8", "strict"), "abc".islower(), "ABc".isupper(), "Aé".istitle())
print("%s and %s" % (1, -(10**20)), "%s" % 7, "%5s|%-5s|" % (1, 2), "%.1s" % 12, "%s%%" % True, repr("it's\n"), f"{'q'!r:>5}")
try:
    "\ud800".encode()
except UnicodeEncodeError as error:
    print(error)
for call in [lambda: "a".split(""), lambda: "a".split(1), lambda: b"a".split("a"), lambda: "a".startswith(1), lambda: "a".replace(1, 2)]:
    try:
        print(call())
    except (TypeError, ValueError) as error:
        print(error)
print("abc".startswith(("x", "ab")), "abc".endswith("bc", 1), "abc".startswith("", 4), "abc".find("c", -1), "\u4e2db".startswith("\u4e2d"), "b\u4e2d".endswith("b"))
import json

print(json.loads('{"k": 1, "\\u006b": 2, "é": [1, -2, 3.5, true, null, "a\\n"], "": {"k": "k"}}'))
print(json.dumps({"a": [1, -5, 2**70, True, None, 1.5, "é\n"], 1: {}, None: [], True: 0.1}), json.dumps({"b": 1, "a": 2}, indent=1, sort_keys=True))
