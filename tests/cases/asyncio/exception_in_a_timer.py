"""A timer's callback fails: the loop goes on, the default handler says where the handle was made only in debug mode."""
import asyncio


def fail():
    raise RuntimeError("in a timer")


async def main():
    loop = asyncio.get_running_loop()
    contexts = []
    loop.set_exception_handler(lambda _, c: contexts.append(c))
    loop.call_later(0.01, fail)
    loop.call_at(loop.time() + 0.01, print, "the next one runs")
    await asyncio.sleep(0.02)
    (c,) = contexts
    print(sorted(c), repr(c["exception"]), type(c["handle"]).__name__)
    loop.set_exception_handler(None)
    print(loop.get_exception_handler())
    try:
        loop.set_exception_handler(1)
    except TypeError as e:
        print(e)


asyncio.run(main())
