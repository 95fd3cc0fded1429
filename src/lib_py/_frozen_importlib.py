"""The machinery of imports as importlib has it. The import statement itself does not need it."""

import _imp
import _thread
import _warnings
import _weakref
import sys


def _library_code(name):
    path = f"/lib/python3.14/{name.replace('.', '/')}.py"
    # compiled files are neither read nor written: marshal is not needed
    source = _imp._library_source(path).replace(b"import marshal\n", b"marshal = None\n")
    return compile(source, path, "exec", dont_inherit=True)


exec(_library_code("importlib._bootstrap"), globals())
_setup(sys, _imp)
sys.meta_path.append(BuiltinImporter)
_install_external_importers()
