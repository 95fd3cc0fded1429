async def main():
    results = [item async for item async_iterator]
