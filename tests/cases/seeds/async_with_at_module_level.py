async with x:
    print(x)
