"""Functions and methods of built-in types are of one type."""
import types

print(type(len) is type([].append), [].append.__class__ is len.__class__, type([].append).__mro__)
print(types.BuiltinMethodType is types.BuiltinFunctionType, isinstance("".join, types.BuiltinFunctionType))
print({type(f).__name__ for f in (len, [].append, dict.fromkeys, print)}, len({type(f) for f in (len, [].append, "".join)}))
match [].append:
    case types.BuiltinFunctionType():
        print("matched")
