e = None
for i in range(100_000):
    n = ValueError(i)
    n.__context__ = e
    e = n
e = n = None
print("dropped")
