"""A folder without __init__.py is a package too; its parts may lie in several folders of sys.path."""

import os
import sys
import tempfile

with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
    for folder, module, text in ((one, "first", "x = 1"), (two, "second", "from spread import first\ny = first.x + 1")):
        os.makedirs(os.path.join(folder, "spread", "deep"))
        with open(os.path.join(folder, "spread", f"{module}.py"), "w") as f:
            f.write(text)
    with open(os.path.join(two, "spread", "deep", "bottom.py"), "w") as f:
        f.write("print(__name__, __package__)")
    sys.path[:0] = [one, two]

    import spread.second
    import spread.deep.bottom

    print(spread.second.y, spread.__name__, spread.__package__, hasattr(spread, "__file__"))
    print([os.path.basename(p) for p in spread.__path__], len(spread.deep.__path__))
    try:
        import spread.third
    except ModuleNotFoundError as e:
        print(e, e.name)
    try:
        import nothing_of_this_name
    except ModuleNotFoundError as e:
        print(e)
