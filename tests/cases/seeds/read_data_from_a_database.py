import asyncio

class Database:
    async def fetch(self, query):
        print("query:", query)
        await asyncio.sleep(0.01)
        return ["row 1", "row 2"]

async def read_data(db):
    data = await db.fetch('SELECT ...')
    return data

print(asyncio.run(read_data(Database())))
