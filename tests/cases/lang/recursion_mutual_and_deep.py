def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


print(even(100), odd(101), even(7))


def hanoi(n, a, b, c):
    return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)


print(hanoi(8, "a", "b", "c"))


def ack(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))


print(ack(2, 3))


def perms(s):
    return [s] if len(s) < 2 else [c + p for i, c in enumerate(s) for p in perms(s[:i] + s[i + 1 :])]


print(perms("abc"))


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(depth(900))


def flatten(x):
    return [y for e in x for y in flatten(e)] if isinstance(x, list) else [x]


print(flatten([1, [2, [3, [4]], 5]]))
