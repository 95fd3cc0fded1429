s = ""
for i in range(100_000):
    s += "x"
print(
    len(s),
    len("ab" * 1_000_000),
    "".join(str(i) for i in range(10_000))[-5:],
    ("a," * 50_000).count(","),
    len(("a " * 50_000).split()),
    ("x" * 100_000 + "y").find("y"),
)
l = list(range(200_000))
l.reverse()
l.sort()
print(l[0], l[-1], sum(l), len(set(l)), max(l), l.index(150_000), 199_999 in l)
d = {i: str(i) for i in range(100_000)}
print(len(d), d[99_999], sum(len(v) for v in d.values()))
b = bytes(1_000_000)
print(len(b), b.count(0), len(b.hex()))
print((1 << 100_000).bit_length(), len(str(3**8000)), (10**4000 + 1) % 97)
