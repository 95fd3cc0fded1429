import asyncio


async def co():
    pass


async def main():
    co()
    x = co()
    x = None
    [co() for _ in range(2)]
    d = {"k": co()}
    d.clear()
    print("end of main")


def sync():
    co()
    print("end of sync")


sync()
asyncio.run(main())


def holder():
    y = co()
    return 1


holder()
asyncio.sleep(0)
print("end")
