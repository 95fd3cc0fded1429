import asyncio
from fractions import Fraction


async def main():
    loop = asyncio.get_running_loop()
    out = []
    loop.call_at(0, out.append, "long ago")
    loop.call_later(-5, out.append, "negative")
    loop.call_later(True / 1000, out.append, "bool")
    loop.call_at(Fraction(loop.time()) + Fraction(1, 1000), out.append, "fraction")
    loop.call_later(Fraction(1, 500), out.append, "later")
    await asyncio.sleep(0.02)
    print(sorted(out))
    try:
        loop.call_later("1", out.append, 1)
    except TypeError as e:
        print(e)


asyncio.run(main())
