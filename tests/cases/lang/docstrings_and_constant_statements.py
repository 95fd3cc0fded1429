def f():
    "one"
    "two"
def g():
    f"not a docstring {1}"
def h():
    b"bytes"
def i():
    """
    Indented
      more
    """
class C:
    '''class doc'''
    def m(self): "method doc"
def j(): 5
async def k(): "async doc"
lam = lambda: "no doc"
print(f.__doc__, g.__doc__, h.__doc__, repr(i.__doc__), C.__doc__, C.m.__doc__, j.__doc__, k.__doc__, lam.__doc__)
1; "a"; None; ...; [1, 2]; (lambda: 0)
"constant"
print(f(), j())
f.__doc__ = "changed"; print(f.__doc__); del f.__doc__; print(f.__doc__)
class D(C): pass
print(D.__doc__)
