import asyncio, datetime, functools

async def display_date():
    loop = asyncio.get_running_loop()
    end_time = loop.time() + 0.05
    n = 0
    while True:
        n += 1
        if (loop.time() + 0.01) >= end_time:
            break
        await asyncio.sleep(0.01)
    print("ticks", 4 <= n <= 6)

async def factorial(name, number):
    f = 1
    for i in range(2, number + 1):
        print(f"Task {name}: Compute factorial({number}), currently i={i}...")
        await asyncio.sleep(0.01)
        f *= i
    print(f"Task {name}: factorial({number}) = {f}")
    return f

async def set_after(fut, delay, value):
    await asyncio.sleep(delay)
    fut.set_result(value)

async def cancel_me():
    print('cancel_me(): before sleep')
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        print('cancel_me(): cancel sleep')
        raise
    finally:
        print('cancel_me(): after sleep')

async def waiter(event):
    print('waiting for it ...')
    await event.wait()
    print('... got it!')

async def example_coro(barrier):
    async with barrier as position:
        if position == 0:
            print('End of *cleaning up*')

async def main():
    await display_date()
    print(await asyncio.gather(factorial("A", 2), factorial("B", 3), factorial("C", 4)))
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    loop.create_task(set_after(fut, 0.01, '... world'))
    print('hello ...')
    print(await fut)
    task = asyncio.create_task(cancel_me())
    await asyncio.sleep(0.01)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("main(): cancel_me is cancelled now")
    event = asyncio.Event()
    waiter_task = asyncio.create_task(waiter(event))
    await asyncio.sleep(0.01)
    event.set()
    await waiter_task
    b = asyncio.Barrier(3)
    asyncio.create_task(b.wait())
    asyncio.create_task(b.wait())
    await asyncio.sleep(0)
    print(b)
    await b.wait()
    print(b)
    await asyncio.sleep(0)
    print(b)
    fut = loop.create_future()
    fut.add_done_callback(functools.partial(print, "Future:"))
    print(fut)
    fut.cancel()
    await asyncio.sleep(0)

asyncio.run(main())

def hello_world(loop):
    print('Hello World')
    loop.stop()
loop = asyncio.new_event_loop()
loop.call_soon(hello_world, loop)
try:
    loop.run_forever()
finally:
    loop.close()
def trampoline(name: str = "") -> None:
    print(name, end=" ")
    loop.call_later(0.01, trampoline, name)
loop = asyncio.new_event_loop()
loop.call_soon(trampoline, "A")
loop.call_later(0.035, loop.stop)
loop.run_forever()
print()
loop.close()
