async def twice(x):
    return 2 * x

print(twice(2) + 1)
