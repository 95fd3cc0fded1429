import asyncio
async def main():
    async with asyncio.timeout(1):
        raise ExceptionGroup("top", [ValueError(1), ExceptionGroup("in", [TypeError("t"), KeyError("k")]), OSError(2, "No such", "file.txt")])
def handle(e):
    try: raise e
    except* (ValueError, TypeError) as g: print("VT", repr(g))
    except* OSError as g: print("OS", repr(g), g.exceptions[0].filename)
try: handle(ExceptionGroup("h", [ValueError(1), TypeError(2), OSError(2, "x", "f")]))
except BaseException as e: print("left", repr(e))
try: handle(KeyError("naked"))
except KeyError as e: print("naked", repr(e))
try: handle(ValueError("wrapped"))
except BaseException as e: print(repr(e))
eg = ExceptionGroup("s", [ValueError(1), ExceptionGroup("n", [KeyError(2), ValueError(3)])])
print(eg.subgroup(ValueError), eg.split(lambda e: isinstance(e, KeyError)), eg.derive([OSError()]), eg.message)
try: ExceptionGroup("x", [])
except ValueError as e: print(e)
try: ExceptionGroup("x", [1])
except ValueError as e: print(e)
try: ExceptionGroup("x", [KeyboardInterrupt()])
except TypeError as e: print(e)
print(repr(BaseExceptionGroup("b", [KeyboardInterrupt()])), type(BaseExceptionGroup("b", [ValueError()])))
class MyEG(ExceptionGroup):
    def __new__(cls, msg, excs, code): o = super().__new__(cls, msg, excs); o.code = code; return o
    def derive(self, excs): return MyEG(self.message, excs, self.code)
m = MyEG("my", [ValueError(1), TypeError(2)], 7); a, b = m.split(ValueError); print(type(a).__name__, a.code, b.exceptions)
try:
    try: raise m
    except* ValueError as e: raise RuntimeError("new") from e
except ExceptionGroup as e: print(repr(e), [repr(x.__cause__) for x in e.exceptions])
def f():
    try: 1/0
    except* ZeroDivisionError: raise
try: f()
except BaseException as e: print(repr(e))
asyncio.run(main())
