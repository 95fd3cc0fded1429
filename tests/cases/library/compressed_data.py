"""What zlib and gzip make of data, byte by byte: lengths and checksums of it are printed by many programs."""

import gzip
import zlib
from random import Random

random = Random(7)
words = "the quick brown fox jumps over a lazy dog and runs away from it".split()
text = " ".join(random.choice(words) for _ in range(6000)).encode()
noise = random.randbytes(5000)
steps = bytes(i * i % 251 for i in range(70000))
samples = {
    "empty": b"",
    "one": b"x",
    "three": b"abc",
    "run": b"a" * 100,
    "hello": b"hello world " * 10,
    "text": text,
    "noise": noise,
    "steps": steps,
    "mixed": noise[:300] + text[:9000] + b"\0" * 70000 + noise[300:600] + text,
    "pairs": bytes(random.choice(b"ab") for _ in range(40000)),
    "rare": b"".join(bytes([i]) * (1 + 3 * i) for i in range(120)),
}
for name, data in samples.items():
    print(name, len(data), [len(zlib.compress(data, level)) for level in (-1, *range(1, 10))])
    if len(data) < 16000:
        print("    stored", len(zlib.compress(data, 0)))
    print("   ", [f"{zlib.crc32(zlib.compress(data, level)):08x}" for level in range(1, 10)])
    assert all(zlib.decompress(zlib.compress(data, level)) == data for level in range(10))

print(zlib.compress(b"hello hello hello"), zlib.compress(b"", 0), zlib.compress(b"abc", 9, -15))
print(gzip.compress(b"abc", mtime=0), gzip.compress(b"abc", 1, mtime=0)[:10], zlib.compress(b"abc", 9, 31)[:10])

for strategy in range(5):
    c = zlib.compressobj(6, strategy=strategy)
    made = c.compress(steps + text) + c.flush()
    print("strategy", strategy, len(made), f"{zlib.crc32(made):08x}", zlib.decompress(made) == steps + text)
for memory in (1, 5, 9):
    for bits in (9, 12, 15, -10, 26):
        c = zlib.compressobj(9, zlib.DEFLATED, bits, memory)
        made = c.compress(text) + c.flush()
        print("memory", memory, "window", bits, len(made), f"{zlib.crc32(made):08x}", made[:2].hex())


def in_parts(mode, size):
    c = zlib.compressobj()
    parts = []
    for at in range(0, len(text), size):
        parts.append(c.compress(text[at : at + size]))
        parts.append(c.flush(mode))
    parts.append(c.flush())
    made = b"".join(parts)
    assert zlib.decompress(made) == text
    return len(made), [len(p) for p in parts[:6]], f"{zlib.crc32(made):08x}"


for mode in (zlib.Z_NO_FLUSH, zlib.Z_PARTIAL_FLUSH, zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH):
    print("mode", mode, in_parts(mode, 1000), in_parts(mode, 7777))

c = zlib.compressobj()
head = c.compress(text[:500]) + c.flush(zlib.Z_SYNC_FLUSH)
print(c.flush(zlib.Z_SYNC_FLUSH), len(head))
twin = c.copy()
one, two = c.compress(b"one") + c.flush(), twin.compress(b"two") + twin.flush()
print(zlib.decompress(head + one)[-6:], zlib.decompress(head + two)[-6:])
try:
    c.copy()
except ValueError as e:
    print(e)
