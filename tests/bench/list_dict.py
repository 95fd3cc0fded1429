# Lists, dictionaries, strings, comprehensions and sorting.
from time import perf_counter


def work(n):
    numbers = [(i * 7919) % 10007 for i in range(n)]
    counts = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    words = [f"w{number % 997}" for number in numbers]
    index = {}
    for position, word in enumerate(words):
        index.setdefault(word, []).append(position)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    squares = {word: len(places) for word, places in index.items() if len(places) > 2}
    total = 0
    for word, size in squares.items():
        total += size * len(word)
    stack = []
    for number in numbers:
        if stack and stack[-1] < number:
            total += stack.pop()
        else:
            stack.append(number)
    return total + ordered[0][0] + len(" ".join(words).split("w1"))


start = perf_counter()
result = work(120_000)
elapsed = perf_counter() - start
assert result == 150680877, result
print("bench", elapsed)
