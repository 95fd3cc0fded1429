class E(Exception):
    def __init__(self, a, b=2):
        super().__init__(a, b)
        self.a = a


class S(E):
    pass


for f in (
    "raise ValueError",
    "raise ValueError()",
    "raise ValueError('x', 1)",
    "raise E(5)",
    "raise S('s')",
    "raise KeyError('key')",
    "raise KeyError()",
    "raise OSError(2, 'msg')",
    "raise OSError(2, 'msg', 'file')",
    "raise StopIteration(3)",
    "raise 5",
    "raise 'str'",
    "raise int",
    "raise",
    "raise None",
    "raise ValueError from 5",
    "raise ValueError from KeyError",
    "raise E",
    "raise SystemExit(3)",
    "raise BaseException('b')",
    "raise UnicodeDecodeError('utf-8', b'x', 0, 1, 'why')",
    "raise AssertionError",
    "raise NotImplementedError('later')",
    "raise ImportError('m', name='n', path='p')",
    "raise AttributeError('a', name='n', obj=1)",
    "raise NotImplemented",
    "raise SyntaxError('bad', ('f', 1, 2, 'text'))",
):
    try:
        exec(f)
    except BaseException as e:
        print(f, "->", type(e).__name__, "|", str(e), "|", repr(e), "|", e.args, "|", repr(e.__cause__))
try:
    raise E(1)
except E as e:
    print(e.a, isinstance(e, Exception), e.args, e.__traceback__ is not None)


def reraise():
    try:
        raise KeyError("original")
    except KeyError:
        try:
            raise ValueError("in handler")
        except ValueError:
            pass
        raise


try:
    reraise()
except KeyError as e:
    print(repr(e), e.__context__)
try:
    try:
        1 / 0
    except Exception as e:
        saved = e
    raise saved
except ZeroDivisionError as e:
    print(e is saved)
print(
    OSError(2, "x").errno,
    OSError(2, "x").strerror,
    type(OSError(2, "x")).__name__,
    StopIteration(7).value,
    SystemExit(4).code,
    KeyError("a").args,
    ValueError(1) == ValueError(1),
)
for bad in (5, "x", int, (ValueError, 5)):
    try:
        try:
            raise ValueError("v")
        except bad:
            print("caught")
    except TypeError as e:
        print(e)
x = ValueError("a")
x.add_note("note 1")
x.add_note("note 2")
print(x.__notes__)
try:
    x.add_note(5)
except TypeError as e:
    print(e)
print(
    ValueError("x").with_traceback(None),
    [c.__name__ for c in ModuleNotFoundError.__mro__],
    issubclass(KeyboardInterrupt, Exception),
)
