import asyncio


async def value():
    return 42


async def fail():
    raise ValueError("failed")


print(asyncio.run(value()))
try:
    asyncio.run(fail())
except ValueError as e:
    print("caught", e)


async def main():
    print(
        asyncio.get_running_loop() is asyncio.get_running_loop(),
        asyncio.current_task().get_name(),
        len(asyncio.all_tasks()),
    )


asyncio.run(main())
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
try:
    asyncio.create_task(value())
except RuntimeError as e:
    print(e)
