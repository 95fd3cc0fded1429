"""A task factory sees every task of the loop, with what create_task was given."""
import asyncio


class Named(asyncio.Task):
    pass


def factory(loop, coro, **options):
    print(coro.__name__, sorted(options), options.get("name"))
    return Named(coro, loop=loop, **options)


async def child():
    return type(asyncio.current_task()).__name__


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(factory)
    print(await asyncio.create_task(child(), name="named"))
    print(await asyncio.gather(child(), child()))
    async with asyncio.TaskGroup() as g:
        t = g.create_task(child())
    print(t.result(), loop.get_task_factory() is factory)
    loop.set_task_factory(None)
    print(await asyncio.create_task(child()))
    try:
        loop.set_task_factory(1)
    except TypeError as e:
        print(e)


asyncio.run(main())
