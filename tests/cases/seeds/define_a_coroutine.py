# define a coroutine
async def custom_coroutine():
    # ..
    pass

print(type(custom_coroutine))
print(custom_coroutine)
