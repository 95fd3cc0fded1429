import itertools

it = iter([1, 2, 3])
for _ in range(300):
    it = map(lambda x: x + 1, it)
print(list(it))
it = iter(range(5))
for _ in range(300):
    it = filter(lambda x: True, it)
print(list(it))
it = iter(())
for i in range(300):
    it = itertools.chain([i], it)
print(sum(it))
it = iter("ab")
for _ in range(100):
    it = zip(it)
print(len(str(next(it))) > 100)
it = iter([1])
for _ in range(50_000):
    it = enumerate(it)
it = None
print("dropped")
