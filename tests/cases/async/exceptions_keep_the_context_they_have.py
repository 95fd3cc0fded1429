"""An exception that passes through native code keeps its context, even one that was taken off."""
import asyncio
import contextlib


@contextlib.asynccontextmanager
async def manager():
    try:
        yield
    except BaseException:
        exc = ValueError("another")
        try:
            raise exc
        finally:
            exc.__context__ = None


class Finder:
    def __getattr__(self, name):
        exc = AttributeError(name)
        try:
            raise exc
        finally:
            exc.__context__ = None


async def main():
    try:
        async with manager():
            raise IndexError
    except ValueError as e:
        print("manager", repr(e.__context__))
    try:
        raise KeyError
    except KeyError:
        try:
            getattr(Finder(), "x")
        except AttributeError as e:
            print("getattr", repr(e.__context__))
        try:
            sorted([Finder(), 1], key=lambda x: x.real)
        except AttributeError as e:
            print("sorted", repr(e.__context__))
        try:
            int("x")
        except ValueError as e:
            print("int", repr(e.__context__))
        f = asyncio.get_running_loop().create_future()
        f.set_exception(OSError("in a future"))
        try:
            await f
        except OSError as e:
            print("future", repr(e.__context__))
        try:
            next(iter([]))
        except StopIteration as e:
            print("next", repr(e.__context__))


asyncio.run(main())
