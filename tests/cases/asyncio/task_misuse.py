import asyncio


def plain():
    yield


async def f():
    pass


async def main():
    for bad in (1, plain, plain(), f, "x"):
        try:
            asyncio.create_task(bad)
        except TypeError as e:
            print(str(e).split(" at ")[0])
    t = asyncio.create_task(f())
    for bad in (lambda: t.set_result(1), lambda: t.set_exception(ValueError())):
        try:
            bad()
        except RuntimeError as e:
            print(e)
    await t

    async def awaits_itself():
        await asyncio.current_task()

    try:
        await asyncio.create_task(awaits_itself())
    except RuntimeError as e:
        print(str(e).split(":")[0])

    class Yields:
        def __init__(self, what):
            self.what = what

        def __await__(self):
            yield self.what

    async def bad_yield(what):
        await Yields(what)

    loop = asyncio.get_running_loop()
    for what in (3, plain(), loop.create_future()):
        try:
            await asyncio.create_task(bad_yield(what))
        except RuntimeError as e:
            print(str(e).split(" at ")[0].split("<")[0])
    other = asyncio.new_event_loop()
    foreign = other.create_future()

    async def waits():
        await foreign

    try:
        await asyncio.create_task(waits())
    except RuntimeError as e:
        print(str(e)[-30:])
    other.close()


asyncio.run(main())
