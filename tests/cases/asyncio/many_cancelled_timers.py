import asyncio


async def main():
    loop = asyncio.get_running_loop()
    out = []
    handles = [loop.call_later(0.01 + i / 100000, out.append, i) for i in range(300)]
    for i, h in enumerate(handles):
        if i % 5:
            h.cancel()
    await asyncio.sleep(0.05)
    print(len(out), out[:5], out == sorted(out))
    print(handles[1].cancelled(), handles[0].cancelled(), len(loop._scheduled))


asyncio.run(main())
