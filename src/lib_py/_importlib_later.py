"""importlib for modules that mention it at their top and hardly ever use it: it is imported when an attribute is asked for."""


def __getattr__(name):
    import importlib.machinery

    return getattr(importlib, name)
