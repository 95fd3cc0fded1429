async def outer():
    def nested():
        return await inner()
    return nested()
