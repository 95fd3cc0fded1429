import asyncio


def plain(n):
    if n:
        raise ValueError(n)
    return n


def not_caught():
    try:
        plain(1)
    except KeyError:
        pass
    except (TypeError,
            OSError) as e:
        print(e)
    return 3


def cleaned():
    try:
        not_caught()
    finally:
        x = 1
        x += 1
    return x


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None


def managed():
    with Manager():
        cleaned()
    return 1


def generator():
    managed()
    yield 1
    return 2


async def coroutine():
    list(generator())
    return 1


def lines(e):
    tb = e.__traceback__
    while tb:
        yield tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_frame.f_lineno
        tb = tb.tb_next


async def main():
    t = asyncio.create_task(coroutine())
    await asyncio.wait([t])
    print([(f.f_code.co_name, f.f_lineno) for f in t.get_stack()])
    for line in lines(t.exception()):
        print(*line)


asyncio.run(main())
