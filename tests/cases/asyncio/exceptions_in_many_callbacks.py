"""Callbacks of a future that fail do not stop those after them; each goes to the exception handler."""
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    seen = []
    loop.set_exception_handler(lambda loop, context: seen.append((context["message"].split(" at ")[0].split("(")[0], repr(context["exception"]))))
    f = loop.create_future()

    def callback(n):
        def run(f):
            seen.append(n)
            if n % 2:
                raise ValueError(n)

        return run

    for n in range(4):
        f.add_done_callback(callback(n))
    f.set_result(None)
    await asyncio.sleep(0)
    for s in seen:
        print(s)


asyncio.run(main())
