# A module with `__getattr__` suggests names as others do.
import asyncio

try:
    asyncio.slep(1)
except AttributeError as e:
    print(e, e.name, e.obj is asyncio)


async def main():
    await asyncio.crate_task(None)


asyncio.run(main())
