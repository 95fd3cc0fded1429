"""Threads that import the same module: its body runs once, and nobody sees half of it."""
import asyncio
import threading
import time


def together(*functions):
    threads = [threading.Thread(target=f) for f in functions]
    for t in threads:
        t.start()
        time.sleep(0.005)
    for t in threads:
        t.join()


results = []


def plain():
    import _slow_module

    results.append(_slow_module.value)


def by_name():
    from _slow_module import value

    results.append(value)


together(plain, by_name, plain)
print(results)


def circle_one():
    import _circle_one

    results.append(_circle_one.late)


def circle_two():
    import _circle_two

    results.append((_circle_two.late, _circle_two.seen))


# each waits for the other: the one that would close the circle gets the module as far as it is
results.clear()
together(circle_one, circle_two)
print(sorted(results, key=str))


def failing():
    try:
        import _failing_module
    except ValueError as e:
        results.append(str(e))


results.clear()
together(failing, failing)
print(results)


def load_library(n):
    import decimal

    return decimal.Decimal(n) / 4


async def main():
    print(await asyncio.gather(*(asyncio.to_thread(load_library, n) for n in range(4))))


asyncio.run(main())
