# Sorting: numbers, strings, keys, reversed, records, objects with __lt__, min and max, bisect and heapq.
import heapq
from bisect import insort
from time import perf_counter


class Item:
    def __init__(self, rank):
        self.rank = rank

    def __lt__(self, other):
        return self.rank < other.rank


def scrambled(n):
    x = 12345
    out = []
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        out.append(x)
    return out


def work(n):
    numbers = scrambled(n)
    total = 0
    ordered = sorted(numbers)
    total += ordered[n // 2] % 1009
    words = sorted(f"w{x % 5000}" for x in numbers)
    total += len(words[n // 3])
    records = [(x % 100, str(x), x) for x in numbers]
    records.sort(key=lambda r: (r[0], -r[2]))
    total += records[n // 4][2] % 1009
    records.sort(key=lambda r: r[1], reverse=True)
    total += records[n // 5][2] % 1009
    items = sorted(Item(x) for x in numbers[: n // 8])
    total += items[10].rank % 1009
    numbers[100:200] = [-5]
    total += min(numbers) + max(numbers, key=lambda x: x % 1013) % 1009
    heap = []
    for x in numbers[: n // 4]:
        heapq.heappush(heap, x)
    total += heapq.heappop(heap) + heapq.heappop(heap)
    line = []
    for x in numbers[: n // 10]:
        insort(line, x)
    bubble = numbers[:150]
    for i in range(len(bubble)):
        for j in range(len(bubble) - 1 - i):
            if bubble[j] > bubble[j + 1]:
                bubble[j], bubble[j + 1] = bubble[j + 1], bubble[j]
    return total + line[5] % 1009 + bubble[7] % 1009


start = perf_counter()
result = work(40_000)
elapsed = perf_counter() - start
assert result == 33545, result
print("bench", elapsed)
