async def c():
    raise ValueError("by hand")
c().send(None)
