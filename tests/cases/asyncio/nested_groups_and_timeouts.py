"""Groups in groups under timeouts: which block catches what, and in which order everything ends."""
import asyncio

log = []


async def step(name, delay, fail=None):
    try:
        await asyncio.sleep(delay)
        if fail:
            raise fail
        log.append(f"{name} done")
    except asyncio.CancelledError:
        log.append(f"{name} cancelled")
        raise


async def inner(delay, fail):
    async with asyncio.TaskGroup() as g:
        g.create_task(step("inner", delay, fail))
    log.append("inner group left")


async def scenario(name, outer_timeout, inner_timeout, delay, fail):
    log.clear()
    try:
        async with asyncio.timeout(outer_timeout) as out:
            async with asyncio.TaskGroup() as g:
                g.create_task(step("sibling", 0.03))
                async with asyncio.timeout(inner_timeout) as within:
                    await inner(delay, fail)
                log.append("body goes on")
    except* ValueError as e:
        log.append(f"values {[str(x) for x in e.exceptions]}")
    except* TimeoutError as e:
        log.append(f"timeout {type(e).__name__} {[type(x).__name__ for x in e.exceptions]}")
    print(name, log, out.expired(), within.expired())


async def main():
    await scenario("all in time", 1, 1, 0.01, None)
    await scenario("inner fails", 1, 1, 0.01, ValueError("inner"))
    await scenario("inner too late", 1, 0.01, 0.05, None)
    await scenario("outer too late", 0.01, 1, 0.05, None)
    await scenario("both at once", 0.01, 0.01, 0.05, None)


asyncio.run(main())
