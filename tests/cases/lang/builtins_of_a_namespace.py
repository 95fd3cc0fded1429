"""What `__builtins__` of a namespace is decides which names code in it finds; any mapping will do."""
import types


def attempt(source, namespace, mode="eval"):
    try:
        print(mode, eval(compile(source, "text", mode), namespace))
    except BaseException as e:
        print(type(e).__name__, e)


class Loud(dict):
    def __getitem__(self, key):
        raise LookupError(key)


attempt("len", {"__builtins__": {"len": 5}})
attempt("len", {"__builtins__": {}})
attempt("special", {"__builtins__": types.MappingProxyType({"special": 1})})
attempt("special", {"__builtins__": types.MappingProxyType({})})
attempt("special", {"__builtins__": Loud(special=1)})
attempt("special", {"__builtins__": 123})
attempt("special", Loud(special=1))
attempt("import nothing", {"__builtins__": {}}, "exec")
attempt("import nothing", {"__builtins__": types.MappingProxyType({})}, "exec")
namespace = {"__builtins__": types.MappingProxyType({"__import__": lambda *args: args[0]})}
attempt("import nothing.at_all", namespace, "exec")
print(namespace["nothing"])

made = types.FunctionType(compile("x = 5", "text", "exec"), {})
print(made(), made.__globals__["x"])
print(sum([1, 2.5, 3 + 1j, 0.1]), sum([0.1] * 10 + [1j] * 3), sum([1j, 2], -0.0))
