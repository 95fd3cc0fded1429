async def c():
    x = (await y for y in [1])
    return [z for z in x]
import asyncio
asyncio.run(c())
