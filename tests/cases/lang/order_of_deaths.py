"""Containers, frames and arguments let go of what they hold in a definite order."""


class Item:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(self.name, end=" ")


def show(title, action):
    action()
    print("|", title)


def local_variables():
    first = Item(1)
    second = Item(2)
    third = Item(3)


def unfinished_display():
    kept = Item("kept")
    try:
        [Item(1), Item(2), 1 / 0]
    except ZeroDivisionError:
        print("caught", end=" ")


def suspended_generator():
    def values():
        a, b = Item("a"), Item("b")
        yield

    g = values()
    next(g)


def list_operations():
    items = [Item(1), Item(2), Item(3)]
    items.clear()
    print("cleared", end=" ")
    items = [Item(1), Item(2), Item(3)]
    del items[:2]
    print("deleted", end=" ")
    items[:] = []


def takes(*args, **kwargs):
    pass


class Slotted:
    __slots__ = ("z", "x")


def slots():
    s = Slotted()
    s.x, s.z = Item("x"), Item("z")


show("tuple", lambda: (Item(1), Item(2), Item(3)) and None)
show("list", lambda: [Item(1), Item(2), Item(3)] and None)
show("dict", lambda: {1: Item(1), 2: Item(2)} and None)
show("locals", local_variables)
show("unfinished", unfinished_display)
show("generator", suspended_generator)
show("list operations", list_operations)
show("arguments", lambda: takes(Item(1), Item(2)))
show("keywords", lambda: takes(a=Item(1), b=Item(2)))
show("comparison", lambda: Item(1) == Item(2))
show("slots", slots)
