"""A body that swallows the timeout's cancellation gets TimeoutError at the end all the same."""
import asyncio


async def main():
    try:
        async with asyncio.timeout(0.01) as t:
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                print("swallowed", asyncio.current_task().cancelling())
            await asyncio.sleep(0)
            print("goes on")
        print("no error", t.expired(), asyncio.current_task().cancelling())
    except TimeoutError:
        print("timeout", t.expired())
    try:
        async with asyncio.timeout(0.01):
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                raise ValueError("instead")
    except ValueError as e:
        print(repr(e), type(e.__context__).__name__, type(e.__context__.__cause__).__name__)


asyncio.run(main())
