# Regular expressions: words, dates and addresses in log lines, a tokeniser, replacement by text and by a function, splitting.
import re
from time import perf_counter

LINES = [
    f"2024-{i % 12 + 1:02}-{i % 28 + 1:02} {i % 24:02}:{i * 7 % 60:02} {('INFO', 'ERROR', 'WARN')[i % 3]} "
    f"user{i}@example{i % 5}.com GET /items/{i * 37 % 1000}?page={i % 9} took {i % 50}.{i % 10} ms"
    for i in range(120)
]
LINE = re.compile(r"(\d{4})-(\d\d)-(\d\d) (?P<hour>\d+):\d+ (?P<level>[A-Z]+) (\S+) (GET|POST) (/\w+/\d+)\?page=(\d+)")
ADDRESS = re.compile(r"[\w.]+@[\w.]+\.[a-z]{2,3}")
TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<operator>[-+*/()=]))")
SOURCE = "area = (width + 2.5) * height - offset / 3 " * 12


def tokens(text):
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        yield match.lastgroup, match.group(match.lastgroup)
        at = match.end()


def work(n):
    total = 0
    text = "\n".join(LINES)
    for _ in range(n):
        for line in LINES:
            match = LINE.match(line)
            total += int(match.group(3)) + len(match["level"]) + int(match["hour"]) + len(match.groups())
        total += len(ADDRESS.findall(text))
        total += sum(len(value) for kind, value in tokens(SOURCE) if kind != "operator")
        total += len(re.sub(r"\d+", "#", text)) + len(re.sub(r"(\w+)@(\w+)", r"\2 at \1", text))
        total += len(re.sub(r"\b[a-z]", lambda m: m.group().upper(), SOURCE))
        total += len(re.split(r"[\s,;]+", SOURCE)) + len(re.findall(r"\b\w*e\w*\b", SOURCE))
        total += sum(match.start() for match in re.finditer(r"ERROR|WARN", text))
        total += sum(1 for line in LINES if re.search(r"page=[3-5]\b.*\.5 ms$", line))
        total += bool(re.fullmatch(r"(?:a|b|ab)*c", "abababababababababc"))
    return total


start = perf_counter()
result = work(60)
elapsed = perf_counter() - start
assert result == 23601420, result
print("bench", elapsed)
