# Strings: concatenation, split and join, replace, search, case, slices, comparison, translation, building character by character.
from time import perf_counter

TEXT = "the quick brown fox jumps over the lazy dog and runs away from the small bear " * 20


def caesar(text, shift):
    out = []
    for c in text:
        if "a" <= c <= "z":
            out.append(chr((ord(c) - 97 + shift) % 26 + 97))
        else:
            out.append(c)
    return "".join(out)


def work(n):
    total = 0
    for i in range(n):
        words = TEXT.split()
        total += len(" ".join(reversed(words)))
        total += TEXT.count("the") + TEXT.find("bear", 100) + TEXT.replace("fox", "wolf").index("wolf")
        total += sum(1 for w in words if w.startswith("s") or w.endswith("r"))
        total += len(TEXT.upper().title().strip())
        line = ""
        for w in words:
            line += w
            line += "-"
        total += len(line[5:-5:2]) + (line < TEXT) + len(caesar(words[i % 10] * 20, i))
    return total


start = perf_counter()
result = work(300)
elapsed = perf_counter() - start
assert result == 1276800, result
print("bench", elapsed)
