import asyncio


async def ag(n):
    for i in range(n):
        yield i


async def main():
    it = aiter(ag(2))
    print(await anext(it), await anext(it), await anext(it, "end"))
    a = anext(ag(1), "d")
    print(type(a).__name__, hasattr(a, "__await__"))
    print(await a)
    for f in (list, sum, sorted, tuple, set, iter, enumerate, dict, any):
        try:
            f(ag(1))
        except TypeError as e:
            print(e)
    try:
        [*ag(1)]
    except TypeError as e:
        print(e)
    try:
        a, b = ag(2)
    except TypeError as e:
        print(e)
    try:
        1 in ag(1)
    except TypeError as e:
        print(e)
    try:
        print(*ag(1))
    except TypeError as e:
        print(e)


asyncio.run(main())
