class B:
    def __bool__(self): raise ValueError("no truth")
if 1 and B() and 2:
    pass
