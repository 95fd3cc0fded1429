import asyncio
import traceback


async def numbers():
    yield 1
    raise ValueError("in the generator")


async def a_list():
    return [
        n
        async for n in numbers()
    ]


async def a_dict():
    return {n: m for m in [1] async for n in numbers() if n}


async def a_generator():
    return [n async for n in (m async for m in numbers())]


async def a_loop():
    async for n in numbers():
        pass
    else:
        print("not reached")


for f in (a_list, a_dict, a_generator, a_loop):
    try:
        asyncio.run(f())
    except ValueError as e:
        for entry in traceback.extract_tb(e.__traceback__):
            if entry.filename == __file__:
                print(f.__name__, entry.name, entry.lineno, entry.end_lineno, entry.colno, entry.end_colno)
