"""Assigning and deleting items of what cannot be changed: which error, in which words."""
class N: pass
for x in ("ab", (1,2), range(3), {1}, b"ab", frozenset(), 5, N(), None, 1.5, memoryview(b"a"), slice(1)):
    for k in (0, True, slice(0,1), "k", None, 10**30):
        try:
            del x[k]
        except Exception as e: print(type(x).__name__, repr(k)[:20], type(e).__name__, e)
        try:
            x[k] = 1
        except Exception as e: print(type(x).__name__, repr(k)[:20], type(e).__name__, e)
