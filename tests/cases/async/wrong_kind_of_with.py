# The class is named with its module when the other statement would do.
import asyncio
import contextlib


@contextlib.contextmanager
def manager():
    yield


@contextlib.asynccontextmanager
async def async_manager():
    yield


class Own:
    async def __aenter__(self):
        pass

    async def __aexit__(self, *exc):
        pass


async def main():
    for thing in asyncio.Lock(), asyncio.TaskGroup(), async_manager(), Own(), 5:
        try:
            with thing:
                pass
        except TypeError as e:
            print(e)
    for thing in manager(), open(__file__), "text":
        try:
            async with thing:
                pass
        except TypeError as e:
            print(e)


asyncio.run(main())
