def chain(e):
    out = []
    while e is not None: out.append(repr(e)); e = e.__context__
    return " <- ".join(out)
def leaf():
    while True:
        try: yield 1
        except ValueError as e: print("leaf", chain(e))
        except KeyError as e:
            try: raise IndexError("new")
            except IndexError as e: print("leaf new", chain(e)); raise
def mid():
    try: raise TypeError("mid")
    except TypeError:
        yield from leaf()
def outer():
    try: raise OSError("outer")
    except OSError:
        yield from mid()
g = outer(); next(g)
g.throw(ValueError("v"))
try: raise RuntimeError("thrower")
except RuntimeError: g.throw(ValueError("v2"))
g.send(None)
try: g.throw(KeyError("k"))
except IndexError as e: print(chain(e))
import sys
def leaf2():
    try: yield
    except ValueError: pass
    print(repr(sys.exception()))
    try: yield
    finally: print(repr(sys.exception()))
def outer2():
    try: raise OSError("outer2")
    except OSError: yield from leaf2()
g = outer2(); next(g); g.throw(ValueError("a"))
try: next(g)
except StopIteration: pass
g = outer2(); next(g)
next_ = g.throw(ValueError)
try: g.throw(KeyError("z"))
except KeyError as e: print(chain(e))


def closed(name):
    try:
        yield
    except GeneratorExit as e:
        print(name, chain(e))
        raise


def closes(name):
    try: raise OSError(name)
    except OSError:
        yield from closed(name)


for g in (closed("one"), closes("two")):
    next(g)
    try: raise EOFError("closer")
    except EOFError: g.close()
