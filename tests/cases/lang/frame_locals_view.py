"""frame.f_locals of a function: a view through which variables can be set."""
import sys


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


def function(a, *rest, key=None):
    captured = 1
    later: int

    def use():
        return captured

    view = sys._getframe().f_locals
    print(type(view).__name__, list(view)[:3], "later" in view, len(view))
    view["a"] = 10
    view["captured"] = 2
    view["extra"] = "kept"
    view["later"] = 5
    print(a, use(), later, view["extra"], "extra" in view, "extra" in locals())
    attempt(lambda: view["missing"])
    attempt(view.pop, "a")
    attempt(view.pop, "extra")
    attempt(view.pop, "extra", "default")
    attempt(view.__delitem__, "captured")
    attempt(view.update, 1)
    attempt(view.update, {"a": 11, "more": 1})
    print(a, view.get("more"), view.get("no"), view.setdefault("more", 3), view.setdefault("new", 4))
    attempt(hash, view)
    print(view == sys._getframe().f_locals, view != dict(view), dict(view) == view, isinstance(view.copy(), dict))
    print(sorted(k for k in view | {"z": 1}), ("q" in {"q": 1} | view))
    snapshot = locals()
    snapshot["a"] = 99
    print(a, type(snapshot).__name__)
    del view["new"]
    print(list(reversed(view))[-1], type(view.keys()).__name__, ("rest", rest) in view.items())
    return sys._getframe()


frame = function(1, 2)
print(frame.f_locals["a"], sorted(frame.f_locals)[:2])
print(sys._getframe().f_locals is globals())


class Body:
    x = 1
    print("x" in sys._getframe().f_locals, type(sys._getframe().f_locals).__name__)
