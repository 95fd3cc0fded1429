import asyncio


async def number():
    return 1


async def main():
    async def plain_for(): [n for n in stream()]
    async def await_int(): await 5
    async def twice(): c = number(); await c; await c
    async def stream(): yield 1
    for cell in (plain_for, await_int, twice):
        try:
            await cell()
        except Exception as error:
            print(f"{cell.__name__}: {type(error).__name__}: {error}")


asyncio.run(main())
for source in ("await x", "async def f():\n    yield 1\n    return 2"):
    try:
        compile(source, "cell", "exec")
    except SyntaxError as error:
        print("SyntaxError:", error.msg)
