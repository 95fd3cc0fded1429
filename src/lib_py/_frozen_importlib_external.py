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


class PathFinder(PathFinder):
    """Finds what the import statement finds, after what the program's hooks find."""

    @classmethod
    def _get_spec(cls, fullname, path, target=None):
        if len(sys.path_hooks) > 1:
            spec = super()._get_spec(fullname, path, target)
            if spec is not None and spec.loader is not None:
                return spec
        path = list(path)
        found = _imp._find_source(fullname, path)
        if found is None:
            portions = _imp._find_portions(fullname, path)
            spec = _bootstrap.ModuleSpec(fullname, None)
            spec.submodule_search_locations = portions
            return spec if portions else None
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


def _fix_up_namespace(module):
    """Gives a package without a file its spec, its loader and a path that follows its parent's."""
    name = module.__name__
    loader = NamespaceLoader(name, module.__path__, PathFinder._get_spec)
    spec = _bootstrap.ModuleSpec(name, loader, is_package=True)
    spec.submodule_search_locations = module.__path__ = loader._path
    module.__spec__, module.__loader__ = spec, loader


_set_bootstrap_module(_frozen_importlib)
_frozen_importlib._take_places([PathFinder])
sys.path_hooks.append(FileFinder.path_hook(*_get_supported_file_loaders()))
for _module in list(sys.modules.values()):
    if getattr(_module, "__file__", None) and _module.__name__ != "__main__":
        _fix_up_module(_module)
del _module
