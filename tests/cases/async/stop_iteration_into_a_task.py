import asyncio


async def main():
    f = asyncio.get_running_loop().create_future()
    try:
        f.set_exception(StopIteration(1))
    except TypeError as e:
        print("TypeError", e)
    else:
        try:
            await f
        except RuntimeError as e:
            print(e, repr(e.__cause__))

    async def bad():
        raise StopIteration

    t = asyncio.create_task(bad())
    try:
        await t
    except RuntimeError as e:
        print(e)


asyncio.run(main())
