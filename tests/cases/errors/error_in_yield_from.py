def inner():
    yield 1
    yield {}["missing"]
def outer():
    yield from inner()
list(outer())
