import asyncio


async def nothing():
    return 1


async def main():
    g = asyncio.TaskGroup()
    c = nothing()
    try:
        g.create_task(c)
    except RuntimeError as e:
        print(str(e).split(" ", 1)[1])
    async with g:
        t = g.create_task(nothing(), name="x")
    print(t.result(), t.get_name())
    c = nothing()
    try:
        g.create_task(c)
    except RuntimeError as e:
        print(str(e).split(" ", 1)[1])
    try:
        async with g:
            pass
    except RuntimeError as e:
        print(str(e).split(" ", 1)[1])


asyncio.run(main())
