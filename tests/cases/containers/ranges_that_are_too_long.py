# A list cannot have as many items as a range may name.
items = []
for f in (list, items.extend, lambda r: [*r], len):
    for r in (range(10**20), range(0, -(10**30), -3), range(10**30, 10**30 + 3)):
        try:
            f(r)
            print("done")
        except OverflowError as e:
            print("OverflowError", e)
print(len(items))
