import asyncio
from unittest import mock
async def fetch(url): raise NotImplementedError
async def main():
    m = mock.AsyncMock(return_value=5)
    print(await m(1, a=2), m.await_count, m.await_args, m.await_args_list)
    m.assert_awaited_once_with(1, a=2)
    try: m.assert_awaited_with(3)
    except AssertionError as e: print(e)
    try: m.assert_not_awaited()
    except AssertionError as e: print(e)
    m.side_effect = [1, ValueError("x"), StopAsyncIteration]
    print(await m())
    for _ in range(3):
        try: await m()
        except BaseException as e: print(type(e), e)
    m.reset_mock(side_effect=True); print(m.await_count, m.mock_calls)
    async def eff(x): return x * 2
    m.side_effect = eff; print(await m(4))
    mm = mock.MagicMock()
    mm.__aenter__.return_value = "entered"; mm.__aiter__.return_value = [1, 2]
    async with mm as v: print(v)
    print([x async for x in mm], mm.__aexit__.await_args)
    with mock.patch(__name__ + ".fetch") as p:
        p.return_value = "patched"; print(type(p).__name__, await fetch("u"))
    am = mock.create_autospec(fetch)
    try: await am()
    except TypeError as e: print(e)
    print(asyncio.iscoroutine(c := m(1))); c.close()
    try: m.assert_has_awaits([mock.call(9)])
    except AssertionError as e: print(e)
    print(m)if False else None
import warnings; warnings.simplefilter("ignore")
asyncio.run(main())
