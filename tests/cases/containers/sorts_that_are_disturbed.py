# What a sort asks of keys that do not know, and what it says of a list that was changed meanwhile.
log = []


class Key:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        log.append(("lt", self.n, other.n))
        return NotImplemented

    def __gt__(self, other):
        log.append(("gt", self.n, other.n))
        return NotImplemented

    def __repr__(self):
        return f"Key({self.n})"


class Half(Key):
    def __gt__(self, other):
        log.append(("gt", self.n, other.n))
        return self.n > other.n


for keys in ([Key(1), Key(2)], [Half(3), Half(1), Half(2)], [Half(2), Half(1), Half(2), Half(0)]):
    try:
        print(sorted(keys))
    except TypeError as e:
        print("TypeError:", e)
    print(log)
    log.clear()
print(min([Half(3), Half(1)]), log)


def disturb(change):
    numbers = [3, 1, 2]

    def key(n):
        change(numbers)
        return n

    try:
        numbers.sort(key=key)
    except ValueError as e:
        print("ValueError:", e, end=" ")
    print(numbers)


def add_and_clear(numbers):
    numbers.append(1)
    numbers.clear()


def add_and_repeat_no_times(numbers):
    numbers += [1]
    numbers *= 0


def add_and_pop(numbers):
    numbers.append(1)
    numbers.pop()


def add_and_cut(numbers):
    numbers.append(1)
    numbers[:] = []


def sort_another(numbers):
    other = [2, 1]
    other.sort()
    other.clear()


def nothing(numbers):
    numbers.clear()
    numbers.sort()
    numbers.reverse()
    del numbers[:]


for change in (add_and_clear, add_and_repeat_no_times, add_and_pop, add_and_cut, sort_another, nothing):
    print(change.__name__, end=": ")
    disturb(change)
