# Coroutines that are still there when the program ends are reported then, each text once.
async def one():
    pass


async def two():
    pass


first, second, third = one(), one(), two()
print("end")
