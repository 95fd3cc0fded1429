"""A timeout that is over at once still lets the body begin; a delay of None never ends."""
import asyncio


async def main():
    for delay in (0, -1, None):
        log = []
        try:
            async with asyncio.timeout(delay):
                log.append("begun")
                await asyncio.sleep(0)
                log.append("one turn")
                await asyncio.sleep(0.01)
                log.append("slept")
        except TimeoutError:
            log.append("timeout")
        print(delay, log)
    for delay in (0, -1):
        done = asyncio.get_running_loop().create_future()
        done.set_result("was ready")
        print(await asyncio.wait_for(done, delay))
        try:
            await asyncio.wait_for(asyncio.sleep(0, "never"), delay)
        except TimeoutError as e:
            print("wait_for", delay, repr(e))


asyncio.run(main())
