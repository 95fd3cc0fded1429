"""Module docstring."""

import sys, types

print(__name__, __doc__, __file__.rsplit("/", 1)[1], __spec__, __package__, __builtins__.__name__)
m = sys.modules["__main__"]
print(m.__doc__, type(m) is types.ModuleType, m.m is m)
m.dynamic = 5
print(dynamic)
globals()["g"] = 6
print(g)
del m.dynamic
try:
    dynamic
except NameError as e:
    print(e)
n = types.ModuleType("n", "doc")
n.x = 1
print(n, n.__name__, n.__doc__, n.x, sorted(k for k in vars(n) if not k.startswith("_")))
print(
    sys.argv[1:], sys.maxsize, sys.byteorder, sys.version_info.major, sys.getrecursionlimit()
)
