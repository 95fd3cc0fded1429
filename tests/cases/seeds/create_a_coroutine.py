async def custom_coroutine():
    print("never runs")

# create a coroutine
coro = custom_coroutine()
print(coro)
coro.close()
