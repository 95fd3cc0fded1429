import types

@types.coroutine
def leaf():
    yield 1

async def fetch_title(slug):
    await leaf()

c = fetch_title("x")
print(c.__name__, c.__qualname__, c.cr_running, c.cr_await, c.cr_code.co_name, c.cr_origin)
c.send(None)
print(type(c.cr_await).__name__, c.cr_suspended, c.cr_frame.f_lineno)
c.close()
print(c.cr_frame, c.cr_await)
