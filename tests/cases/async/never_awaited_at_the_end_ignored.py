# Filters hold until the end.
import warnings

warnings.filterwarnings("ignore", message="coroutine 'one'")


async def one():
    pass


async def two():
    pass


first, second, third, fourth = one(), one(), two(), two()
print("end")
