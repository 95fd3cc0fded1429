s = "hello wörld €𝄞"
print(len(s), s[0], s[-1], s[1:4], s[:3], s[-3:], s[::-1], s[::2], s[10:2:-3], s[5:5], s[100:], s[-100:3])
print(s[slice(1, None, 3)], s[:: len(s)], s[None:None:None])
for i in (100, -100):
    try:
        s[i]
    except IndexError as e:
        print(e)
for bad in ("a", 1.0, None, (1, 2)):
    try:
        s[bad]
    except TypeError as e:
        print(e)
try:
    s[::0]
except ValueError as e:
    print(e)
try:
    s[0] = "x"
except TypeError as e:
    print(e)
try:
    del s[0]
except TypeError as e:
    print(e)


class I:
    def __index__(self):
        return 2


print(s[I()], s[I() : I() + 0 if False else 5], "abc"[True])
print(list("añb"), "x" * 3, 3 * "ab", "a" * -1, "abcd", "é" == "\u00e9", "\x41\101\u2022\U0001f600")
