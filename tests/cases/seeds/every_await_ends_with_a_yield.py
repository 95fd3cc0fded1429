import types

@types.coroutine
def leaf():
    got = yield "leaf yields"
    return got

async def middle():
    return await leaf() + 1

async def top():
    return await middle() + 1

c = top()
print(c.send(None))
try:
    c.send(40)
except StopIteration as e:
    print("result", e.value)
