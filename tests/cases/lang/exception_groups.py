eg = ExceptionGroup("group", [ValueError(1), TypeError("t"), ExceptionGroup("inner", [KeyError("k"), ValueError(2)])])
print(
    eg,
    repr(eg),
    eg.message,
    len(eg.exceptions),
    type(BaseExceptionGroup("b", [ValueError()])).__name__,
    type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__,
)
m, r = eg.split(ValueError)
print(repr(m))
print(repr(r))
print(
    repr(eg.subgroup(KeyError)),
    eg.subgroup(OSError),
    repr(eg.subgroup(lambda e: isinstance(e, TypeError))),
    repr(eg.derive([OSError()])),
)
for a in ((), ("m",), ("m", []), ("m", 5), ("m", [1]), (1, [ValueError()]), ("m", [KeyboardInterrupt()])):
    try:
        ExceptionGroup(*a)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
try:
    raise eg
except* ValueError as e:
    print("VE", repr(e))
except* (TypeError, KeyError) as e:
    print("TK", repr(e))
try:
    try:
        raise eg
    except* ValueError:
        print("handled ValueErrors")
except ExceptionGroup as rest:
    print("rest", repr(rest))
try:
    raise ValueError("naked")
except* ValueError as e:
    print(repr(e))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError as e:
        raise KeyError("new")
except ExceptionGroup as e:
    print(repr(e), repr(e.exceptions[0].__context__))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError as e:
        raise
except ExceptionGroup as e:
    print(repr(e))
try:
    pass
except* ValueError:
    print("no")
else:
    print("else")
finally:
    print("finally")
try:
    try:
        raise ValueError
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)


def f():
    for i in range(2):
        try:
            raise ExceptionGroup("g", [ValueError(i)])
        except* ValueError as e:
            print(i, e.exceptions)


f()


class MyEG(ExceptionGroup):
    def derive(self, excs):
        return MyEG(self.message, excs)


m, r = MyEG("my", [ValueError(1), OSError(2)]).split(OSError)
print(type(m).__name__, type(r).__name__)
try:
    try:
        raise KeyError("plain")
    except* ValueError:
        pass
except KeyError as e:
    print("unwrapped", repr(e))
