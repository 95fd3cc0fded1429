"""What is said when special methods give what they should not."""


class Odd:
    def __bool__(self):
        return 3

    def __len__(self):
        return -1

    def __index__(self):
        return "a"

    def __hash__(self):
        return "x"

    def __repr__(self):
        return 3

    def __str__(self):
        return 3

    def __format__(self, spec):
        return 3

    def __iter__(self):
        return 3

    def __contains__(self, item):
        return "yes"

    def __int__(self):
        return "x"

    def __float__(self):
        return 1

    def __complex__(self):
        return 1

    def __bytes__(self):
        return "x"

    def __length_hint__(self):
        return "a"

    def __enter__(self):
        return self

    def __reversed__(self):
        return "reversed"

    def __round__(self, digits=0):
        return ("round", digits)

    def __dir__(self):
        return 3

    def __next__(self):
        return 1


odd = Odd()


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


for f in (bool, len, hash, repr, str, format, iter, int, float, complex, bytes, reversed, round, dir, list, hex, chr):
    print(end=f"{f.__name__}: ")
    attempt(f, odd)
attempt(lambda: 3 in odd)
attempt(lambda: [1][odd])
attempt(lambda: f"{odd}")
attempt(lambda: "%s" % odd)
attempt(lambda: [1, 2][odd:])


def with_statement():
    with odd:
        pass


attempt(with_statement)
attempt(range, odd)
attempt(sum, odd)
attempt(max, odd)
attempt(lambda: dict(odd))
attempt(lambda: {**odd})
attempt(lambda: print(*odd))
attempt(lambda: "".join(odd))
attempt(lambda: 1 < odd)
attempt(lambda: odd + 1)
attempt(lambda: -odd)
attempt(lambda: odd())
attempt(lambda: odd[0])
