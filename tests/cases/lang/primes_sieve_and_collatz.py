def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    for i in range(2, int(n**0.5) + 1):
        if flags[i]:
            flags[i * i :: i] = [False] * len(range(i * i, n + 1, i))
    return [i for i, f in enumerate(flags) if f]


p = sieve(1000)
print(len(p), p[:10], p[-3:])


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


print(max(range(1, 500), key=collatz), collatz(27))
a, b, fibs = 0, 1, []
while a < 10**30:
    fibs.append(a)
    a, b = b, a + b
print(len(fibs), fibs[-1])
