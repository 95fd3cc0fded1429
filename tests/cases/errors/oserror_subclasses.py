# Which arguments a subclass of OSError keeps when it has an __init__ or a __new__ of its own.
class Init(OSError):
    def __init__(self, what):
        self.what = what


class New(OSError):
    def __new__(cls, what):
        self = super().__new__(cls, "another message")
        self.what = what
        return self


class Keyword(OSError):
    def __init__(self, message, *, kind=1):
        super().__init__(message)
        self.kind = kind


class OnlyKeyword(OSError):
    def __init__(self, *, kind):
        self.kind = kind


class Both(OSError):
    def __new__(cls, message, *, kind):
        return super().__new__(cls, message)

    def __init__(self, message, *, kind):
        self.kind = kind


class Numbered(OSError):
    def __init__(self, path):
        super().__init__(2, "gone", path)


print(Init("x").args, Init("x").what, repr(Init("x")))
print(New("x").args, New("x").what)
print(Keyword("m", kind=5).args, Keyword("m", kind=5).kind)
print(OnlyKeyword(kind=3).args, Both("m", kind=4).args, Both("m", kind=4).kind)
print(Numbered("f"), Numbered("f").args, Numbered("f").filename, type(Numbered("f")))
try:
    New("x", kind=1)
except TypeError as e:
    print(e)
try:
    OSError("x", kind=1)
except TypeError as e:
    print(e)

late = BlockingIOError(11, "later", 3)
print(late.characters_written, late.args, late.filename)
print(BlockingIOError(11, "later", "file").args, OSError(2, "x", None).args, OSError(2, "x", "a", None, "b"))
early = BlockingIOError()
for step in "early.characters_written", "setattr(early, 'characters_written', 7)", "early.characters_written", "delattr(early, 'characters_written')", "delattr(early, 'characters_written')", "setattr(early, 'characters_written', 'x')":
    try:
        print(step, "=", eval(step))
    except (AttributeError, TypeError) as e:
        print(step, "->", type(e).__name__, e)
