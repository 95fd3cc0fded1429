import asyncio

async def greeting(name):
    print(f'Hello {name}')

asyncio.run(greeting('Guido'))
