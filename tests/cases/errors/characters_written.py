"""How many characters a write got rid of before it would have had to wait."""


def show(make):
    try:
        print(repr(make()))
    except Exception as e:
        print(type(e).__name__, e)


def written(value):
    e = BlockingIOError(11, "later")
    e.characters_written = value
    return e.characters_written


for value in (3, True, -1, -2, 2**70, 1.5, "a", None):
    show(lambda: BlockingIOError(11, "later", value).characters_written)
    show(lambda: BlockingIOError(11, "later", value).args)
    show(lambda: BlockingIOError(11, "later", value).filename)
    show(lambda: written(value))
e = BlockingIOError(11, "later", 5)
del e.characters_written
show(lambda: e.characters_written)
try:
    del e.characters_written
except AttributeError as e:
    print(e)
