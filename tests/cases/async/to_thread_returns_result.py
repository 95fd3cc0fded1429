import asyncio


def work(x):
    return x * 2


def fail():
    raise ValueError("in thread")


async def main():
    print(await asyncio.to_thread(work, 21))
    try:
        await asyncio.to_thread(fail)
    except ValueError as e:
        print(e)


asyncio.run(main())
