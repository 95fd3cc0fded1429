# What CPython finds while it looks at names has its place in attributes only, and comes before what it finds while it makes code.
PROGRAMS = [
    "return",
    "break",
    "x = yield",
    "async def f(): yield from x",
    "def f(a=1, b): pass",
    "await x",
    "def f(): await x",
    "def f():\n async for x in y: pass",
    "def f():\n async with y: pass",
    "[x async for x in y]",
    "def f(): return [await x for x in y]",
    "def f(x): global x",
    "nonlocal x",
    "class A: from a import *",
    "def f(a, a): pass",
    "__debug__ = 1",
    "[x := 1 for x in y]",
    "[(yield) for x in y]",
    "type X = (yield)",
    "def f[T, T](): pass",
    "from __future__ import braces",
    # two at once
    "return\nawait x",
    "break\nasync with x: pass",
    "return\n[x async for x in y]",
    "return\nyield",
    "yield\nreturn",
    "continue\ndef f(x): nonlocal x",
    "async def f():\n async for x in await y: lambda: [z async for z in x]",
]
for program in PROGRAMS:
    try:
        compile(program, "text", "exec")
    except SyntaxError as e:
        print(repr(e), (e.lineno, e.offset, e.end_lineno, e.end_offset), e.filename)
