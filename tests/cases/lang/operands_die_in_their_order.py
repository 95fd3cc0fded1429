"""Operands that are gone after an operation die in CPython's order."""


class Told:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)

    def __contains__(self, item):
        return True


class Items:
    def __init__(self):
        self.left = [Told("item 1"), Told("item 2")]

    def __iter__(self):
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration
        return self.left.pop(0)

    def __del__(self):
        print("gone: iterator")


def show(*args, **keywords):
    print("shown", len(args), sorted(keywords))


def local():
    print("is")
    Told(1) is Told(2)
    Told(1) is not Told(2)
    if Told(1) is Told(2):
        pass
    print("in")
    Told(1) in {Told(2): Told(3)}
    Told(1) not in (Told(2), Told(3))
    Told(1) in Told(2)
    if Told(1) in {Told(2)}:
        pass
    print("comparison")
    (Told(1),) == (Told(2),)
    Told(1) == Told(2)
    print("spread")
    show(*Items())
    show(Told("first"), *Items())
    print(*Items().left[:0], sep="")


local()
print("at the top")
Told(1) is Told(2)
Told(1) in [Told(2)]
show(*Items())
print("end")
