from itertools import *

print(
    list(chain("ab", [1])),
    list(islice(count(5, 2), 3)),
    list(zip(cycle("ab"), range(5))),
    list(repeat(1, 3)),
    list(accumulate([1, 2, 3])),
    list(combinations("abc", 2)),
    list(permutations([1, 2])),
    list(product("ab", repeat=2))[:3],
    list(takewhile(lambda x: x < 3, range(9))),
    list(dropwhile(lambda x: x < 3, range(5))),
    [(k, list(g)) for k, g in groupby("aabbc")],
    list(starmap(pow, [(2, 3)])),
    list(zip_longest("ab", "c", fillvalue="-")),
    list(pairwise([1, 2, 3])),
    list(batched("abcde", 2)),
    list(compress("abc", [1, 0, 1])),
    list(filterfalse(None, [0, 1])),
    [list(t) for t in tee([1, 2])],
    list(chain.from_iterable(["ab", "c"])),
    sep="\n",
)
