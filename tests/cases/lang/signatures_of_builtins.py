# What inspect tells of the parameters of built-in functions, types and methods.
import builtins
import inspect
import itertools
import math
import operator
import types

skipped = {"help", "exit", "quit", "copyright", "credits", "license"}
for name in sorted(dir(builtins)):
    value = getattr(builtins, name)
    if callable(value) and name not in skipped and not (isinstance(value, type) and issubclass(value, BaseException)) and not name.startswith("__"):
        try:
            print(name, inspect.signature(value))
        except ValueError as e:
            print(name, "->", e)
for module in itertools, math, operator:
    for name in sorted(dir(module)):
        value = getattr(module, name)
        if callable(value) and not name.startswith("_"):
            print(name, value.__text_signature__)
for kind in str, bytes, list, dict, tuple, set, frozenset, int, float, range, slice, property, types.GeneratorType:
    for name, value in sorted(vars(kind).items()):
        if isinstance(value, (types.MethodDescriptorType, types.ClassMethodDescriptorType)) and not name.startswith("__"):
            print(kind.__name__, name, value.__text_signature__)
print(inspect.signature(sorted), inspect.signature(print), inspect.signature([].append), inspect.signature("".split))
