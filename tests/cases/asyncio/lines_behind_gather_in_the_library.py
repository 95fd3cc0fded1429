"""Tracebacks name the lines that the library has."""
import asyncio
import traceback


async def main():
    loop = asyncio.get_running_loop()
    for what in (
        lambda: asyncio.gather(1),
        lambda: asyncio.shield(2),
        lambda: asyncio.run_coroutine_threadsafe(3, loop),
        lambda: asyncio.create_eager_task_factory(4),
    ):
        try:
            what()
        except TypeError:
            traceback.print_exc()
    for coroutine in asyncio.gather, asyncio.shield, asyncio.run_coroutine_threadsafe:
        print(coroutine.__name__, coroutine.__code__.co_firstlineno)


asyncio.run(main())
