"""An eager task makes eager tasks: they nest like calls."""
import asyncio

depth = []


async def level(n):
    depth.append(f"{'  ' * (3 - n)}enter {n} in {asyncio.current_task().get_name()}")
    if n:
        t = asyncio.create_task(level(n - 1), name=f"level {n - 1}")
        depth.append(f"{'  ' * (3 - n)}back in {asyncio.current_task().get_name()} {t.done()}")
        await t
    else:
        await asyncio.sleep(0)
    depth.append(f"{'  ' * (3 - n)}leave {n}")


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    await asyncio.create_task(level(3), name="level 3")
    print("\n".join(depth))


asyncio.run(main())
