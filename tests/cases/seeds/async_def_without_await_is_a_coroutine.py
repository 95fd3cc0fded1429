import asyncio, inspect

async def plain():
    return "no await here"

c = plain()
print(type(c))
print(inspect.iscoroutine(c), inspect.iscoroutinefunction(plain), inspect.isawaitable(c))
print(asyncio.run(c))
