"""The file-based part of importlib's machinery, over the packed library and the file system."""

import _frozen_importlib
import _imp
import sys

exec(_imp._library_code("importlib._bootstrap_external"), globals())


class SourceFileLoader(SourceFileLoader):
    """A source file: one of the packed library, or one of the file system."""

    def get_data(self, path):
        data = _imp._library_source(path)
        return super().get_data(path) if data is None else data


class _SourceFinder:
    """Finds what the import statement finds."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        found = _imp._find_source(fullname, path)
        if found is None:
            return None
        file, folder = found
        places = None if folder is None else [folder]
        loader = SourceFileLoader(fullname, file)
        return spec_from_file_location(fullname, file, loader=loader, submodule_search_locations=places)


def _fix_up_module(module):
    """Gives a module that the import statement has made its spec and loader."""
    name, file = module.__name__, module.__file__
    spec = spec_from_file_location(
        name,
        file,
        loader=SourceFileLoader(name, file),
        submodule_search_locations=getattr(module, "__path__", None),
    )
    module.__spec__, module.__loader__ = spec, spec.loader


_set_bootstrap_module(_frozen_importlib)
sys.meta_path.append(_SourceFinder)
for _module in list(sys.modules.values()):
    if getattr(_module, "__file__", None) and _module.__name__ != "__main__":
        _fix_up_module(_module)
del _module
