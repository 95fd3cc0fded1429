async def c():
    return 5
c().send(None)
