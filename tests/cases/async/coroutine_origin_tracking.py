import sys


async def co():
    pass


def make():
    return co()


sys.set_coroutine_origin_tracking_depth(2)
print(sys.get_coroutine_origin_tracking_depth())
c = make()
print([(line, name) for _, line, name in c.cr_origin])
del c
sys.set_coroutine_origin_tracking_depth(0)
make()
try:
    sys.set_coroutine_origin_tracking_depth(-1)
except ValueError as e:
    print(e)
