# What `python -m asyncio` does with statements that are piped in: `await` needs no coroutine around it.
import contextlib
import io
import runpy
import sys

TYPED = """\
await asyncio.sleep(0.01, "slept")
x = [await asyncio.sleep(0, n) for n in range(3)]
x
async def twice(n):
    await asyncio.sleep(0)
    return n * 2

await asyncio.gather(twice(1), twice(2))
asyncio.get_running_loop().is_running()
task = asyncio.create_task(twice(21), name="later")
await task
_
task.get_name(), __name__
1 / 0
await twice("a") + 1
for i in range(2): print(i, await twice(i))

if x
import contextvars
v = contextvars.ContextVar("v")
token = v.set("kept")
v.get()
asyncio.current_task()
exit(3)
"""

sys.stdin = io.StringIO(TYPED)
sys.argv = ["asyncio"]
errors = io.StringIO()
try:
    with contextlib.redirect_stderr(errors):
        runpy.run_module("asyncio", run_name="__main__", alter_sys=True)
except SystemExit as e:
    print("\nstatus", e.code)
banner, *lines = errors.getvalue().splitlines()
print(banner.startswith("asyncio REPL 3.14."))
# which thread is faster shows in frames of these two
skip = False
for line in lines:
    if line.startswith("  "):
        skip = '  File "' in line and "<stdin>" not in line or skip and not line.startswith("  File")
    else:
        skip = False
    if not skip:
        print(line)
