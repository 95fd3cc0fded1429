"""Sets iterate in CPython's order: table size, probing, growth, dummies and merging all show."""


def numbers(seed, count, limit):
    out = []
    for _ in range(count):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        out.append((seed >> 33) % limit)
    return out


for count in (3, 10, 50, 300):
    q = numbers(count, count, 10**6)
    a = set(q)
    b = set(q[::3]) | {-1, -5, 10**12}
    print(list(a)[:30])
    print(list(b)[:20], list(a & b)[:20], list(a - b)[:20])
    print(list(a | b)[:20], list(a ^ b)[:20], list(b - a))
    print(list(a.intersection(q[:9])), list(a.difference(q[:9]))[:20], list(a.symmetric_difference(q[3:20]))[:20])
    for i in q[::2]:
        a.discard(i)
    for i in range(count):
        a.add(i * 37)
    print(list(a)[:40])
    print([a.pop() for _ in range(min(5, len(a)))], list(a.copy())[:20], list(frozenset(a))[:20])
    a -= set(range(0, count * 37, 74))
    print(list(a)[:30], len(a))
    a &= set(range(count * 50))
    print(list(a)[:30])
    a ^= {1, 2, 37}
    print(list(a)[:30])

s = {0, 8, 16}
s.discard(8)
s.discard(16)
s.add(24)
s.add(8)
print(list(s))
print(set(range(20)), {3, 1, 2}, set([100, 5, 33, 1000, 17, 64]), {1.5, 2, -1, True})
print(hash(frozenset([1, 2, 3])), hash(frozenset()), frozenset([1]) | {2}, {1} | frozenset([2]))
d = dict.fromkeys(range(0, 90, 7))
print(d.keys() & {7, 14, 1}, d.keys() - {0, 7}, d.keys() | {1, 2}, d.keys() ^ {0, 1}, {1, 7} - d.keys())
