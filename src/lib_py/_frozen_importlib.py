"""The machinery of imports as importlib has it. The import statement itself does not need it."""

import _imp
import _thread
import _warnings
import _weakref
import sys

exec(_imp._library_code("importlib._bootstrap"), globals())
_setup(sys, _imp)
sys.meta_path.append(BuiltinImporter)
_install_external_importers()
