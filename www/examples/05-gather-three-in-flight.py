import asyncio


async def fetch(name, delay):
    await asyncio.sleep(delay)
    print(f"{name} arrived")
    return name.upper()


async def main():
    results = await asyncio.gather(
        fetch("tea", 0.3),
        fetch("milk", 0.1),
        fetch("sugar", 0.2),
    )
    print("in the order asked:", results)


asyncio.run(main())
