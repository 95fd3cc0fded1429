source = [
    "async def make_greeting(name):\n    return f'Hello {name}'\n\n",
    "import asyncio\n",
    "a = asyncio.run(make_greeting('Paula'))\n",
    "a\n",
    "_\n",
    "None\n",
    "1; 2\n",
    "if a:\n    a.upper()\n    len(a)\n\n",
]
namespace = {"__name__": "__main__"}
for line in source:
    for i, text in enumerate(line.rstrip("\n").split("\n")):
        print("..." if i else ">>>", text)
    exec(compile(line, "<stdin>", "single"), namespace)
