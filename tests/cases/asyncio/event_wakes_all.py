import asyncio


async def main():
    e = asyncio.Event()

    async def w(n):
        print(n, await e.wait())

    tasks = [asyncio.create_task(w(i)) for i in range(3)]
    await asyncio.sleep(0)
    print(e, e.is_set())
    e.set()
    tasks[1].cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))
    print(e, await e.wait())
    e.clear()
    print(e.is_set())


asyncio.run(main())
