import asyncio


async def main(n):
    await asyncio.sleep(0)
    return n, asyncio.current_task().get_name()


for i in range(2):
    print(asyncio.run(main(i)))
a, b = asyncio.new_event_loop(), asyncio.new_event_loop()
f = a.create_future()
print(f.get_loop() is a, a.run_until_complete(main("a"))[0], b.run_until_complete(main("b"))[0])


async def foreign():
    await f


try:
    b.run_until_complete(foreign())
except RuntimeError as e:
    print("attached to a different loop" in str(e))
a.close()
b.close()
try:
    a.run_until_complete(main(1))
except RuntimeError as e:
    print(e)
