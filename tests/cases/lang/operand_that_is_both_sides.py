"""Both operands are the same variable: of a function, of a module, of a cell."""


def local(kind, x):
    def shown(f):
        try:
            return f()
        except (TypeError, BufferError) as e:
            return str(e)

    def add():
        y = x
        y += y
        y += y
        return y

    def add_in_loop():
        y = x
        for _ in range(3):
            y += y
        return y

    def add_twice():
        y = x
        y = y + y
        return y + y

    def multiply():
        y = x
        y *= y
        return y

    def rest():
        y = x
        y |= y
        y &= y
        y ^= y
        y -= y
        return y

    def compare():
        y = x
        return y == y, y != y, y is y, y <= y, y in [y]

    for f in (add, add_in_loop, add_twice, multiply, rest, compare):
        print(kind, f.__name__, shown(f))


for value in ("ab" * 2, "é", "", 7, 2**70, 1.5, True, [1], (1, 2), b"xy", bytearray(b"xy"), {1}, {1: 2}, 3j, None):
    local(type(value).__name__, value)

s = "module" * 2
s += s
s += s
print(s)


def in_a_cell():
    s = "cell" * 2

    def more():
        nonlocal s
        s += s
        return s

    print(more(), more(), s)


in_a_cell()


class Text(str):
    def __add__(self, other):
        return Text(f"<{str(self)}|{str(other)}>")


def of_a_class():
    t = Text("t")
    t += t
    t += t
    return t


print(of_a_class())


def kept():
    s = "keep" * 2
    other = s
    s += s
    return other, s


print(kept())
