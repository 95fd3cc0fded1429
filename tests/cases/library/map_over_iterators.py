# what takes all items of a map over another iterator gets each answer of its function
from itertools import accumulate, chain, cycle, islice, pairwise, repeat


def same(x):
    return x


print(list(map(same, islice([1, 2, 3], 2))))
print(list(map(same, chain([1, 2, 3], [4]))))
print(sum(map(same, islice([1, 2, 3, 4], 3))), sorted(set(map(same, chain([1, 2], [3])))))
print(",".join(map(str, map(same, chain([1, 2], [3])))), any(map(lambda x: x > 2, chain([1, 2], [3]))))
print(tuple(map(same, pairwise([1, 2, 3]))), list(islice(map(same, cycle([1, 2])), 5)))
print(dict(map(lambda x: (x, x * x), accumulate(chain([1, 2], [3])))), max(map(same, repeat(7, 3))))


def stops(x):
    if x == 3:
        raise StopIteration
    if x == 9:
        raise ValueError(x)
    return x


print(list(map(stops, chain([1, 2], [3, 4]))))
print(list(map(stops, [1, 2, 3, 4])))
for items in chain([1], [9, 2]), iter([1, 9, 2]):
    try:
        print(list(map(stops, items)))
    except ValueError as e:
        print("ValueError", e)
