import sys

source = [
    "async def greeting(name):\n    print(f'Hello {name}')\n\n",
    "greeting('Guido')\n",
    "import asyncio\n",
    "asyncio.run(greeting('Guido'))\n",
]
namespace = {"__name__": "__main__"}
for line in source:
    for i, text in enumerate(line.rstrip("\n").split("\n")):
        print("..." if i else ">>>", text)
    exec(compile(line, "<stdin>", "single"), namespace)
print(type(namespace.get("_")).__name__)
import builtins
builtins._.close()
