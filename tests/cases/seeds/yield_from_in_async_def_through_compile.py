for source in [
    "async def f():\n    yield from g()\n",
    "async def f():\n    x = yield from g()\n",
    "async def f():\n    return 1\n    yield\n",
    "async def f():\n    yield\n    return 1\n",
    "async def f():\n    yield\n    return None\n",
    "async def f():\n    yield\n    return\n",
    "async def f():\n    yield 1\n",
]:
    try:
        compile(source, "<test>", "exec")
        print("ok")
    except SyntaxError as e:
        print(type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
