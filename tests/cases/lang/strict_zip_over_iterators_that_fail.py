"""What an iterator raises comes out of `zip` and `map`, strict or not."""


class Failing:
    def __init__(self, good):
        self.good = good

    def __iter__(self):
        return self

    def __next__(self):
        if not self.good:
            raise LookupError("no more")
        self.good -= 1
        return self.good


def failing(good):
    yield from range(good)
    raise LookupError("no more")


for make in Failing, failing:
    for strict in False, True:
        for iterators in [("ab", make(1)), (make(1), "ab"), ("a", make(1), "a"), (make(0),), ("abc", make(2), "ab")]:
            for it in zip(*iterators, strict=strict), map(lambda *items: items, *iterators, strict=strict):
                got = []
                try:
                    for items in it:
                        got.append(items)
                except Exception as error:
                    print(got, type(error).__name__, error)
                else:
                    print(got)
