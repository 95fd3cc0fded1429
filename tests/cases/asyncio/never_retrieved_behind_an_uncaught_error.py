import asyncio
import sys
sys.stdout.reconfigure(line_buffering=True)
async def bad(): raise ValueError("never seen")
async def main():
    t = asyncio.create_task(bad())
    await asyncio.sleep(0.01)
    raise KeyError("main")
asyncio.run(main())
