import asyncio

async def make_greeting(name):
    return f'Hello {name}'

async def main():
    for name in ['Paula', 'Thomas', 'Lewis']:
        a = make_greeting(name)
        print(a)

asyncio.run(main())
