import asyncio

def sync():
    return 1

for what in (sync, sync(), None):
    try:
        asyncio.run(what)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
