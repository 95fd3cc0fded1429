"""Containers that change while something goes through them."""

from collections import Counter, OrderedDict, defaultdict, deque


def attempt(f):
    try:
        print(f.__name__, f())
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


def dict_grows():
    d = {1: 1}
    for k in d:
        d[k + 1] = 1


def dict_shrinks():
    d = {1: 1, 2: 2}
    for k in d:
        del d[k]


def dict_keeps_its_size():
    d = {1: 1, 2: 2}
    for k in d:
        del d[k]
        d[k + 10] = 1


def dict_values_change():
    d = dict.fromkeys("abc", 0)
    for k in d:
        d[k] += 1
    return d


def items_after_a_change():
    d = dict.fromkeys("abc")
    it = iter(d.items())
    next(it)
    d["z"] = 1
    next(it)


def set_grows():
    s = {1}
    for k in s:
        s.add(k + 1)


def list_loses():
    items, seen = [1, 2, 3, 4], []
    for x in items:
        items.remove(x)
        seen.append(x)
    return seen, items


def list_is_sorted():
    items = [3, 1, 2]
    items.sort(key=lambda x: items.append(x) or x)


def deque_grows():
    d = deque([1, 2])
    for x in d:
        d.append(x)


def ordered_dict_shrinks():
    d = OrderedDict.fromkeys("ab")
    for k in d:
        d.pop(k)


def default_dict_is_read():
    d = defaultdict(int, a=1)
    for k in d:
        d[k + k]


def counter_is_read():
    c = Counter("ab")
    for k in c:
        c[k + k]
    return c


def equality_clears():
    class Key:
        def __eq__(self, other):
            d.clear()
            return False

        def __hash__(self):
            return hash(1)

    d = {Key(): 1, 2: 2}
    return d.get(1, "none"), d


def comprehension_over_itself():
    items = [1, 2]
    return [items.append(x) for x in items if len(items) < 6], items


for f in (
    *(dict_grows, dict_shrinks, dict_keeps_its_size, dict_values_change, items_after_a_change, set_grows, list_loses),
    *(list_is_sorted, deque_grows, ordered_dict_shrinks, default_dict_is_read, counter_is_read, equality_clears),
    comprehension_over_itself,
):
    attempt(f)
