a = []
for _ in range(100_000):
    a = [a]
try:
    repr(a)
except RecursionError as e:
    print(type(e).__name__)
try:
    print(a)
except RecursionError as e:
    print(type(e).__name__)
b = []
for _ in range(200):
    b = [b]
print(repr(b) == "[" * 201 + "]" * 201)
