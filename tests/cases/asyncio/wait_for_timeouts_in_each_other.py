import asyncio


async def slow(n):
    try:
        await asyncio.sleep(n)
        return "slow"
    except asyncio.CancelledError:
        print("slow cancelled")
        raise


async def outer(inner_limit, outer_limit):
    async def middle():
        try:
            return await asyncio.wait_for(slow(1), inner_limit)
        except TimeoutError:
            print("inner timed out")
            raise

    try:
        return await asyncio.wait_for(middle(), outer_limit)
    except TimeoutError as e:
        print("outer timed out", type(e.__cause__).__name__)


async def main():
    print(await outer(0.01, 0.05))
    print(await outer(0.05, 0.01))
    print(await outer(2, 3))
    print(await asyncio.wait_for(slow(0.01), None))
    try:
        await asyncio.wait_for(slow(1), 0)
    except TimeoutError:
        print("zero")
    f = asyncio.get_running_loop().create_future()
    f.set_result(5)
    print(await asyncio.wait_for(f, 0))


asyncio.run(main())
