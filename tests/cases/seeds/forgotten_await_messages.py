import asyncio, warnings

async def a():
    pass

def make():
    return a()

class C:
    async def method(self):
        pass

make()
C().method()
x = a()
x = None
print("end")
