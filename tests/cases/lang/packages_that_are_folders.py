"""Packages that are nothing but folders, and circular imports outside of the script's folder."""

import importlib.util
import os
import sys
import tempfile

places = [tempfile.mkdtemp() for _ in range(2)]
for i, place in enumerate(places):
    os.makedirs(f"{place}/parts/inner")
    with open(f"{place}/parts/part{i}.py", "w") as f:
        f.write(f"number = {i}\n")
    with open(f"{place}/parts/inner/deep{i}.py", "w") as f:
        f.write(f"number = {i + 10}\n")


def shown(x):
    text = repr(x)
    for i, place in enumerate(places):
        text = text.replace(place, f"<place {i}>")
    return text


sys.path.insert(0, places[0])
import parts
import parts.part0

print(shown(parts), shown(parts.__path__), parts.__spec__.origin, parts.__file__, type(parts.__loader__).__name__)
try:
    import parts.part1
except ModuleNotFoundError as e:
    print(e)
sys.path.append(places[1])
import parts.part1
from parts.inner import deep0, deep1

print(parts.part0.number, parts.part1.number, deep0.number, deep1.number)
print(shown(list(parts.__path__)), shown(parts.inner))
spec = importlib.util.find_spec("parts.inner")
print(shown(spec.submodule_search_locations), spec.parent, importlib.import_module("parts.inner") is parts.inner)

for name, text in {
    "ring_one": "from ring_two import b\na = 1\n",
    "ring_two": "from ring_one import a\nb = 1\n",
    "ring_three": "import ring_four\n",
    "ring_four": "import ring_three\nring_three.later\n",
}.items():
    with open(f"{places[0]}/{name}.py", "w") as f:
        f.write(text)
for name in ("ring_one", "ring_three"):
    try:
        importlib.import_module(name)
    except (ImportError, AttributeError) as e:
        print(type(e).__name__, str(e).replace(places[0], "<place 0>"))
