import asyncio


async def main():
    loop = asyncio.get_running_loop()
    print(
        loop.get_debug(),
        type(loop).__mro__[-2].__name__,
        isinstance(loop, asyncio.AbstractEventLoop),
        loop.is_running(),
        loop.is_closed(),
        loop.slow_callback_duration,
    )
    h = loop.call_later(5, print)
    print(type(h).__name__, h.cancelled(), h.when() > loop.time())
    h.cancel()
    s = loop.call_soon(print, "soon")
    print(type(s).__name__, s.cancelled())
    s.cancel()
    print(s.cancelled(), s)


asyncio.run(main())
