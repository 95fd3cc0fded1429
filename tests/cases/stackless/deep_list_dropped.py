a = []
for _ in range(1_000_000):
    a = [a]
a = None
print("dropped")
