"""Arguments that contexts and their variables refuse are shown by their repr."""
from contextvars import ContextVar, copy_context


class Shown:
    def __repr__(self):
        return "Shown()"


class Unshown:
    def __repr__(self):
        1 / 0


variable = ContextVar("variable")
context = copy_context()
for given in 3, "text", None, (1, [2]), Shown(), Unshown(), int:
    for f in variable.reset, context.get, context.__getitem__, context.__contains__:
        try:
            f(given)
        except Exception as e:
            print(f.__name__, type(e).__name__, e)
