class T:
    def __init__(self):
        self.log = []

    def __getitem__(self, k):
        self.log.append(("get", k))
        return 1

    def __setitem__(self, k, v):
        self.log.append(("set", k, v))


t = T()
t[print("key once") or 0] += 5
print(t.log)


class A:
    pass


a = A()
a.x = 1
a.x += 2
a.x *= 10
a.x -= 1
a.x //= 2
a.x %= 8
a.x <<= 3
a.x |= 1
a.x &= 0xF
a.x ^= 2
a.x >>= 1
a.x **= 2
print(a.x)
a.x /= 2
print(a.x)
l1 = l2 = [1]
l1 += [2]
print(l2)
l1 = l1 + [3]
print(l1, l2)
s1 = s2 = "a"
s1 += "b"
print(s1, s2)


class I:
    def __iadd__(self, o):
        print("iadd", o)
        return "result"

    def __isub__(self, o):
        return NotImplemented

    def __sub__(self, o):
        return "sub"


i = I()
i += 1
print(i)
i = I()
i -= 1
print(i)
for s in (
    "undefined_name += 1",
    "x = None; x += 1",
    "x = 1; x @= 2",
    "x = 'a'; x -= 'b'",
    "x = []; x += 5",
    "x = (1,); x[0] += 1",
    "x = {}; x['k'] += 1",
):
    try:
        exec(s, {})
    except Exception as e:
        print(type(e).__name__, e)


def f():
    try:
        local += 1
    except UnboundLocalError as e:
        print(e)
    local = 1


f()
