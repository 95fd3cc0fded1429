def numbers():
    yield 1
    raise RuntimeError("generator failed")
for n in numbers():
    print(n)
