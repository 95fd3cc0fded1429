"""In which order CPython's loop resumes tasks: runs a program as usual, then writes the order to a file.

    python3.14 tests/support/handoffs.py PROGRAM.py ORDER

A word for each step that the loop runs: `2<` is the second task, which is suspended again; `2.` has ended, `2x` was cancelled. Tasks are
numbered as the loop resumes them. The first step of an eager task is no step of the loop, and what a runner does when it closes its loop
is no part of the program.
"""

import asyncio
import os
import runpy
import sys
import weakref
from _asyncio import Task
from asyncio import events

CLOSING = ("BaseEventLoop.shutdown_asyncgens", "BaseEventLoop.shutdown_default_executor")
words = []
numbers = weakref.WeakKeyDictionary()


def run(handle, original=events.Handle._run):
    callback = handle._callback
    task = getattr(callback, "__self__", None)
    if not isinstance(task, Task) or getattr(callback, "__name__", "task_wakeup") != "task_wakeup":
        return original(handle)
    if getattr(task.get_coro(), "__qualname__", "") in CLOSING:
        run.closing = True
    if run.closing:
        return original(handle)
    if task not in numbers:
        run.tasks += 1
        numbers[task] = run.tasks
    number = numbers[task]
    before = len(words)
    words.append("")
    try:
        return original(handle)
    finally:
        words[before] = f"{number}{'<' if not task.done() else 'x' if task.cancelled() else '.'}"


def close(runner, original=asyncio.Runner.close):
    try:
        return original(runner)
    finally:
        run.closing = False


run.tasks = 0
run.closing = False
events.Handle._run = run
asyncio.Runner.close = close
program, order = sys.argv[1:]
sys.argv = [program]
sys.path[0] = os.path.dirname(os.path.abspath(program))
try:
    runpy.run_path(program, run_name="__main__")
finally:
    with open(order, "w", encoding="utf-8") as file:
        file.write(" ".join(words) + "\n")
