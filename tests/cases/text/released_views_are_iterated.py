# an iterator over a view that was released says so to whoever takes its items
def tell(use):
    view = memoryview(bytearray(b"abc"))
    it = iter(view)
    next(it)
    view.release()
    try:
        print(use(it))
    except ValueError as e:
        print(e)


for use in list, tuple, set, frozenset, sum, any, all, max, sorted, bytes, dict.fromkeys, next:
    tell(use)
tell(lambda it: [x for x in it])
tell(lambda it: [*it])
tell(lambda it: b"".join(it))
tell(lambda it: list(zip(it, [1])))
tell(lambda it: list(map(abs, it)))
tell(lambda it: list(enumerate(it)))


class Text(str):
    pass


# what stands between one item and no other is in no text
joined = "\U0001f600".join([Text("abc")])
print(joined, joined.isascii(), joined + "d", type(joined).__name__)
